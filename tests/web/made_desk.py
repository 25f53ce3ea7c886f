"""People of every role, and the example call under other names; forms as our own pages send them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from httpx import Response
from starlette.testclient import TestClient

# The example call is made beside the tests of its own room.
sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))

from example import example_audio, example_report

from calls.recording import CallMetadata
from calls.report import CallReport
from configs.settings import load_settings
from reports.report_html import write_html
from reports.report_json import write_json
from store.accounts import Role
from store.connect import open_store, store_url
from store.ledger import save_report
from web.accounts.passwords import hashed
from web.desk import Desk

PASSWORD = "a good long password"
HASHED = hashed(PASSWORD)
NOW = datetime.now(UTC)
"""The pages' periods end today."""
PEOPLE: dict[str, tuple[Role, str | None, frozenset[str]]] = {
    "rita": ("reviewer", None, frozenset()),
    "sam": ("supervisor", None, frozenset({"Care North"})),
    "noor": ("agent", "A117", frozenset()),
    "omar": ("operator", None, frozenset()),
    "ada": ("admin", None, frozenset()),
}
AGENTS = (("A117", "Noor", "Care North"), ("A118", "Finn", "Care North"), ("A200", "Zoe", "Care South"))


@dataclass(frozen=True)
class Served:
    """A desk at an address, and how to open a browser there as somebody."""

    desk: Desk
    address: str


def empty_desk(out: Path) -> Desk:
    """On the store of that folder, made where it is new."""
    out.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    return Desk(open_store(store_url(settings.store, out), settings.store), settings, out, "a secret of the tests")


def add_call(
    desk: Desk, call_id: str, agent: str, name: str, team: str, began: datetime,
    change: Callable[[CallReport], CallReport] = lambda report: report,
) -> CallReport:  # fmt: skip
    """The example call under another name, as its report and page on disk and its rows in the store."""
    report = add_rows(desk, call_id, agent, name, team, began, change)
    folder = desk.out / call_id
    write_json(report, folder / "report.json")
    write_html(report, example_audio(report), folder / "report.html", desk.settings.report)
    return report


def add_rows(
    desk: Desk, call_id: str, agent: str, name: str, team: str, began: datetime,
    change: Callable[[CallReport], CallReport] = lambda report: report,
) -> CallReport:  # fmt: skip
    """The same in the store only: a page with its sound takes half a second."""
    pattern = example_report(call_id)
    known = CallMetadata(call_id, agent, name, team, "billing", began, agent_channel=0)
    recording = replace(pattern.recording, sha256=f"{abs(hash(call_id)):064x}", metadata=known)
    report = change(replace(pattern, recording=recording))
    save_report(desk.engine, report, desk.out / call_id, desk.settings)
    return report


def send(client: TestClient, path: str, **fields: object) -> Response:
    """POST a form as a page of ours does, its CSRF field and cookie with it."""
    if "csrftoken" not in client.cookies:
        client.get("/sign-in")
    return client.post(path, data={"csrftoken": client.cookies["csrftoken"], **fields})
