"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from configs.operation_settings import Device

Paths = Annotated[list[Path], typer.Argument(help="Recordings, folders, s3://BUCKET/PREFIX.", metavar="PATH...")]
Out = Annotated[Path, typer.Option("--out", help="Folder for reports and the store.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file that overlays the defaults.")]
DeviceOption = Annotated[Device | None, typer.Option("--device", help="Where networks run; default: the settings'.")]
Again = Annotated[bool, typer.Option("--again", help="Analyse again what is already done.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Try quarantined recordings again.")]
JsonLog = Annotated[bool, typer.Option("--json-log", help="Log to stderr, one JSON object a line; no progress bars.")]

DEFAULT_OUT = Path("out")
