"""report.html: one file that a QA reviewer opens from disk, offline, and works in for hours."""

from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from calls.report import CallReport
from calls.sound import Audio
from calls.spans import Timed
from configs.operation_settings import ReportSettings
from reports.measure_table import measure_groups
from reports.page import asset_hash, templates
from reports.people import side_of_channel
from reports.publish import publish_text
from reports.score_view import score_views
from reports.sound import page_sound
from reports.timeline_view import timeline_view
from reports.transcript_view import transcript_rows


def write_html(report: CallReport, audio: Audio, path: Path, settings: ReportSettings) -> Path:
    """Write the page of `report`, with the sound inside it, or beside it where the call is long.

    Raises SetupBroken if `path` can't be written.
    """
    sound = page_sound(audio, report.timeline.keys, path, settings.embed_limit_s)
    style, script = _asset("paper.css") + _asset("report.css"), _asset("report.js")
    page = templates().get_template("report.html.j2").render(
        **page_parts(report, settings),
        sound=sound,
        style=style,
        script=script,
        policy=_content_policy(style, script, sound.inside),
    )  # fmt: skip
    return publish_text(path, page)


def page_parts(report: CallReport, settings: ReportSettings, *, desk: bool = False) -> dict[str, Any]:
    """What the partial templates of a call's page show, here and at the desk, whose links differ (`desk`)."""
    return {
        "report": report,
        "call": report.recording.metadata,
        "scores": score_views(report.scores),
        "timeline": timeline_view(report),
        "rows": transcript_rows(report, settings.uncertain_word),
        "groups": measure_groups(report.measures),
        "sides": side_of_channel(report),
        "data": _page_data(report, settings) | {"desk": desk},
    }


def _page_data(report: CallReport, settings: ReportSettings) -> dict[str, Any]:
    """What the script needs beyond the page itself: the call's length, what playback may skip, the voice's curves."""
    margin, voice = settings.skip_margin_s, report.curves.voice if report.curves else None
    dull: list[Timed] = [*report.timeline.of("ring", "queue", "hold"), *report.measures.dynamics.notable_silences]
    skips = sorted((round(span.start + margin, 2), round(span.end - margin, 2)) for span in dull)
    return {
        "duration": round(report.duration_s, 3),
        "skips": [skip for skip in skips if skip[1] > skip[0]],
        "voice": asdict(voice) if voice else None,
    }


def _content_policy(style: str, script: str, inside: bool) -> str:
    """Nothing from anywhere but this page; its one style and one script by their hashes."""
    media = "data:" if inside else "'self' file:"
    return (
        f"default-src 'none'; style-src '{asset_hash(style)}'; script-src '{asset_hash(script)}'; media-src {media}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _asset(name: str) -> str:
    return resources.files("reports").joinpath("templates", name).read_text("utf-8")
