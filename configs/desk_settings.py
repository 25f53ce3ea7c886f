"""Settings of the desk. Each value is documented in settings.toml."""

from configs.section import section


@section
class DeskSettings:
    """[desk]: the web application."""

    address: str
    session_hours: float
    sign_in_tries: int
    sign_in_wait_s: float
    min_password: int
    page_calls: int
    queue_days: int
    export_rows: int
    form: str
    zone: str


@section
class WorthSettings:
    """[worth]: what makes a call worth a reviewer's time, in points."""

    distress: float
    distress_most: float
    unmet: float
    manager: float
    low_score: float
    low_below: float
    uncertain: float
    uncertain_width: float
    hold: float
    hold_s: float
    disputed: float
    chance: float
    drawn: float
    confidence: float


@section
class MomentSettings:
    """[moments]: moments that called for empathy, as one hears them one after another."""

    listed: int
    peers: int
    peer_days: int
    least: int
    lead_s: float
    longest_s: float


@section
class NumbnessSettings:
    """[numbness]: when a scorecard says that the voice flattens over a shift."""

    gap_h: float
    min_shifts: int
    min_calls: int
    min_hour_calls: int
    least_drop: float


@section
class InitiativeSettings:
    """[initiatives]: what is compared before and after one began."""

    days: int
    least_calls: int
    few_calls: int


@section
class SignOnSettings:
    """[sign_on]: accounts of the house's own OpenID Connect provider."""

    issuer: str
    client_id: str
    name: str
