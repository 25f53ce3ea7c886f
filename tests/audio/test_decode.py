import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio.decode import decode, read_audio
from calls.errors import RecordingRejected


def tone(rate: int, seconds: float = 2.0, channels: int = 1) -> np.ndarray:
    times = np.arange(int(rate * seconds)) / rate
    return np.stack([0.5 * np.sin(2 * np.pi * (440 + 220 * index) * times) for index in range(channels)])


def dominant_hz(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


def encode(path: Path, codec: str, rate: int, channels: int, layout: str) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        for block in np.array_split(tone(rate, channels=channels).astype(np.float32), 50, axis=1):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout=layout)
            frame.sample_rate = rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 44100, 48000])
@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
@pytest.mark.parametrize("channels", [1, 2])
def test_wav_of_any_subtype_keeps_rate_level_and_pitch(tmp_path: Path, rate: int, subtype: str, channels: int) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, tone(rate, channels=channels).T, rate, subtype=subtype)
    decoded = decode(path)
    audio = decoded.audio
    assert (audio.sample_rate, audio.channels, audio.samples.dtype) == (rate, channels, np.float32)
    assert audio.duration_s == pytest.approx(2.0)
    assert decoded.truncated_s == 0.0
    for index in range(channels):
        assert dominant_hz(audio.channel(index), rate) == pytest.approx(440 + 220 * index, abs=1)
        assert np.abs(audio.channel(index)).max() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("call.mp3", "mp3", 16000, 1),
        ("call.mp3", "mp3", 44100, 2),
        ("call.ogg", "libopus", 48000, 2),
        ("call.flac", "flac", 16000, 2),
        ("call.m4a", "aac", 48000, 2),
        ("call.m4a", "aac", 8000, 1),
        ("call.webm", "libopus", 48000, 1),
    ],
)
def test_compressed_formats_keep_length_and_pitch(
    tmp_path: Path, name: str, codec: str, rate: int, channels: int
) -> None:
    encode(tmp_path / name, codec, rate, channels, "mono" if channels == 1 else "stereo")
    decoded = decode(tmp_path / name)
    assert (decoded.audio.sample_rate, decoded.audio.channels) == (rate, channels)
    assert decoded.audio.duration_s == pytest.approx(2.0, abs=0.2)
    assert decoded.truncated_s == 0.0
    assert dominant_hz(decoded.audio.channel(channels - 1), rate) == pytest.approx(220 * (channels + 1), abs=2)


def test_gsm_wav_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, tone(8000, 5.0)[0], 8000, subtype="GSM610")
    assert decode(path).audio.duration_s == pytest.approx(5.0, abs=0.05)


def test_a_truncated_wav_is_read_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.wav", tmp_path / "cut.wav"
    soundfile.write(whole, tone(8000, 10.0)[0], 8000, subtype="PCM_16")
    cut.write_bytes(whole.read_bytes()[:64044])
    decoded = decode(cut)
    assert decoded.audio.duration_s == pytest.approx(4.0, abs=0.3)
    assert decoded.truncated_s == pytest.approx(6.0, abs=0.3)


def test_a_streamed_wav_of_unknown_length_is_not_called_truncated(tmp_path: Path) -> None:
    path = tmp_path / "streamed.wav"
    soundfile.write(path, tone(8000)[0], 8000, subtype="PCM_16")
    content = bytearray(path.read_bytes())
    content[4:8] = content[40:44] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(bytes(content))
    decoded = decode(path)
    assert decoded.audio.duration_s == pytest.approx(2.0)
    assert decoded.truncated_s == 0.0


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    samples = tone(8000)[0]
    samples[:3] = [np.nan, np.inf, -7.0]
    soundfile.write(tmp_path / "wild.wav", samples, 8000, subtype="FLOAT")
    assert read_audio(tmp_path / "wild.wav").channel(0)[:3].tolist() == [0.0, 1.0, -1.0]


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


def make_text(path: Path) -> None:
    path.write_text("this is no sound\n" * 100)


def make_playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nother.wav\n")


def make_header_only(path: Path) -> None:
    soundfile.write(path, tone(8000)[0], 8000, subtype="PCM_16")
    path.write_bytes(path.read_bytes()[:44])


def make_half_header(path: Path) -> None:
    make_header_only(path)
    path.write_bytes(path.read_bytes()[:21])


def make_no_seconds(path: Path) -> None:
    soundfile.write(path, np.zeros(0), 8000, subtype="PCM_16")


def make_no_channels(path: Path) -> None:
    soundfile.write(path, tone(8000)[0], 8000, subtype="PCM_16")
    content = bytearray(path.read_bytes())
    content[22:24] = b"\0\0"
    path.write_bytes(bytes(content))


def make_video_only(path: Path) -> None:
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def make_four_channels(path: Path) -> None:
    soundfile.write(path, tone(8000, channels=4).T, 8000, subtype="PCM_16")


def make_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (make_empty, "is empty"),
        (make_text, "no sound"),
        (make_playlist, "no sound"),
        (make_header_only, "no sound"),
        (make_half_header, "no sound"),
        (make_no_seconds, "no sound"),
        (make_no_channels, "no sound"),
        (make_video_only, "no sound"),
        (make_four_channels, "4 channels; export it with"),
        (make_folder, "can't be read"),
        (lambda path: None, "not there any more"),
    ],
)
def test_what_can_not_be_read_is_rejected_in_one_sentence_that_names_the_file(
    tmp_path: Path, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / "bad.wav"
    make(path)
    with pytest.raises(RecordingRejected) as caught:
        read_audio(path)
    message = str(caught.value)
    assert str(path) in message
    assert says in message
    assert "\n" not in message


def test_the_sound_of_a_video_is_read(tmp_path: Path) -> None:
    path = tmp_path / "screen.mp4"
    encode(path, "aac", 48000, 1, "mono")
    assert read_audio(path).duration_s == pytest.approx(2.0, abs=0.15)


def test_a_name_that_looks_like_a_protocol_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "concat:a|b?c#d %20.wav"
    soundfile.write(tmp_path / "plain.wav", tone(8000)[0], 8000)
    shutil.move(tmp_path / "plain.wav", path)
    assert read_audio(path).duration_s == pytest.approx(2.0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(min_size=0, max_size=400), keep=st.integers(0, 60))
def test_any_bytes_are_either_read_or_rejected(tmp_path: Path, noise: bytes, keep: int) -> None:
    path = tmp_path / "wild.wav"
    soundfile.write(path, tone(8000, 0.01)[0], 8000, subtype="PCM_16")
    path.write_bytes(path.read_bytes()[:keep] + noise)
    try:
        audio = read_audio(path)
    except RecordingRejected:
        return
    assert audio.channels in (1, 2)
    assert audio.duration_s > 0
    assert np.isfinite(audio.samples).all()
