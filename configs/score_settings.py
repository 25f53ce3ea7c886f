"""Settings of markers and scores. Each value is documented in settings.toml."""

from configs.section import section


@section
class MarkerSettings:
    """[markers]: matching."""


@section
class EmpathySettings:
    """[empathy]: weights of its parts."""


@section
class DeliverySettings:
    """[delivery]: weights of its parts."""


@section
class FrictionSettings:
    """[friction]: weights of its parts."""
