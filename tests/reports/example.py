"""A made call to test reports with: every kind of segment, mark and score. Nobody real, no real sound."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from calls.curves import Curves, VoiceCurve
from calls.measures import DynamicsMeasures, HoldMeasures, IvrMeasures, Measures, Prompt, QueueMeasures, ToneMeasures
from calls.recording import CallMetadata, Recording
from calls.report import CallReport, Provenance, StageTime
from calls.scores import Evidence, Score, ScorePart, Scores
from calls.sound import MASKED_KEY, Audio, KeyPress
from calls.spans import Span
from calls.timeline import Segment, Timeline
from calls.transcript import Role, Transcript, Turn, Word

DURATION_S = 124.0
SPOKEN: tuple[tuple[Role, str, float, float, str], ...] = (
    ("ivr", "ivr", 6.2, 14.0, "Thank you for calling Harbour Energy. Please listen carefully, as our options have "
     "changed. For billing, press 1. For a fault, press 2."),
    ("ivr", "ivr", 15.2, 17.6, "That is not a valid option."),
    ("agent", "A117", 31.0, 35.2, "Good afternoon, Harbour Energy, you are speaking with Noor. How can I help?"),
    ("customer", "customer", 35.6, 45.4, "Hi. This is the third time I have called about this, the bill is double "
     "what it was and nobody ever rings back. I am honestly at the end of my tether."),
    ("agent", "A117", 46.1, 53.0, "I am so sorry you have had to call three times. I would be worn out too. Let me "
     "take this on myself today."),
    ("customer", "customer", 53.4, 56.2, "Okay. Thank you, I appreciate it."),
    ("agent", "A117", 57.0, 61.6, "May I put you on hold for half a minute while I open the meter readings?"),
    ("customer", "customer", 62.0, 62.8, "Sure."),
    ("agent", "A117", 92.4, 99.8, "Thank you for waiting. It is our policy that estimated readings stay on the bill, "
     "and that is why it doubled."),
    ("customer", "customer", 100.2, 104.6, "So you will not change it? <b>Then</b> I will look at another supplier."),
    ("agent", "A117", 108.4, 116.0, "I understand. I will correct the reading now, and forty two pounds go back to "
     "your card by Friday. Is there anything else?"),
    ("customer", "customer", 116.6, 119.4, "No, that is great, thanks Noor."),
)  # fmt: skip
MARKS: tuple[tuple[str, int, str], ...] = (
    ("greeting", 2, "Good afternoon, Harbour Energy,"),
    ("exploration", 2, "How can I help?"),
    ("repeat_contact", 3, "This is the third time I have called"),
    ("distress", 3, "I am honestly at the end of my tether."),
    ("apology", 4, "I am so sorry"),
    ("acknowledgement", 4, "so sorry you have had to call three times. I would be worn out too."),
    ("ownership", 4, "Let me take this on myself today."),
    ("thanks", 5, "Thank you, I appreciate it."),
    ("hold_courtesy", 6, "May I put you on hold"),
    ("gratitude", 8, "Thank you for waiting."),
    ("policy_shield", 8, "It is our policy"),
    ("churn_risk", 9, "I will look at another supplier."),
    ("scripted", 10, "I understand."),
    ("action", 10, "I will correct the reading now,"),
    ("offer", 10, "Is there anything else?"),
)
SEGMENTS = (
    Segment("ring", 0.0, 6.0),
    Segment("ivr", 6.0, 18.0),
    Segment("queue", 18.0, 30.5, "music", (Span(22.0, 25.0),)),
    Segment("talk", 30.5, 63.2),
    Segment("hold", 63.2, 92.0, "music"),
    Segment("talk", 92.0, DURATION_S),
)
KEYS = (KeyPress(MASKED_KEY, 14.3, 14.4, 1), KeyPress("0", 17.7, 17.85, 1))


def example_report(call_id: str = "example-0117") -> CallReport:
    """A stereo call; friction and empathy judged, delivery null with its reason."""
    turns = tuple(spoken_turn(*line) for line in SPOKEN)
    zero_out = Evidence("zero_out", "customer", 17.7, 17.85, "0", 1.0, None)
    evidence = (*(_evidence(turns, *mark) for mark in MARKS), zero_out)
    words = tuple(sorted((word for turn in turns for word in turn.words), key=lambda word: word.start))
    return CallReport(
        recording=Recording(
            path=Path("folder of the operator") / f"{call_id}.wav",
            sha256="9f2c" * 16,
            call_id=call_id,
            metadata=CallMetadata(
                call_id=call_id,
                agent_id="A117",
                agent_name="Noor",
                team="Care North",
                queue="billing",
                started_at=datetime(2026, 11, 2, 14, 5, tzinfo=UTC),
                agent_channel=0,
            ),
        ),
        duration_s=DURATION_S,
        channels=2,
        transcript=Transcript(words, "en", 0.98),
        timeline=Timeline(SEGMENTS, KEYS),
        turns=turns,
        measures=example_measures(),
        evidence=evidence,
        scores=_scores(evidence),
        provenance=Provenance(
            warmline="0.1.0",
            config="ab12" * 16,
            models={"whisper-base": "c0de" * 16, "silero-vad": "beef" * 16},
            device="CPUExecutionProvider",
            recipe="77aa" * 16,
            analysed_at=datetime(2026, 11, 3, 2, 30, tzinfo=UTC),
        ),
        stages=(StageTime("decode", 0.2), StageTime("listen", 1.4), StageTime("transcribe", 6.9)),
        notes=("The agent's side was taken to be channel 0, as the metadata say.",),
        curves=example_curves(turns),
    )


def mono_report() -> CallReport:
    """The same call as one mixed channel, nothing known from outside."""
    report = example_report("example-mono")
    turns = tuple(
        replace(turn, speaker="agent 1" if turn.role == "agent" else turn.speaker, words=_on_channel_0(turn))
        for turn in report.turns
    )
    recording = replace(report.recording, metadata=CallMetadata(call_id="example-mono"))
    words = tuple(replace(word, channel=0) for word in report.transcript.words)
    transcript = Transcript(words, "en", 0.9)
    curves = Curves(report.curves.peaks[:1], report.curves.voice) if report.curves else None
    return replace(report, recording=recording, channels=1, turns=turns, transcript=transcript, curves=curves)


def speechless_report() -> CallReport:
    """Ten seconds of nothing: no word, no turn, no score."""
    report = example_report("example-silent")
    nothing = Score(None, None, None, (), "Nobody speaks in this recording.")
    return replace(
        report,
        duration_s=10.0,
        transcript=Transcript((), None, 0.0),
        timeline=Timeline((Segment("talk", 0.0, 10.0),), ()),
        turns=(),
        measures=empty_measures(),
        evidence=(),
        scores=Scores(nothing, nothing, nothing),
        notes=("No speech was found.",),
        curves=Curves(((0.0,) * 40,) * 2),
    )


def example_audio(report: CallReport, sample_rate: int = 8000) -> Audio:
    """Tones where somebody speaks, a chord where music plays, a faint hiss elsewhere; a side a channel."""
    count = int(report.duration_s * sample_rate)
    time = np.arange(count) / sample_rate
    samples = np.random.default_rng(7).normal(0, 0.002, (report.channels, count))
    for turn in report.turns:
        at = slice(int(turn.start * sample_rate), int(turn.end * sample_rate))
        side = 1 if turn.role == "customer" and report.channels == 2 else 0
        pitch = {"agent": 190.0, "customer": 130.0, "ivr": 240.0}[turn.role]
        swell = 0.6 + 0.4 * np.sin(2 * np.pi * 2.7 * time[at]) * np.sin(2 * np.pi * 0.61 * time[at])
        samples[side, at] += 0.3 * swell * np.sin(2 * np.pi * pitch * time[at])
    for segment in report.timeline.of("queue", "hold"):
        at = slice(int(segment.start * sample_rate), int(segment.end * sample_rate))
        samples[0, at] += sum(0.06 * np.sin(2 * np.pi * hz * time[at]) for hz in (261.6, 329.6, 392.0))
    return Audio(samples.astype(np.float32), sample_rate)


def spoken_turn(role: Role, speaker: str, start: float, end: float, text: str) -> Turn:
    """A turn whose words share its time by their letters."""
    channel = 1 if role == "customer" else 0
    letters = sum(len(word) + 1 for word in text.split())
    words, at = [], start
    for index, word in enumerate(text.split()):
        until = at + (end - start) * (len(word) + 1) / letters
        words.append(Word(word, at, until - 0.02, 0.31 if index % 11 == 7 else 0.93, channel))
        at = until
    return Turn(role, speaker, start, end, tuple(words))


def example_measures() -> Measures:
    """Every measure present."""
    return Measures(
        hold=HoldMeasures(1, 28.8, 28.8, 28.8 / DURATION_S, 1, 1),
        queue=QueueMeasures(12.5),
        ivr=IvrMeasures(12.0, 1, 2, 1, 1, 2, 1, 1, 0, 2, 31.0, _prompts()),
        dynamics=DynamicsMeasures(
            agent_talk_share=0.56, agent_talk_s=31.6, customer_talk_s=21.7, interruptions=0, interruptions_by_agent=0,
            backchannels=1, overtalk_count=1, overtalk_longest_s=0.4, overtalk_mean_s=0.4, response_latency_s=0.55,
            response_latency_spread_s=0.3, longest_silence_s=3.8, notable_silences=(Span(104.6, 108.4),),
            agent_wpm=161.0, customer_wpm=172.0, agent_wpm_spread=14.0, turn_changes_per_hour=290.0,
            longest_monologue_s=9.8,
        ),
        tone=ToneMeasures(18.2, 192.0, 2.3, 7.9, 4.1, None, -1.2),
    )  # fmt: skip


def example_curves(turns: tuple[Turn, ...], step_s: float = 0.25) -> Curves:
    """Peaks where each side speaks, and a voice that swings a fifth and 5 dB each way while the agent does."""

    def speaks(second: float, *roles: str) -> bool:
        return any(turn.role in roles and turn.start <= second < turn.end for turn in turns)

    moments = [index * step_s for index in range(int(DURATION_S / step_s))]
    agent_side, customer_side = (
        tuple(round(0.6 + 0.4 * float(np.sin(7 * at)), 3) if speaks(at, *roles) else 0.01 for at in moments)
        for roles in (("ivr", "agent"), ("customer",))
    )
    semitones = tuple(round(7 * float(np.sin(2 * at)), 1) if speaks(at, "agent") else None for at in moments)
    loudness = tuple(round(5 * float(np.cos(3 * at)), 1) if speaks(at, "agent") else None for at in moments)
    return Curves((agent_side, customer_side), VoiceCurve(step_s, semitones, loudness))


def empty_measures() -> Measures:
    """Nothing to measure: counts are zero, the rest is None."""
    return Measures(
        hold=HoldMeasures(0, 0.0, 0.0, 0.0, 0, 0),
        queue=QueueMeasures(0.0),
        ivr=IvrMeasures(0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, ()),
        dynamics=DynamicsMeasures(
            None, 0.0, 0.0, 0, 0, 0, 0, 0.0, None, None, None, 10.0, (Span(0.0, 10.0),), None, None, None, None, 0.0
        ),
        tone=ToneMeasures(0.0, None, None, None, None, None, None),
    )


def _prompts() -> tuple[Prompt, ...]:
    (_, _, start, end, menu), (_, _, invalid_start, invalid_end, invalid) = SPOKEN[0], SPOKEN[1]
    return (
        Prompt(start, end, menu, True, 2, True, False, False),
        Prompt(invalid_start, invalid_end, invalid, False, 0, False, True, False),
    )


def _scores(evidence: tuple[Evidence, ...]) -> Scores:
    def having(*markers: str) -> tuple[Evidence, ...]:
        return tuple(mark for mark in evidence if mark.marker in markers)

    empathy = (
        ScorePart("moments met", 1.0, 14.0, "Of 2 moments that called for empathy, 2 were met within 10 s.",
                  having("distress", "acknowledgement")),
        ScorePart("ownership", 1.0, 6.5, "The agent took the problem on in person.", having("ownership", "action")),
        ScorePart("policy without help", 0.4, -7.0, "A rule was given before help was offered.",
                  having("policy_shield")),
        ScorePart("paraphrase", None, 0.0, "No occasion to say back what was heard."),
    )  # fmt: skip
    friction = (
        ScorePart("zero-outs", 1.0, 8.0, "0 was pressed once though the menu did not offer it.", having("zero_out")),
        ScorePart("hold", 0.3, 9.0, "28.8 s on hold, asked for before and thanked for after.",
                  having("hold_courtesy")),
        ScorePart("one agent", 0.0, -4.0, "The call was solved without a transfer."),
    )  # fmt: skip
    return Scores(
        empathy=Score(68.0, 55.0, 79.0, empathy),
        delivery=Score(None, None, None, (), "The agent speaks for 18 s; 20 s of voice are needed to judge delivery."),
        friction=Score(41.0, 33.0, 52.0, friction),
    )


def _evidence(turns: tuple[Turn, ...], marker: str, index: int, text: str) -> Evidence:
    """The words `text` within a turn, with the seconds they take."""
    turn, wanted = turns[index], text.split()
    said = [word.text for word in turn.words]
    first = next(at for at in range(len(said)) if said[at : at + len(wanted)] == wanted)
    heard = turn.words[first : first + len(wanted)]
    return Evidence(marker, turn.role, heard[0].start, heard[-1].end, text, 0.9, index)


def _on_channel_0(turn: Turn) -> tuple[Word, ...]:
    return tuple(replace(word, channel=0, speaker=turn.speaker) for word in turn.words)
