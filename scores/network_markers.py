"""The second voice: a network that was taught examples says of each sentence which markers it carries.

Phrase lists know what they list; the network knows what sounds like it. For each marker both are weighed together, by
configs/marker_weights.toml, which is fitted on examples that neither had seen (scripts/train_markers.py):

    log odds = network * the network's log odds + phrase * (1 if a phrase was found, else 0) + bias

The examples are half marks and half look-alikes; a call is mostly neither, and what a phrase finds there is right more
often. The settings `phrase_trust` and `rare_in_calls` move the odds by that much.

so a phrase that the network finds absurd is dropped, and what no list foresaw is found. A house's own examples add to
that (scores/own_examples.py). The probability that follows is the mark's confidence: where it says 0.7, seven in ten
of the examples were right.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from calls.errors import SetupBroken
from calls.scores import Evidence
from configs.examples import Labelled
from configs.phrases import Phrases
from configs.score_settings import MarkerSettings
from models.marker_network import languages_read, markers_read, read_sentence
from scores.lines import Line, evidence_of, lines_of, turn_of
from scores.own_examples import Correction, Fit, learn
from scores.phrase_markers import MARKERS, is_exclamation, is_where_it_belongs, phrase_markers

WEIGHTS = "marker_weights.toml"
Array = NDArray[np.float64]


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Weighing:
    """How network and phrases are weighed for a marker; `threshold` is the probability from which it is given."""

    network: float
    phrase: float
    bias: float
    threshold: float


def weighed_markers(
    lines: Sequence[Line], found: Sequence[Evidence], settings: MarkerSettings, phrases: Phrases
) -> tuple[Evidence, ...]:
    """What phrases `found` in `lines`, weighed against the network, and what the network finds besides.

    Markers that the network was not taught stay as found, and so does all in a language it was not taught.
    """
    if settings.voices == "phrases" or phrases.language not in languages_read():
        return tuple(found)
    untaught = [e for e in found if e.marker not in markers_read()]
    listed: dict[tuple[int | None, float], set[str]] = {}
    for evidence in found if settings.voices == "both" else ():
        listed.setdefault((evidence.turn, evidence.start), set()).add(evidence.marker)
    before = (None, *lines)
    taught = (
        _in_line(line, earlier, listed.get((line.turn, line.start), set()), settings, phrases)
        for earlier, line in zip(before, lines, strict=False)
    )
    return (*untaught, *(e for line in taught for e in line))


def _in_line(
    line: Line, earlier: Line | None, listed: Set[str], settings: MarkerSettings, phrases: Phrases
) -> Iterator[Evidence]:
    text = f"{earlier.text} {line.text}" if earlier and is_exclamation(earlier, line) else line.text
    odds = _weighed(line.role, text, listed, settings)
    if correction := _correction(phrases, settings):
        odds = odds + correction.of(read_sentence(line.role, text).vector)
    chances = 1 / (1 + np.exp(-odds))
    for marker, chance in zip(markers_read(), chances, strict=True):
        rule = phrases.of(MARKERS).get(marker)
        if rule is None or not is_where_it_belongs(rule, line):
            continue
        # The network does not see where in a call a sentence stands: a list that asks for a place knows better.
        is_sure = rule.text.near is not None and marker in listed
        if is_sure or chance >= marker_weights()[marker].threshold:
            yield evidence_of(line, marker, rule.text.weight if is_sure else float(chance))


def _weighed(role: str, text: str, listed: Set[str], settings: MarkerSettings) -> Array:
    """Log odds of each marker the network knows, from it and the markers `listed` by phrases."""
    weights = [marker_weights()[marker] for marker in markers_read()]
    network, phrase, bias = np.array([(w.network, w.phrase, w.bias) for w in weights]).T
    hits = np.array([marker in listed for marker in markers_read()])
    heard = network * read_sentence(role, text).log_odds
    odds: Array = heard + (phrase + settings.phrase_trust) * hits + bias - settings.rare_in_calls
    return odds


@cache
def _correction(phrases: Phrases, settings: MarkerSettings) -> Correction | None:
    """What the house's own examples teach; None without any. Raises SetupBroken where one names no marker."""
    if not phrases.examples:
        return None
    names, examples = markers_read(), phrases.examples
    unknown = sorted({marker for example in examples for marker in example.true} - set(names))
    if unknown:
        raise SetupBroken(f"own examples: there is no marker '{unknown[0]}'; there are {', '.join(names)}")
    vectors = np.array([read_sentence(example.role, example.text).vector for example in examples], dtype=float)
    odds = np.array([_weighed(e.role, e.text, _listed(e, phrases), settings) for e in examples])
    true = np.array([[marker in example.true for marker in names] for example in examples], dtype=float)
    # A house's examples are of calls as they are: its marks are not the rarer for being in one.
    odds = odds - settings.rare_in_calls * true
    return learn(vectors, odds, true, Fit(settings.own_width, settings.own_firmness))


def _listed(example: Labelled, phrases: Phrases) -> set[str]:
    return {e.marker for e in phrase_markers(lines_of((turn_of(example.role, example.text),)), phrases)}


@cache
def marker_weights() -> Mapping[str, Weighing]:
    """The fitted weights, by marker."""
    table = tomllib.loads(resources.files("configs").joinpath(WEIGHTS).read_text("utf-8"))
    return TypeAdapter(dict[str, Weighing]).validate_python(table)
