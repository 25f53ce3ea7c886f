"""Sounds to words: speech of every channel packed, decoded in shared batches, and put back in its place."""

from collections.abc import Sequence

from audio.resample import resampled
from calls.sound import Audio, Samples, Sounds
from calls.spans import Span, duration_s, overlap_s
from calls.transcript import Transcript, Word
from configs.settings import Settings
from configs.speech_settings import RecognitionSettings
from models.whisper import Recogniser
from transcripts.packing import Pack, packed
from transcripts.voices import with_voices

MODEL_RATE = 16_000


def transcribe(
    audio: Audio, sounds: Sounds, recogniser: Recogniser, settings: Settings, language: str | None = None
) -> Transcript:
    """All words of a call in order of start; none where nobody speaks.

    `language` is a code such as "en" where it is known; else it is told from the call's longest packs.
    """
    wide = resampled(audio, MODEL_RATE)
    rules = settings.recognition
    packs = [pack for sound in sounds.channels for pack in packed(sound.channel, sound.speech, rules)]
    if not packs:
        return Transcript((), None, 0.0)
    known = language or (None if rules.language == "auto" else rules.language)
    spoken, confidence = (known, 1.0) if known else recogniser.detect_language(_longest(packs, wide, rules))
    words = _decoded(packs, wide, recogniser, spoken, rules)
    words += _decoded(_missed(packs, words, rules), wide, recogniser, spoken, rules)
    told = [word for sound in sounds.channels for word in with_voices(_of(words, sound.channel), sound.voices)]
    return Transcript(tuple(sorted(told, key=lambda w: (w.start, w.channel))), spoken, confidence)


def _decoded(
    packs: Sequence[Pack], wide: Audio, recogniser: Recogniser, language: str, rules: RecognitionSettings
) -> list[Word]:
    """The words of `packs`, each with its time in the call."""
    sounds = [pack.samples(wide.channel(pack.channel), MODEL_RATE, rules.pack_gap_s) for pack in packs]
    words: list[Word] = []
    for pack, recognised in zip(packs, recogniser.recognise(sounds, language, rules), strict=True):
        for word in recognised:
            span = pack.in_call(word.start, word.end)
            words.append(Word(word.text.strip(), span.start, span.end, word.confidence, pack.channel))
    return words


def _missed(packs: Sequence[Pack], words: Sequence[Word], rules: RecognitionSettings) -> list[Pack]:
    """The stretches in which Whisper found no word, each in a pack of its own.

    In a long pack Whisper sometimes leaves out whole sentences (one packing in three did on one simulated call).
    """
    missed = []
    for pack in packs:
        own = [word for word in words if word.channel == pack.channel]
        silent = [p.span for p in pack.pieces if duration_s(p.span) >= rules.missed_s and not _has_words(p.span, own)]
        if len(pack.pieces) > 1 or silent != [p.span for p in pack.pieces]:
            missed += [alone for span in silent for alone in packed(pack.channel, [span], rules)]
    return missed


def _has_words(span: Span, words: Sequence[Word]) -> bool:
    """Whether any word lies in `span`; one that was put at its very edge has no length left."""
    return any(overlap_s(word, span) > 0 or span.start <= word.start == word.end <= span.end for word in words)


def _longest(packs: Sequence[Pack], wide: Audio, rules: RecognitionSettings) -> list[Samples]:
    by_length = sorted(packs, key=lambda p: sum(duration_s(piece.span) for piece in p.pieces), reverse=True)
    return [pack.samples(wide.channel(pack.channel), MODEL_RATE, rules.pack_gap_s) for pack in by_length[:2]]


def _of(words: Sequence[Word], channel: int) -> list[Word]:
    return [word for word in words if word.channel == channel]
