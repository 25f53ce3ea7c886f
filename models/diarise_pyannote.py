"""Who speaks when, by pyannote.audio's own pipeline: an extra, with torch (1.6 to 7 GB)."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from audio.resample import Readable
from calls.errors import SetupBroken
from calls.sound import SpeakerSpan
from calls.spans import Span, duration_s, intersection
from configs.operation_settings import ComputeSettings
from configs.settings import Settings
from configs.speech_settings import DiarisationSettings
from models.fetch import Progress, ensure_model
from models.segmentation import WINDOW_S
from models.whisper import NVIDIA

RATE = 16_000
OWN_STEP_S = 1.0
"""How far apart pyannote's own pipelines lay their windows; ours lays them as the settings say."""
COMMUNITY = "pyannote/speaker-diarization-community-1"
TOKEN_VARIABLE = "HF_TOKEN"  # noqa: S105  the name of a variable


class PyannoteDiariser:
    """Any of pyannote.audio's pipelines as a Diariser."""

    def __init__(self, pipeline: Any) -> None:  # noqa: ANN401  untyped
        self._pipeline = pipeline

    def diarise(
        self, samples_16k: Readable, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        """See Diariser. What lies outside `only` is silenced, so that it forms no speakers."""
        import torch  # noqa: PLC0415  seconds to import, only where asked for

        if not only:
            return ()
        heard = np.zeros(len(samples_16k), dtype=np.float32)
        for span in only:
            part = slice(round(span.start * RATE), round(span.end * RATE))
            said = samples_16k[part]
            heard[part.start : part.start + len(said)] = said
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sound = {"waveform": torch.from_numpy(heard)[None], "sample_rate": RATE}
            found = self._pipeline(sound, num_speakers=speakers)
        return _spans(getattr(found, "speaker_diarization", found), only, settings)


def load_pyannote(settings: Settings, progress: Progress | None = None) -> PyannoteDiariser:
    """The hub's community-1 where HF_TOKEN is set, else our own weights in pyannote's pipeline.

    Raises SetupBroken without the extra, or where the device or the hub won't have it.
    """
    with warnings.catch_warnings():
        # torchcodec, which would read files, is not needed: samples are handed over.
        warnings.simplefilter("ignore")
        try:
            import pyannote.audio  # noqa: F401, PLC0415  seconds to import, only where asked for
        except (ImportError, OSError) as error:
            raise SetupBroken(
                f"the diariser 'pyannote' can't be loaded ({error}); "
                "install the extra with pip install 'warmline[pyannote]', or set diariser = \"onnx\""
            ) from error
        device = _device(settings.compute)
        token = os.environ.get(TOKEN_VARIABLE)
        return PyannoteDiariser(_community(token, device) if token else _local(settings, device, progress))


def _community(token: str, device: Any) -> Any:  # noqa: ANN401  untyped
    from pyannote.audio import Pipeline  # noqa: PLC0415

    try:
        pipeline = Pipeline.from_pretrained(COMMUNITY, token=token)
    except Exception as error:  # the hub's client raises its own, httpx's and the system's errors
        reason = " ".join(str(error).split())[:160]
        raise SetupBroken(
            f"{COMMUNITY} could not be had from the hub ({reason}); accept its conditions there with the account of "
            f"{TOKEN_VARIABLE}, or unset that to use the built-in weights"
        ) from error
    return pipeline.to(device)


def _local(settings: Settings, device: Any, progress: Progress | None) -> Any:  # noqa: ANN401  untyped
    """pyannote's pipeline of version 3 (agglomerative clustering) with segmentation-3.0 and CAM++."""
    from pyannote.audio import Model  # noqa: PLC0415
    from pyannote.audio.core.plda import PLDA  # noqa: PLC0415
    from pyannote.audio.pipelines import SpeakerDiarization  # noqa: PLC0415

    rules = settings.diarisation
    segmentation = ensure_model("segmentation-torch", settings.models, progress)
    embedding = ensure_model("campplus", settings.models, progress)
    with tempfile.TemporaryDirectory() as folder:
        # pyannote takes an ONNX file for an embedding only if its path says wespeaker.
        named = Path(folder) / f"wespeaker-{embedding.name}"
        shutil.copyfile(embedding, named)
        pipeline = SpeakerDiarization(
            segmentation=Model.from_pretrained(segmentation),
            segmentation_step=rules.step_s / WINDOW_S,
            segmentation_batch_size=8,
            embedding=str(named),
            embedding_exclude_overlap=True,
            clustering="AgglomerativeClustering",
            # Asked for whatever the clustering; only VBxClustering uses it, and its weights are gated.
            plda=PLDA.__new__(PLDA),
        )
        pipeline.to(device)  # reads the embedding's file again
    pipeline.instantiate(
        {
            "segmentation": {"min_duration_off": rules.close_gap_s},
            "clustering": {
                "method": "centroid",
                "min_cluster_size": rules.min_windows,
                "threshold": rules.pyannote_threshold,
            },
        }
    )
    return pipeline


def _device(compute: ComputeSettings) -> Any:  # noqa: ANN401  untyped
    import torch  # noqa: PLC0415

    if compute.threads:
        torch.set_num_threads(compute.threads)
    works = torch.cuda.is_available()
    if compute.device in NVIDIA and not works:
        raise SetupBroken(f"device '{compute.device}' was asked for, but torch can't use a GPU here; use --device cpu")
    return torch.device("cuda" if works and compute.device in ("auto", *NVIDIA) else "cpu")


def _spans(annotation: Any, only: Sequence[Span], settings: DiarisationSettings) -> tuple[SpeakerSpan, ...]:  # noqa: ANN401
    """pyannote's annotation in our terms, within `only`, speakers numbered by first appearance."""
    names: dict[str, str] = {}
    spans = []
    for segment, _, label in annotation.itertracks(yield_label=True):
        name = names.setdefault(label, f"voice {len(names) + 1}")
        inside = intersection([Span(segment.start, segment.end)], only)
        spans += [SpeakerSpan(s.start, s.end, name) for s in inside if duration_s(s) >= settings.min_span_s]
    return tuple(sorted(spans, key=lambda s: (s.start, s.speaker)))
