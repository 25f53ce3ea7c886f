"""The second diariser, and our ONNX networks against PyTorch's; needs the extra 'pyannote'."""

import importlib.util
from dataclasses import replace

import numpy as np
import pytest

from calls.errors import SetupBroken
from configs.settings import Settings
from models.diarise_pyannote import load_pyannote
from models.fetch import ensure_model
from models.segmentation import Segmentation

INSTALLED = importlib.util.find_spec("pyannote.audio") is not None if importlib.util.find_spec("pyannote") else False
needs_extra = pytest.mark.skipif(not INSTALLED, reason="the extra 'pyannote' is not installed")


@pytest.mark.skipif(INSTALLED, reason="the extra 'pyannote' is installed")
def test_without_the_extra_a_sentence_says_how_to_get_it(settings: Settings) -> None:
    with pytest.raises(SetupBroken, match=r"warmline\[pyannote\]"):
        load_pyannote(settings)


@needs_extra
@pytest.mark.pyannote
def test_agent_and_customer_are_told_apart(settings: Settings, sample, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("HF_TOKEN", raising=False)
    call = sample("clinic_mono")
    found = load_pyannote(settings).diarise(call.audio.channel(0), call.talk(), 2, settings.diarisation)
    assert {span.speaker for span in found} == {"voice 1", "voice 2"}
    agent = {role: np.zeros(2) for role in ("agent", "customer")}
    for turn in call.turns():
        for span in found:
            shared = max(0.0, min(turn["end"], span.end) - max(turn["start"], span.start))
            agent[turn["role"]][int(span.speaker[-1]) - 1] += shared
    assert agent["agent"].argmax() != agent["customer"].argmax()
    assert sum(row.max() for row in agent.values()) > 0.9 * sum(row.sum() for row in agent.values())


@needs_extra
@pytest.mark.pyannote
def test_silence_has_no_voices_in_pyannote(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    diariser = load_pyannote(settings)
    assert diariser.diarise(np.zeros(160_000, np.float32), [], None, settings.diarisation) == ()


@needs_extra
@pytest.mark.pyannote
def test_cuda_is_refused_where_torch_has_none(settings: Settings) -> None:
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        pytest.skip("a GPU is here")
    with pytest.raises(SetupBroken, match="--device cpu"):
        load_pyannote(replace(settings, compute=replace(settings.compute, device="cuda")))


@needs_extra
@pytest.mark.pyannote
def test_our_segmentation_answers_as_pyannotes_own(segments: Segmentation, settings: Settings, sample) -> None:  # type: ignore[no-untyped-def]
    import torch  # noqa: PLC0415
    from pyannote.audio import Model  # noqa: PLC0415

    samples = sample("clinic_mono").audio.channel(0)[:160_000]
    network = Model.from_pretrained(ensure_model("segmentation-torch", settings.models)).eval()
    with torch.inference_mode():
        theirs = network(torch.from_numpy(samples)[None, None]).numpy()[0].argmax(axis=-1)
    sets = {(): 0, (0,): 1, (1,): 2, (2,): 3, (0, 1): 4, (0, 2): 5, (1, 2): 6}
    ours = [sets[tuple(np.flatnonzero(frame).tolist())] for frame in segments.listen(samples, np.zeros(1)).active[0]]
    assert (np.array(ours) == theirs).mean() > 0.995
