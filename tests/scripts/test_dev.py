"""./dev stops where something fails, and never takes a failed installation for done."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What ./dev reads, without an environment."""
    shutil.copy(ROOT / "dev", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def dev(project: Path, *command: str, python: str = "python3") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WARMLINE_PYTHON": python, "WARMLINE_VENV": ".venv"}
    return subprocess.run(
        ["./dev", *command], cwd=project, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def environment_whose_pip(project: Path, behaves: str) -> Path:
    """A stand-in for the environment: its python fits, its pip does as told, its warmline says so when started."""
    programs = project / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, body in {"python": f'case "$*" in *pip*) {behaves};; esac', "warmline": "echo started"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (programs / name).chmod(0o755)
    return project / ".venv" / ".installed-core"


COMMANDS = (("demo",), ("run", "version"), ("setup", "core"))


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_python_that_fits_one_sentence_says_so(project: Path, command: tuple[str, ...]) -> None:
    ran = dev(project, *command, python="/bin/false")
    assert ran.returncode == 2
    assert ran.stderr.splitlines() == ["dev: no Python 3.11 to 3.13 found; install one or name it in WARMLINE_PYTHON"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_failed_installation_stops_and_is_tried_again(project: Path, command: tuple[str, ...]) -> None:
    stamp = environment_whose_pip(project, "exit 1")
    ran = dev(project, *command)
    assert ran.returncode != 0
    assert "started" not in ran.stdout
    assert not stamp.exists()


def test_an_installation_is_made_once_until_the_requirements_change(project: Path) -> None:
    stamp = environment_whose_pip(project, "echo pip >> pip.log")
    for _ in range(2):
        assert dev(project, "run", "version").stdout == "started\n"
    assert stamp.exists()
    once = (project / "pip.log").read_text("utf-8").count("pip")
    with (project / "requirements" / "core.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    dev(project, "run", "version")
    assert (project / "pip.log").read_text("utf-8").count("pip") == 2 * once


def test_an_unknown_command_is_named(project: Path) -> None:
    ran = dev(project, "tset")
    assert ran.returncode == 2
    assert "no such command: tset" in ran.stderr
