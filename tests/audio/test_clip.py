"""A moment cut out of a playback copy holds that moment and nothing beside it."""

import io
from pathlib import Path

import av
import numpy as np
import pytest

from audio.clip import cut
from audio.playback import write_playback
from calls.sound import Audio

RATE = 8000


def stepped(seconds: int, channels: int = 2) -> Audio:
    """Each second its own tone: 300 Hz, 400 Hz ..."""
    t = np.arange(RATE) / RATE
    tones = np.concatenate([0.3 * np.sin(2 * np.pi * (300 + 100 * second) * t) for second in range(seconds)])
    return Audio(np.tile(tones.astype(np.float32), (channels, 1)), RATE)


def heard(coded: bytes) -> tuple[np.ndarray, int, int]:
    with av.open(io.BytesIO(coded)) as container:
        frames = list(container.decode(audio=0))
        channels = len(frames[0].layout.channels)
        flat = [frame.to_ndarray() for frame in frames]
        planes = [each if frame.format.is_planar else each.reshape(-1, channels).T
                  for each, frame in zip(flat, frames, strict=True)]  # fmt: skip
        whole = np.concatenate(planes, axis=1)
        return whole, frames[0].sample_rate, channels


def loudest_hz(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / rate)[spectrum.argmax()])


@pytest.mark.parametrize("channels", [1, 2])
def test_the_stretch_and_nothing_before_or_after_it(tmp_path: Path, channels: int) -> None:
    copy = write_playback(stepped(20, channels), tmp_path / "sound.ogg")
    samples, rate, found = heard(cut(str(copy), 12.0, 15.0))
    assert found == channels
    assert samples.shape[1] / rate == pytest.approx(3.0, abs=0.05)
    for second in range(3):
        middle = samples[0, int((second + 0.25) * rate) : int((second + 0.75) * rate)]
        assert loudest_hz(middle, rate) == pytest.approx(300 + 100 * (12 + second), abs=8)
    spectrum = np.abs(np.fft.rfft(samples[0])) ** 2
    hz = np.fft.rfftfreq(samples.shape[1], 1 / rate)
    beside = spectrum[(np.abs(hz - 1400) < 20) | (np.abs(hz - 1800) < 20)].sum()
    assert beside < 0.001 * spectrum.sum(), "the seconds before and after"


def test_from_the_start_and_beyond_the_end(tmp_path: Path) -> None:
    copy = write_playback(stepped(4), tmp_path / "sound.ogg")
    whole, rate, _ = heard(cut(io.BytesIO(copy.read_bytes()), 0.0, 99.0))
    assert whole.shape[1] / rate == pytest.approx(4.0, abs=0.05)
    assert loudest_hz(whole[0, rate // 4 : rate * 3 // 4], rate) == pytest.approx(300, abs=8)


def test_what_lies_nowhere_or_is_no_sound_is_told(tmp_path: Path) -> None:
    copy = write_playback(stepped(2), tmp_path / "sound.ogg")
    with pytest.raises(ValueError, match="nothing to hear"):
        cut(str(copy), 30.0, 40.0)
    with pytest.raises(av.FFmpegError, match="Invalid data"):
        cut(io.BytesIO(b"no sound"), 0.0, 1.0)
