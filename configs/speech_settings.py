"""Settings of recognition and diarisation. Each value is documented in settings.toml."""

from typing import Literal

from configs.section import section


@section
class RecognitionSettings:
    """[recognition]: words."""

    beam_size: int
    batch_size: int
    language: str
    pack_s: float
    pack_gap_s: float
    missed_s: float
    hole_s: float
    hole_share: float
    again_confidence: float
    early_s: float
    edge_s: float
    hot_words: str
    no_speech: float
    min_log_probability: float
    max_repetition: float
    min_confidence: float


@section
class DiarisationSettings:
    """[diarisation]: voices in a mixed channel."""

    diariser: Literal["onnx", "pyannote"]
    step_s: float
    threshold: float
    pyannote_threshold: float
    min_windows: int
    far_distance: float
    person_distance: float
    min_person_s: float
    max_person_s: float
    min_clear_s: float
    min_alone_s: float
    piece_s: float
    piece_gap_s: float
    min_piece_s: float
    split_distance: float
    speech_probability: float
    overlap_probability: float
    close_gap_s: float
    min_span_s: float
