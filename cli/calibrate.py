"""`warmline calibrate`: what reviewers' verdicts say of the machine, and weights that would follow them."""

import json
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config

LabelsFile = Annotated[
    Path, typer.Argument(help="CSV table of call, item, reviewer, verdict, at, turn.", metavar="LABELS.csv")
]
Reports = Annotated[Path, typer.Option("--reports", help="Folder of the reports that were judged.")]
Write = Annotated[
    Path | None, typer.Option("--write", help="Accept the proposal: write it to this settings file.", metavar="FILE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON instead of the table.")]


def calibrate(
    labels: LabelsFile,
    reports: Reports = DEFAULT_OUT,
    write: Write = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Hold reviewers' labels against the reports: precision, recall, kappa, and a proposal of weights."""
    from calibration.calibrate import calibrate_folder  # noqa: PLC0415 - keeps --help quick
    from calibration.labels import read_labels  # noqa: PLC0415
    from calibration.table import as_json as table_json  # noqa: PLC0415
    from calibration.table import as_lines, as_toml  # noqa: PLC0415
    from configs.settings import load_settings  # noqa: PLC0415

    found = calibrate_folder(read_labels(labels), reports, load_settings(config))
    proposal = as_toml(found.proposals)
    if as_json:
        typer.echo(json.dumps(table_json(found), indent=1))
    else:
        typer.echo("\n".join([*as_lines(found), *(["", proposal] if proposal else [])]))
    if write is not None:
        typer.echo(_accepted(proposal, write), err=True)


def _accepted(proposal: str, path: Path) -> str:
    """Add the proposal to the settings at `path`; a sentence of what was done. Raises SetupBroken where it can't."""
    from calls.errors import SetupBroken  # noqa: PLC0415 - keeps --help quick
    from reports.publish import publish_text  # noqa: PLC0415

    if not proposal:
        return f"Nothing is proposed; {path} is left as it is."
    try:
        old = path.read_text("utf-8") if path.exists() else ""
        taken = sorted(tomllib.loads(old).keys() & tomllib.loads(proposal).keys())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupBroken(f"{path}: can't be read as settings ({error}); correct it or name another file") from error
    if taken:
        raise SetupBroken(f"{path}: has a section [{taken[0]}] already; put the proposed lines there yourself")
    publish_text(path, f"{old.rstrip()}\n\n{proposal}" if old.strip() else proposal)
    return f"{path}: the proposal is written; use it with --config."
