"""README's commands, links and rooms are there."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(
    page
    for folder in (ROOT, ROOT / "docs", ROOT / "samples", ROOT / "benchmarks")
    for page in folder.rglob("*.md")
    if not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
)


def test_every_dev_command_of_readme_is_in_its_help() -> None:
    shown = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    named = set(re.findall(r"\./dev ([a-z]+)", README)) - {"help"}
    assert {"demo", "test", "run"} <= named
    assert named <= set(re.findall(r"\./dev ([a-z]+)", shown))


def test_an_unknown_dev_command_fails_and_says_so() -> None:
    done = subprocess.run([ROOT / "dev", "fly"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such command: fly" in done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_every_room_is_shown() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rooms = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert all(f"`{room}/`" in README for room in rooms)


def test_ci_runs_what_readme_says() -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^\./dev test$", ci, re.MULTILINE)
    assert re.search(r"^ +\./dev test$", README, re.MULTILINE)


@pytest.mark.parametrize("name", ["core", "dev", "pyannote"])
def test_requirements_are_pinned_without_addresses(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert packages
    assert all("==" in line and "://" not in line for line in packages)


def test_the_core_holds_no_torch_and_lies_within_dev() -> None:
    core, dev, pyannote = (
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / "requirements" / f"{name}.txt").read_text("utf-8"), re.MULTILINE))
        for name in ("core", "dev", "pyannote")
    )
    assert not any(pin.startswith("torch") for pin in core)
    assert core <= dev <= pyannote
