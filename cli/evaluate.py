"""`warmline evaluate`: how right are the reports, on calls that people have labelled?"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Config, DeviceOption
from flows.order import Order

if TYPE_CHECKING:
    from evaluation.folder import Evaluation

TruthFolder = Annotated[
    Path, typer.Argument(help="Folder of labelled calls: NAME.json beside NAME.wav.", metavar="TRUTH_DIR")
]
Reports = Annotated[Path | None, typer.Option("--reports", help="Compare the reports in DIR; analyse nothing.")]
Evaluated = Annotated[Path, typer.Option("--out", help="Folder for the reports of the calls, analysed first.")]
PerCall = Annotated[bool, typer.Option("--per-call", help="A line a call as well.")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON instead of the table.")]


def evaluate(  # noqa: PLR0913 - a command's options
    truth: TruthFolder,
    reports: Reports = None,
    out: Evaluated = Path("evaluated"),
    config: Config = None,
    device: DeviceOption = None,
    per_call: PerCall = False,
    as_json: AsJson = False,
) -> None:
    """Compare reports with labelled calls: words, roles, stages to the second, keys, menus, markers."""
    from evaluation.folder import evaluate_folder  # noqa: PLC0415 - keeps --help quick

    ids = {} if reports else _analysed(truth, Order(out, config, device))
    result = evaluate_folder(truth, reports or out, ids)
    for sentence in result.problems:
        typer.echo(sentence, err=True)
    typer.echo(_as_json(result) if as_json else _as_text(result, per_call=per_call))
    raise typer.Exit(1 if result.problems or result.missing else 0)


def _analysed(truth: Path, order: Order) -> Mapping[str, str]:
    """Call ids by the recordings' stems, once every labelled call is analysed (those that were are skipped)."""
    from cli.progress import watching  # noqa: PLC0415 - keeps --help quick
    from evaluation.folder import truth_files  # noqa: PLC0415
    from flows.one_by_one import analyse_paths  # noqa: PLC0415
    from flows.run import open_run  # noqa: PLC0415
    from intake.find import find_recordings  # noqa: PLC0415

    labelled = {file.stem for file in truth_files(truth)}
    run = open_run(order)
    folders = [folder for folder in (truth, truth.parent / "calls") if folder.is_dir()]
    found = find_recordings(folders, run.settings.batch).files
    recordings = [file for file in found if file.stem in labelled and file.parent in folders]
    with watching(run.settings.batch, json_log=False) as watcher:
        outcomes = analyse_paths(run, recordings, watcher)
    for outcome in outcomes:
        if outcome.status == "failed":
            typer.echo(f"failed: {outcome.reason}", err=True)
    return {outcome.path.stem: outcome.call_id for outcome in outcomes if outcome.call_id}


def _as_json(result: "Evaluation") -> str:
    from evaluation.table import as_json  # noqa: PLC0415 - keeps --help quick

    return json.dumps(as_json(result.calls, result.missing), indent=1)


def _as_text(result: "Evaluation", *, per_call: bool) -> str:
    from evaluation.table import as_lines, call_lines  # noqa: PLC0415 - keeps --help quick

    calls = [*call_lines(result.calls), ""] if per_call else []
    return "\n".join([*calls, *as_lines(result.calls, result.missing)])
