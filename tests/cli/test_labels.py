"""`warmline labels` writes what `warmline calibrate` reads."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import true

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

from made_desk import HASHED, add_call, empty_desk

from calibration.labels import read_labels
from cli.main import app
from store.accounts import Person, add_person
from store.connect import writing
from store.judged import known_call
from store.verdicts import MarkKey, give_verdict


def test_verdicts_become_labels_and_other_marks_do_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = empty_desk(tmp_path / "out")
    add_call(desk, "one, two", "A117", "Noor", "Care North", datetime.now(UTC))
    call = known_call(desk.engine, true(), "one, two")
    ann = add_person(desk.engine, Person(0, "ann", "Ann", "reviewer", None, frozenset(), False, False, 0), HASHED)
    assert call and ann
    with writing(desk.engine) as session:
        give_verdict(
            session, call.recording_id, ann.id, MarkKey("apology", 46000, 47000), "dispute", ("agent", "sorry")
        )
        give_verdict(session, call.recording_id, ann.id, MarkKey("offer", 50000, 51000), "add", ("agent", "else"))
        give_verdict(session, call.recording_id, ann.id, MarkKey("zero_out", 17700, 17850), "agree", ("customer", "0"))
    file = tmp_path / "labels.csv"
    app(["labels", "--out", str(desk.out), "--to", str(file)], standalone_mode=False)
    marks = {(m.call, m.marker, m.reviewer, m.present, m.at) for m in read_labels(file).marks}
    assert marks == {("one, two", "apology", "ann", False, 46.5), ("one, two", "offer", "ann", True, 50.5)}
    assert "2 verdicts" in capsys.readouterr().err
    app(["labels", "--out", str(desk.out)], standalone_mode=False)
    assert capsys.readouterr().out == file.read_text()
    desk.engine.dispose()
