import numpy as np
import pytest

from configs.settings import Settings
from models.silero import FRAME, speech_probability


@pytest.mark.parametrize(("samples", "frames"), [(0, 0), (1, 1), (FRAME, 1), (FRAME + 1, 2), (400_000, 782)])
def test_there_is_one_frame_for_every_32_ms_begun(samples: int, frames: int, settings: Settings) -> None:
    assert speech_probability(np.zeros(samples, np.float32), settings.speech).shape == (frames,)


def test_silence_and_noise_are_no_speech(settings: Settings) -> None:
    noise = 0.02 * np.random.default_rng(0).standard_normal(160_000).astype(np.float32)
    assert speech_probability(np.zeros(160_000, np.float32), settings.speech).max() < settings.speech.threshold
    assert speech_probability(noise, settings.speech).mean() < 0.1


def test_speech_after_minutes_of_quiet_is_still_heard(sample, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    call = sample("lamp_warm")
    turn = max(call.turns("customer"), key=lambda t: t["end"] - t["start"])
    spoken = call.audio.channel(1)[round(turn["start"] * 16_000) : round(turn["end"] * 16_000)]
    quiet = 1e-4 * np.random.default_rng(0).standard_normal(120 * 16_000).astype(np.float32)
    probability = speech_probability(np.concatenate([quiet, spoken]), settings.speech)
    assert (probability[len(quiet) // FRAME :] >= settings.speech.possible).mean() > 0.6
    assert (probability[: len(quiet) // FRAME] >= settings.speech.threshold).mean() < 0.01
