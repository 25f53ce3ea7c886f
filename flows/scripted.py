"""Scriptedness of the agents in the store: their sentences read, required wording left out, each beside the others."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from calls.errors import SetupBroken
from configs.notation import PhraseError, compile_phrases
from configs.phrases import load_phrases
from configs.settings import Settings
from configs.wording import sentences
from flows.order import Order, settings_of
from scores.scriptedness import Said, Scriptedness, scriptedness
from store.connect import open_store, store_url
from store.said import AgentTurn, agents_since, turns_of

NUMBER = "#"


def scripted_agents(order: Order, since: datetime, agent: str | None = None) -> Iterator[tuple[str, Scriptedness]]:
    """Each agent with calls since (aware), or `agent` alone. Raises SetupBroken or TryAgain."""
    settings = settings_of(order)
    required = _required(settings)
    engine = open_store(store_url(settings.store, order.out), settings.store)
    try:
        newest = settings.scriptedness.newest_calls
        said = {
            each: tuple(_said(turns_of(engine, each, since, newest), required)) for each in agents_since(engine, since)
        }
    finally:
        engine.dispose()
    if agent is not None and agent not in said:
        raise SetupBroken(f"agent '{agent}': no calls since {since:%Y-%m-%d}; there are {', '.join(said) or 'none'}")
    for each in said if agent is None else (agent,):
        others = {name: theirs for name, theirs in said.items() if name != each}
        yield each, scriptedness(said[each], others, settings.scriptedness)


def _required(settings: Settings) -> re.Pattern[str] | None:
    try:
        return compile_phrases(list(settings.scriptedness.required), {})
    except PhraseError as error:
        raise SetupBroken(f"setting 'scriptedness.required': {error}; see the top of markers.toml") from error


def _said(turns: Iterable[AgentTurn], required: re.Pattern[str] | None) -> Iterator[Said]:
    """Sentences with their seconds, which are the turn's shared out by letters: the store keeps no word's."""
    phrases = load_phrases("en")
    for turn in turns:
        a_letter = (turn.end - turn.start) / max(1, len(turn.text))
        for sentence in sentences(turn.text):
            greets = phrases is not None and phrases.matches("markers", "greeting", sentence.words)
            if greets or (required and required.search(sentence.words)):
                continue
            first, last = sentence.tokens[0].start, sentence.tokens[-1].end
            yield Said(
                turn.call_id,
                turn.start + first * a_letter,
                turn.start + last * a_letter,
                turn.text[first:last].strip(),
                tuple(NUMBER if any(c.isdigit() for c in word) else word for word in sentence.words.split()),
            )
