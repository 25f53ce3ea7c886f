"""The labelled and the real calls that the developers share, where they are at hand."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from real_run import ROOT, Produced, analyse

CALLS = ROOT.parent / "shared" / "calls"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CALLS.is_dir(), reason="the shared calls are not on this machine"),
]


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    return analyse(tmp_path_factory.mktemp("shared"), CALLS / "simulated", CALLS / "real")


@pytest.fixture(scope="module")
def figures(produced: Produced) -> dict[str, Any]:
    command = [sys.executable, str(CALLS / "score.py"), str(produced.out), str(CALLS / "simulated"), "--json"]
    summary: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return summary.get("summary", summary)


def test_no_call_is_missing(produced: Produced, figures: dict[str, Any]) -> None:
    assert produced.code == 0, produced.printed
    assert figures["calls"] == 6
    assert figures["missing"] == []


@pytest.mark.parametrize(("figure", "limit"), [("wer", 0.10), ("hold_error_s", 2.0), ("queue_error_s", 2.0)])
def test_errors_stay_below(figures: dict[str, Any], figure: str, limit: float) -> None:
    assert figures[figure] < limit


@pytest.mark.parametrize("kind", ["ring", "ivr", "queue", "hold", "talk"])
def test_every_kind_of_segment_is_found(figures: dict[str, Any], kind: str) -> None:
    assert figures[f"f1_{kind}"] > 0.95


def test_roles_keys_menus_and_markers_are_told(figures: dict[str, Any]) -> None:
    assert figures["role_accuracy"] > 0.90
    assert (figures["keys_recall"], figures["keys_false"]) == (1.0, 0)
    assert figures["ivr_facts_right"] > 0.95
    assert figures["marker_f1_micro"] > 0.85
    assert figures["flat_below_lively"] == 1.0


def said(report: dict[str, Any], role: str, start: float = 0.0, end: float = 1e9) -> str:
    words = [w for t in report["turns"] if t["role"] == role for w in t["words"] if start - 2 <= w["start"] <= end + 2]
    return " ".join(word["text"] for word in words)


def test_the_warm_garage_call_is_read_as_a_person_hears_it(produced: Produced) -> None:
    report = produced.report("auto_repairs_40")
    assert [segment["kind"] for segment in report["timeline"]] == ["talk"]
    first, *_ = report["turns"]
    assert (
        first["role"] == "agent" and "Michelle" in first["text"] and re.search("platinum motors", first["text"], re.I)
    )
    assert "Jack" in said(report, "customer") and "Tesla" in said(report, "customer")
    assert "2018" in said(report, "customer") and "service light" in said(report, "customer")
    assert "sorry for the inconvenience" in said(report, "agent", 40, 52)
    assert re.search("last name", said(report, "agent")) and "spell" in said(report, "agent")
    offered = said(report, "agent", 93, 165)
    assert all(part in offered for part in ("two days", "rental car", "no charge", "walk in"))
    agreed = said(report, "agent", 208, 236)
    assert re.search(r"8 a ?\.?m", agreed)
    assert "anything else" in agreed or "else I can help" in agreed
    thanked = [mark["start"] for mark in report["evidence"] if mark["marker"] == "thanks"]
    assert any(208 <= start <= 245 for start in thanked)
    assert {"apology", "personalisation", "action"} <= {mark["marker"] for mark in report["evidence"]}


def test_the_mixed_garage_call_is_told_apart(produced: Produced) -> None:
    report = produced.report("auto0_mono")
    first, *_ = report["turns"]
    assert first["role"] == "agent" and "Travis" in first["text"] and "Big Jim" in first["text"]
    assert {turn["role"] for turn in report["turns"]} == {"agent", "customer"}
    customer = said(report, "customer")
    assert "Violet" in customer and "King" in customer and "2017" in customer and "light on the dashboard" in customer
    explained = said(report, "agent", 150, 214)
    assert "oil change" in explained and "warranty" in explained and "recommend" in explained
    assert re.sub(r"\D", "", said(report, "agent", 244, 256)).endswith("8883332222")
    assert "sorry" in said(report, "agent", 259, 268)
    assert not any(segment["kind"] in ("ivr", "queue") for segment in report["timeline"])


def test_warmth_is_told_from_policy(produced: Produced) -> None:
    empathy = {
        call: produced.report(call)["scores"]["empathy"]["value"]
        for call in ("auto_repairs_40", "dev02_robotic_policy", "dev05_flat_but_kind_words")
    }
    assert empathy["auto_repairs_40"] > empathy["dev02_robotic_policy"] + 25
    assert empathy["auto_repairs_40"] > empathy["dev05_flat_but_kind_words"] + 25
