"""A copy that browsers play: Ogg Opus, both channels kept so that a side can be muted."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from audio.resample import resampled
from calls.sound import MASKED_KEY, Audio, KeyPress

OPUS_RATES = (8_000, 12_000, 16_000, 24_000, 48_000)
"""What the codec takes; telephone calls at their own rate are encoded three times as fast as at 48 kHz."""
BIT_RATE_PER_CHANNEL = 24_000
"""Transparent for telephone speech (Opus' own recommendation for wideband speech is 16 to 20 kbit/s)."""
KEY_S = 0.06
"""A tone is silenced from this long before it was found to this long after: it is heard from its first wave."""
BLOCK_S = 10
"""Encoded this much at a time, so that an hour's resampled samples are never held at once."""


def without_keys(audio: Audio, keys: Sequence[KeyPress], offset_s: float = 0.0) -> Audio:
    """`audio`, which begins at `offset_s`, with the tones of masked keys silenced on every channel.

    Whoever hears them could tell the digits.
    """
    masked = [key for key in keys if key.key == MASKED_KEY]
    if not masked:
        return audio
    samples = audio.samples.copy()
    for key in masked:
        edges = key.start - KEY_S - offset_s, key.end + KEY_S - offset_s
        first, last = (round(max(0.0, edge) * audio.sample_rate) for edge in edges)
        samples[:, first:last] = 0.0
    return Audio(samples, audio.sample_rate)


def write_playback(audio: Audio, path: Path, keys: Sequence[KeyPress] = ()) -> Path:
    """Write `audio` to `path` as Ogg Opus, aside and then renamed, the masked ones of `keys` silenced.

    Raises OSError if the folder can't be written.
    """
    aside = path.with_name(path.name + ".part")
    with aside.open("wb"):
        pass  # an unwritable folder is an OSError here, whatever FFmpeg would call it
    layout = "mono" if audio.channels == 1 else "stereo"
    with av.open(str(aside), "w", format="ogg") as container:
        rate = next((rate for rate in OPUS_RATES if rate >= audio.sample_rate), OPUS_RATES[-1])
        stream = container.add_stream("libopus", rate=rate, layout=layout)
        stream.bit_rate = BIT_RATE_PER_CHANNEL * audio.channels
        step = BLOCK_S * audio.sample_rate
        for first in range(0, audio.samples.shape[1], step):
            block = Audio(audio.samples[:, first : first + step], audio.sample_rate)
            samples = resampled(without_keys(block, keys, first / audio.sample_rate), rate).samples
            interleaved = np.clip(samples, -1.0, 1.0).T.reshape(1, -1).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(interleaved), format="flt", layout=layout)
            frame.sample_rate = rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    aside.replace(path)
    return path
