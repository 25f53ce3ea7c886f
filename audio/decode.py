"""A recording's file to samples: whatever a telephone system exports, or one sentence that says why not.

PyAV (FFmpeg in a wheel) reads nearly everything; soundfile is asked when it finds nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import soundfile
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from calls.errors import RecordingRejected
from calls.sound import Audio

FORMATS = "wav,w64,aiff,au,caf,mp3,ogg,flac,mov,mp4,m4a,3gp,matroska,webm,aac,amr,gsm,g722,g729,asf,avi,mpeg,mpegts,wv"
"""FFmpeg's names of what is opened. Playlists and the like are left out: they would make it fetch other files."""

PADDING_S = 0.5
"""Codecs pad and prime by up to some frames (AAC 0.05 s, MP3 0.1 s): only a larger loss means a truncated file."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A file's sound, and how many seconds its header promised that are not there (0.0: all of it is)."""

    audio: Audio
    truncated_s: float


@dataclass(frozen=True, slots=True, eq=False)
class _Sound:
    """Samples (channels, n) as read; `promised_s` is the header's length, 0.0 where it gives none."""

    samples: NDArray[np.float32]
    sample_rate: int
    promised_s: float


def read_audio(path: Path) -> Audio:
    """The sound of the file at `path` at its own sample rate, float32 (channels, n), one or two channels.

    A truncated file is read as far as it goes. Raises RecordingRejected as `decode` does.
    """
    return decode(path).audio


def decode(path: Path) -> Decoded:
    """As `read_audio`, with what is missing at the end.

    Raises RecordingRejected, naming the file and what to do, where there is no sound of one or two channels to read.
    """
    _refuse_no_file(path)
    sound = _read_with_av(path) or _read_with_soundfile(path)
    if sound is None:
        raise RecordingRejected(
            f"{path}: no sound can be decoded from it; check that it plays, and export it again as WAV, MP3 or Ogg"
        )
    channels, length = sound.samples.shape
    if channels not in (1, 2):
        raise RecordingRejected(
            f"{path}: has {channels} channels; export it with one channel (mixed) or two (one a party)"
        )
    missing_s = sound.promised_s - length / sound.sample_rate
    audio = Audio(sound.samples, sound.sample_rate)
    return Decoded(audio, missing_s if missing_s > PADDING_S else 0.0)


def _refuse_no_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            first = file.read(1)
    except FileNotFoundError as error:
        raise RecordingRejected(f"{path}: is not there any more; put it back or leave it out") from error
    except OSError as error:
        raise RecordingRejected(f"{path}: can't be read ({error.strerror}); check its permissions") from error
    if not first:
        raise RecordingRejected(f"{path}: is empty (0 bytes); copy or export it again")


def _read_with_av(path: Path) -> _Sound | None:
    """None where FFmpeg finds no sound."""
    try:
        # "file:" keeps a name such as "concat:a|b" from being read as a protocol.
        options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
        container = av.open(f"file:{path}", options=options, metadata_errors="replace")
    except (av.FFmpegError, ValueError):
        return None
    with container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        promised_s = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
        samples, rate = _collected(_frames(container, stream), promised_s)
    if samples.shape[1] == 0:
        return None
    return _Sound(samples, rate, max(promised_s, _wav_promises_s(path)))


def _collected(frames: Iterator[AudioFrame], promised_s: float) -> tuple[NDArray[np.float32], int]:
    """All samples (channels, n) and their rate, in one array made as long as was promised.

    Hours of sound are not to lie in memory twice: a list of blocks joined at the end would.
    """
    samples, length, rate = np.zeros((0, 0), dtype=np.float32), 0, 0
    for frame in frames:
        block = _as_float(frame)
        if not rate:
            rate = frame.sample_rate
            samples = np.zeros((block.shape[0], _room(promised_s * rate)), dtype=np.float32)
        if block.shape[0] != samples.shape[0] or frame.sample_rate != rate:
            break  # another recording chained on: not this call
        end = length + block.shape[1]
        if end > samples.shape[1]:
            room = np.zeros((samples.shape[0], _room(1.5 * end)), dtype=np.float32)
            room[:, :length] = samples[:, :length]
            samples = room
        samples[:, length:end] = _cleaned(block)
        length = end
    return samples[:, :length], rate


def _cleaned(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Within -1..1, what is no number silent."""
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def _room(samples: float) -> int:
    """No more than a day's at 8 kHz at once, whatever a broken header promises."""
    return int(min(max(samples, 0.0), 24 * 3600 * 8000)) + 8000


def _frames(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[AudioFrame]:
    """All frames that decode. A bad packet is passed over: sox ends GSM-WAV with one, truncation cuts the last."""
    try:
        for packet in container.demux(stream):
            try:
                yield from packet.decode()
            except av.FFmpegError:
                continue
    except av.FFmpegError:
        return


def _as_float(frame: AudioFrame) -> NDArray[np.float32]:
    """(channels, n) in -1..1 from any of FFmpeg's sample formats."""
    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, frame.layout.nb_channels).T
    samples = raw.astype(np.float32)
    if raw.dtype == np.uint8:
        return (samples - 128.0) / 128.0
    return samples if raw.dtype.kind == "f" else samples / np.float32(2 ** (8 * raw.dtype.itemsize - 1))


def _wav_promises_s(path: Path) -> float:
    """Length by a WAV's own header: FFmpeg trims it to the file's size. 0.0 for other formats and unknown lengths."""
    with path.open("rb") as file:
        head = file.read(4096)
    data, form = head.find(b"data"), head.find(b"fmt ")
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE" or form < 0 or data < form:
        return 0.0
    size = int.from_bytes(head[data + 4 : data + 8], "little")
    bytes_per_s = int.from_bytes(head[form + 16 : form + 20], "little")
    # Recorders that stream write a length of 0 or nearly 4 GiB and mean "until the end".
    return size / bytes_per_s if bytes_per_s and size < 0x7FFF0000 else 0.0


def _read_with_soundfile(path: Path) -> _Sound | None:
    """None where libsndfile finds no sound."""
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, ValueError, OSError):
        return None
    return _Sound(np.ascontiguousarray(_cleaned(samples.T)), int(rate), 0.0) if samples.size else None
