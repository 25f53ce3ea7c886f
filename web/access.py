"""Who may do and see what. Every page asks here, and the store's questions carry `visible`."""

from typing import Literal

from sqlalchemy import ColumnElement, false, true

from store.accounts import Person, Role
from store.desk_tables import SummaryRow

Ability = Literal["review", "hear", "scorecards", "own scorecard", "initiatives", "waits", "nights", "people"]
ABILITIES: dict[Role, frozenset[Ability]] = {
    "reviewer": frozenset({"review", "hear", "waits"}),
    "supervisor": frozenset({"review", "hear", "scorecards", "initiatives", "waits"}),
    "agent": frozenset({"hear", "own scorecard"}),
    "operator": frozenset({"waits", "nights"}),
    "admin": frozenset({"review", "hear", "scorecards", "initiatives", "waits", "nights", "people"}),
}
"""`hear`: open calls that are visible to them; `people`: accounts and the audit log; docs/desk.md has the table."""


def may(person: Person, ability: Ability) -> bool:
    """Whether the role has it."""
    return ability in ABILITIES[person.role]


def visible(person: Person) -> ColumnElement[bool]:
    """Which calls' summaries this person may see, as a condition for the store."""
    if person.role == "admin" or (person.role == "reviewer" and not person.teams):
        return true()
    if person.role in ("reviewer", "supervisor"):
        return SummaryRow.team.in_(sorted(person.teams))
    if person.role == "agent" and person.agent_id:
        return SummaryRow.agent_id == person.agent_id
    return false()


def counted_for(person: Person) -> ColumnElement[bool]:
    """Which calls' menus and waits are in figures for this person: operators see none of the calls, but their sums."""
    return true() if person.role == "operator" else visible(person)


def teams_of(person: Person) -> frozenset[str] | None:
    """The teams a person is kept to; None: all there are."""
    return None if person.role == "admin" or (person.role == "reviewer" and not person.teams) else person.teams
