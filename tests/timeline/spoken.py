"""Words, utterances and whole calls made of lines, to test the timeline with."""

from dataclasses import dataclass

from hypothesis import strategies as st

from calls.recording import CallMetadata
from calls.sound import ChannelSounds, KeyPress, Sounds, SpeakerSpan
from calls.spans import Span, union
from calls.transcript import Transcript, Word
from configs.phrases import load_phrases
from configs.settings import load_settings
from timeline.understand import Persons, Understanding, understand
from timeline.utterances import Utterance

SETTINGS = load_settings()
PHRASES = load_phrases("en")
WORD_S = 0.3


def words(text: str, start: float, channel: int = 0, voice: str | None = None) -> tuple[Word, ...]:
    """The words of `text`, 0.3 s each, without pauses."""
    times = [start + i * WORD_S for i in range(len(text.split()) + 1)]
    return tuple(Word(w, times[i], times[i + 1], 0.9, channel, voice) for i, w in enumerate(text.split()))


def utterance(text: str, start: float, channel: int = 0, voice: str | None = None) -> Utterance:
    return Utterance(channel, voice, words(text, start, channel, voice))


@dataclass(frozen=True)
class Line:
    """Something said: on a channel of a call on two, by a voice of a call on one."""

    start: float
    text: str
    channel: int = 0
    voice: str | None = None


def house(start: float, text: str) -> Line:
    return Line(start, text, 0, "house")


def customer(start: float, text: str) -> Line:
    return Line(start, text, 1, "customer")


@dataclass(frozen=True)
class Heard:
    """What a made-up call carries besides words."""

    music: tuple[Span, ...] = ()
    ringing: tuple[Span, ...] = ()
    keys: tuple[KeyPress, ...] = ()


STEREO = CallMetadata(agent_channel=0)


def understood(
    duration_s: float,
    *lines: Line,
    heard: Heard | None = None,
    metadata: CallMetadata = STEREO,
    language: str = "en",
    persons: Persons | None = None,
) -> Understanding:
    """A call on two channels, the house on channel 0."""
    heard = heard or Heard()
    said = [word for line in lines for word in words(line.text, line.start, line.channel)]
    channels = tuple(
        ChannelSounds(
            channel,
            union(word for word in said if word.channel == channel),
            heard.music if channel == 0 else (),
            heard.ringing if channel == 0 else (),
            -60.0,
        )
        for channel in (0, 1)
    )
    return _understood(Sounds(duration_s, channels, heard.keys), said, metadata, language, persons)


def understood_mono(
    duration_s: float, *lines: Line, heard: Heard | None = None, metadata: CallMetadata | None = None
) -> Understanding:
    """A call on one channel; the voice of each line is known, as a diariser would tell it."""
    heard = heard or Heard()
    said = [word for line in lines for word in words(line.text, line.start, 0, line.voice)]
    voices = tuple(SpeakerSpan(w.start, w.end, str(w.speaker)) for w in sorted(said, key=lambda w: w.start))
    channel = ChannelSounds(0, union(said), heard.music, heard.ringing, -60.0, voices)
    return _understood(Sounds(duration_s, (channel,), heard.keys), said, metadata or CallMetadata(), "en")


def _understood(
    sounds: Sounds, said: list[Word], metadata: CallMetadata, language: str, persons: Persons | None = None
) -> Understanding:
    transcript = Transcript(tuple(sorted(said, key=lambda w: (w.start, w.channel))), language, 1.0)
    return understand(sounds, transcript, metadata, SETTINGS, load_phrases(language), persons)


@st.composite
def wild_words(draw: st.DrawFn, speakers: tuple[str | None, ...] = (None,)) -> list[Word]:
    """Words of two channels in any order, overlapping and of no length too, within 60 s."""
    texts = st.sampled_from(["yes", "no.", "okay?", "press", "one", "hold", "Julia", "please", "moment", "thanks!"])
    return [
        Word(
            draw(texts),
            start := draw(st.floats(0, 50)),
            start + draw(st.floats(0, 9)),
            0.9,
            draw(st.integers(0, 1)),
            draw(st.sampled_from(speakers)),
        )
        for _ in range(draw(st.integers(0, 15)))
    ]
