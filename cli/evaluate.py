"""`warmline evaluate`: how right are the reports, on calls that people have labelled?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from calls.errors import SetupBroken
from cli.options import Again, Config, DeviceOption
from flows.order import Order

if TYPE_CHECKING:
    from configs.settings import Settings
    from evaluation.folder import Labels
    from evaluation.voices import Voice

TruthFolder = Annotated[
    Path, typer.Argument(help="Folder of labelled calls: NAME.json beside NAME.wav.", metavar="TRUTH_DIR")
]
Reports = Annotated[Path | None, typer.Option("--reports", help="Compare the reports in DIR; analyse nothing.")]
Evaluated = Annotated[Path, typer.Option("--out", help="Folder for the reports of the calls, analysed first.")]
PerCall = Annotated[bool, typer.Option("--per-call", help="A line a call as well.")]
Lines = Annotated[
    list[Path] | None,
    typer.Option(
        "--lines", help="Labelled lines of text besides TRUTH_DIR/markers*.tsv; repeatable.", metavar="FILE.tsv"
    ),
]
VoicesOption = Annotated[bool, typer.Option("--voices", help="Speak the speakers again flatter and shifted (slow).")]
AsJson = Annotated[bool, typer.Option("--json", help="Everything as JSON instead of the tables.")]


@dataclass(frozen=True, slots=True)
class Analysed:
    """Call ids by the stems of the labelled recordings, and a sentence for each that failed or isn't there."""

    ids: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def evaluate(  # noqa: PLR0913 - a command's options
    truth: TruthFolder,
    reports: Reports = None,
    out: Evaluated = Path("evaluated"),
    config: Config = None,
    device: DeviceOption = None,
    again: Again = False,
    lines: Lines = None,
    voices: VoicesOption = False,
    per_call: PerCall = False,
    as_json: AsJson = False,
) -> None:
    """Compare reports with labelled calls: words, roles, stages to the second, keys, menus, markers, delivery."""
    from configs.settings import load_settings  # noqa: PLC0415
    from evaluation.as_json import as_json as everything  # noqa: PLC0415 - keeps --help quick
    from evaluation.folder import evaluate_labels, read_labels  # noqa: PLC0415
    from evaluation.said_lines import judge_lines, line_files  # noqa: PLC0415
    from evaluation.table import as_lines  # noqa: PLC0415

    if reports and not reports.is_dir():
        raise SetupBroken(f"{reports}: no such folder; name the one that holds CALL_ID/report.json")
    settings = load_settings(config)
    labels = read_labels(truth)
    judged = judge_lines(line_files(truth, lines or ()), settings)
    _tell(labels.problems)
    analysed = Analysed() if reports else _analysed(truth, labels, Order(out, config, device, again))
    _tell(analysed.problems)
    compared = evaluate_labels(labels, reports or out, analysed.ids)
    _tell(compared.problems)
    result = replace(
        compared,
        problems=(*labels.problems, *analysed.problems, *compared.problems),
        lines=judged,
        voices=_spoken_again(truth, settings) if voices else None,
    )
    shown = [json.dumps(everything(result), indent=1)] if as_json else as_lines(result, per_call=per_call)
    typer.echo("\n".join(shown))
    raise typer.Exit(1 if result.problems or result.missing else 0)


def _spoken_again(truth: Path, settings: "Settings") -> "tuple[Voice, ...]":
    from evaluation.spoken import read_speakers  # noqa: PLC0415 - keeps --help quick
    from evaluation.voices import judge_voices, taken_apart  # noqa: PLC0415

    return judge_voices(taken_apart(list(read_speakers(truth)), settings), settings)


def _analysed(truth: Path, labels: "Labels", order: Order) -> Analysed:
    """Every labelled call that has a recording, analysed; those that were before are skipped unless ordered again."""
    from cli.progress import watching  # noqa: PLC0415 - keeps --help quick
    from flows.one_by_one import analyse_paths  # noqa: PLC0415
    from flows.run import open_run  # noqa: PLC0415
    from intake.find import find_recordings  # noqa: PLC0415

    if not labels.truths:
        return Analysed()
    run = open_run(order)
    folders = [folder for folder in (truth, truth.resolve().parent / "calls") if folder.is_dir()]
    found = find_recordings(folders, run.settings.batch).files
    recordings = [file for file in found if file.stem in labels.truths and file.parent in folders]
    with watching(run.settings.batch, json_log=False) as watcher:
        outcomes = analyse_paths(run, recordings, watcher)
    failed = [str(outcome.reason) for outcome in outcomes if outcome.status == "failed"]
    unrecorded = sorted(labels.truths.keys() - {file.stem for file in recordings})
    where = " or ".join(map(str, folders))
    return Analysed(
        ids={outcome.path.stem: outcome.call_id for outcome in outcomes if outcome.call_id},
        problems=(*failed, *(f"{truth / name}.json: no recording {name}.* in {where}; add it" for name in unrecorded)),
    )


def _tell(problems: tuple[str, ...]) -> None:
    for sentence in problems:
        typer.echo(sentence, err=True)
