"""Settings of markers and scores. Each value is documented in settings.toml."""

from pathlib import Path
from typing import Literal

from configs.section import section


@section
class MarkerSettings:
    """[markers]: matching."""

    voices: Literal["both", "phrases", "network"]
    phrase_trust: float
    rare_in_calls: float
    own: str
    own_width: float
    own_firmness: float
    min_confidence: float
    paraphrase_reach_s: float
    paraphrase_words: int
    repeat_words: int
    repeat_ratio: float
    asked_again_words: int
    asked_again_ratio: float

    @property
    def own_folder(self) -> Path | None:
        """`own` as a path; None where it is empty."""
        return Path(self.own).expanduser() if self.own else None


@section
class EmpathySettings:
    """[empathy]: weights of its parts, in points of 100."""

    start: float
    half_at: float
    small_mark: float
    doubtful: float
    sure: float
    opportunities: float
    quiet_moment: float
    reach_back_s: float
    practical_help: float
    stock_answer: float
    promptness: float
    prompt_s: float
    late_s: float
    validate_first: float
    apology_action: float
    listening: float
    ownership: float
    action: float
    personal: float
    courtesy: float
    hold_courtesy: float
    customer_turn: float
    calmed: float
    repeat_contact: float
    taken_up: float
    asked_again: float
    policy: float
    softened_rule: float
    refusal: float
    blame: float
    dismissal: float
    stock: float
    escalation: float
    min_agent_talk_s: float
    min_customer_talk_s: float
    base_width: float
    reference_words: float
    missing_width: float
    max_width: float


@section
class ScriptednessSettings:
    """[scriptedness]: what counts as said again across an agent's calls."""

    min_words: int
    alike: float
    min_calls_share: float
    everybody: float
    min_agents: int
    min_calls: int
    newest_calls: int
    resamples: int
    shown: int
    required: tuple[str, ...]


@section
class DeliverySettings:
    """[delivery]: weights of its parts, in points of 100, and the peers a voice is set against."""

    pitch_spread: float
    loudness_spread: float
    pace_variation: float
    latency_regularity: float
    stock_words: float
    after_distress: float
    matching: float
    pitch_spread_peers: tuple[tuple[float, float], ...]
    loudness_spread_peers: tuple[tuple[float, float], ...]
    pace_variation_peers: tuple[tuple[float, float], ...]
    latency_spread_peers: tuple[tuple[float, float], ...]
    after_distress_peers: tuple[tuple[float, float], ...]
    stock_share_peers: tuple[tuple[float, float], ...]
    min_agent_talk_s: float
    base_width: float
    reference_voiced_s: float
    missing_width: float
    max_width: float


@section
class FrictionSettings:
    """[friction]: weights of its parts, in points of 100; `*_half`: what costs half of a part's points."""

    ivr: float
    ivr_half_s: float
    options: float
    options_half: float
    options_changed: float
    invalid: float
    invalid_half: float
    zero_outs: float
    zero_outs_half: float
    repeats: float
    repeats_half: float
    queue: float
    queue_half_s: float
    hold: float
    hold_half_s: float
    no_human: float
    base_width: float
    unseen_width: float
