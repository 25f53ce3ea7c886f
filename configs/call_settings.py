"""Settings of timeline, turns and measures. Each value is documented in settings.toml."""

from configs.section import section


@section
class TimelineSettings:
    """[timeline]: ring, ivr, queue, hold, talk."""

    reply_s: float
    conversation_replies: int
    menu_gap_s: float
    hold_music_s: float
    settle_s: float
    announced_hold_s: float
    silent_hold_s: float
    queue_silence_s: float
    breath_s: float


@section
class TurnSettings:
    """[turns]: words to turns, turns to roles."""

    pause_s: float
    turn_gap_s: float
    sentence_gap_s: float
    recorded_share: float
    person_sentences: float
    party_share: float


@section
class DynamicsSettings:
    """[dynamics]: who holds the floor."""

    word_gap_s: float
    min_overlap_s: float
    backchannel_s: float
    notable_silence_s: float
    max_latency_s: float
    pace_min_words: int
    matching_min_pairs: int
    hold_reach_s: float
    prompt_gap_s: float
    key_gap_s: float
    same_prompt: float
    key_run_s: float


@section
class ToneSettings:
    """[tone]: the agent's voice."""

    min_confidence: float
    loudness_floor_db: float
    octave_guard_semitones: float
    guard_window_s: float
    min_voiced_s: float
    after_distress_s: float
    min_after_s: float
    proof_voiced_s: float
    proof_lead_s: float
