"""Settings of markers and scores. Each value is documented in settings.toml."""

from configs.section import section


@section
class MarkerSettings:
    """[markers]: matching."""

    min_confidence: float
    paraphrase_reach_s: float
    paraphrase_words: int
    repeat_words: int
    repeat_ratio: float


@section
class EmpathySettings:
    """[empathy]: weights of its parts."""


@section
class DeliverySettings:
    """[delivery]: weights of its parts."""


@section
class FrictionSettings:
    """[friction]: weights of its parts."""
