"""Words and sounds to roles, turns and the timeline: what the caller went through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calls.recording import CallMetadata
from calls.sound import KnownSound, Sounds
from calls.spans import Span, intersection, union
from calls.timeline import Timeline
from calls.transcript import Transcript, Turn
from configs.phrases import Phrases
from configs.settings import Settings
from timeline.agents import agent_speakers, stints
from timeline.arrival import FarUtterance, first_person
from timeline.holds import hold_in, is_between_music, mutters_in_wait, talk_gaps
from timeline.reading import Reading
from timeline.segments import Landmarks, Prompting, segments
from timeline.sides import Sides, is_taught, tell_sides
from timeline.turns import Said, turns
from timeline.utterances import Utterance, utterances

Persons = Callable[[int, Sequence[Sequence[Span]]], Sequence[int | None]]
"""Who speaks in each stretch of talk on a channel, by the voice: persons numbered, None where it can't be told."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """Who said what and what the call went through; `notes` are for the reader of the report."""

    turns: tuple[Turn, ...]
    timeline: Timeline
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _House:
    """The house's utterances parted into recordings and people."""

    recorded: tuple[FarUtterance, ...]
    agents: tuple[FarUtterance, ...]
    arrival: float | None


def understand(
    sounds: Sounds,
    transcript: Transcript,
    metadata: CallMetadata,
    settings: Settings,
    phrases: Phrases | None,
    persons: Persons | None = None,
) -> Understanding:
    """Roles, turns and segments of a call.

    Without `phrases` prompts can't be told by their words, without `persons` agents who take over only by their names.
    """
    reading = Reading(phrases)
    sides = tell_sides(utterances(transcript.words, settings.turns), sounds, metadata, reading, settings.turns)
    music = _music_while_waiting(sounds)
    house = _house(sides, sounds, reading, settings)
    holds = _holds(house, sides, music, reading, settings, sounds.duration_s)
    marks = Landmarks(
        duration_s=sounds.duration_s,
        ringing=union(ring for channel in sounds.channels for ring in channel.ringing),
        music=music,
        prompts=tuple(_prompting(u, music, settings) for u in house.recorded),
        keys=sounds.keys,
        arrival=house.arrival,
        holds=holds,
    )
    timeline = Timeline(segments(marks, settings.timeline), sounds.keys)
    said = _said(house, sides, [hold.end for hold in holds], metadata, persons)
    return Understanding(turns(said, settings.turns), timeline, _notes(sides, transcript, phrases))


def _music_while_waiting(sounds: Sounds) -> tuple[Span, ...]:
    """Music of either side: hold music comes from the house, whichever channel that is."""
    return union(music for channel in sounds.channels for music in channel.music)


def _house(sides: Sides, sounds: Sounds, reading: Reading, settings: Settings) -> _House:
    music, taught = _music_while_waiting(sounds), sounds.taught("prompt")
    far = tuple(_far(u, sides, taught, reading) for u in sides.far)
    rules = settings.timeline
    waits = [m for m in music if m.end - m.start >= rules.hold_music_s]
    arrival = first_person(far, sides.near, waits, rules)

    def is_recording(u: FarUtterance) -> bool:
        if arrival is None or u.start < arrival or u.taught:
            return True
        if u.recorded and (u.facts.options >= 2 or u.facts.options_changed):
            return True
        return is_between_music(u.utterance, music, rules) or (u.recorded and u.facts.waits and not u.greets)

    recorded = tuple(u for u in far if is_recording(u))
    return _House(recorded, tuple(u for u in far if not is_recording(u)), arrival)


def _far(utterance: Utterance, sides: Sides, taught: Sequence[KnownSound], reading: Reading) -> FarUtterance:
    facts = reading.prompt_facts(utterance.text)
    known = is_taught(utterance, taught)
    recorded = known or facts.is_prompt or str(utterance.voice) in sides.recorded_voices
    return FarUtterance(utterance, facts, recorded, reading.greets(utterance.text) and not known, known)


def _prompting(u: FarUtterance, music: Sequence[Span], settings: Settings) -> Prompting:
    in_music = is_between_music(u.utterance, music, settings.timeline) and not u.offers
    return Prompting(Span(u.start, u.end), u.facts.waits or u.facts.connecting, in_music)


def _holds(
    house: _House,
    sides: Sides,
    music: Sequence[Span],
    reading: Reading,
    settings: Settings,
    duration_s: float,
) -> tuple[Span, ...]:
    """The holds after the first agent's arrival; a customer's mutter under the music does not end one."""
    if house.arrival is None:
        return ()
    near = [u for u in sides.near if u.start >= house.arrival and not mutters_in_wait(u, music)]
    persons = [(u.utterance, True) for u in house.agents] + [(u, False) for u in near]
    found = []
    for gap in talk_gaps(sorted(persons, key=lambda p: p[0].start), duration_s):
        asks = reading.asks_to_wait(gap.said_before) or reading.thanks_for_waiting(gap.said_after)
        ends_call = gap.span.end >= duration_s and not intersection([gap.span], music)
        hold = None if ends_call else hold_in(gap, music, asks, settings.timeline)
        if hold:
            found.append(hold)
    return tuple(found)


def _said(
    house: _House, sides: Sides, returns: Sequence[float], metadata: CallMetadata, persons: Persons | None
) -> list[Said]:
    agents = [u.utterance for u in house.agents]
    speakers = agent_speakers(agents, returns, metadata, _persons_by_voice(agents, returns, persons))
    customer = metadata.customer_name or "customer"
    return [
        *(Said(u.utterance, "ivr", "ivr") for u in house.recorded),
        *(Said(u, "agent", speaker) for u, speaker in zip(agents, speakers, strict=True)),
        *(Said(u, "customer", customer) for u in sides.near),
    ]


def _persons_by_voice(
    agents: Sequence[Utterance], returns: Sequence[float], persons: Persons | None
) -> Sequence[int | None]:
    stretches = [[Span(u.start, u.end) for u in stint] for stint in stints(agents, returns)]
    if persons is None or len(stretches) < 2:
        return ()
    return persons(agents[0].channel, stretches)


def _notes(sides: Sides, transcript: Transcript, phrases: Phrases | None) -> tuple[str, ...]:
    if not transcript.words:
        return ("Nobody speaks in this recording: no words were found.",)  # so nothing told the sides apart either
    notes = [sides.note] if sides.note else []
    if phrases is None:
        notes.append(f"There are no phrase lists for the language '{transcript.language}': words are not scored.")
    return tuple(notes)
