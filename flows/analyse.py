"""One recording to one report: the stages in order, plain functions, no server."""

from measures.measure import measure
from models.engines import Engines
from scores.markers import find_markers
from scores.score import score
from timeline.understand import understand

from audio.decode import decode
from calls.recording import Recording
from calls.report import CallReport
from configs.phrases import load_phrases
from configs.settings import Settings
from flows.stages import Progress, StageClock, silent
from sounds.listen import listen
from transcripts.transcribe import transcribe


def analyse_recording(
    recording: Recording, engines: Engines, settings: Settings, progress: Progress = silent
) -> CallReport:
    """What happened in a call. Raises one of calls.errors, its `stage` saying where."""
    clock = StageClock(recording, progress)
    metadata = recording.metadata
    phrases = load_phrases()
    with clock.stage("decode"):
        decoded = decode(recording.path)
        audio = decoded.audio
    with clock.stage("listen"):
        sounds = listen(audio, engines, settings)
    with clock.stage("transcribe"):
        transcript = transcribe(audio, sounds, engines, settings, metadata)
    with clock.stage("understand"):
        understood = understand(sounds, transcript, metadata, settings, phrases)
    with clock.stage("measure"):
        measures = measure(audio, understood.turns, understood.timeline, settings, phrases)
    with clock.stage("mark"):
        evidence = find_markers(understood.turns, understood.timeline, metadata, settings, phrases)
    with clock.stage("score"):
        scores = score(understood.turns, measures, evidence, settings)
    return CallReport(
        recording=recording,
        duration_s=audio.duration_s,
        channels=audio.channels,
        transcript=transcript,
        timeline=understood.timeline,
        turns=understood.turns,
        measures=measures,
        evidence=evidence,
        scores=scores,
        provenance=provenance(engines, settings, recipe),
        stages=tuple(clock.times),
        notes=(*truncation_notes(decoded.truncated_s), *understood.notes),
    )
