"""The same sound again: fingerprints of prompts and hold music, found in a call whatever the line did to them.

After Haitsma and Kalker, "A highly robust audio fingerprinting system" (ISMIR 2002): of each short frame 32 bits, the
signs of how energy changes from band to band and from frame to frame. The same sound through another codec, level or
noise keeps most of its bits; other sounds share half of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from audio.frames import TELEPHONE_RATE, at_telephone_rate
from audio.loudness import loudness_db
from calls.sound import KnownSound, Samples
from calls.spans import Span, duration_s, union
from calls.transcript import Word
from configs.sound_settings import LineSettings

FRAME, HOP = 2048, 256
HOP_S = HOP / TELEPHONE_RATE
OVERHANG_S = (FRAME - HOP) / 2 / TELEPHONE_RATE
"""From a frame's begin to that of the hop in its middle."""
BANDS, LOWEST_HZ, HIGHEST_HZ = 33, 300.0, 3000.0
BLOCK_FRAMES = 4096
DRIFT = 2
"""Frames by which a recorder's clock may have moved from one look to the next."""

Prints = NDArray[np.uint32]
"""A fingerprint: 32 bits a frame of HOP samples at 8 kHz, shape (frames,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sound that is known: its name, whether a prompt or music, its fingerprint, and a prompt's words."""

    name: str
    kind: str
    prints: Prints
    said: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a call: the frame it begins at, and the clip and shift (call frame - clip frame) found there."""

    frame: int
    clip: int
    shift: int


@dataclass(frozen=True, slots=True)
class _Playing:
    """A stretch of a call in which a clip plays that `begins` there, though perhaps unheard."""

    start: float
    end: float
    begins: float


def fingerprint(samples: Samples, rate: int) -> Prints:
    """32 bits for each frame of one channel."""
    sound = at_telephone_rate(samples, rate)
    if len(sound) < FRAME:
        return np.zeros(0, dtype=np.uint32)
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    energies = np.concatenate([_energies(frames[i : i + BLOCK_FRAMES]) for i in range(0, len(frames), BLOCK_FRAMES)])
    across = np.diff(energies, axis=1)
    bits = np.diff(across, axis=0, prepend=across[:1]) > 0
    weights = np.left_shift(np.uint32(1), np.arange(BANDS - 1, dtype=np.uint32))
    prints: Prints = (bits * weights).sum(axis=1, dtype=np.uint32)
    return prints


def find_known(samples: Samples, rate: int, clips: Sequence[Clip], settings: LineSettings) -> tuple[KnownSound, ...]:
    """Where any of `clips`, or a part of one from `look_s` on, is heard in one channel, in order of start."""
    if not clips:
        return ()
    heard = fingerprint(samples, rate)
    return find_in(heard, audible(samples, rate, len(heard), settings), clips, settings)


def find_in(
    heard: Prints, loud: NDArray[np.bool_], clips: Sequence[Clip], settings: LineSettings
) -> tuple[KnownSound, ...]:
    """`find_known` in a fingerprint; `loud` as `audible` gives it."""
    if not clips or not len(heard):
        return ()
    looks = _looks(heard, loud, clips, settings)
    playing: dict[int, list[_Playing]] = {}
    for group in _together(looks, settings):
        playing.setdefault(group[0].clip, []).append(_playing(group, heard, clips, settings))
    found = (known for clip, every in playing.items() for known in _joined(clips[clip], every, settings))
    return tuple(sorted(found, key=lambda known: known.start))


def _energies(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log energy of each frame in BANDS bands, evenly apart in pitch: shape (frames, BANDS)."""
    powers = np.square(np.abs(np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32))))
    edges = np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1) * FRAME / TELEPHONE_RATE
    sums = np.add.reduceat(powers, np.rint(edges).astype(int), axis=1)[:, :BANDS]
    energies: NDArray[np.float32] = np.log(sums + 1e-9).astype(np.float32)
    return energies


def audible(samples: Samples, rate: int, frames: int, settings: LineSettings) -> NDArray[np.bool_]:
    """The frames of a fingerprint in which there is a sound to know, shape (frames,)."""
    level = loudness_db(at_telephone_rate(samples, rate), TELEPHONE_RATE, hop_s=HOP_S, frame_s=FRAME / TELEPHONE_RATE)
    centre = FRAME // (2 * HOP)
    level = np.pad(level, (0, frames + centre), mode="edge")[centre : centre + frames]
    loud: NDArray[np.bool_] = level > settings.quiet_db
    return loud


