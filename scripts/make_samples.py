"""Makes labelled calls from call scripts: make_samples.py [SCRIPT.toml | FOLDER]... --out DIR [--truth DIR]

Needs the extra 'make', sox and ffmpeg, and Debian's asterisk-core-sounds-en-wav and asterisk-moh-opsound-wav:

    python3 -m venv .venv-make && .venv-make/bin/pip install -e '.[make]'
    .venv-make/bin/python scripts/make_samples.py samples/scripts --out samples/calls --truth samples/truth
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

from simulate.build import play
from simulate.line import over_the_line, write_call
from simulate.script import CallScript, load_script
from simulate.truth import as_json, metadata
from simulate.voices import Studio


def main() -> None:
    """Make every call named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for NAME.wav (and NAME.json)")
    parser.add_argument("--truth", type=Path, help="folder for the truth; then NAME.json beside the sound is metadata")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "warmline-make", help="spoken lines")
    parser.add_argument("--mono", action="store_true", help="mix the two sides, and name the calls NAME_mono")
    chosen = parser.parse_args()
    studio = Studio(chosen.cache)
    for script in map(_mixed, _scripts(chosen.scripts)) if chosen.mono else _scripts(chosen.scripts):
        seconds = _make(script, studio, chosen.out, chosen.truth)
        print(f"{script.id}: {seconds:.0f} s")


def _scripts(paths: list[Path]) -> list[CallScript]:
    found = [file for path in paths for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    return [load_script(file) for file in found]


def _mixed(script: CallScript) -> CallScript:
    return replace(script, id=f"{script.id}_mono", line=replace(script.line, mono=True))


def _make(script: CallScript, studio: Studio, out: Path, truth_folder: Path | None) -> float:
    clean, truth = play(script, studio.speak)
    duration_s = clean.shape[1] / 8000
    out.mkdir(parents=True, exist_ok=True)
    write_call(out / f"{script.id}.wav", over_the_line(clean, script.line, script.seed))
    if truth_folder:
        truth_folder.mkdir(parents=True, exist_ok=True)
        _write(out / f"{script.id}.json", metadata(script))
    _write((truth_folder or out) / f"{script.id}.json", as_json(script, truth, duration_s))
    return duration_s


def _write(path: Path, facts: object) -> None:
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
