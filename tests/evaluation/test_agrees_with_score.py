"""On calls labelled whole, the figures are those of the developers' own script, whatever is labelled and found."""

import importlib.util
import json
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.figures import compare
from evaluation.reading import read_found, read_truth
from evaluation.timing import KINDS
from scores.markers import MARKERS

SCORE = Path(__file__).parents[3] / "shared" / "calls" / "score.py"
WORDS = ["yes", "no", "four", "4", "oh", "it's", "please"]
pytestmark = pytest.mark.skipif(not SCORE.exists(), reason="the shared calls are not on this machine")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_of_developers", SCORE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


moments = st.lists(st.integers(1, 200).map(lambda tenths: tenths / 10), min_size=1, max_size=5, unique=True).map(sorted)


@st.composite
def segments(draw: st.DrawFn) -> list[dict[str, Any]]:
    edges = [0.0, *draw(moments)]
    return [{"kind": draw(st.sampled_from(KINDS)), "start": a, "end": b} for a, b in pairwise(edges)]


@st.composite
def turns(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One after the other: score.py counts a second twice where two turns found for one role overlap."""
    return [
        {
            "role": draw(st.sampled_from(["agent", "customer"])),
            "start": a,
            "end": b,
            "text": " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))),
            "markers": draw(st.lists(st.sampled_from(MARKERS[:4]), max_size=2, unique=True)),
        }
        for a, b in pairwise(draw(moments))
    ]


keys = st.lists(
    st.builds(lambda key, at: {"key": key, "start": at, "end": at + 0.1}, st.sampled_from("0*#"), st.integers(0, 9)),
    max_size=3,
)
counts = st.fixed_dictionaries({n: st.integers(0, 1) for n in ("menus", "options", "options_changed", "invalid")})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_are_those_of_the_script(data: st.DataObject, score: ModuleType, tmp_path: Path) -> None:
    said, stages = data.draw(turns()), data.draw(segments())
    truth = {"id": "call", "duration": stages[-1]["end"] + 1, "agent_delivery": "flat", "ivr": data.draw(counts)}
    truth |= {"turns": said, "segments": stages, "keys": data.draw(keys)}
    report = {
        "call": {"channels": 2},
        "turns": data.draw(turns()),
        "timeline": data.draw(segments()),
        "keys": data.draw(keys),
        "measures": {
            "ivr": data.draw(counts) | {"zero_presses": 0},
            "hold": {"total_s": 0, "count": 0},
            "queue": {"total_s": 0},
            "tone": {},
        },
        "scores": {name: {"value": None} for name in ("empathy", "delivery", "friction")},
    }
    theirs = score.compare(report, truth)
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "report.json").write_text(json.dumps(report))
    true = read_truth(tmp_path / "truth.json")
    assert true
    ours = compare(true, read_found(tmp_path / "report.json"))

    assert sum(w.errors for w in ours.words.values()) == theirs["wer_errors"]
    assert sum(w.words for w in ours.words.values()) == theirs["wer_words"]
    assert ours.roles
    assert ours.roles.right == pytest.approx(theirs["role_right"])
    assert {k: [c.right, c.invented, c.missed] for k, c in ours.frames.items()} == theirs["frames"]
    assert ours.keys
    assert [ours.keys.right, ours.keys.right + ours.keys.missed, ours.keys.invented] == theirs["keys"]
    assert ours.ivr
    assert ours.ivr.right == sum(a == b for a, b in theirs["ivr"].values() if a is not None)
    assert ours.markers is not None
    assert {k: [c.right, c.invented, c.missed] for k, c in ours.markers.items()} == {
        k: found for k, found in theirs["markers"].items() if any(found)
    }
