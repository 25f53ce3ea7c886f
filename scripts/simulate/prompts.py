"""Recorded prompts of Debian's asterisk-core-sounds-en-wav and the words they say."""

import gzip
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from simulate.tones import Samples

SOUNDS = Path("/usr/share/asterisk/sounds/en")
TEXTS = Path("/usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz")


@cache
def _texts() -> dict[str, str]:
    lines = gzip.decompress(TEXTS.read_bytes()).decode("utf-8", "replace").splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith(";"))
    return {name.strip(): text.strip(" .") for name, text in pairs}


def recorded_prompt(names: str) -> tuple[Samples, str]:
    """Samples at 8 kHz and words of recordings, one after another: "queue-thankyou queue-youarenext"."""
    sounds, words = [], []
    for name in names.split():
        path = SOUNDS / f"{name}.wav"
        if not path.is_file():
            raise FileNotFoundError(f"no prompt '{name}': apt-get install asterisk-core-sounds-en-wav")
        sounds.append(soundfile.read(path, dtype="float32")[0])
        words.append(_texts().get(name, Path(name).name))
    return np.concatenate(sounds), ". ".join(words)
