"""faster-whisper's model, which doesn't encode the same sound twice: the language is told from what is decoded next.

Imported where a model is loaded only: faster-whisper takes seconds to import.
"""

from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from numpy.typing import NDArray

from calls.sound import Samples


class EncodesOnce(WhisperModel):  # type: ignore[misc]  # untyped
    """Remembers the last features it encoded. Telling the language took a sixth of the time of a short call before."""

    _last: tuple[NDArray[np.float32], Any] | None = None

    def encode(self, features: NDArray[np.float32]) -> Any:  # noqa: ANN401  untyped
        """CTranslate2's encoding of `features` (n, mels, frames)."""
        if self._last is None or not np.array_equal(self._last[0], features):
            self._last = features, super().encode(features)
        return self._last[1]

    def languages(self, sounds: list[Samples]) -> list[list[tuple[str, float]]]:
        """For each of `sounds` (16 kHz, at most 30 s), as one batch, every language and its probability."""
        features = np.stack([pad_or_trim(self.feature_extractor(samples)[..., :-1]) for samples in sounds])
        found = self.model.detect_language(self.encode(features))
        return [[(token[2:-2], probability) for token, probability in every] for every in found]
