"""A published call's sound, read in place: the same bytes, any part of them, and none once it was withdrawn."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from example import example_audio, example_report, speechless_report
from hypothesis import given
from hypothesis import strategies as st

from audio.decode import read_audio
from audio.playback import write_playback
from calls.sound import Audio
from configs.settings import load_settings
from reports.report_html import write_html
from reports.sound_read import BLOCK_BYTES, KeptSound, find_sound, sound_bytes
from reports.withdraw import withdraw_report, withdraw_sound

SETTINGS = load_settings()
BUCKETS = SETTINGS.buckets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with some 700 kB of sound inside: several blocks."""
    path = tmp_path_factory.mktemp("published")
    report = example_report()
    noise = np.random.default_rng(3).normal(0, 0.1, (2, int(report.duration_s * 8000))).astype(np.float32)
    write_html(report, Audio(noise, 8000), path / "report.html", SETTINGS.report)
    return path


def whole(sound: KeptSound) -> bytes:
    return b"".join(sound_bytes(sound, 0, sound.length, BUCKETS))


def test_the_sound_inside_a_page_is_an_ogg_file_of_the_calls_length(folder: Path, tmp_path: Path) -> None:
    sound = find_sound(folder, BUCKETS)
    assert sound
    read = whole(sound)
    assert len(read) == sound.length > 2 * BLOCK_BYTES
    (tmp_path / "sound.ogg").write_bytes(read)
    assert read_audio(tmp_path / "sound.ogg").duration_s == pytest.approx(124.0, abs=0.1)


@given(st.data())
def test_any_part_of_it_is_that_part(folder: Path, data: st.DataObject) -> None:
    sound = find_sound(folder, BUCKETS)
    assert sound
    first = data.draw(st.integers(0, sound.length - 1))
    last = data.draw(st.integers(first, sound.length))
    assert b"".join(sound_bytes(sound, first, last, BUCKETS)) == whole(sound)[first:last]


@pytest.mark.parametrize("seconds", [1.0, 1.02, 1.04, 1.06])
def test_the_last_byte_is_there_however_base64_ends(tmp_path: Path, seconds: float) -> None:
    report = replace(speechless_report(), duration_s=seconds)
    audio = example_audio(report)
    write_html(report, audio, tmp_path / "report.html", SETTINGS.report)
    sound = find_sound(tmp_path, BUCKETS)
    assert sound
    coded = write_playback(audio, tmp_path / "alone.ogg").read_bytes()
    assert sound.length == len(coded)
    assert whole(sound)[-200:] == b"".join(sound_bytes(sound, sound.length - 200, sound.length, BUCKETS))


def test_the_sound_beside_a_long_calls_page_is_read_as_it_is(tmp_path: Path) -> None:
    report = speechless_report()
    settings = replace(SETTINGS.report, embed_limit_s=5.0)
    write_html(report, example_audio(report), tmp_path / "report.html", settings)
    sound = find_sound(tmp_path, BUCKETS)
    assert sound
    assert not sound.coded
    assert whole(sound) == (tmp_path / "sound.ogg").read_bytes()
    withdraw_sound(tmp_path, BUCKETS)
    assert find_sound(tmp_path, BUCKETS) is None


def test_nothing_is_left_to_hear_once_it_was_withdrawn(tmp_path: Path) -> None:
    report = speechless_report()
    write_html(report, example_audio(report), tmp_path / "report.html", SETTINGS.report)
    assert find_sound(tmp_path, BUCKETS)
    withdraw_sound(tmp_path, BUCKETS)
    assert find_sound(tmp_path, BUCKETS) is None
    withdraw_report(tmp_path, BUCKETS)
    assert find_sound(tmp_path, BUCKETS) is None
