"""How well words are placed in time, beside an aligner that is told the true words: PocketSphinx (BSD).

    .venv/bin/pip install -e '.[bench]'
    .venv/bin/python -m benchmarks.word_times [FOLDER]          (default: samples/calls)

FOLDER holds recordings, their truth NAME.json beside them or in ../truth. Each true turn is aligned by itself with
PocketSphinx's own English model; turns with a word that its dictionary lacks are left out. The report's words are
compared with the aligner's where they are the same, in order. The aligner errs too: its frames are 10 ms.
"""

import re
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder

from audio.resample import resampled
from benchmarks.labelled import SAMPLES, labelled_calls
from calls.recording import CallMetadata
from calls.sound import Audio, Samples
from configs.settings import load_settings
from evaluation.records import SaidTurn, Truth
from evaluation.words import PARTIES
from flows.analyse import analyse_recording
from intake.identity import read_recording
from models.engines import load_engines

RATE = 16_000
FRAME_S = 0.01
BEFORE_S, AFTER_S = 0.2, 0.3
"""Heard around a turn: an aligner needs some silence."""
FAR_S = 2.0
"""Not the same word, though it reads the same."""
GOAL_S = 0.1
Placed = tuple[str, float, float]
"""A word, its start and its end in the call, in seconds."""


def aligned(truth: Truth, audio: Audio, aligner: Decoder) -> Iterator[Placed]:
    """The words of agent and customer where PocketSphinx hears them."""
    for turn in truth.turns or ():
        words = spelled(turn.text or "")
        if turn.role in PARTIES and words and all(map(aligner.lookup_word, words)):
            channel = 1 if turn.role == "customer" and audio.channels == 2 else 0
            yield from _aligned(turn, words, audio.channel(channel), aligner)


def _aligned(turn: SaidTurn, words: list[str], samples: Samples, aligner: Decoder) -> Iterator[Placed]:
    begin = max(0.0, turn.start - BEFORE_S)
    heard = samples[round(begin * RATE) : round((turn.end + AFTER_S) * RATE)]
    pcm = (heard / max(1e-6, float(np.abs(heard).max())) * 26_000).astype(np.int16)
    aligner.set_align_text(" ".join(words))
    aligner.start_utt()
    aligner.process_raw(pcm.tobytes(), full_utt=True)
    aligner.end_utt()
    if aligner.hyp() is None:
        return
    for part in aligner.seg():
        if part.word[0].isalpha():
            word = part.word.partition("(")[0]
            yield word, begin + part.start_frame * FRAME_S, begin + (part.end_frame + 1) * FRAME_S


def spelled(text: str) -> list[str]:
    """Its words as dictionaries have them."""
    return re.findall(r"[a-z']+", text.lower())


def errors(true: list[Placed], found: list[Placed]) -> list[tuple[float, float]]:
    """Of each word in both: seconds by which its start and its end are off; late is positive."""
    same = SequenceMatcher(None, [word for word, *_ in true], [word for word, *_ in found], autojunk=False)
    pairs = [
        (true[a + i], found[b + i]) for a, b, size in same.get_matching_blocks() for i in range(size)
    ]  # fmt: skip
    return [(f[1] - t[1], f[2] - t[2]) for t, f in pairs if abs(f[1] - t[1]) < FAR_S]


def main(folder: Path) -> None:
    """Print how far off starts and ends are."""
    settings = load_settings()
    engines, aligner = load_engines(settings), Decoder(lm=None, loglevel="FATAL", samprate=RATE)
    off: list[tuple[float, float]] = []
    for path, truth in labelled_calls(folder):
        report, audio = analyse_recording(read_recording(path, CallMetadata()), engines, settings)
        words = [word for turn in report.turns if turn.role in PARTIES for word in turn.words]
        found = [(only, w.start, w.end) for w in words for only in ("".join(spelled(w.text)),)]
        true = aligned(truth, resampled(audio, RATE), aligner)
        off += errors(sorted(true, key=_start), sorted(found, key=_start))
    for name, column in zip(("start", "end"), np.array(off).T, strict=True):
        far = np.abs(column)
        print(
            f"{name:6s} of {len(far)} words: {np.median(column):+.3f} s off (median), {np.median(far):.3f} s without "
            f"sign; 90 % within {np.percentile(far, 90):.3f} s; {np.mean(far <= GOAL_S):.0%} within {GOAL_S} s"
        )


def _start(word: Placed) -> float:
    return word[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
