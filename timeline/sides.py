"""Who is on which side: the house (recordings and agents) or the customer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from calls.recording import CallMetadata
from calls.sound import KnownSound, Sounds
from calls.spans import covered_s, total_s
from configs.call_settings import TurnSettings
from timeline.reading import Reading
from timeline.utterances import Utterance


@dataclass(frozen=True, slots=True)
class Sides:
    """Utterances of the house and of the customer, in order of start, and how the sides were told.

    `recorded` are the indices in `far` of voices that only ever read prompts (mono calls); `note` is for the reader.
    """

    far: tuple[Utterance, ...]
    near: tuple[Utterance, ...]
    recorded_voices: frozenset[str]
    note: str | None = None


def tell_sides(
    said: Sequence[Utterance], sounds: Sounds, metadata: CallMetadata, reading: Reading, settings: TurnSettings
) -> Sides:
    """The two sides of a call: by channel where there are two, else by voice."""
    if sounds.layout == "stereo":
        channel, note = far_channel(said, sounds, metadata, reading)
        far = tuple(u for u in said if u.channel == channel)
        return Sides(far, tuple(u for u in said if u.channel != channel), frozenset(), note)
    return _by_voice(said, sounds.taught("prompt"), reading, settings)


def far_channel(
    said: Sequence[Utterance], sounds: Sounds, metadata: CallMetadata, reading: Reading
) -> tuple[int, str | None]:
    """The house's channel: as the metadata say, else by evidence, with a note that it was so decided.

    Ringing, music and prompts come from the house; keys from the customer, though a recorder may carry them on
    either side; agents greet and offer, customers ask and complain.
    """
    if metadata.agent_channel in (0, 1):
        return metadata.agent_channel, None
    evidence = [0.0, 0.0]
    for sound in sounds.channels:
        evidence[sound.channel] += (total_s(sound.music) + total_s(sound.ringing) + total_s(sound.known)) / 10
    for utterance in said:
        evidence[utterance.channel] += 2 * reading.is_prompt(utterance.text) + reading.agent_likeness(utterance.text)
    if evidence[0] == evidence[1]:
        first = said[0].channel if said else 0
        return first, f"Which channel is the agent is not known: channel {first}, who speaks first, was taken for it."
    far = 0 if evidence[0] > evidence[1] else 1
    return far, f"Which channel is the agent was told from what is heard: channel {far}."


def is_taught(utterance: Utterance, taught: Sequence[KnownSound]) -> bool:
    """Whether it is a prompt that was taught: most of it lies in one."""
    return 2 * covered_s(utterance, taught) > utterance.end - utterance.start


def _by_voice(
    said: Sequence[Utterance], taught: Sequence[KnownSound], reading: Reading, settings: TurnSettings
) -> Sides:
    prompts = {u for u in said if reading.is_prompt(u.text) or is_taught(u, taught)}
    talk: dict[str, float] = defaultdict(float)
    prompted: dict[str, float] = defaultdict(float)
    likeness: dict[str, float] = defaultdict(float)
    for utterance in said:
        voice, seconds = str(utterance.voice), utterance.end - utterance.start
        talk[voice] += seconds
        if utterance in prompts:
            prompted[voice] += seconds
        else:
            likeness[voice] += reading.agent_likeness(utterance.text)
    # An agent whose voice is like the recording's counts as one voice with it: the words of the rest tell.
    recorded = frozenset(
        v for v in talk if prompted[v] >= settings.recorded_share * talk[v] and likeness[v] < settings.person_sentences
    )
    people = [v for v in talk if v not in recorded]
    customer = _customer(people, talk, likeness, said, settings)
    talked = _conversation_start(said, people, prompts)
    near = tuple(
        u
        for u in said
        if str(u.voice) == customer and not is_taught(u, taught) and (u not in prompts or u.start >= talked)
    )
    far = tuple(u for u in said if u not in near)
    note = "One channel: who is agent and who is customer was told from the voices and the words." if customer else None
    return Sides(far, near, recorded, note)


def _conversation_start(said: Sequence[Utterance], people: Sequence[str], prompts: Set[Utterance]) -> float:
    """When the second person has begun to speak; until then, prompts are read by a recording, whatever voice it has."""
    heard: set[str] = set()
    for utterance in said:
        if utterance not in prompts and str(utterance.voice) in people:
            heard.add(str(utterance.voice))
        if len(heard) > 1:
            return utterance.start
    return float("inf")


def _customer(
    people: Sequence[str],
    talk: Mapping[str, float],
    likeness: Mapping[str, float],
    said: Sequence[Utterance],
    settings: TurnSettings,
) -> str | None:
    """The voice least like an agent among those that say enough; the first to speak counts a little."""
    everything = sum(talk[v] for v in people)
    heard = [v for v in people if talk[v] >= settings.party_share * everything]
    if len(heard) < 2:
        return None
    first = next(str(u.voice) for u in said if str(u.voice) in heard)
    return min(heard, key=lambda v: (likeness[v] + (0.5 if v == first else 0.0), v))
