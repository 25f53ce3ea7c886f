"""What starting up costs, in a process of its own."""

import subprocess
import sys

import pytest


def loaded_by(code: str) -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(shown.stdout.split())


@pytest.mark.parametrize("code", ["import flows", "import cli.main", "import flows.produce, cli.run_here"])
def test_prefect_is_not_imported_without_need(code: str) -> None:
    assert "prefect" not in loaded_by(code)


def test_help_does_not_wait_for_the_networks() -> None:
    assert not {"faster_whisper", "librosa", "onnxruntime", "scipy", "sqlalchemy"} & loaded_by("import cli.main")
