"""Real words; needs the recogniser's weights."""

import sys
from collections.abc import Callable
from dataclasses import replace

import ctranslate2
import jiwer
import numpy as np
import pytest
from faster_whisper import WhisperModel

from calls.errors import SetupBroken
from configs.settings import Settings
from configs.wording import normal_words
from models.fetch import ensure_model
from models.whisper import Whisper

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whisper(settings: Settings) -> Whisper:
    return Whisper(ensure_model("whisper-base", settings.models).parent, settings.compute)


@pytest.fixture(scope="module")
def turns(sample: Callable[[str], object]) -> list[tuple[np.ndarray, str, str]]:
    """(samples, role, text) of the turns of both sides of a call, agent's and customer's mingled."""
    call = sample("lamp_warm")
    cut = []
    for turn in call.turns():  # type: ignore[attr-defined]
        channel = call.audio.channel(0 if turn["role"] == "agent" else 1)  # type: ignore[attr-defined]
        cut.append(
            (
                channel[round(turn["start"] * 16_000) - 1600 : round(turn["end"] * 16_000) + 1600],
                turn["role"],
                turn["text"],
            )
        )
    return cut


@pytest.fixture(scope="module")
def recognised(whisper: Whisper, turns: list, settings: Settings) -> list:
    return whisper.recognise([samples for samples, _, _ in turns], "en", settings.recognition)


def test_turns_of_both_sides_are_recognised_in_one_call(turns: list, recognised: list) -> None:
    assert len(recognised) == len(turns)
    said = [" ".join(word.text.strip() for word in words) for words in recognised]
    assert jiwer.wer([normal_words(text) for _, _, text in turns], [normal_words(text) for text in said]) < 0.2


def test_words_lie_within_their_sound_and_in_order(turns: list, recognised: list) -> None:
    for (samples, _, _), words in zip(turns, recognised, strict=True):
        starts = [word.start for word in words]
        assert starts == sorted(starts)
        assert all(-0.1 <= w.start <= w.end <= len(samples) / 16_000 + 0.3 for w in words)
        assert all(0 <= w.confidence <= 1 for w in words)


def test_no_words_are_made_up_from_silence_noise_or_tones(whisper: Whisper, settings: Settings) -> None:
    rng, t = np.random.default_rng(0), np.arange(8 * 16_000) / 16_000
    sounds = [
        np.zeros(16_000, np.float32),
        (0.05 * rng.standard_normal(5 * 16_000)).astype(np.float32),
        (0.1 * np.sin(2 * np.pi * 425 * t)).astype(np.float32),
        np.zeros(10, np.float32),
    ]
    assert whisper.recognise(sounds, "en", settings.recognition) == [(), (), (), ()]


def test_no_sounds_give_no_words(whisper: Whisper, settings: Settings) -> None:
    assert whisper.recognise([], "en", settings.recognition) == []


def test_the_language_is_told(whisper: Whisper, turns: list, settings: Settings) -> None:
    code, probability = whisper.detect_language([samples for samples, _, _ in turns[:3]])
    assert code == "en"
    assert probability > 0.7


def test_what_told_the_language_is_not_encoded_again(
    whisper: Whisper, turns: list, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = WhisperModel.encode

    def counting(self: WhisperModel, features: np.ndarray) -> object:
        encoded.append(len(features))
        return encode(self, features)

    monkeypatch.setattr(WhisperModel, "encode", counting)
    sounds = [samples for samples, _, _ in turns[2:5]]
    whisper.detect_language(sounds)
    assert any(whisper.recognise(sounds, "en", settings.recognition))
    assert encoded == [1, 1, 1]


def test_nothing_of_torch_is_loaded(whisper: Whisper) -> None:
    assert "torch" not in sys.modules


def test_cuda_without_a_gpu_is_refused_and_says_what_to_do(settings: Settings) -> None:
    if ctranslate2.get_cuda_device_count():
        pytest.skip("a GPU is here")
    folder = ensure_model("whisper-base", settings.models).parent
    with pytest.raises(SetupBroken, match="--device cpu"):
        Whisper(folder, replace(settings.compute, device="cuda"))


def test_auto_without_a_gpu_is_the_cpu(settings: Settings) -> None:
    if ctranslate2.get_cuda_device_count():
        pytest.skip("a GPU is here")
    folder = ensure_model("whisper-base", settings.models).parent
    assert Whisper(folder, replace(settings.compute, device="auto")).device == "cpu"
