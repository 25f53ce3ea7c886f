"""`warmline evaluate samples/truth` for real: the calls are analysed, then compared with their labels."""

import json

import pytest
from real_run import ROOT, warmline

pytestmark = pytest.mark.slow
TRUTH = ROOT / "samples" / "truth"


def test_the_sample_calls_are_analysed_and_compared(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("evaluated")
    first = warmline(out, "evaluate", TRUTH, "--per-call")
    assert first.code == 0, first.printed
    assert "3 calls compared" in first.printed
    assert "[3/3] water_robotic: done" in first.printed

    again = warmline(out, "evaluate", TRUTH, "--json")
    assert again.code == 0, again.printed
    assert "[3/3] water_robotic: skipped" in again.printed
    found, _ = json.JSONDecoder().raw_decode(again.printed)  # progress, on stderr, follows
    assert (found["problems"], found["missing"]) == ([], [])
    figures = {name: figure["value"] for name, figure in found["figures"]["all"].items()}
    assert figures["word error rate"] < 0.12
    assert figures["role accuracy"] > 0.9
    assert figures["diarisation error rate"] < 0.15
    assert min(figures[f"F1 of {kind}"] for kind in ("ring", "ivr", "queue", "hold", "talk")) > 0.93
    assert (figures["keys found"], figures["keys invented"], figures["IVR facts right"]) == (1, 0, 1)
    assert figures["flat delivery below livelier"] == 1
