"""Voice activity: the Silero network that comes inside faster-whisper."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calls.sound import Samples
from configs.sound_settings import SpeechSettings

RATE = 16_000
FRAME = 512
FRAME_S = FRAME / RATE
"""Silero's frame: 512 samples, 32 ms."""
LOUD_PERCENTILE = 99.5
"""Of a channel's samples: its loud speech, clicks left out."""


@cache
def _network() -> Any:  # noqa: ANN401  untyped
    from faster_whisper.vad import get_vad_model  # noqa: PLC0415  imports CTranslate2, seconds

    return get_vad_model()


def speech_probability(samples_16k: Samples, settings: SpeechSettings) -> NDArray[np.float32]:
    """The probability of speech per 32 ms frame, shape (ceil(n / 512),), of one channel at 16 kHz.

    The network is run afresh on windows of `window_s`, each begun `warm_up_s` early: over a whole channel its state
    goes deaf after a long quiet stretch, and cold it misses what is said at a window's start. Loud channels are turned
    down to `level`, where it hears telephone speech best.
    """
    if len(samples_16k) == 0:
        return np.zeros(0, dtype=np.float32)
    window, warm_up = (max(0, round(seconds / FRAME_S)) for seconds in (settings.window_s, settings.warm_up_s))
    loudest = float(np.percentile(np.abs(samples_16k), LOUD_PERCENTILE))
    gain = np.float32(min(1.0, settings.level / max(loudest, settings.level)))
    # faster-whisper's wrapper blanks the last 4 ms of each window in place. The next one's warm-up hears that gap, and
    # the settings were measured so: without it Silero takes a made arpeggio for a voice (benchmarks/inventions.py).
    frames = np.pad(samples_16k * gain, (0, -len(samples_16k) % FRAME)).reshape(-1, FRAME)
    parts = []
    for first in range(0, len(frames), max(1, window)):
        early = min(warm_up, first)
        heard = frames[first - early : first + window].reshape(-1)
        parts.append(_network()(heard).reshape(-1)[early:])
    return np.concatenate(parts).astype(np.float32)
