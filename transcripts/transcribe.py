"""Sounds to words: speech of every channel packed, decoded in shared batches, and put back in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil
from statistics import fmean

import numpy as np

from audio.resample import Readable, readable
from calls.sound import Audio, KnownSound, Samples, Sounds
from calls.spans import Span, difference, duration_s, overlap_s, total_s
from calls.transcript import Transcript, Word
from configs.settings import Settings
from configs.speech_settings import RecognitionSettings
from models.cores import abreast
from models.whisper import RecognisedWord, Recogniser
from transcripts.edges import by_stretch, to_their_sound
from transcripts.packing import Pack, packed
from transcripts.voices import with_voices

MODEL_RATE = 16_000
FIRST_PACKS = 4
VOTERS = 2
"""Packs that tell the language, and among how many: one may be a prompt or a spelled name."""


def transcribe(
    audio: Audio, sounds: Sounds, recogniser: Recogniser, settings: Settings, language: str | None = None
) -> Transcript:
    """All words of a call in order of start; none where nobody speaks.

    `language` is a code such as "en" where it is known; else it is told from the call's first packs.
    """
    wide = [readable(audio.channel(i), audio.sample_rate, MODEL_RATE) for i in range(audio.channels)]
    rules = settings.recognition
    taught = _taught(sounds)
    packs = _packs(sounds, taught, settings)
    if not packs:  # prompts alone don't tell the language
        taught = {}
        packs = _packs(sounds, taught, settings)
    if not packs:
        return Transcript((), None, 0.0)
    known = language or (None if rules.language == "auto" else rules.language)
    spoken, confidence = (known, 1.0) if known else recogniser.detect_language(_sounds(_voters(packs), wide, rules))
    words = _decoded(packs, wide, recogniser, spoken, rules)
    missed = _missed(packs, words, rules)
    words = _filled(words, missed, _decoded(missed, wide, recogniser, spoken, rules), rules)
    told: list[Word] = []
    for sound in sounds.channels:
        own = sorted(_of(words, sound.channel), key=lambda w: w.start)
        own = to_their_sound(own, sound.speech, settings.speech.pad_s, rules)
        told += with_voices(own, sound.voices)
        told += [replace(word, channel=sound.channel) for known in taught.get(sound.channel, ()) for word in known.said]
    return Transcript(tuple(sorted(told, key=lambda w: (w.start, w.channel))), spoken, confidence)


def _taught(sounds: Sounds) -> dict[int, list[KnownSound]]:
    """Prompts whose words are known, by channel: they are not decoded again. Of alike ones the longest counts.

    Only where each side has its channel: in a mix somebody may speak over them.
    """
    taught: dict[int, list[KnownSound]] = {sound.channel: [] for sound in sounds.channels}
    for sound in sounds.channels if sounds.layout == "stereo" else ():
        for known in sorted(sound.known, key=duration_s, reverse=True):
            others = taught[sound.channel]
            if known.said and not any(overlap_s(known, other) > 0 for other in others):
                others.append(known)
    return taught


def _packs(sounds: Sounds, taught: Mapping[int, Sequence[KnownSound]], settings: Settings) -> list[Pack]:
    packs: list[Pack] = []
    for sound in sounds.channels:
        unknown = difference(sound.speech, taught.get(sound.channel, ()))
        speech = [span for span in unknown if duration_s(span) >= settings.speech.min_speech_s + settings.speech.pad_s]
        packs += packed(sound.channel, sound.speech if unknown == sound.speech else speech, settings.recognition)
    return packs


def _voters(packs: Sequence[Pack]) -> list[Pack]:
    """The longest of a call's first packs: they tell the language."""
    return sorted(packs[:FIRST_PACKS], key=lambda pack: pack.duration_s, reverse=True)[:VOTERS]


def _decoded(
    packs: Sequence[Pack],
    wide: Sequence[Readable],
    recogniser: Recogniser,
    language: str,
    rules: RecognitionSettings,
) -> list[Word]:
    """The words of `packs`, each with its time in the call; batch by batch, so that few sounds are held at once."""

    def decoded(batch: Sequence[Pack]) -> list[Word]:
        found = recogniser.recognise(_sounds(batch, wide, rules), language, rules)
        return [_in_call(word, pack) for pack, recognised in zip(batch, found, strict=True) for word in recognised]

    batches = _batches(packs, rules.batch_size, recogniser.abreast)
    return [word for words in abreast(decoded, batches, recogniser.abreast) for word in words]


def _in_call(word: RecognisedWord, pack: Pack) -> Word:
    span = pack.in_call(word.start, word.end)
    return Word(word.text.strip(), span.start, span.end, word.confidence, pack.channel)


def _batches(packs: Sequence[Pack], most: int, threads: int) -> list[Sequence[Pack]]:
    """`packs` in order, `most` at most together, in batches alike in size, as many for each of `threads`."""
    count = min(ceil(len(packs) / most / threads) * threads, len(packs))
    edges = np.linspace(0, len(packs), count + 1).round().astype(int).tolist() if packs else []
    return [packs[first:last] for first, last in pairwise(edges)]


def _missed(packs: Sequence[Pack], words: Sequence[Word], rules: RecognitionSettings) -> list[Pack]:
    """The stretches in which Whisper found no word, and the holes it left in others, each in a pack of its own.

    In a long pack Whisper sometimes leaves out whole sentences (one packing in three did on one simulated call).
    """
    missed = []
    for pack in packs:
        spans = [piece.span for piece in pack.pieces]
        for span, inside in zip(spans, by_stretch(_of(words, pack.channel), spans), strict=True):
            again = _doubtful(span, inside, rules) if inside or len(spans) > 1 else []
            missed += [alone for part in again for alone in packed(pack.channel, [part], rules)]
    return missed


def _doubtful(span: Span, inside: Sequence[Word], rules: RecognitionSettings) -> list[Span]:
    """What of a stretch to decode again: all of it, where much has no words, else its holes."""
    if not inside:
        return [span] if duration_s(span) >= rules.missed_s else []
    holes = [hole for hole in difference([span], inside) if duration_s(hole) >= rules.hole_s]
    return [span] if total_s(holes) >= rules.hole_share * duration_s(span) else holes


def _filled(
    words: Sequence[Word], missed: Sequence[Pack], again: Sequence[Word], rules: RecognitionSettings
) -> list[Word]:
    """`words`, and in each stretch of `missed` those found `again` by itself, where they are more and likely."""
    kept = dict.fromkeys(words)
    for pack in missed:
        spans = [piece.span for piece in pack.pieces]
        before, after = (by_stretch(_of(some, pack.channel), spans)[0] for some in (words, again))
        if len(after) > len(before) and fmean(w.confidence for w in after) >= rules.again_confidence:
            kept = {word: None for word in kept if word not in set(before)} | dict.fromkeys(after)
    return list(kept)


def _sounds(packs: Sequence[Pack], wide: Sequence[Readable], rules: RecognitionSettings) -> list[Samples]:
    return [pack.samples(wide[pack.channel], MODEL_RATE, rules.pack_gap_s) for pack in packs]


def _of(words: Sequence[Word], channel: int) -> list[Word]:
    return [word for word in words if word.channel == channel]
