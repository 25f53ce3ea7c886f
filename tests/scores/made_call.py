"""Calls made of lines, to test marks and scores with."""

from itertools import accumulate

from calls.measures import Measures
from calls.timeline import Segment, Timeline
from calls.transcript import Role, Turn, Word
from configs.phrases import Phrases, load_phrases
from configs.settings import Settings, load_settings
from measures.measure import measure
from measures.tone import EMPTY_TRACK, ToneTrack

SETTINGS: Settings = load_settings()
SECONDS_A_WORD = 0.4
PAUSE_S = 0.5


def phrases() -> Phrases:
    found = load_phrases("en")
    assert found is not None
    return found


def made_turns(*lines: tuple[Role, str]) -> tuple[Turn, ...]:
    """Each line a turn, words of 0.4 s, half a second between turns."""
    lengths = [len(text.split()) * SECONDS_A_WORD for _, text in lines]
    starts = [0.0, *accumulate(length + PAUSE_S for length in lengths)]
    return tuple(_turn(role, text, start) for (role, text), start in zip(lines, starts, strict=False))


def all_talk(turns: tuple[Turn, ...]) -> Timeline:
    return Timeline((Segment("talk", 0.0, turns[-1].end if turns else 1.0),), ())


def measured(turns: tuple[Turn, ...], timeline: Timeline | None = None, track: ToneTrack = EMPTY_TRACK) -> Measures:
    return measure(turns, timeline or all_talk(turns), track, SETTINGS, phrases())


def _turn(role: Role, text: str, start: float) -> Turn:
    words = tuple(
        Word(word, start + i * SECONDS_A_WORD, start + (i + 1) * SECONDS_A_WORD, 1.0, 0)
        for i, word in enumerate(text.split())
    )
    return Turn(role, role, start, words[-1].end, words)
