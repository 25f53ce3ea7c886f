"""Words: Whisper on CTranslate2, through faster-whisper."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from calls.errors import SetupBroken
from calls.sound import Samples
from configs.operation_settings import ComputeSettings
from configs.speech_settings import RecognitionSettings
from models.cores import cores_of

RATE = 16_000
NVIDIA = ("cuda", "tensorrt")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word, its times in seconds from the start of the samples it was found in, and Whisper's probability."""

    text: str
    start: float
    end: float
    confidence: float


class Recogniser(Protocol):
    """Anything that turns sound into words. `abreast`: so many threads may ask at once, and are served together."""

    abreast: int

    def detect_language(self, sounds: Sequence[Samples]) -> tuple[str, float]:
        """The language spoken in `sounds`, as a code, and how probable it is.

        Costs next to nothing where the same sounds are recognised next.
        """

    def recognise(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[tuple[RecognisedWord, ...]]:
        """The words of each of `sounds` (16 kHz, at most 30 s each), decoded as one batch."""


class Whisper:
    """Whisper from a folder of CTranslate2 files."""

    def __init__(self, folder: Path, compute: ComputeSettings) -> None:
        self._model, self.device = _loaded(folder, compute)
        self.abreast = 1 if self.device == "cuda" else cores_of(compute)

    def detect_language(self, sounds: Sequence[Samples]) -> tuple[str, float]:
        """See Recogniser."""
        votes: dict[str, float] = {}
        for code, probability in (vote for every in self._model.languages(sounds, self.abreast) for vote in every):
            votes[code] = votes.get(code, 0.0) + probability / len(sounds)
        best = max(votes, key=lambda code: votes[code])
        return best, votes[best]

    def recognise(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[tuple[RecognisedWord, ...]]:
        """See Recogniser."""
        from faster_whisper import BatchedInferencePipeline  # noqa: PLC0415  imported by now

        if not sounds:
            return []
        edges = np.cumsum([0, *(len(samples) for samples in sounds)])
        # faster-whisper rounds down: half a sample more, and each sound is exactly its own samples.
        clips = [{"start": (a + 0.5) / RATE, "end": (b + 0.5) / RATE} for a, b in pairwise(edges)]
        starts = edges / RATE
        # Made anew: it remembers where the last speech ended, and threads would mix theirs.
        segments, _ = BatchedInferencePipeline(self._model).transcribe(
            np.concatenate(list(sounds)),
            language=language,
            clip_timestamps=clips,
            batch_size=len(sounds),
            beam_size=settings.beam_size,
            word_timestamps=True,
            hotwords=settings.hot_words or None,
        )
        found: list[list[RecognisedWord]] = [[] for _ in sounds]
        for segment in segments:
            # By the middle: faster-whisper rounds starts down, which may fall into the sound before.
            index = int(np.searchsorted(starts, (segment.start + segment.end) / 2, side="right")) - 1
            if not _is_invented(segment, settings):
                found[index] += [_word(word, float(starts[index])) for word in segment.words]
        return [tuple(words) for words in found]


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
    return _model(folder, "cpu", cores_of(compute)), "cpu"


def _model(folder: Path, device: str, abreast: int) -> Any:  # noqa: ANN401  untyped
    from models.whisper_once import EncodesOnce  # noqa: PLC0415  seconds to import

    compute = "float16" if device == "cuda" else "int8"
    model = EncodesOnce(str(folder), device=device, compute_type=compute, cpu_threads=1, num_workers=abreast)
    if device == "cuda":
        # cuBLAS is looked for at first use only.
        model.encode(np.zeros((1, model.model.n_mels, 3000), dtype=np.float32))
    return model


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())


def _is_invented(segment: Any, settings: RecognitionSettings) -> bool:  # noqa: ANN401  untyped
    """Whether Whisper made `segment` up: from noise, by repeating itself, or by guessing at every word.

    The first two are the rules of OpenAI's own transcribe.py (no_speech_threshold with logprob_threshold, and
    compression_ratio_threshold), the first with bounds measured on noise, music and crosstalk.
    """
    confidence = np.mean([word.probability for word in segment.words]) if segment.words else 0.0
    noise = segment.no_speech_prob >= settings.no_speech and segment.avg_logprob <= settings.min_log_probability
    return bool(noise or segment.compression_ratio > settings.max_repetition or confidence < settings.min_confidence)


def _word(word: Any, start: float) -> RecognisedWord:  # noqa: ANN401  untyped
    return RecognisedWord(word.word, word.start - start, word.end - start, word.probability)
