"""A stretch cut out of a playback copy, so that who may hear a moment hears that moment and no more of the call."""

import io
from typing import BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

BIT_RATE_PER_CHANNEL = 24_000
"""As the copy has it: decoded and encoded once more, telephone speech stays clear."""
RATE = 48_000
"""Opus decodes to this, whatever was put in."""
FORMAT = "flt"


def cut(source: str | BinaryIO, start_s: float, end_s: float) -> bytes:
    """The sound from `start_s` to `end_s` as Ogg Opus, to the sample; shorter where the source ends before.

    Decoded and encoded anew: bytes copied whole would bring up to a page of what stands beside the stretch.
    Raises av.FFmpegError where the source is no sound or is not there, ValueError where nothing lies in the stretch.
    """
    written = io.BytesIO()
    with av.open(source, "r") as container:
        heard = container.streams.audio[0]
        layout = "mono" if heard.codec_context.channels == 1 else "stereo"
        container.seek(max(0, int((start_s - 1.0) * av.time_base)))
        resampler = AudioResampler(FORMAT, layout, RATE)
        first, last = round(start_s * RATE), round(end_s * RATE)
        with av.open(written, "w", format="ogg") as out:
            stream = out.add_stream("libopus", rate=RATE, layout=layout)
            stream.bit_rate = BIT_RATE_PER_CHANNEL * heard.codec_context.channels
            samples = 0
            for frame in container.decode(heard):
                at = round((frame.time or 0.0) * RATE)
                if at >= last:
                    break
                for even in resampler.resample(frame):
                    kept = _within(even, at, first, last)
                    at += even.samples
                    if kept is not None:
                        kept.pts = samples
                        samples += kept.samples
                        out.mux(stream.encode(kept))
            out.mux(stream.encode(None))
    if not samples:
        raise ValueError(f"nothing to hear from {start_s:.1f} s to {end_s:.1f} s")
    return written.getvalue()


def _within(frame: AudioFrame, at: int, first: int, last: int) -> AudioFrame | None:
    """The part of a frame, which begins at the sample `at`, between two samples."""
    left, right = max(0, first - at), min(frame.samples, last - at)
    if left >= right:
        return None
    channels = len(frame.layout.channels)
    samples = frame.to_ndarray()[:, left * channels : right * channels]
    kept = AudioFrame.from_ndarray(samples.copy(), format=FORMAT, layout=frame.layout.name)
    kept.sample_rate = RATE
    return kept
