"""With a made-up recogniser: what is tested is the way of words back to their place, not what is recognised."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.sound import Audio, ChannelSounds, KnownSound, Samples, Sounds, SpeakerSpan
from calls.spans import Span
from calls.transcript import Transcript, Word
from configs.settings import load_settings
from configs.speech_settings import RecognitionSettings
from models.whisper import RecognisedWord
from transcripts.transcribe import MODEL_RATE, transcribe

SETTINGS = load_settings()
RULES = SETTINGS.recognition
DURATION_S = 120.0


class ReadsLevels:
    """Hears a stretch of one level as one word: "5" where the samples are 0.05, as early as Whisper does.

    Words of `overheard` levels are left out wherever anything else is to be heard too, as Whisper does; those of
    `unheard` always.
    """

    abreast = 1

    def __init__(self, overheard: tuple[int, ...] = (), unheard: tuple[int, ...] = ()) -> None:
        self.overheard = overheard
        self.unheard = unheard
        self.asked: list[list[list[int]]] = []
        self.languages: list[str] = []
        self.detected: list[list[float]] = []

    def detect_language(self, sounds: Sequence[Samples]) -> tuple[str, float]:
        self.detected.append([len(samples) / MODEL_RATE for samples in sounds])
        return "de", 0.8

    def recognise(
        self, sounds: Sequence[Samples], language: str, settings: RecognitionSettings
    ) -> list[tuple[RecognisedWord, ...]]:
        self.languages.append(language)
        heard = [self._runs(samples) for samples in sounds]
        self.asked.append([[level for level, _, _ in runs] for runs in heard])
        return [
            tuple(
                RecognisedWord(f" {level}", first - RULES.early_s, last - RULES.early_s, 0.9)
                for level, first, last in runs
                if level not in self.unheard and (level not in self.overheard or len(runs) == 1)
            )
            for runs in heard
        ]

    @staticmethod
    def _runs(samples: Samples) -> list[tuple[int, float, float]]:
        levels = np.rint(samples * 100).astype(int)
        edges = [0, *(np.flatnonzero(np.diff(levels)) + 1), len(levels)]
        runs = [(int(levels[a]), a / MODEL_RATE, b / MODEL_RATE) for a, b in pairwise(edges) if b > a]
        return [run for run in runs if run[0]]


Said = tuple[int, Span]


def call(*channels: Sequence[Said], voices: tuple[SpeakerSpan, ...] = ()) -> tuple[Audio, Sounds]:
    """Sound whose level names what is said where."""
    samples = np.zeros((len(channels), round(DURATION_S * MODEL_RATE)), dtype=np.float32)
    for index, said in enumerate(channels):
        for level, span in said:
            samples[index, round(span.start * MODEL_RATE) : round(span.end * MODEL_RATE)] = level / 100
    every = tuple(
        ChannelSounds(index, tuple(span for _, span in said), (), (), -60.0, voices)
        for index, said in enumerate(channels)
    )
    return Audio(samples, MODEL_RATE), Sounds(DURATION_S, every)


def heard(
    recogniser: ReadsLevels,
    *channels: Sequence[Said],
    voices: tuple[SpeakerSpan, ...] = (),
    language: str | None = "en",
) -> Transcript:
    audio, sounds = call(*channels, voices=voices)
    return transcribe(audio, sounds, recogniser, SETTINGS, language)


def rows(transcript: Transcript) -> list[tuple[str, float, float, int]]:
    return [(w.text, round(w.start, 2), round(w.end, 2), w.channel) for w in transcript.words]


def test_where_nobody_speaks_there_are_no_words_and_no_language():
    recogniser = ReadsLevels()
    assert heard(recogniser, (), (), language=None) == Transcript((), None, 0.0)
    assert recogniser.asked == recogniser.detected == []


def test_words_come_back_to_where_they_were_said():
    agent, customer = [(1, Span(2.0, 3.0)), (3, Span(60.0, 61.5))], [(2, Span(5.0, 5.5))]
    assert rows(heard(ReadsLevels(), agent, customer)) == [
        ("1", 2.0, 3.0, 0),
        ("2", 5.0, 5.5, 1),
        ("3", 60.0, 61.5, 0),
    ]


def test_one_speaker_is_heard_beside_a_silent_channel():
    assert rows(heard(ReadsLevels(), (), [(2, Span(5.0, 6.0))])) == [("2", 5.0, 6.0, 1)]


def test_parties_who_speak_at_once_both_keep_their_words():
    assert rows(heard(ReadsLevels(), [(1, Span(2.0, 4.0))], [(2, Span(2.5, 3.5))])) == [
        ("1", 2.0, 4.0, 0),
        ("2", 2.5, 3.5, 1),
    ]


def test_a_stretch_left_out_of_a_long_pack_is_decoded_once_more_by_itself():
    recogniser = ReadsLevels(overheard=(2,))
    said = [(1, Span(2.0, 3.0)), (2, Span(50.0, 52.0)), (3, Span(70.0, 71.0))]
    assert rows(heard(recogniser, said)) == [("1", 2.0, 3.0, 0), ("2", 50.0, 52.0, 0), ("3", 70.0, 71.0, 0)]
    assert recogniser.asked == [[[1, 2, 3]], [[2]]]


def test_a_stretch_with_a_hole_is_decoded_once_more_and_keeps_what_has_more_words():
    said = [(1, Span(2.0, 3.0)), (2, Span(3.0, 6.0)), (3, Span(50.0, 52.0))]
    audio, sounds = call(said)
    together = replace(sounds.channels[0], speech=(Span(2.0, 6.0), Span(50.0, 52.0)))

    class OverhearsTheSecond(ReadsLevels):
        def recognise(self, sounds, language, settings):
            found = super().recognise(sounds, language, settings)
            return found if len(self.asked) > 1 else [tuple(w for w in words if w.text != " 2") for words in found]

    recogniser = OverhearsTheSecond()
    transcript = transcribe(audio, replace(sounds, channels=(together,)), recogniser, SETTINGS, "en")
    assert rows(transcript) == [("1", 2.0, 3.0, 0), ("2", 3.0, 6.0, 0), ("3", 50.0, 52.0, 0)]
    assert recogniser.asked == [[[1, 2, 3]], [[1, 2]]]


def test_what_stays_silent_by_itself_is_not_asked_for_again():
    recogniser = ReadsLevels(unheard=(2,))
    assert [w.text for w in heard(recogniser, [(1, Span(2.0, 3.0)), (2, Span(50.0, 52.0))]).words] == ["1"]
    assert recogniser.asked == [[[1, 2]], [[2]]]


def test_a_stretch_that_was_alone_already_is_not_decoded_twice():
    recogniser = ReadsLevels(unheard=(1,))
    assert heard(recogniser, [(1, Span(2.0, 4.0))]).words == ()
    assert [every for every in recogniser.asked if every] == [[[1]]]


def test_a_burst_too_short_for_a_word_is_not_asked_for_again():
    recogniser = ReadsLevels(overheard=(2,))
    heard(recogniser, [(1, Span(2.0, 3.0)), (2, Span(50.0, 50.0 + RULES.missed_s / 2))])
    assert [every for every in recogniser.asked if every] == [[[1, 2]]]


def taught_call(*channels: Sequence[Said]) -> tuple[Audio, Sounds]:
    """The first stretch of the first channel is a prompt whose words are known."""
    audio, sounds = call(*channels)
    prompt = sounds.channels[0].speech[0]
    said = (Word("known", prompt.start + 0.2, prompt.end - 0.2, 0.9, 0),)
    known = KnownSound("welcome", "prompt", prompt.start, prompt.end, said)
    return audio, replace(sounds, channels=(replace(sounds.channels[0], known=(known,)), *sounds.channels[1:]))


def test_a_prompt_whose_words_are_known_is_not_decoded():
    audio, sounds = taught_call([(1, Span(2.0, 8.0)), (2, Span(10.0, 12.0))], [(3, Span(14.0, 15.0))])
    recogniser = ReadsLevels()
    assert rows(transcribe(audio, sounds, recogniser, SETTINGS, "en")) == [
        ("known", 2.2, 7.8, 0),
        ("2", 10.0, 12.0, 0),
        ("3", 14.0, 15.0, 1),
    ]
    assert [level for batch in recogniser.asked for sound in batch for level in sound] == [2, 3]


def test_of_two_alike_prompts_the_longer_one_is_said_once():
    audio, sounds = taught_call([(1, Span(2.0, 8.0))], [(3, Span(14.0, 15.0))])
    (known,) = sounds.channels[0].known
    part = replace(known, name="welcome, old", end=5.0, said=(replace(known.said[0], text="old", end=4.0),))
    both = replace(sounds, channels=(replace(sounds.channels[0], known=(part, known)), sounds.channels[1]))
    assert [w.text for w in transcribe(audio, both, ReadsLevels(), SETTINGS, "en").words] == ["known", "3"]


def test_in_a_mix_somebody_may_speak_over_a_known_prompt_and_it_is_decoded():
    audio, sounds = taught_call([(1, Span(2.0, 8.0)), (2, Span(10.0, 12.0))])
    assert [w.text for w in transcribe(audio, sounds, ReadsLevels(), SETTINGS, "en").words] == ["1", "2"]


def test_where_nothing_but_known_prompts_is_said_they_are_decoded_for_their_language():
    audio, sounds = taught_call([(1, Span(2.0, 8.0))], [])
    transcript = transcribe(audio, sounds, ReadsLevels(), SETTINGS)
    assert ([w.text for w in transcript.words], transcript.language) == (["1"], "de")


def test_a_word_on_the_other_channel_does_not_hide_a_missed_stretch():
    said = [(1, Span(2.0, 3.0)), (2, Span(50.0, 52.0))], [(3, Span(50.0, 52.0))]
    assert [w.text for w in heard(ReadsLevels(overheard=(2,)), *said).words] == ["1", "2", "3"]


def test_a_word_found_at_a_stretchs_very_edge_is_not_found_twice():
    """Whisper's times may lie in the silence beside a word; kept inside its stretch, no time is left of it."""

    class HearsLate(ReadsLevels):
        def recognise(self, sounds, language, settings):
            late = RULES.pack_gap_s / 10
            found = super().recognise(sounds, language, settings)
            return [tuple(replace(w, start=w.end + late, end=w.end + 2 * late) for w in words) for words in found]

    transcript = heard(HearsLate(), [(1, Span(2.0, 3.0)), (2, Span(50.0, 52.0))])
    assert sorted(w.text for w in transcript.words) == ["1", "2"]


