"""From paths to calls, each once, whatever else lies there."""

from pathlib import Path

from configs.settings import load_settings
from intake.gather import gather

SETTINGS = load_settings()


def write(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_calls_of_one_name_are_told_apart_and_copies_are_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a" / "call.wav", b"one")
    write(tmp_path / "b" / "call.wav", b"another")
    copy = write(tmp_path / "c" / "copy.wav", b"one")
    gathered = gather([tmp_path], SETTINGS)
    ids = [call.recording.call_id for call in gathered.calls]
    assert ids[0] == "call"
    assert ids[1].startswith("call-")
    (outcome,) = gathered.outcomes
    assert (outcome.path, outcome.status) == (copy, "skipped")
    assert "the same recording as" in (outcome.reason or "")


def test_what_can_not_be_read_is_an_outcome_and_the_others_go_on(tmp_path: Path) -> None:
    good = write(tmp_path / "good.wav")
    empty = write(tmp_path / "empty.wav", b"")
    gathered = gather([tmp_path, tmp_path / "gone"], SETTINGS)
    assert [call.recording.path for call in gathered.calls] == [good]
    assert {outcome.path for outcome in gathered.outcomes} == {empty, tmp_path / "gone"}
    assert all(outcome.status == "failed" and outcome.reason for outcome in gathered.outcomes)


def test_notes_on_metadata_travel_with_their_call(tmp_path: Path) -> None:
    write(tmp_path / "call.wav", b"four")
    write(tmp_path / "call.json", b"{")
    (call,) = gather([tmp_path], SETTINGS).calls
    assert call.notes == ("call.json: not valid JSON; metadata ignored",)
    assert call.size_bytes == 4


def test_nothing_gives_nothing() -> None:
    assert gather([], SETTINGS).calls == ()