def _looks(heard: Prints, loud: NDArray[np.bool_], clips: Sequence[Clip], settings: LineSettings) -> list[_Look]:
    """Every look at the call that shows a part of a clip.

    Halves of a frame's bits that agree exactly say where to compare; few enough bits must then differ.
    """
    size, step = round(settings.look_s / HOP_S), round(settings.step_s / HOP_S)
    line = np.concatenate([clip.prints for clip in clips])
    ends = np.cumsum([len(clip.prints) for clip in clips])
    halves = [_index(_low(line)), _index(_high(line))]
    looks = []
    for first in range(0, max(1, len(heard) - size + 1), step):
        part = heard[first : first + size]
        if len(part) < size or loud[first : first + size].mean() < settings.min_audible:
            continue
        places = np.concatenate([_places(_low(part), *halves[0]), _places(_high(part), *halves[1])])
        place = _best(part, line, places, settings)
        if place is not None:
            clip = int(np.searchsorted(ends, place + size // 2, side="right"))
            begins = int(ends[clip]) - len(clips[clip].prints)
            looks.append(_Look(first, clip, first - (place - begins)))
    return looks


def _low(prints: Prints) -> Prints:
    return np.bitwise_and(prints, np.uint32(0xFFFF))


def _high(prints: Prints) -> Prints:
    return np.right_shift(prints, np.uint32(16))


def _index(values: Prints) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    order = np.argsort(values, kind="stable")
    return values[order], order


def _places(values: Prints, ordered: NDArray[np.uint32], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the look would have to begin in the line's sounds for each frame whose half agrees."""
    first, last = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    counts = last - first
    frames = np.repeat(np.arange(len(values)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    places: NDArray[np.int64] = order[np.repeat(first, counts) + within] - frames
    return places


def _best(part: Prints, line: Prints, places: NDArray[np.int64], settings: LineSettings) -> int | None:
    """The place with the fewest differing bits among the likeliest, if those are few enough."""
    inside = places[(places >= 0) & (places <= len(line) - len(part))]
    values, votes = np.unique(inside, return_counts=True)
    if not len(values):
        return None
    likely = values[np.argsort(-votes, kind="stable")[: settings.places]]
    differing = np.bitwise_count(line[likely[:, None] + np.arange(len(part))] ^ part).mean(axis=1) / 32
    best = int(differing.argmin())
    return int(likely[best]) if differing[best] <= settings.max_difference else None


def _together(looks: Sequence[_Look], settings: LineSettings) -> list[list[_Look]]:
    """Looks that show one playing of a clip: near in time and at one shift."""
    reach = round(settings.gap_s / HOP_S)
    groups: list[list[_Look]] = []
    for look in looks:
        last = groups[-1][-1] if groups else None
        same = last is not None and last.clip == look.clip and abs(last.shift - look.shift) <= DRIFT
        if last is not None and same and look.frame - last.frame <= reach:
            groups[-1].append(look)
        else:
            groups.append([look])
    return groups


def _playing(looks: Sequence[_Look], heard: Prints, clips: Sequence[Clip], settings: LineSettings) -> _Playing:
    """Where the clip plays on at the looks' shift: outwards from within the first and the last while bits agree."""
    prints, shift = clips[looks[0].clip].prints, looks[0].shift
    first, last = max(0, shift), min(len(heard), shift + len(prints))
    differing = np.bitwise_count(heard[first:last] ^ prints[first - shift : last - shift]) / 32
    about = round(settings.edge_s / HOP_S)
    around = np.pad(differing, (about // 2, about - about // 2 - 1), mode="edge")
    agree = np.convolve(around, np.ones(about) / about, "valid") <= settings.edge_difference
    middle = round(settings.look_s / HOP_S) // 2 - first
    start, end = (int(np.clip(look.frame + middle, 0, len(agree) - 1)) for look in (looks[0], looks[-1]))
    while start > 0 and agree[start - 1]:
        start -= 1
    while end < len(agree) and agree[end]:
        end += 1
    edges = (first + start) * HOP_S + OVERHANG_S, (first + end) * HOP_S + OVERHANG_S
    return _Playing(*edges, begins=shift * HOP_S)


def _joined(clip: Clip, playing: Sequence[_Playing], settings: LineSettings) -> Iterator[KnownSound]:
    """A loop is at several shifts at once: what overlaps, of one clip, is one playing."""
    for span in union(playing):
        if duration_s(span) >= settings.min_known_s:
            begins = [part.begins for part in playing if span.start <= part.start < span.end]
            once = max(begins) - min(begins) <= DRIFT * HOP_S
            said = _said_in(clip, begins[0], span) if once else ()
            yield KnownSound(clip.name, clip.kind, span.start, span.end, said)


def _said_in(clip: Clip, begins: float, heard: Span) -> tuple[Word, ...]:
    """The clip's words at their times in the call, as far as they are heard."""
    moved = (replace(word, start=word.start + begins, end=word.end + begins) for word in clip.said)
    return tuple(word for word in moved if heard.start <= (word.start + word.end) / 2 <= heard.end)
