"""The main job on the sample calls: the real command, the real networks, against what was truly said and done."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import jiwer
import pytest

from configs.wording import normal_words

pytestmark = pytest.mark.slow
TRUTH = Path(__file__).parents[2] / "samples" / "truth"
CALLS = sorted(path.stem for path in TRUTH.glob("*.json"))


def truth_of(call: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((TRUTH / f"{call}.json").read_text("utf-8"))
    return facts


def words_of(turns: list[dict[str, Any]], role: str) -> str:
    return normal_words(" ".join(turn["text"] for turn in turns if turn["role"] == role))


def test_the_command_ends_well_and_tells_each_call_in_a_line(produced_samples) -> None:
    assert produced_samples.code == 0, produced_samples.printed
    for call in CALLS:
        (line,) = [line for line in produced_samples.printed.splitlines() if line.startswith(f"{call} ")]
        assert "empathy" in line and "delivery" in line and "x real time" in line
        assert (produced_samples.out / call / "report.html").stat().st_size > 100_000


@pytest.mark.parametrize("call", CALLS)
def test_each_side_said_what_the_report_says_they_did(produced_samples, call: str) -> None:
    true, said = truth_of(call)["turns"], produced_samples.report(call)["turns"]
    for role in ("agent", "customer"):
        assert jiwer.wer(words_of(true, role), words_of(said, role)) < 0.15, words_of(said, role)


def test_the_prompts_are_the_ivr_s_words(produced_samples) -> None:
    for call in ("lamp_warm", "water_robotic"):
        true, said = truth_of(call)["prompts"], produced_samples.report(call)["turns"]
        prompts = normal_words(" ".join(prompt["text"] for prompt in true))
        assert jiwer.wer(prompts, words_of(said, "ivr")) < 0.15, words_of(said, "ivr")


@pytest.mark.parametrize("call", CALLS)
def test_words_lie_where_their_speaker_spoke(produced_samples, call: str) -> None:
    """A word where nobody spoke is as wrong as one given to the other party."""
    turns = truth_of(call)["turns"]
    right = total = 0
    for turn in produced_samples.report(call)["turns"]:
        for word in turn["words"] if turn["role"] != "ivr" else ():
            middle = (word["start"] + word["end"]) / 2
            near = [t["role"] for t in turns if t["start"] - 0.2 <= middle <= t["end"] + 0.2]
            total += 1
            right += turn["role"] in near
    assert right / total > 0.95


@pytest.mark.parametrize("call", CALLS)
def test_segments_cover_the_call_and_begin_within_a_second_and_a_half_of_the_truth(produced_samples, call: str) -> None:
    report, truth = produced_samples.report(call), truth_of(call)
    found, true = report["timeline"], truth["segments"]
    assert found[0]["start"] == 0
    assert all(before["end"] == after["start"] for before, after in pairwise(found))
    assert [segment["kind"] for segment in found] == [segment["kind"] for segment in true]
    for one, other in zip(found, true, strict=True):
        assert one["start"] == pytest.approx(other["start"], abs=1.5)
        assert one["audio"] == other.get("audio")
    assert found[-1]["end"] == pytest.approx(report["call"]["duration_s"], abs=0.01)


@pytest.mark.parametrize("call", CALLS)
def test_the_menus_and_keys_of_the_ivr_are_counted_right(produced_samples, call: str) -> None:
    report, truth = produced_samples.report(call), truth_of(call)
    ivr = report["measures"]["ivr"]
    assert {name: ivr[name] for name in truth["ivr"]} == truth["ivr"]
    assert len(report["keys"]) == len(truth["keys"])
    for found, pressed in zip(report["keys"], truth["keys"], strict=True):
        assert found["start"] == pytest.approx(pressed["start"], abs=0.1)
        assert found["key"] == (pressed["key"] if pressed["key"] in "0*#" else "masked")


def test_most_markers_are_found_and_few_invented(produced_samples) -> None:
    hits = wanted = marked = 0
    for call in CALLS:
        for turn in truth_of(call)["turns"]:
            over = [
                t
                for t in produced_samples.report(call)["turns"]
                if t["role"] == turn["role"] and min(t["end"], turn["end"]) - max(t["start"], turn["start"]) > 0.3
            ]
            found = {name for t in over for name in t["markers"]}
            hits += len(found & set(turn["markers"]))
            wanted += len(turn["markers"])
        marked += sum(len(turn["markers"]) for turn in produced_samples.report(call)["turns"])
    assert hits / wanted > 0.7
    assert hits / marked > 0.7


def test_the_warm_call_is_warmer_and_livelier_than_the_robotic_one(produced_samples) -> None:
    warm, robotic = (produced_samples.report(call)["scores"] for call in ("lamp_warm", "water_robotic"))
    assert warm["empathy"]["value"] > robotic["empathy"]["value"] + 25
    assert warm["delivery"]["value"] > robotic["delivery"]["value"] + 10


def test_every_score_s_evidence_can_be_heard_in_the_call(produced_samples) -> None:
    for call in CALLS:
        report = produced_samples.report(call)
        assert report["evidence"]
        for mark in report["evidence"]:
            assert 0 <= mark["start"] < mark["end"] <= report["call"]["duration_s"] + 0.1