def test_a_language_that_is_known_is_not_guessed():
    recogniser = ReadsLevels()
    transcript = heard(recogniser, [(1, Span(2.0, 3.0))], language="fr")
    assert (transcript.language, transcript.language_confidence) == ("fr", 1.0)
    assert recogniser.detected == []


def test_a_language_that_is_not_known_is_told_from_what_is_decoded_next():
    recogniser = ReadsLevels()
    said = [(1, Span(0.0, 5.0)), (2, Span(10.0, 36.0)), (3, Span(40.0, 60.0)), (4, Span(70.0, 90.0))]
    transcript = heard(recogniser, said, language=None)
    assert (transcript.language, transcript.language_confidence) == ("de", 0.8)
    (lengths,) = recogniser.detected
    gap = RULES.pack_gap_s
    assert lengths == pytest.approx([26.0 + gap, 20.0 + gap]), "the two longest of the first"
    assert set(recogniser.languages) == {"de"}


@pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 17])
def test_batches_are_alike_in_size_and_as_many_for_each_thread(count: int):
    recogniser = ReadsLevels()
    recogniser.abreast = 2
    audio, sounds = call([(n + 1, Span(6.0 * n, 6.0 * n + 4.0)) for n in range(count)])
    short_packs = replace(SETTINGS, recognition=replace(RULES, pack_s=5.0))
    transcript = transcribe(audio, sounds, recogniser, short_packs, "en")
    assert [w.text for w in transcript.words] == [str(n + 1) for n in range(count)]
    sizes = sorted(len(batch) for batch in recogniser.asked)
    assert sum(sizes) == count
    assert sizes[-1] <= min(RULES.batch_size, sizes[0] + 1)
    assert len(sizes) % 2 == 0 or count == 1


