"""A made-up analysis: what is tested with it is the order of the work and its failures, not what is found."""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from calls.errors import RecordingRejected, SetupBroken, TryAgain
from calls.recording import Recording
from calls.report import CallReport
from calls.sound import Audio
from flows.stages import Progress, StageClock, silent

RECIPE = "5e" * 32
EXAMPLE = Path(__file__).parents[1] / "reports" / "example.py"
ERRORS: dict[str, Callable[[str], Exception]] = {
    "mute": RecordingRejected,
    "busy": TryAgain,
    "broken": SetupBroken,
    "bug": KeyError,
}
"""What a recording of that name makes the made-up analysis fail with."""


def _example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_of_reports", EXAMPLE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class MadeUpAnalysis:
    """In place of `analyse_recording`; `calls` are the ids it was asked for, a busy recording passes the third time."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._example = _example()

    def begin(self, path: Path) -> None:
        """What a test wants done at the start."""

    def __call__(
        self, recording: Recording, engines: object, settings: object, progress: Progress = silent
    ) -> tuple[CallReport, Audio]:
        self.calls.append(recording.call_id)
        with StageClock(recording, progress).stage("listen"):
            self.begin(recording.path)
            kind = recording.path.stem.rpartition("_")[2]
            if kind in ERRORS and not (kind == "busy" and self.calls.count(recording.call_id) > 2):
                raise ERRORS[kind](f"{recording.path}: {kind}")
        report: CallReport = self._example.example_report(recording.call_id)
        made_by = replace(report.provenance, recipe=RECIPE)
        report = replace(report, recording=recording, provenance=made_by)
        return report, self._example.example_audio(report)
