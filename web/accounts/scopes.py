"""What a token may be used for. It never allows more than its owner may."""

from store.accounts import Person
from web.access import Ability, may

SCOPES: dict[str, str] = {
    "calls": "read calls, their words and scores",
    "scorecards": "read agents' scorecards",
    "waits": "read figures of menus and waits",
    "nights": "read how nights went",
}
_NEEDS: dict[str, tuple[Ability, ...]] = {
    "calls": ("hear",),
    "scorecards": ("scorecards", "own scorecard"),
    "waits": ("waits",),
    "nights": ("nights",),
}


def scopes_of(person: Person) -> tuple[str, ...]:
    """Those that this person can give a token."""
    return tuple(scope for scope in SCOPES if any(may(person, ability) for ability in _NEEDS[scope]))