def test_the_settings_may_name_the_language():
    audio, sounds = call([(1, Span(2.0, 3.0))])
    settings = replace(SETTINGS, recognition=replace(RULES, language="es"))
    assert transcribe(audio, sounds, ReadsLevels(), settings).language == "es"


def test_words_on_one_channel_are_given_to_voices():
    voices = (SpeakerSpan(2.0, 3.0, "A"), SpeakerSpan(5.0, 6.0, "B"))
    transcript = heard(ReadsLevels(), [(1, Span(2.0, 3.0)), (2, Span(5.0, 6.0))], voices=voices)
    assert [(w.text, w.speaker) for w in transcript.words] == [("1", "A"), ("2", "B")]


@st.composite
def channels_of_speech(draw: st.DrawFn) -> list[Said]:
    """Stretches in order with silences of a second between, each of its own level."""
    found: list[Said] = []
    at = 0.0
    for level in range(1, draw(st.integers(0, 6)) + 1):
        start = at + draw(st.integers(10, 80)) / 10
        at = start + draw(st.integers(7, 100)) / 10
        found.append((level, Span(start, at)))
    return found


@settings(deadline=None)
@given(channels_of_speech(), channels_of_speech(), st.sets(st.integers(1, 6)))
def test_everything_said_is_in_the_transcript_once_in_order_and_at_its_time(left, right, overheard):
    words = heard(ReadsLevels(tuple(overheard)), left, right).words
    said = [(str(level), channel, span) for channel, every in enumerate((left, right)) for level, span in every]
    assert sorted((w.text, w.channel) for w in words) == sorted((text, channel) for text, channel, _ in said)
    assert all(a.start <= b.start for a, b in pairwise(words))
    for word in words:
        (span,) = (span for text, channel, span in said if (text, channel) == (word.text, word.channel))
        assert (word.start, word.end) == pytest.approx((span.start, span.end), abs=0.01)
