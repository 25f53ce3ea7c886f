"""Turns cut into sentences, each with its words, its seconds and its place in the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from calls.scores import Evidence
from calls.timeline import Timeline
from calls.transcript import Role, Turn, Word
from configs.wording import Sentence, sentences

LAST_AGENT_TURNS = 3
"""How many of an agent's last turns are the call's end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a turn. `text` as recognised, `sentence` normalised, `words` those it is made of."""

    turn: int
    role: Role
    speaker: str
    text: str
    sentence: Sentence
    words: tuple[Word, ...]
    offsets: tuple[int, ...]
    opens: bool
    """Whether the turn is the agent's first, or the first after a wait or a change of agent."""
    closes: bool
    """Whether the turn is among the agent's last."""

    @property
    def start(self) -> float:
        """Seconds."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Seconds."""
        return self.words[-1].end


def lines_of(turns: Sequence[Turn], timeline: Timeline | None = None) -> tuple[Line, ...]:
    """Every sentence of agents and customers, in order. Prompts say nothing of how people treat each other."""
    agent = [index for index, turn in enumerate(turns) if turn.role == "agent"]
    opening = _opening(turns, agent, timeline)
    closing = frozenset(agent[-LAST_AGENT_TURNS:]) if len(agent) > LAST_AGENT_TURNS else frozenset(agent[1:])
    return tuple(
        line
        for index, turn in enumerate(turns)
        if turn.role != "ivr"
        for line in _lines(index, turn, index in opening, index in closing)
    )


def evidence_of(line: Line, marker: str, confidence: float = 1.0) -> Evidence:
    """The whole sentence as proof; its confidence is also that of the recogniser in its words."""
    heard = sum(word.confidence for word in line.words) / len(line.words)
    text = " ".join(word.text.strip() for word in line.words)
    return Evidence(marker, line.role, line.start, line.end, text, round(confidence * heard, 3), line.turn)


def turn_of(role: Role, text: str) -> Turn:
    """An utterance as a turn, a second a word, surely recognised."""
    words = tuple(Word(word, float(i), i + 1.0, 1.0, 0) for i, word in enumerate(text.split()))
    return Turn(role, role, 0.0, float(len(words)), words)


def _opening(turns: Sequence[Turn], agent: Sequence[int], timeline: Timeline | None) -> frozenset[int]:
    holds = timeline.of("hold") if timeline else ()
    opening = set(agent[:1])
    for before, index in pairwise(agent):
        waited = any(turns[before].end <= hold.end and hold.start <= turns[index].start for hold in holds)
        if waited or turns[before].speaker != turns[index].speaker or index == before + 1 == agent[0] + 1:
            opening.add(index)
    return frozenset(opening)


def _lines(index: int, turn: Turn, opens: bool, closes: bool) -> list[Line]:
    text, starts = turn.text, _word_starts(turn)
    found: list[Line] = []
    for sentence in sentences(text):
        first, last = sentence.tokens[0].start, sentence.tokens[-1].end
        inside = [k for k, at in enumerate(starts) if at < last and at + len(turn.words[k].text.strip()) > first]
        if inside:
            words = turn.words[inside[0] : inside[-1] + 1]
            offsets = tuple(starts[inside[0] : inside[-1] + 1])
            end = offsets[-1] + len(words[-1].text.strip())
            found.append(
                Line(index, turn.role, turn.speaker, text[offsets[0] : end], sentence, words, offsets, opens, closes)
            )
    return found


def _word_starts(turn: Turn) -> list[int]:
    """Where each word begins in the turn's text."""
    starts: list[int] = []
    at = 0
    for word in turn.words:
        starts.append(at)
        at += len(word.text.strip()) + 1
    return starts
