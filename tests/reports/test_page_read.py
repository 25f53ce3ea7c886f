"""A published page as one file to keep."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from example import example_audio, speechless_report

from configs.settings import load_settings
from reports.page_read import page_bytes
from reports.report_html import write_html
from reports.withdraw import withdraw_sound

SETTINGS = load_settings()
BUCKETS = SETTINGS.buckets


def kept(folder: Path) -> str:
    return b"".join(page_bytes(folder, BUCKETS)).decode("utf-8")


@pytest.fixture
def long_call(tmp_path: Path) -> Path:
    report = speechless_report()
    settings = replace(SETTINGS.report, embed_limit_s=5.0)
    write_html(report, example_audio(report), tmp_path / "report.html", settings)
    return tmp_path


def test_the_sound_beside_a_long_calls_page_is_put_inside_and_its_policy_lets_it_play(long_call: Path) -> None:
    page = kept(long_call)
    coded = re.search(r'<audio id="sound"[^>]* src="data:audio/ogg;base64,([^"]+)"></audio>', page)
    assert coded
    assert base64.b64decode(coded[1]) == (long_call / "sound.ogg").read_bytes()
    assert "media-src data:;" in page
    assert "sound.ogg" not in page


def test_a_withdrawn_sound_is_in_no_page_to_keep(long_call: Path) -> None:
    withdraw_sound(long_call, BUCKETS)
    assert "data:audio" not in kept(long_call)
    assert "was deleted" in kept(long_call)


def test_a_page_with_its_sound_inside_is_kept_as_it_is(tmp_path: Path) -> None:
    report = speechless_report()
    path = write_html(report, example_audio(report), tmp_path / "report.html", SETTINGS.report)
    assert kept(tmp_path) == path.read_text("utf-8")


def test_a_folder_without_a_page_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        page_bytes(tmp_path, BUCKETS)
