"""Files that have not changed are not read a second time; those that have, are."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from calls.errors import RecordingRejected
from configs.settings import load_settings
from intake import files
from intake.files import file_stamp, identified_files
from intake.gather import gather
from intake.objects import AnyListed, Forgetful

LONG_AGO = 1_700_000_000
SETTINGS = load_settings()


class Remembering:
    """intake.objects.ObjectIndex in memory, as the store keeps it: by path."""

    def __init__(self) -> None:
        self.rows: dict[Path, tuple[int, str, str]] = {}

    def known(self, objects: Iterable[AnyListed]) -> Mapping[AnyListed, str]:
        rows = [(found, self.rows.get(found.path)) for found in objects]
        return {found: row[2] for found, row in rows if row and row[:2] == (found.size_bytes, found.etag)}

    def keep(self, hashes: Mapping[AnyListed, str]) -> None:
        self.rows |= {found.path: (found.size_bytes, found.etag, sha256) for found, sha256 in hashes.items()}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The files that were read."""
    seen: list[Path] = []
    read = files.read_sha256
    monkeypatch.setattr(files, "read_sha256", lambda path: seen.append(path) or read(path))
    yield seen


def recording(folder: Path, name: str = "a.wav", text: bytes = b"one", changed: float = LONG_AGO) -> Path:
    path = folder / name
    path.write_bytes(text)
    os.utime(path, (changed, changed))
    return path


def hashes(index: Remembering | Forgetful, *paths: Path) -> list[str | RecordingRejected]:
    return [sha256 for _, sha256 in identified_files(map(file_stamp, paths), index)]


def test_an_unchanged_file_is_read_once(tmp_path: Path, reads: list[Path]) -> None:
    index, path = Remembering(), recording(tmp_path)
    assert hashes(index, path) == hashes(index, path)
    assert reads == [path]


def test_without_a_memory_it_is_read_each_time(tmp_path: Path, reads: list[Path]) -> None:
    path = recording(tmp_path)
    assert hashes(Forgetful(), path) == hashes(Forgetful(), path)
    assert reads == [path, path]


@pytest.mark.parametrize("change", ["bytes", "time", "replaced"])
def test_a_changed_file_is_read_again(tmp_path: Path, reads: list[Path], change: str) -> None:
    index, path = Remembering(), recording(tmp_path)
    (first,) = hashes(index, path)
    if change == "bytes":
        recording(tmp_path, text=b"two and more")
    elif change == "time":
        recording(tmp_path, text=b"two", changed=LONG_AGO + 1)
    else:  # moved here with the same size and time
        recording(tmp_path, "b.tmp", b"two").replace(path)
    assert hashes(index, path) != [first]
    assert len(reads) == 2


def test_a_file_changed_just_now_is_not_remembered(tmp_path: Path, reads: list[Path]) -> None:
    index, path = Remembering(), recording(tmp_path, changed=time.time())
    assert hashes(index, path) == hashes(index, path)
    assert len(reads) == 2


def test_an_empty_file_is_told_every_time(tmp_path: Path) -> None:
    index, path = Remembering(), recording(tmp_path, text=b"")
    for _ in range(2):
        (why,) = hashes(index, path)
        assert isinstance(why, RecordingRejected)
        assert "empty" in str(why)


def test_a_file_named_relatively_is_the_same_as_by_its_whole_path(
    tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, path = Remembering(), recording(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert hashes(index, path) == hashes(index, Path(path.name))
    assert len(reads) == 1


def test_a_folder_gathered_twice_reads_only_what_is_new(tmp_path: Path, reads: list[Path]) -> None:
    index = Remembering()
    recording(tmp_path)
    gather([tmp_path], SETTINGS, index=index)
    second = recording(tmp_path, "b.wav", b"other")
    calls = gather([tmp_path], SETTINGS, index=index).calls
    assert [call.recording.path.name for call in calls] == ["a.wav", "b.wav"]
    assert reads[1:] == [second]
