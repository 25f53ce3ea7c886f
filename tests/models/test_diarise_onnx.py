import numpy as np
import pytest

from calls.sound import SpeakerSpan
from calls.spans import Span, Timed, overlap_s, total_s, union
from configs.settings import Settings
from models.campplus import CamPlusPlus
from models.diarise_onnx import OnnxDiariser
from models.segmentation import Segmentation


@pytest.fixture
def diariser(segments: Segmentation, voices: CamPlusPlus) -> OnnxDiariser:
    return OnnxDiariser(segments, voices)


def confusion(
    found: tuple[SpeakerSpan, ...], turns: list[dict], roles: tuple[str, str] = ("agent", "customer")
) -> float:  # type: ignore[type-arg]
    """Share of the speech found within true turns that has the wrong voice, under the better naming."""
    table = np.zeros((2, 8))
    for turn in turns:
        for span in found:
            row, column = roles.index(turn["role"]), int(span.speaker.split()[-1]) - 1
            table[row, column] += overlap_s(span, Span(turn["start"], turn["end"]))
    best = max(table[0, a] + table[1, b] for a in range(8) for b in range(8) if a != b)
    return float(1 - best / table.sum())


def test_silence_has_no_voices(diariser: OnnxDiariser, settings: Settings) -> None:
    samples = np.zeros(16_000 * 12, np.float32)
    assert diariser.diarise(samples, [Span(0, 12)], None, settings.diarisation) == ()


def test_nothing_to_listen_to_has_no_voices(diariser: OnnxDiariser, settings: Settings) -> None:
    assert diariser.diarise(np.zeros(16_000, np.float32), [], None, settings.diarisation) == ()
    assert diariser.diarise(np.zeros(0, np.float32), [], None, settings.diarisation) == ()


def test_agent_and_customer_are_told_apart(diariser: OnnxDiariser, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    found = diariser.diarise(call.audio.channel(0), call.talk(), None, settings.diarisation)
    assert len({span.speaker for span in found}) == 2
    assert confusion(found, call.turns()) < 0.05


@pytest.mark.parametrize("name", ["lamp_warm", "water_robotic"])
def test_both_sides_mixed_are_told_apart(name: str, diariser: OnnxDiariser, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample(name)
    mixed = call.audio.samples.mean(axis=0, dtype=np.float32)
    found = diariser.diarise(mixed, call.talk(), None, settings.diarisation)
    assert len({span.speaker for span in found}) == 2
    assert confusion(found, call.turns()) < 0.08


def test_one_speaker_is_one_voice(diariser: OnnxDiariser, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("lamp_warm")
    spoken = [call.audio.channel(0)[round(t["start"] * 16_000) : round(t["end"] * 16_000)] for t in call.turns("agent")]
    alone = np.concatenate(spoken)
    found = diariser.diarise(alone, [Span(0, len(alone) / 16_000)], None, settings.diarisation)
    assert {span.speaker for span in found} == {"voice 1"}


def test_voices_stay_where_one_may_listen(diariser: OnnxDiariser, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    only = [Span(5, 20), Span(30, 42)]
    found = diariser.diarise(call.audio.channel(0), only, 2, settings.diarisation)
    inside = sum(overlap_s(span, part) for span in found for part in only)
    assert total_s(found) > 5
    assert inside > 0.97 * sum(length(span) for span in found)
    assert [span.start for span in found] == sorted(span.start for span in found)


def test_speech_is_not_lost_between_windows_that_disagree(diariser: OnnxDiariser, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    spoken = [Span(turn["start"], turn["end"]) for turn in call.turns()]
    found = diariser.diarise(call.audio.channel(0), call.talk(), None, settings.diarisation)
    heard = union([Span(span.start, span.end) for span in found])
    said = sum(overlap_s(turn, part) for turn in spoken for part in heard)
    assert said > 0.93 * total_s(spoken)  # 0.90 where each window decided for itself
    assert said > 0.97 * total_s(heard)


def length(timed: Timed) -> float:
    return timed.end - timed.start
