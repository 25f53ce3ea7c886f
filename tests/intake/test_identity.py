"""Which recording is which."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.errors import RecordingRejected
from calls.recording import CallMetadata, Recording
from intake.identity import LONGEST_ID, distinct_ids, read_recording, safe_call_id

UNKNOWN = CallMetadata()


def recording(call_id: str, content: str) -> Recording:
    return Recording(Path(call_id), hashlib.sha256(content.encode()).hexdigest(), call_id, UNKNOWN)


def test_a_recording_is_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "call 7.wav"
    file.write_bytes(b"sound")
    found = read_recording(file, UNKNOWN)
    assert found.sha256 == hashlib.sha256(b"sound").hexdigest()
    assert found.call_id == "call_7"


def test_metadata_name_the_call(tmp_path: Path) -> None:
    file = tmp_path / "x.wav"
    file.write_bytes(b"sound")
    assert read_recording(file, CallMetadata(call_id="C/17")).call_id == "C_17"


def test_an_empty_file_is_rejected_by_name(tmp_path: Path) -> None:
    (tmp_path / "none.wav").touch()
    with pytest.raises(RecordingRejected, match=r"none\.wav: the file is empty; export"):
        read_recording(tmp_path / "none.wav", UNKNOWN)


def test_a_vanished_file_is_rejected_by_name(tmp_path: Path) -> None:
    with pytest.raises(RecordingRejected, match=r"gone\.wav: the file is no longer there"):
        read_recording(tmp_path / "gone.wav", UNKNOWN)


def test_a_folder_named_as_a_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(RecordingRejected, match="can't be read"):
        read_recording(tmp_path, UNKNOWN)


def test_different_recordings_of_one_name_get_distinct_ids() -> None:
    first, second = distinct_ids([recording("call", "a"), recording("CALL", "b")])
    assert first.call_id == "call"
    assert second.call_id == f"CALL-{second.sha256[:8]}"


def test_the_same_recording_twice_keeps_its_id() -> None:
    assert {r.call_id for r in distinct_ids([recording("call", "a"), recording("call", "a")])} == {"call"}


@given(st.text())
def test_any_text_gives_a_name_that_stays_in_its_folder(text: str) -> None:
    name = safe_call_id(text)
    assert 0 < len(name) <= LONGEST_ID
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith((".", "-"))
    assert safe_call_id(name) == name
