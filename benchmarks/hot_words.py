"""What a list of hot words gains in names and costs in other words, at best: the list is that of the calls' own names.

    .venv/bin/python -m benchmarks.hot_words [FOLDER]           (default: samples/calls)

FOLDER holds two-channel recordings, their truth NAME.json beside them or in ../truth. A name is a capitalised word of
the truth that begins no sentence, weekdays and months left out. Each call is transcribed without and with the list.
"""

import calendar
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from audio.decode import decode
from benchmarks.labelled import SAMPLES, labelled_calls
from calls.transcript import Transcript
from configs.settings import load_settings
from evaluation.records import Truth
from evaluation.words import PARTIES, edit_distance, plain_words
from models.engines import load_engines
from sounds.listen import listen, sides
from transcripts.transcribe import transcribe

DATES = {*calendar.day_name, *calendar.month_name}
NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-z]+\b")


def names_in(truth: Truth) -> Counter[str]:
    """How often each name is said by agent or customer."""
    said = [turn.text or "" for turn in truth.turns or () if turn.role in PARTIES]
    return Counter(name for text in said for name in NAME.findall(text) if name not in DATES)


def compared(truth: Truth, heard: Transcript) -> tuple[int, int, int]:
    """Names found, and errors and words over the whole call: who said them, and prompts, are left out of account."""
    wanted, found = names_in(truth), Counter(re.findall(r"[A-Z][a-z]+", " ".join(word.text for word in heard.words)))
    talk = [turn for turn in truth.turns or () if turn.role in PARTIES]
    errors, total = 0, 0
    for turn in talk:
        said = plain_words(turn.text or "")
        inside = [w.text for w in heard.words if turn.start <= (w.start + w.end) / 2 <= turn.end]
        errors += edit_distance(said, plain_words(" ".join(inside)))
        total += len(said)
    return sum((wanted & found).values()), errors, total


def main(folder: Path) -> None:
    """Print names found and word errors without and with the list."""
    settings = load_settings()
    engines = load_engines(settings)
    calls = list(labelled_calls(folder))
    names = sum((names_in(truth) for _, truth in calls), Counter())
    hot = replace(settings, recognition=replace(settings.recognition, hot_words=" ".join(sorted(names))))
    print(f"{sum(names.values())} names said in {len(calls)} calls: {' '.join(sorted(names))}")
    totals = {"without": [0, 0, 0], "with": [0, 0, 0]}
    for path, truth in calls:
        audio = sides(decode(path).audio, settings)
        sounds = listen(audio, engines, settings)
        for way, chosen in (("without", settings), ("with", hot)):
            got = compared(truth, transcribe(audio, sounds, engines.recogniser, chosen, "en"))
            totals[way] = [a + b for a, b in zip(totals[way], got, strict=True)]
    for way, (found, errors, words) in totals.items():
        print(f"{way:8s} {found} names, word error rate by turn {errors / words:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
