"""Warmline: from the file to report.json and report.html, everything it measures and scores included."""

import tempfile
from pathlib import Path

from benchmarks.rival.side import Part, serve
from calls.recording import CallMetadata
from configs.settings import load_settings
from flows.analyse import analyse_recording
from intake.identity import read_recording
from models.engines import load_engines
from reports.report_html import write_html
from reports.report_json import write_json


def main() -> None:
    """As `warmline analyse`, in one process."""
    settings = load_settings()
    engines = load_engines(settings)
    with tempfile.TemporaryDirectory() as folder:

        def analyse(path: Path) -> list[Part]:
            report, audio = analyse_recording(read_recording(path, CallMetadata()), engines, settings)
            write_json(report, Path(folder) / "report.json")
            write_html(report, audio, Path(folder) / "report.html", settings.report)
            return [Part(turn.start, turn.end, turn.role, turn.text) for turn in report.turns]

        serve(analyse)


if __name__ == "__main__":
    main()
