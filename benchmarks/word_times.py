"""How well the report's words are placed in time: recorded words laid one after the other, each at a known place.

    .venv/bin/python benchmarks/word_times.py [FOLDER]      (default: /usr/share/asterisk/sounds/en)

FOLDER holds the prompts of the package asterisk-core-sounds-en-wav: the words of the radio alphabet, weekdays and
months, each by itself. They are trimmed to where they sound, and joined with pauses of 0 to 0.2 s, as within a turn,
eight to a turn, on the agent's channel of a telephone call. From the file to the report, as `warmline analyse`.
"""

import calendar
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import soundfile

from audio.decode import read_audio
from audio.loudness import loudness_db
from calls.recording import CallMetadata
from calls.sound import Samples
from calls.spans import Span
from configs.settings import load_settings
from flows.analyse import analyse_recording
from intake.identity import read_recording
from models.engines import load_engines

RATE = 8000
PROMPTS = Path("/usr/share/asterisk/sounds/en")
ALPHABET = [
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima", "mike",
    "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee",
    "zulu",
]  # fmt: skip
DAYS = [day.lower() for day in (calendar.day_name[-1], *calendar.day_name[:-1])]
MONTHS = [month.lower() for month in calendar.month_name[1:]]
CALLS, TURNS, WORDS = 6, 8, 8
PAUSE_S, BETWEEN_TURNS_S = 0.2, 2.5
HEARD_DB = -35.0
"""A word sounds where it is no fainter than this below its loudest 10 ms."""
GOAL_S = 0.1


def recorded_words(folder: Path) -> dict[str, Samples]:
    """Each word by itself, silence around it cut off."""
    files = {
        **{word: f"phonetic/{word[0]}_p.wav" for word in ALPHABET},
        **{word: f"digits/day-{index}.wav" for index, word in enumerate(DAYS)},
        **{word: f"digits/mon-{index}.wav" for index, word in enumerate(MONTHS)},
    }
    return {word: _trimmed(read_audio(folder / file).channel(0)) for word, file in files.items()}


def _trimmed(samples: Samples) -> Samples:
    level = loudness_db(samples, RATE)
    heard = np.flatnonzero(level > level.max() + HEARD_DB)
    hop = len(samples) // (len(level) - 1)
    return samples[heard[0] * hop : (heard[-1] + 1) * hop]


def made_call(words: dict[str, Samples], chance: np.random.Generator) -> tuple[Samples, list[tuple[str, Span]]]:
    """The agent's channel, and where each word lies in it."""
    parts, said, at = [np.zeros(RATE, np.float32)], [], RATE
    for _ in range(TURNS):
        for word in chance.permutation(sorted(words))[:WORDS]:
            pause = round(chance.uniform(0.0, PAUSE_S) * RATE)
            said.append((str(word), Span((at + pause) / RATE, (at + pause + len(words[word])) / RATE)))
            parts += [np.zeros(pause, np.float32), words[word]]
            at += pause + len(words[word])
        parts.append(np.zeros(round(BETWEEN_TURNS_S * RATE), np.float32))
        at += len(parts[-1])
    clean = np.concatenate(parts)
    return clean + chance.normal(0.0, 1e-3, len(clean)).astype(np.float32), said


def errors(said: list[tuple[str, Span]], found: list[tuple[str, Span]]) -> list[tuple[float, float]]:
    """Of each word that was recognised: seconds by which its start and its end are off, late is positive."""
    same = SequenceMatcher(None, [word for word, _ in said], [word for word, _ in found], autojunk=False)
    return [
        (found[b + i][1].start - said[a + i][1].start, found[b + i][1].end - said[a + i][1].end)
        for a, b, size in same.get_matching_blocks()
        for i in range(size)
    ]


def main(folder: Path) -> None:
    """Print how far off starts and ends are."""
    settings = load_settings()
    engines, words = load_engines(settings), recorded_words(folder)
    chance, off, asked = np.random.default_rng(7), [], 0
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(CALLS):
            agent, said = made_call(words, chance)
            path = Path(scratch) / f"words{number}.wav"
            both = np.stack([agent, chance.normal(0.0, 1e-3, len(agent)).astype(np.float32)], axis=1)
            soundfile.write(path, both, RATE, "PCM_16")
            report, _ = analyse_recording(read_recording(path, CallMetadata()), engines, settings)
            found = [
                ("".join(letter for letter in word.text.lower() if letter.isalpha()), Span(word.start, word.end))
                for turn in report.turns
                for word in turn.words
                if word.channel == 0
            ]
            off += errors(said, found)
            asked += len(said)
    print(f"{len(off)} of {asked} words recognised as recorded")
    for name, column in zip(("start", "end"), np.array(off).T, strict=True):
        far = np.abs(column)
        print(
            f"{name:6s} off by {np.median(column):+.3f} s (median), {np.median(far):.3f} s without sign; "
            f"90 % within {np.percentile(far, 90):.3f} s; {np.mean(far <= GOAL_S):.0%} within {GOAL_S} s"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROMPTS)
