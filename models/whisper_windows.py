"""faster-whisper's model on windows as short as what is heard in them.

Whisper was taught on 30 s, silence added to what is shorter, but nothing in its encoder needs them: its attention grows
with the square of the length, and so 15 s cost a third of 30 s, with half as much to look at for each decoded word
(whisper.cpp has the same as `--audio-ctx`). CTranslate2 refuses longer windows only.

Imported where a model is loaded only: faster-whisper takes seconds to import.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from ctranslate2 import StorageView
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import TranscriptionOptions, get_suppressed_tokens
from numpy.typing import NDArray

from calls.sound import Samples
from configs.speech_settings import RecognitionSettings

RATE = 16_000
FRAME_RATE = 100
"""Frames of the mel spectrum a second."""
LONGEST_S = 30
Features = NDArray[np.float32]


class ShortWindows(WhisperModel):  # type: ignore[misc]  # untyped
    """Encodes windows of whole seconds, and what told the language not once more when its words are decoded."""

    _kept: tuple[Features, Any] | None = None

    def encode(self, features: Features) -> Any:  # noqa: ANN401  untyped
        """CTranslate2's encoding of `features` (n, mels, frames). Several threads may ask at once."""
        kept = self._kept
        if kept is not None and np.array_equal(kept[0], features):
            return kept[1]
        return self._encoded(features)

    def _encoded(self, features: Features) -> Any:  # noqa: ANN401  untyped
        """On a CPU one window after the other: together they are no faster, and each takes 70 MB for its attention."""
        if self.model.device != "cpu":
            return super().encode(features)
        encoded = [np.asarray(super(ShortWindows, self).encode(one[None])) for one in features]
        return StorageView.from_array(np.concatenate(encoded))

    def window(self, sounds: Sequence[Samples], settings: RecognitionSettings) -> Features:
        """The mel spectra of `sounds` (16 kHz, at most 30 s), zeros after each as faster-whisper has them.

        Shape (n, mels, frames), as many whole seconds as the longest of them needs.
        """
        longest_s = max(len(samples) for samples in sounds) / RATE
        window_s = min(LONGEST_S, ceil(max(longest_s + settings.window_pad_s, settings.window_least_s)))
        return np.stack([self._mel(samples[: window_s * RATE], window_s * FRAME_RATE) for samples in sounds])

    def _mel(self, samples: Samples, frames: int) -> Features:
        mel: Features = self.feature_extractor(samples)[..., :-1].astype(np.float32)
        return np.pad(mel, ((0, 0), (0, frames - mel.shape[-1])))

    def languages(self, features: Features) -> list[list[tuple[str, float]]]:
        """For each window, every language and its probability."""
        self._kept = features, self._encoded(features)
        return [
            [(token[2:-2], chance) for token, chance in every] for every in self.model.detect_language(self._kept[1])
        ]

    def decoded(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[list[dict[str, Any]]]:
        """The segments found in each of `sounds`, as faster-whisper has them, times from the sound's start."""
        features = self.window(sounds, settings)
        # One after the other, whole seconds apart: faster-whisper looks at the silence before a sound's first word.
        window_s = features.shape[-1] / FRAME_RATE
        places = [{"offset": i * window_s, "duration": min(len(s) / RATE, window_s)} for i, s in enumerate(sounds)]
        tokenizer = Tokenizer(self.hf_tokenizer, self.model.is_multilingual, task="transcribe", language=language)
        options = _options(tokenizer, settings)
        # Made anew: it remembers where the last speech ended, and threads would mix theirs.
        found: list[list[dict[str, Any]]] = BatchedInferencePipeline(self).forward(features, tokenizer, places, options)
        return [[_from(segment, place["offset"]) for segment in own] for own, place in zip(found, places, strict=True)]


def _from(segment: dict[str, Any], offset: float) -> dict[str, Any]:
    words = [{**word, "start": word["start"] - offset, "end": word["end"] - offset} for word in segment["words"]]
    return {**segment, "words": words}


def _options(tokenizer: Tokenizer, settings: RecognitionSettings) -> TranscriptionOptions:
    """What faster-whisper's BatchedInferencePipeline.transcribe decodes with unless told otherwise."""
    return TranscriptionOptions(
        beam_size=settings.beam_size,
        best_of=5,
        patience=1,
        length_penalty=1,
        repetition_penalty=1,
        no_repeat_ngram_size=0,
        log_prob_threshold=-1.0,
        no_speech_threshold=0.6,
        compression_ratio_threshold=2.4,
        condition_on_previous_text=False,
        prompt_reset_on_temperature=0.5,
        temperatures=[0.0],
        initial_prompt=None,
        prefix=None,
        suppress_blank=True,
        suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        without_timestamps=True,
        max_initial_timestamp=0.0,
        word_timestamps=True,
        prepend_punctuations="\"'“¿([{-",
        append_punctuations="\"'.。,，!！?？:：”)]}、",
        multilingual=False,
        max_new_tokens=None,
        clip_timestamps="0",
        hallucination_silence_threshold=None,
        hotwords=settings.hot_words or None,
    )
