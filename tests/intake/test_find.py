"""Which files are recordings."""

from pathlib import Path

import pytest

from configs.settings import load_settings
from intake.find import find_recordings

SETTINGS = load_settings().batch


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    touch(tmp_path / "b" / "2.WAV", tmp_path / "b" / "deep" / "1.mp3", tmp_path / "a.opus", tmp_path / "notes.txt")
    found = find_recordings([tmp_path], SETTINGS)
    assert [str(file.relative_to(tmp_path)) for file in found.files] == ["a.opus", "b/2.WAV", "b/deep/1.mp3"]
    assert found.problems == ()


@pytest.mark.parametrize("name", [".hidden.wav", "call.wav.part", "~call.wav", "call.wav.tmp", "call.wav~"])
def test_hidden_and_unfinished_files_are_left_out(tmp_path: Path, name: str) -> None:
    touch(tmp_path / name, tmp_path / "whole.wav")
    assert [file.name for file in find_recordings([tmp_path], SETTINGS).files] == ["whole.wav"]


def test_hidden_folders_and_own_reports_are_left_out(tmp_path: Path) -> None:
    touch(
        tmp_path / ".trash" / "old.wav", tmp_path / "out" / "call" / "report.json", tmp_path / "out" / "call" / "s.mp3"
    )
    touch(tmp_path / "call.wav")
    assert [file.name for file in find_recordings([tmp_path], SETTINGS).files] == ["call.wav"]


def test_a_file_named_outright_is_taken_whatever_its_extension(tmp_path: Path) -> None:
    touch(tmp_path / "call.xyz")
    assert find_recordings([tmp_path / "call.xyz"], SETTINGS).files == (tmp_path / "call.xyz",)


def test_a_file_reached_by_two_paths_is_found_once(tmp_path: Path) -> None:
    touch(tmp_path / "call.wav")
    found = find_recordings([tmp_path / "call.wav", tmp_path, tmp_path / "." / "call.wav"], SETTINGS)
    assert found.files == (tmp_path / "call.wav",)


def test_a_path_that_is_not_there_is_a_problem_and_the_others_go_on(tmp_path: Path) -> None:
    touch(tmp_path / "call.wav")
    found = find_recordings([tmp_path / "gone.wav", tmp_path / "call.wav"], SETTINGS)
    assert found.files == (tmp_path / "call.wav",)
    (problem,) = found.problems
    assert problem.sentence == f"{tmp_path / 'gone.wav'}: no such file or folder; check the path"


@pytest.mark.parametrize("inside", [[], ["readme.txt"]])
def test_a_folder_without_calls_is_a_problem(tmp_path: Path, inside: list[str]) -> None:
    touch(*(tmp_path / name for name in inside))
    (problem,) = find_recordings([tmp_path], SETTINGS).problems
    assert str(tmp_path) in problem.sentence
    assert "holds no recordings" in problem.sentence


def test_a_broken_link_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "call.wav").symlink_to(tmp_path / "nowhere.wav")
    assert find_recordings([tmp_path], SETTINGS).files == ()
