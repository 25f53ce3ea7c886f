"""report.html as a file: closed to the world, safe with any words, readable in both colours."""

import base64
import hashlib
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from example import example_audio, example_report, mono_report, speechless_report

from calls.errors import SetupBroken
from calls.report import CallReport
from calls.transcript import Turn, Word
from configs.settings import load_settings
from reports.report_html import write_html

SETTINGS = load_settings().report
CSS = resources.files("reports").joinpath("templates/paper.css").read_text("utf-8")


def page_of(report: CallReport, folder: Path) -> str:
    return write_html(report, example_audio(report), folder / "report.html", SETTINGS).read_text("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(example_report(), tmp_path_factory.mktemp("page"))


def test_the_policy_allows_this_pages_script_and_style_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none';")
    assert "unsafe" not in allowed
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed


def test_no_address_of_another_host_stands_in_the_page(page: str) -> None:
    assert not re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.sub(r"base64,[^\"]*", "", page))


def test_the_sound_lies_inside_and_nothing_beside(tmp_path: Path) -> None:
    assert 'src="data:audio/ogg;base64,' in page_of(example_report(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_the_sound_of_a_long_call_lies_beside_the_page(tmp_path: Path) -> None:
    report = speechless_report()
    settings = replace(SETTINGS, embed_limit_s=5.0)
    text = write_html(report, example_audio(report), tmp_path / "report.html", settings).read_text("utf-8")
    assert 'src="sound.ogg"' in text
    assert (tmp_path / "sound.ogg").stat().st_size > 1000


def test_a_side_can_be_muted_only_where_there_are_two(page: str, tmp_path: Path) -> None:
    assert page.count('class="mute"') == 2
    assert 'class="mute"' not in page_of(mono_report(), tmp_path)


def test_a_speechless_call_says_so(tmp_path: Path) -> None:
    assert "Nobody speaks in this recording." in page_of(speechless_report(), tmp_path)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    attack = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    report = example_report()
    word = Word(attack, 30.0, 31.0, 0.9, 1)
    hostile = replace(
        report,
        recording=replace(report.recording, call_id=attack),
        turns=(*report.turns, Turn("customer", attack, 30.0, 31.0, (word,))),
        notes=(attack,),
    )
    text = page_of(hostile, tmp_path)
    assert "<script>alert" not in text
    assert "<img" not in text
    assert text.count("</script>") == 2


def test_a_folder_that_can_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    report = speechless_report()
    with pytest.raises(SetupBroken, match="can't be written"):
        write_html(report, example_audio(report), tmp_path / "taken" / "report.html", SETTINGS)


def colours(dark: bool) -> dict[str, str]:
    """The custom colours of the style sheet, the dark ones laid over the light ones."""
    light_text, dark_text = CSS.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light_text))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark_text)) if dark else {})


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_is_readable_on_every_ground_it_stands_on(dark: bool) -> None:
    colour = colours(dark)
    grounds = {
        "ink": ("paper", "card", "quiet", "now", "good-tint", "bad-tint", "customer-tint", "ivr-tint", "wait-tint"),
        "soft": ("paper", "card", "quiet"),
        "agent": ("paper", "card", "quiet"),
        "customer": ("paper", "card", "quiet", "customer-tint"),
        "ivr": ("paper", "card", "quiet", "ivr-tint"),
        "good": ("paper", "quiet", "good-tint"),
        "bad": ("paper", "quiet", "bad-tint"),
        "wait": ("wait-tint",),
        "card": ("agent",),
        "paper": ("ink",),
    }
    for text, behind in grounds.items():
        for ground in behind:
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
