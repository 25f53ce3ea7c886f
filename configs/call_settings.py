"""Settings of timeline, turns and measures. Each value is documented in settings.toml."""

from configs.section import section


@section
class TimelineSettings:
    """[timeline]: ring, ivr, queue, hold, talk."""


@section
class TurnSettings:
    """[turns]: words to turns, turns to roles."""


@section
class DynamicsSettings:
    """[dynamics]: who holds the floor."""


@section
class ToneSettings:
    """[tone]: the agent's voice."""
