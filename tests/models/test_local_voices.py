from collections.abc import Sequence

import numpy as np

from calls.spans import Span
from configs.settings import Settings
from models.local_voices import Vector, local_voices
from models.segmentation import FRAME_STEP_S, Activity

AGENT, CUSTOMER = np.eye(2, 192, dtype=np.float32)


def activity(*spans: tuple[int, float, float]) -> Activity:
    """One window in which speaker (0 to 2) is active from second to second."""
    active = np.zeros((1, 589, 3), bool)
    for speaker, start, end in spans:
        active[0, round(start / FRAME_STEP_S) : round(end / FRAME_STEP_S), speaker] = True
    return Activity(np.zeros(1), active, np.zeros((1, 589, 2), np.float32))


def agent_until(second: float):  # type: ignore[no-untyped-def]
    def embed(spans: Sequence[Span]) -> list[Vector | None]:
        return [AGENT if (span.start + span.end) / 2 < second else CUSTOMER for span in spans]

    return embed


def test_one_speaker_with_one_voice_stays_one(settings: Settings) -> None:
    heard = activity((0, 1, 4), (0, 5, 8))
    (found,) = local_voices(heard, agent_until(10), settings.diarisation)
    assert (found.frames == heard.active[0, :, 0]).all()
    assert abs(found.clear_s - 6) < 0.1


def test_one_speaker_with_two_voices_is_split_between_them(settings: Settings) -> None:
    found = local_voices(activity((0, 1, 4), (0, 5, 8)), agent_until(4.5), settings.diarisation)
    assert len(found) == 2
    first, second = sorted(found, key=lambda v: int(v.frames.argmax()))
    assert not (first.frames & second.frames).any()
    assert first.frames[round(2 / FRAME_STEP_S)]
    assert second.frames[round(6 / FRAME_STEP_S)]
    assert first.vector is not None
    assert first.vector @ AGENT > 0.99


def test_overlapped_speech_stays_with_both(settings: Settings) -> None:
    found = local_voices(activity((0, 1, 5), (1, 4, 8)), agent_until(4.5), settings.diarisation)
    assert len(found) == 2
    assert (found[0].frames & found[1].frames).sum() * FRAME_STEP_S > 0.9


def test_a_voice_too_short_to_judge_has_no_vector(settings: Settings) -> None:
    (found,) = local_voices(activity((0, 1, 1.2)), lambda spans: [None for _ in spans], settings.diarisation)
    assert found.vector is None


def test_silence_has_no_voices(settings: Settings) -> None:
    assert local_voices(activity(), agent_until(5), settings.diarisation) == []
