"""Settings of what is heard before any word is read. Each value is documented in settings.toml."""

from configs.section import section


@section
class SpeechSettings:
    """[speech]: voice activity."""

    threshold: float
    window_s: float
    min_speech_s: float
    min_silence_s: float
    pad_s: float
    crosstalk_margin_db: float


@section
class KeySettings:
    """[keys]: DTMF."""


@section
class RingSettings:
    """[ring]: ringback tones."""


@section
class MusicSettings:
    """[music]: hold music."""


@section
class ChannelSettings:
    """[channels]: two channels or one mix twice."""

    dead_below_db: float
    window_s: float
    windows: int
    same_mix_gain_db: float
    same_mix_delay_s: float
    same_mix_correlation: float
