"""Does every network run here? Each is loaded as a run would and given a second of sound."""

import os
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions, version

import numpy as np

from calls.errors import SetupBroken
from calls.sound import Samples
from calls.spans import Span
from configs.settings import Settings

RATE = 16_000
SECOND = (0.05 * np.random.default_rng(0).standard_normal(RATE)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a network did: the device it ran on and the seconds it took for one second of sound, or what is wrong."""

    name: str
    device: str = ""
    seconds: float = 0.0
    problem: str = ""


def machine(settings: Settings) -> Iterator[str]:
    """What there is to run on, a line each."""
    import onnxruntime as ort  # noqa: PLC0415  seconds to import
    from ctranslate2 import get_cuda_device_count  # noqa: PLC0415

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"Warmline {version('warmline')}, Python {platform.python_version()}, {cores} cores, {platform.machine()}"
    yield f"ONNX Runtime {ort.__version__}: {', '.join(ort.get_available_providers())}"
    yield f"CTranslate2 {version('ctranslate2')}: {get_cuda_device_count() or 'no'} CUDA device(s)"
    yield f"asked for: device {settings.compute.device}, threads {settings.compute.threads or 'as each engine likes'}"


def two_builds() -> str:
    """What is wrong where two packages brought ONNX Runtime, else nothing."""
    builds = sorted(set(packages_distributions().get("onnxruntime", [])))
    if len(builds) < 2:
        return ""
    wanted = next(build for build in builds if build != "onnxruntime")
    return (
        f"{' and '.join(builds)} are installed together and overwrite each other's files; "
        f"run pip uninstall -y {' '.join(builds)} && pip install --no-deps {wanted}"
    )


def try_networks(settings: Settings) -> Iterator[Trial]:
    """Every network that these settings use, one after the other; never raises SetupBroken, but tells it."""
    for name, load in _loaders(settings).items():
        try:
            device, run = load()
            run()  # the first time is slower
            start = time.perf_counter()
            run()
            yield Trial(name, device, time.perf_counter() - start)
        except SetupBroken as error:
            yield Trial(name, problem=str(error))


Loaded = tuple[str, Callable[[], object]]


def _loaders(settings: Settings) -> dict[str, Callable[[], Loaded]]:
    voices = {"voices (pyannote)": lambda: _pyannote(settings)} if settings.diarisation.diariser == "pyannote" else {
        "voices (segmentation)": lambda: _segmentation(settings),
        "voices (campplus)": lambda: _campplus(settings),
    }  # fmt: skip
    return {
        "words (whisper-base)": lambda: _words(settings),
        "speech (silero)": lambda: _speech(settings),
        **voices,
        "pitch (swift-f0)": _pitch,
        "markers (minilm)": _markers,
    }


def _words(settings: Settings) -> Loaded:
    from models.engines import WORDS  # noqa: PLC0415  seconds to import
    from models.fetch import ensure_model  # noqa: PLC0415
    from models.whisper import Whisper  # noqa: PLC0415

    whisper = Whisper(ensure_model(WORDS, settings.models).parent, settings.compute)
    return whisper.device, lambda: whisper.recognise([SECOND], "en", settings.recognition)


def _speech(settings: Settings) -> Loaded:
    from models.silero import speech_probability  # noqa: PLC0415  seconds to import

    return "cpu", lambda: speech_probability(SECOND, settings.speech)


def _segmentation(settings: Settings) -> Loaded:
    from models.fetch import ensure_model  # noqa: PLC0415  seconds to import
    from models.segmentation import WINDOW_S, Segmentation  # noqa: PLC0415

    network = Segmentation(ensure_model("segmentation", settings.models), settings.compute)
    window: Samples = np.resize(SECOND, round(WINDOW_S * RATE))
    return network.device, lambda: network.listen(window, np.zeros(1))


def _campplus(settings: Settings) -> Loaded:
    from models.campplus import CamPlusPlus, fbank  # noqa: PLC0415  seconds to import
    from models.fetch import ensure_model  # noqa: PLC0415

    network = CamPlusPlus(ensure_model("campplus", settings.models), settings.compute)
    return network.device, lambda: network.embed(fbank(SECOND))


def _pyannote(settings: Settings) -> Loaded:
    from models.diarise_pyannote import load_pyannote  # noqa: PLC0415  seconds to import

    diariser = load_pyannote(settings)
    return settings.compute.device, lambda: diariser.diarise(SECOND, [Span(0.0, 1.0)], None, settings.diarisation)


def _pitch() -> Loaded:
    from models.pitch import track_pitch  # noqa: PLC0415  seconds to import

    return "cpu", lambda: track_pitch(SECOND, RATE)


def _markers() -> Loaded:
    from models.marker_network import read_sentence  # noqa: PLC0415  seconds to import

    return "cpu", lambda: read_sentence("agent", "I am so sorry, let me see to that.")
