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
    confidence: float


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
