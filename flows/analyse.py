"""One recording to one report: the stages in order, plain functions, no server."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from audio.channels import live_channels
from audio.decode import Decoded, decode
from audio.peaks import waveform_peaks
from calls.curves import Curves
from calls.recording import Recording
from calls.report import CallReport, Provenance
from calls.sound import Audio
from calls.transcript import Turn
from configs.phrases import load_phrases, phrases_text
from configs.settings import Settings, config_hash
from flows.recipe import recipe_of
from flows.stages import Progress, StageClock, silent
from measures.curves import voice_curve
from measures.measure import measure
from measures.tone import ToneTrack
from measures.voice import agent_track, main_agent
from models.cores import cores_of
from models.engines import Engines
from scores.markers import find_markers
from scores.score import score
from sounds.listen import listen, persons_in, sides
from timeline.understand import understand
from transcripts.transcribe import transcribe


def analyse_recording(
    recording: Recording, engines: Engines, settings: Settings, progress: Progress = silent
) -> tuple[CallReport, Audio]:
    """What happened in a call, and its sound as analysed, one channel a side.

    Raises one of calls.errors, its `stage` saying where.
    """
    clock = StageClock(recording, progress)
    metadata = recording.metadata
    with clock.stage("decode"):
        decoded = decode(recording.path)
        audio = sides(decoded.audio, settings)
    clock.tell_duration(audio.duration_s)
    with clock.stage("listen"):
        sounds = listen(audio, engines, settings)
    with clock.stage("transcribe"):
        transcript = transcribe(audio, sounds, engines.recogniser, settings, metadata.language)
    with clock.stage("understand"):
        phrases = load_phrases(transcript.language, settings.markers.own_folder) if transcript.language else None
        understood = understand(
            sounds, transcript, metadata, settings, phrases, persons_in(audio, engines.persons, settings)
        )
    with clock.stage("measure"):
        track = agent_track(audio, understood.turns, cores_of(settings.compute))
        measures = measure(understood.turns, understood.timeline, track, settings, phrases)
    with clock.stage("mark"):
        evidence = find_markers(understood.turns, understood.timeline, metadata, settings, phrases)
    with clock.stage("score"):
        scores = score(understood.turns, understood.timeline, measures, evidence, settings, track)
    report = CallReport(
        recording=recording,
        duration_s=audio.duration_s,
        channels=audio.channels,
        transcript=transcript,
        timeline=understood.timeline,
        turns=understood.turns,
        measures=measures,
        evidence=evidence,
        scores=scores,
        provenance=_made_by(engines, settings),
        stages=tuple(clock.times),
        notes=(*_notes_on_sound(decoded, audio, settings), *understood.notes, *_notes_on_agents(understood.turns)),
        curves=_curves(audio, track, settings),
    )
    return report, audio


def _curves(audio: Audio, track: ToneTrack, settings: Settings) -> Curves:
    points, step_s = settings.report.waveform_points, settings.report.curve_step_s
    peaks = tuple(tuple(channel) for channel in waveform_peaks(audio, points).tolist())
    return Curves(peaks, voice_curve(track, audio.duration_s, step_s, points, settings.tone))


def _made_by(engines: Engines, settings: Settings) -> Provenance:
    return Provenance(
        warmline=version("warmline"),
        config=config_hash(settings, phrases_text(settings.markers.own_folder)),
        models=dict(engines.models),
        device=engines.device,
        recipe=recipe_of(settings),
        analysed_at=datetime.now(UTC),
    )


def _notes_on_agents(turns: Sequence[Turn]) -> list[str]:
    agents = {turn.speaker for turn in turns if turn.role == "agent"}
    if len(agents) < 2:
        return []
    voice = f"Delivery and the agent's voice are those of {main_agent(turns)}, who talks longest"
    return [
        f"{len(agents)} agents speak. {voice}; empathy and the conversation are of all. None counts on a scorecard."
    ]


def _notes_on_sound(decoded: Decoded, audio: Audio, settings: Settings) -> list[str]:
    notes = []
    if decoded.truncated_s > 0:
        notes.append(f"The file is truncated: {decoded.truncated_s:.1f} s that its header promises are missing.")
    if audio.channels < decoded.audio.channels:
        dead = len(live_channels(decoded.audio, settings.channels)) < decoded.audio.channels
        why = "One of the two channels is silent throughout" if dead else "Both channels carry the same mix"
        notes.append(f"{why}; it was analysed as one channel.")
    return notes
