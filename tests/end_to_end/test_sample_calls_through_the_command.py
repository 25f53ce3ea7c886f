"""What the command does with sample calls that it has analysed before: nothing, unless it is told to."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from real_run import ROOT, Produced, analyse, warmline

pytestmark = pytest.mark.slow
SAMPLES = ROOT / "samples" / "calls"
CALLS = sorted(path.stem for path in SAMPLES.glob("*.wav"))


@pytest.fixture
def kept(produced_samples: Produced, tmp_path: Path) -> Path:
    """A copy of the session's reports and their ledger, which a test may change."""
    return Path(shutil.copytree(produced_samples.out, tmp_path / "out"))


def written(out: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in out.glob("*/report.*")}


def findings(report: dict[str, Any]) -> dict[str, Any]:
    """What was found in the call, without when and how fast."""
    return {key: report[key] for key in ("call", "timeline", "keys", "turns", "measures", "scores", "evidence")}


def test_the_first_run_ends_well_and_shows_how_far_it_is(produced_samples: Produced) -> None:
    assert produced_samples.code == 0, produced_samples.printed
    assert f"3 analysed, 0 skipped, 0 failed; reports in {produced_samples.out}" in produced_samples.printed
    for number, call in enumerate(CALLS, start=1):
        assert f"[{number}/3] {call}: done" in produced_samples.printed


def test_a_second_run_does_nothing_and_says_so(kept: Path) -> None:
    before = written(kept)
    again = analyse(kept, SAMPLES)
    assert again.code == 0, again.printed
    for call in CALLS:
        assert f"{call}: analysed before by the same recipe; --again forces it" in again.printed
    assert "0 analysed, 3 skipped, 0 failed" in again.printed
    assert written(kept) == before


def test_again_analyses_again_and_finds_the_same(kept: Path) -> None:
    before, files = Produced(kept, 0, "").report("clinic_mono"), written(kept)
    again = analyse(kept, SAMPLES / "clinic_mono.wav", "--again")
    assert again.code == 0, again.printed
    assert "1 analysed, 0 skipped, 0 failed" in again.printed
    after = again.report("clinic_mono")
    assert findings(after) == findings(before)
    assert after["provenance"]["analysed_at"] > before["provenance"]["analysed_at"]
    changed = {file for file, when in written(kept).items() if when != files[file]}
    assert changed == {kept / "clinic_mono" / name for name in ("report.json", "report.html")}


def test_the_demo_finds_the_same_calls_and_says_where_the_pages_are(kept: Path) -> None:
    """Beside reports of the same recordings it has nothing to do: it is those calls, by the same recipe."""
    shown = warmline(kept, "demo")
    assert shown.code == 0, shown.printed
    assert "0 analysed, 3 skipped, 0 failed" in shown.printed
    pages = re.findall(r"^open (file://\S+)$", shown.printed, re.MULTILINE)
    assert pages == [(kept / call / "report.html").as_uri() for call in CALLS]
