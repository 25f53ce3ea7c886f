import numpy as np

from models.campplus import SIZE, CamPlusPlus, fbank


def test_features_come_every_10_ms() -> None:
    assert fbank(np.zeros(16_000, np.float32)).shape == (98, 80)
    assert fbank(np.zeros(0, np.float32)).shape == (0, 80)
    assert fbank(np.zeros(100, np.float32)).shape == (0, 80)


def test_a_voice_is_nearer_to_itself_than_to_another(voices: CamPlusPlus, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    features = fbank(call.audio.channel(0))
    found: dict[str, list[np.ndarray]] = {"agent": [], "customer": []}
    for turn in call.turns():
        if turn["end"] - turn["start"] > 2:
            found[turn["role"]].append(voices.embed(features[round(turn["start"] * 100) : round(turn["end"] * 100)]))
    agent, customer = np.stack(found["agent"]), np.stack(found["customer"])
    assert agent.shape[1] == SIZE
    np.testing.assert_allclose(np.linalg.norm(agent, axis=1), 1, rtol=1e-5)
    assert (agent @ agent.T).min() > (agent @ customer.T).max()


def test_loudness_does_not_change_a_voice(voices: CamPlusPlus, sample) -> None:  # type: ignore[no-untyped-def]
    turn = sample("clinic_mono").turns()[0]
    heard = sample("clinic_mono").audio.channel(0)[round(turn["start"] * 16_000) : round(turn["end"] * 16_000)]
    assert voices.embed(fbank(heard)) @ voices.embed(fbank(heard * 0.25)) > 0.95
