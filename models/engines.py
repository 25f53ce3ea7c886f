"""All networks of a run, loaded once a process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audio.fingerprint import Clip
from audio.line import load_line
from audio.resample import Readable
from calls.sound import SpeakerSpan
from calls.spans import Span
from configs.settings import Settings
from configs.speech_settings import DiarisationSettings
from models.campplus import CamPlusPlus
from models.diarise_onnx import OnnxDiariser
from models.diarise_pyannote import load_pyannote
from models.diariser import Diariser
from models.fetch import Progress, ensure_model, hashes_in_use
from models.persons import Persons, PersonsByVoice
from models.segmentation import Segmentation
from models.whisper import Recogniser, Whisper

WORDS = "whisper-base"


@dataclass(frozen=True, slots=True)
class Engines:
    """What turns sound into words and voices. `models` maps a model's name to its sha256.

    `persons` tells those who speak on one side apart.
    `line` are the house's own prompts and music, as far as they were taught.
    `device` is what actually runs the recogniser, "cpu" or "cuda".
    """

    recogniser: Recogniser
    diariser: Diariser
    persons: Persons
    models: Mapping[str, str]
    device: str
    line: tuple[Clip, ...] = ()


def load_engines(settings: Settings, progress: Progress | None = None) -> Engines:
    """The engines that `settings` ask for; missing models are fetched, `progress` being told.

    What hears voices is loaded when a call first needs it. Raises SetupBroken where a model or a device is missing.
    """
    words = load_recogniser(settings, progress)
    voices = _VoicesAtNeed(settings, progress)
    return Engines(
        words,
        voices,
        voices,
        hashes_in_use(settings),
        words.device,
        load_line(settings.store.line),
    )


def load_recogniser(settings: Settings, progress: Progress | None = None) -> Whisper:
    """What turns sound into words. Raises SetupBroken where it, or the device asked for, is missing."""
    return Whisper(ensure_model(WORDS, settings.models, progress).parent, settings.compute)


class _VoicesAtNeed:
    """What hears voices, loaded the first time it is asked: the diariser of the settings, and Persons."""

    def __init__(self, settings: Settings, progress: Progress | None) -> None:
        self._settings = settings
        self._progress = progress

    def diarise(
        self, samples_16k: Readable, only: Sequence[Span], speakers: int | None, settings: DiarisationSettings
    ) -> tuple[SpeakerSpan, ...]:
        """See Diariser."""
        return self._diariser.diarise(samples_16k, only, speakers, settings)

    def told_apart(
        self, samples_16k: Readable, stretches: Sequence[Sequence[Span]], settings: DiarisationSettings
    ) -> tuple[int | None, ...]:
        """See Persons."""
        return self._persons.told_apart(samples_16k, stretches, settings)

    @cached_property
    def _diariser(self) -> Diariser:
        return load_diariser(self._settings, self._progress)

    @cached_property
    def _persons(self) -> Persons:
        return PersonsByVoice(_load_voices(self._settings, self._progress))


def load_diariser(settings: Settings, progress: Progress | None = None) -> Diariser:
    """The diariser that `settings` name. Raises SetupBroken where it, or a model of it, is missing."""
    if settings.diarisation.diariser == "pyannote":
        return load_pyannote(settings, progress)
    segments = Segmentation(ensure_model("segmentation", settings.models, progress), settings.compute)
    return OnnxDiariser(segments, _load_voices(settings, progress))


def _load_voices(settings: Settings, progress: Progress | None) -> CamPlusPlus:
    return CamPlusPlus(ensure_model("campplus", settings.models, progress), settings.compute)
