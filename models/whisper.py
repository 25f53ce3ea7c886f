"""Words: Whisper on CTranslate2, through faster-whisper."""

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from calls.errors import SetupBroken
from calls.sound import Samples
from configs.operation_settings import ComputeSettings
from configs.speech_settings import RecognitionSettings

NVIDIA = ("cuda", "tensorrt")
VOTERS = 2
"""Sounds that tell the language: one may be a prompt or a spelled name."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word, its times in seconds from the start of the samples it was found in, and Whisper's probability."""

    text: str
    start: float
    end: float
    confidence: float


class Recogniser(Protocol):
    """Anything that turns sound into words."""

    def detect_language(self, sounds: Sequence[Samples], settings: RecognitionSettings) -> tuple[str, float]:
        """The language spoken, as a code, and how probable it is; from the longest of the first batch of `sounds`.

        Costs next to nothing where the same sounds are recognised next.
        """

    def recognise(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[tuple[RecognisedWord, ...]]:
        """The words of each of `sounds` (16 kHz, at most 30 s each), decoded in batches.

        A batch's sounds are all made as long as its longest: hand them over by length.
        """


class Whisper:
    """Whisper from a folder of CTranslate2 files."""

    def __init__(self, folder: Path, compute: ComputeSettings) -> None:
        self._model, self.device = _loaded(folder, compute)
        self._workers = 1 if self.device == "cuda" else _threads(compute)
        self._pool = ThreadPoolExecutor(self._workers, "words") if self._workers > 1 else None

    def detect_language(self, sounds: Sequence[Samples], settings: RecognitionSettings) -> tuple[str, float]:
        """See Recogniser."""
        batch = _batches(sounds, settings.batch_size, self._workers)[0]
        longest = sorted(range(len(batch)), key=lambda i: len(batch[i]), reverse=True)[:VOTERS]
        every = self._model.languages(self._model.window(batch, settings))
        votes: dict[str, float] = {}
        for code, probability in (vote for index in longest for vote in every[index]):
            votes[code] = votes.get(code, 0.0) + probability / len(longest)
        best = max(votes, key=lambda code: votes[code])
        return best, votes[best]

    def recognise(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[tuple[RecognisedWord, ...]]:
        """See Recogniser."""

        def decoded(batch: Sequence[Samples]) -> list[tuple[RecognisedWord, ...]]:
            return [_words(found, settings) for found in self._model.decoded(batch, language, settings)]

        batches = _batches(sounds, settings.batch_size, self._workers)
        each = self._pool.map(decoded, batches) if self._pool and len(batches) > 1 else map(decoded, batches)
        return [words for batch in each for words in batch]


def _batches(sounds: Sequence[Samples], size: int, workers: int) -> list[Sequence[Samples]]:
    """`sounds` in order in batches of at most `size`, alike in number, so many that each worker has as many of them."""
    count = min(ceil(ceil(len(sounds) / size) / workers) * workers, len(sounds))
    edges = np.linspace(0, len(sounds), count + 1).round().astype(int)
    return [sounds[a:b] for a, b in pairwise(edges.tolist())]


def _threads(compute: ComputeSettings) -> int:
    """Threads that decode a batch each: two batches on a core each are faster than one on two cores."""
    return compute.threads or (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def _loaded(folder: Path, compute: ComputeSettings) -> tuple[Any, str]:
    """The model and the device it runs on: CTranslate2 knows NVIDIA's GPUs and the CPU. Raises SetupBroken."""
    from ctranslate2 import get_cuda_device_count  # noqa: PLC0415  seconds to import

    insists = compute.device in NVIDIA
    if insists or (compute.device == "auto" and get_cuda_device_count() > 0):
        try:
            return _model(folder, "cuda", 1), "cuda"
        except (RuntimeError, ValueError) as error:
            if insists:
                raise SetupBroken(
                    f"device '{compute.device}' was asked for, but CTranslate2 can't use a GPU here ({_brief(error)}); "
                    "install the CUDA it names, or use --device cpu"
                ) from error
            log.warning("A GPU is here but CTranslate2 can't use it (%s); words are recognised on the CPU.", error)
    return _model(folder, "cpu", _threads(compute)), "cpu"


def _model(folder: Path, device: str, workers: int) -> Any:  # noqa: ANN401  untyped
    from models.whisper_windows import ShortWindows  # noqa: PLC0415  seconds to import

    compute = "float16" if device == "cuda" else "int8"
    model = ShortWindows(str(folder), device=device, compute_type=compute, cpu_threads=1, num_workers=workers)
    if device == "cuda":
        # cuBLAS is looked for at first use only.
        model.encode(np.zeros((1, model.model.n_mels, 3000), dtype=np.float32))
    return model


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())


def _words(segments: Sequence[dict[str, Any]], settings: RecognitionSettings) -> tuple[RecognisedWord, ...]:
    return tuple(
        RecognisedWord(word["word"], word["start"], word["end"], word["probability"])
        for segment in segments
        if not _is_invented(segment, settings)
        for word in segment["words"]
    )


def _is_invented(segment: dict[str, Any], settings: RecognitionSettings) -> bool:
    """Whether Whisper made `segment` up: from noise, by repeating itself, or by guessing at every word.

    The first two are the rules of OpenAI's own transcribe.py (no_speech_threshold with logprob_threshold, and
    compression_ratio_threshold), the first with bounds measured on noise, music and crosstalk.
    """
    words = segment["words"]
    confidence = np.mean([word["probability"] for word in words]) if words else 0.0
    noise = segment["no_speech_prob"] >= settings.no_speech and segment["avg_logprob"] <= settings.min_log_probability
    return bool(noise or segment["compression_ratio"] > settings.max_repetition or confidence < settings.min_confidence)
