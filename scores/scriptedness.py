"""Scriptedness: how much of what an agent says is said again, nearly word for word, in that agent's other calls.

A measure across calls. It says nothing about one call, and a house that orders its wording causes it: what everybody
says, greetings and required wording are left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from configs.score_settings import ScriptednessSettings

Alike = NDArray[np.bool_]
FIRST = 0x20000
"""Words become characters from here on, so that a library made for letters compares words."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an agent: its call, where it is heard (seconds), as recognised, and its normalised words."""

    call_id: str
    start: float
    end: float
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Nearly the same sentence in so many calls of the agent; `places` is each of them once, in order of call."""

    text: str
    calls: int
    places: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Scriptedness:
    """`share` of the agent's words, 0 to 1, with an interval of 95 %; None with a `reason` where calls are too few."""

    calls: int
    share: float | None
    low: float | None
    high: float | None
    most: tuple[Repeated, ...]
    reason: str | None = None


def scriptedness(
    own: Sequence[Said], others: Mapping[str, Sequence[Said]], settings: ScriptednessSettings
) -> Scriptedness:
    """Of an agent's sentences `own`, beside those of `others` by agent. Required wording is left out by the caller.

    A sentence counts that has at least `min_words`; it is repeated if at least `min_calls_share` of the agent's other
    calls, and two, have one with `alike` of its words in order; it is everybody's, and left out, if `everybody` of at
    least `min_agents` other agents say it too.
    """
    own = [said for said in own if len(said.words) >= settings.min_words]
    calls = list(dict.fromkeys(said.call_id for said in own))
    if len(calls) < settings.min_calls:
        return Scriptedness(len(calls), None, None, None, (), f"{len(calls)} calls; {settings.min_calls} are needed.")
    own = [said for said, shared in zip(own, _everybodys(own, others, settings), strict=True) if not shared]
    alike = _alike(own, own, settings)
    place = np.array([calls.index(said.call_id) for said in own], dtype=int)
    in_calls = np.zeros((len(own), len(calls)), dtype=np.bool_)
    for column in range(len(calls)):
        in_calls[:, column] = alike[:, place == column].any(axis=1)
    elsewhere = in_calls.sum(axis=1) - 1
    repeated = elsewhere >= max(2, settings.min_calls_share * (len(calls) - 1))
    words = np.array([len(said.words) for said in own], dtype=float)
    sums = np.array([[words[(place == c) & repeated].sum(), words[place == c].sum()] for c in range(len(calls))])
    share, low, high = _ratio(sums, settings.resamples)
    return Scriptedness(len(calls), share, low, high, _most(own, alike, repeated, settings.shown))


def _everybodys(
    own: Sequence[Said], others: Mapping[str, Sequence[Said]], settings: ScriptednessSettings
) -> NDArray[np.bool_]:
    """Which sentences most other agents say as well."""
    if len(others) < settings.min_agents:
        return np.zeros(len(own), dtype=np.bool_)
    saying = np.zeros(len(own))
    for said in others.values():
        theirs = [s for s in said if len(s.words) >= settings.min_words]
        saying += _alike(own, theirs, settings).any(axis=1) if theirs else 0
    shared: NDArray[np.bool_] = saying / len(others) >= settings.everybody
    return shared


def _alike(rows: Sequence[Said], columns: Sequence[Said], settings: ScriptednessSettings) -> Alike:
    """Which have nearly the same words in the same order, shape (rows, columns).

    Indel similarity of word sequences: 1 - (words to take out and put in) / (words of both).
    """
    letters: dict[str, str] = defaultdict(lambda: chr(FIRST + len(letters)))
    a, b = (["".join(letters[word] for word in said.words) for said in side] for side in (rows, columns))
    scorer = Indel.normalized_similarity
    close: Alike = cdist(a, b, scorer=scorer, score_cutoff=settings.alike, dtype=np.float32) >= settings.alike
    return close


def _ratio(sums: NDArray[np.float64], resamples: int) -> tuple[float, float, float]:
    """Repeated words over all words, calls drawn again with replacement for the interval (bootstrap percentiles)."""
    if not sums[:, 1].sum():
        return 0.0, 0.0, 0.0
    draw = np.random.default_rng(0).integers(0, len(sums), (resamples, len(sums)))
    drawn = sums[draw].sum(axis=1)
    ratios = np.divide(drawn[:, 0], drawn[:, 1], out=np.zeros(resamples), where=drawn[:, 1] > 0)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(sums[:, 0].sum() / sums[:, 1].sum()), float(low), float(high)


def _most(own: Sequence[Said], alike: Alike, repeated: NDArray[np.bool_], shown: int) -> tuple[Repeated, ...]:
    """The sentences in most calls; what is like one already named is not named again."""
    groups: list[Repeated] = []
    left = repeated.copy()
    while left.any() and len(groups) < shown:
        spread = [len({own[k].call_id for k in np.flatnonzero(row & left).tolist()}) for row in alike[left]]
        index = int(np.flatnonzero(left)[int(np.argmax(spread))])
        members = np.flatnonzero(alike[index] & left).tolist()
        places = {own[k].call_id: own[k] for k in members[::-1]}
        groups.append(Repeated(own[index].text, len(places), tuple(sorted(places.values(), key=lambda s: s.call_id))))
        left[members] = False
    return tuple(groups)
