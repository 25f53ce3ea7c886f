"""Settings of what is heard before any word is read. Each value is documented in settings.toml."""

from configs.section import section


@section
class SpeechSettings:
    """[speech]: voice activity."""

    threshold: float
    possible: float
    loud_margin_db: float
    reach_s: float
    window_s: float
    warm_up_s: float
    level: float
    min_speech_s: float
    min_silence_s: float
    pad_s: float
    announcement_s: float
    crosstalk_margin_db: float


@section
class KeySettings:
    """[keys]: DTMF."""

    min_tone_s: float
    min_pause_s: float
    min_level_db: float
    min_band_share: float
    min_share: float
    twist_db: float
    reverse_twist_db: float
    frequency_tolerance: float
    min_steadiness: float
    max_level_spread_db: float
    min_frames: int
    edge_reach_s: float
    min_edge_drop_db: float
    min_explained: float
    short_tone_s: float
    min_explained_short: float
    tell_choices: bool
    alone_s: float


@section
class RingSettings:
    """[ring]: ringback tones."""

    ring_band_hz: tuple[float, float]
    busy_band_hz: tuple[float, float]
    min_share: float
    min_level_db: float
    quiet_below_db: float
    quiet_above_floor_db: float
    min_pause_drop_db: float
    min_burst_s: float
    long_burst_s: float
    double_gap_s: float
    bridge_s: float
    max_level_spread_db: float
    max_pause_s: float
    min_busy_burst_s: float
    max_busy_burst_s: float
    max_busy_pause_s: float
    busy_bursts: int
    busy_jitter_s: float


@section
class MusicSettings:
    """[music]: hold music."""

    switch_cost: float
    max_odds: float
    min_level_db: float
    min_level_sd_db: float
    max_gap_s: float
    min_music_s: float
    edge_reach_s: float
    min_edge_db: float
    edge_bias_s: float


@section
class LineSettings:
    """[line]: the house's own prompts and hold music, as taught by `warmline prompts learn`."""

    look_s: float
    step_s: float
    gap_s: float
    places: int
    max_difference: float
    edge_s: float
    edge_difference: float
    min_known_s: float
    heard_in: int
    min_heard_s: float
    quiet_db: float
    min_audible: float


@section
class ChannelSettings:
    """[channels]: two channels or one mix twice."""

    dead_below_db: float
    window_s: float
    windows: int
    same_mix_gain_db: float
    same_mix_delay_s: float
    same_mix_correlation: float
