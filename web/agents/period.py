"""The period that a page is about, as it stands in its address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from pydantic import BaseModel, field_validator

from store.moments import Period
from web.desk import Day, Desk

SHORTCUTS = (7, 30, 90)
USUAL = 30


class Days(BaseModel):
    """Both included; empty: the last thirty days."""

    since: Day | None = None
    until: Day | None = None

    @field_validator("since", "until", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """A form sends empty fields."""
        return None if value == "" else value


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """From the first day to the last; `query` as an address has it."""

    first: date
    last: date
    today: date
    period: Period

    @property
    def query(self) -> str:
        """Without a question mark."""
        return urlencode({"since": self.first, "until": self.last})

    @property
    def shortcuts(self) -> tuple[tuple[int, str, bool], ...]:
        """Days up to today, their query, whether it is the period asked for."""
        firsts = ((days, self.today - timedelta(days=days - 1)) for days in SHORTCUTS)
        return tuple(
            (days, urlencode({"since": first, "until": self.today}), (first, self.today) == (self.first, self.last))
            for days, first in firsts
        )


def asked_period(days: Days, desk: Desk) -> AskedPeriod:
    """In the desk's zone; the wrong way round is turned."""
    today = datetime.now(desk.zone).date()
    last = days.until or today
    first = days.since or last - timedelta(days=USUAL - 1)
    first, last = min(first, last), max(first, last)
    begins, ends = (datetime.combine(day, time(), desk.zone) for day in (first, last + timedelta(days=1)))
    return AskedPeriod(first, last, today, Period(begins, ends))
