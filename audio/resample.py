"""Another sample rate: a whole sound, or a view of a long one that is resampled where it is read."""

from math import gcd

import numpy as np

from calls.sound import Audio, Samples

_MARGIN_S = 0.05
"""What a slice is resampled with on either side, so that its edges are as the whole's: soxr looks 20 ms far."""

_WHOLE_S = 900.0
"""Nearly every call is shorter: 58 MB at 16 kHz."""


def resampled(audio: Audio, rate: int) -> Audio:
    """The same sound at `rate` Hz, by librosa with soxr at its high quality; itself where it is there already."""
    if audio.sample_rate == rate:
        return audio
    if not audio.samples.size:
        return Audio(audio.samples, rate)
    import librosa  # noqa: PLC0415  over a second to import, which `warmline --help` need not pay

    samples = librosa.resample(audio.samples, orig_sr=audio.sample_rate, target_sr=rate, res_type="soxr_hq", axis=1)
    return Audio(np.ascontiguousarray(samples, dtype=np.float32), rate)


class ResampledView:
    """One channel as it sounds at another rate; slices are made when asked for, so that it takes no memory itself.

    Four hours at 16 kHz are 0.9 GB a channel, of which the networks read thirty seconds at a time.
    """

    def __init__(self, samples: Samples, rate: int, to_rate: int) -> None:
        """`samples` (n,) at `rate` Hz, to be read at `to_rate` Hz."""
        common = gcd(rate, to_rate)
        self._samples, self._rates = samples, (rate, to_rate)
        self._down, self._up = rate // common, to_rate // common
        self._margin = round(_MARGIN_S * common) + 1

    def __len__(self) -> int:
        """Samples at the new rate."""
        return (len(self._samples) * self._up + self._down - 1) // self._down

    def __getitem__(self, part: slice) -> Samples:
        """The samples of `part`, whose step must be 1."""
        first, last, _ = part.indices(len(self))
        if last <= first:
            return np.zeros(0, dtype=np.float32)
        begin = max(0, first // self._up - self._margin)
        end = (last + self._up - 1) // self._up + self._margin
        heard = self._samples[begin * self._down : end * self._down]
        wide = resampled(Audio(heard[None], self._rates[0]), self._rates[1]).channel(0)
        return wide[first - begin * self._up : last - begin * self._up]


Readable = Samples | ResampledView
"""One channel of which slices are read."""


def readable(samples: Samples, rate: int, to_rate: int) -> Readable:
    """`samples` (n,) at another rate: resampled once where that takes little memory, else slice by slice."""
    if len(samples) <= _WHOLE_S * rate:
        return resampled(Audio(samples[None], rate), to_rate).channel(0)
    return ResampledView(samples, rate, to_rate)
