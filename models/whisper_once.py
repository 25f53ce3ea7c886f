"""faster-whisper's model, which doesn't encode the same sound twice: the language is told from what is decoded next.

Imported where a model is loaded only: faster-whisper takes seconds to import.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from ctranslate2 import StorageView
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from numpy.typing import NDArray

from calls.sound import Samples
from models.cores import abreast

Features = NDArray[np.float32]
"""Log mel spectra (n, mels, frames)."""


class EncodesOnce(WhisperModel):  # type: ignore[misc]  # untyped
    """Remembers what told the language. Telling it took a sixth of the time of a short call before."""

    _kept: tuple[tuple[Features, Any], ...] = ()

    def encode(self, features: Features) -> Any:  # noqa: ANN401  untyped
        """CTranslate2's encoding of `features`; several threads may ask at once.

        On a CPU window by window: together they are no faster, and each takes 70 MB for its attention.
        """
        if self.model.device != "cpu":
            return super().encode(features)
        encoded = [self._known(window[None]) for window in features]
        return encoded[0] if len(encoded) == 1 else StorageView.from_array(np.concatenate(encoded))

    def _known(self, window: Features) -> Any:  # noqa: ANN401
        for heard, encoding in self._kept:
            if np.array_equal(heard, window):
                return encoding
        return super().encode(window)

    def languages(self, sounds: Sequence[Samples], threads: int) -> list[list[tuple[str, float]]]:
        """For each of `sounds` (16 kHz, at most 30 s) every language and its probability."""

        def heard(samples: Samples) -> tuple[Features, Any]:
            window = pad_or_trim(self.feature_extractor(samples)[..., :-1])[None]
            return window, super(EncodesOnce, self).encode(window)

        self._kept = tuple(abreast(heard, sounds, threads))
        found = [self.model.detect_language(encoding)[0] for _, encoding in self._kept]
        return [[(token[2:-2], probability) for token, probability in every] for every in found]
