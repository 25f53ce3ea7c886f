import numpy as np
import pytest

from audio.decode import read_audio
from audio.peaks import waveform_peaks
from audio.playback import without_keys, write_playback
from calls.sound import MASKED_KEY, Audio, KeyPress


def tone(seconds, hz, rate=8000, level=0.3):
    return (level * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def strongest_hz(samples, rate):
    return np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples)


@pytest.mark.parametrize("seconds", [1.5, 23.0])
def test_a_playback_copy_keeps_length_and_both_sides_apart(tmp_path, seconds):
    path = write_playback(Audio(np.stack([tone(seconds, 440), tone(seconds, 1000)]), 8000), tmp_path / "sound.ogg")
    copy = read_audio(path)
    assert copy.channels == 2
    assert copy.duration_s == pytest.approx(seconds, abs=0.05)
    for channel, hz in enumerate((440, 1000)):
        assert strongest_hz(copy.channel(channel), copy.sample_rate) == pytest.approx(hz, abs=3)


def test_tones_of_masked_keys_are_silenced_on_both_sides_and_nothing_else():
    audio = Audio(np.stack([tone(3, 941), tone(3, 1336)]), 8000)
    quiet = without_keys(audio, [KeyPress("0", 0.2, 0.4, 1), KeyPress(MASKED_KEY, 1.0, 1.2, 1)])
    assert not quiet.samples[:, 7600:10000].any()
    assert np.array_equal(quiet.samples[:, :7400], audio.samples[:, :7400])
    assert np.array_equal(quiet.samples[:, 10200:], audio.samples[:, 10200:])
    assert audio.samples[:, 8000:9600].any(), "the analysed sound stays as it is"


def test_a_mono_call_is_played_back_as_one_channel(tmp_path):
    assert read_audio(write_playback(Audio(tone(2, 300)[None], 8000), tmp_path / "a.ogg")).channels == 1


def test_nothing_half_written_is_left(tmp_path):
    write_playback(Audio(tone(1, 300)[None], 8000), tmp_path / "a.ogg")
    assert [p.name for p in tmp_path.iterdir()] == ["a.ogg"]


def test_an_unwritable_folder_is_an_os_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        write_playback(Audio(tone(1, 300)[None], 8000), tmp_path / "file" / "a.ogg")


def test_peaks_follow_the_level_and_a_faint_side_stays_faint():
    loud = np.concatenate([tone(1, 300, level=0.1), tone(1, 300, level=0.8)])
    peaks = waveform_peaks(Audio(np.stack([loud, loud / 10]), 8000), 20)
    assert peaks.shape == (2, 20)
    assert peaks[0, :9].max() < 0.2
    assert peaks[0, 11:].max() == 1.0
    assert peaks[1].max() == pytest.approx(0.1, abs=0.01)


def test_silence_has_no_peaks():
    assert not waveform_peaks(Audio(np.zeros((1, 800), np.float32), 8000), 10).any()
