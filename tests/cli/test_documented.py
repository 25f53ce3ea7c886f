"""Every command, option and setting is documented."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import typer.main
from typer._click.core import Command

from cli.main import app

DOCS = Path(__file__).parents[2] / "docs"
DEFAULTS = resources.files("configs").joinpath("settings.toml").read_text("utf-8")


def commands(command: Command, path: str = "warmline") -> Iterator[tuple[str, Command]]:
    inside = getattr(command, "commands", {})
    if not inside:
        yield path, command
    for name, child in inside.items():
        yield from commands(child, f"{path} {name}")


ROOT = typer.main.get_command(app)
COMMANDS = dict(commands(ROOT))


def test_there_are_the_commands_of_the_issue() -> None:
    names = {name.removeprefix("warmline ") for name in COMMANDS}
    assert names >= {"analyse", "batch", "models fetch", "models list", "demo", "version"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_commands_md(name: str) -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    assert name in page
    for option in [*COMMANDS[name].params, *ROOT.params]:
        for flag in option.opts:
            if flag.startswith("--") and flag != "--help":
                assert f"`{flag}" in page or f" {flag} " in page, f"{name} {flag}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_explains_itself(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert all(option.help for option in command.params)


def test_every_setting_has_a_comment_above_it() -> None:
    """Those that belong together may share one, without a blank line between."""
    bare, documented = [], False
    for line in DEFAULTS.splitlines():
        if "=" in line and line[:1].isalpha():
            bare += [] if documented else [line]
        else:
            documented = line.startswith("#")
    assert bare == []


def test_settings_md_says_where_the_settings_are() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    for section in tomllib.loads(DEFAULTS):
        assert f"`[{section}]`" in page
