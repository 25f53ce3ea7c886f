"""The desk as a process: store opened, calls' lines made, the first admin, uvicorn."""

import gc
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn

from flows.order import Order, settings_of
from flows.run import prepare_folder
from store.accounts import Person, add_person, any_people, password_of, set_password
from store.audit import Deed, keep
from store.connect import open_store, store_url, writing
from store.summaries import summarise_missing
from web.accounts.passwords import hashed, new_password
from web.app import make_app
from web.desk import Desk, desk_secret

ADMIN = "admin"
ORDER_VARIABLE = "WARMLINE_DESK_ORDER"
"""Processes of uvicorn are given no arguments of ours."""


def open_desk(order: Order) -> Desk:
    """All that pages work with. Raises SetupBroken or TryAgain."""
    settings = settings_of(order)
    prepare_folder(order.out)
    engine = open_store(store_url(settings.store, order.out), settings.store)
    return Desk(engine, settings, order.out, desk_secret(order.out))


def first_admin(desk: Desk) -> str | None:
    """Makes the account `admin` of a fresh install; its password, this once. None where there are accounts."""
    if any_people(desk.engine):
        return None
    password = new_password()
    admin = Person(0, ADMIN, "Admin", "admin", None, frozenset(), False, True, 0)
    return password if add_person(desk.engine, admin, hashed(password)) else None


def new_password_for(desk: Desk, login: str) -> str | None:
    """A new password for who is locked out, to be changed at the first signing in; None where there is no account."""
    found = password_of(desk.engine, login)
    if found is None:
        return None
    password = new_password()
    set_password(desk.engine, found[0].id, hashed(password), must_change=True)
    with writing(desk.engine) as session:
        keep(session, Deed(datetime.now(UTC), "command line", "gave a new password", None, {"login": login}, ""), None)
    return password


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the desk listens, with how many processes."""

    host: str
    port: int
    workers: int


def serve(order: Order, at: Listening, say: Callable[[str], None]) -> None:
    """Serve until stopped. Raises SetupBroken or TryAgain."""
    desk = open_desk(order)
    made = summarise_missing(desk.engine, desk.settings)
    if made:
        say(f"{made} calls of an earlier version are in the queue now")
    if password := first_admin(desk):
        say(f"first start: sign in as '{ADMIN}' with the password {password} and change it; it is not shown again")
    behind_proxy = bool(desk.settings.desk.address)
    desk.engine.dispose()  # each process opens its own
    say(f"the desk is at {desk.settings.desk.address or f'http://{at.host}:{at.port}'}")
    os.environ[ORDER_VARIABLE] = json.dumps([str(order.out), str(order.config) if order.config else None])
    uvicorn.run(
        "web.serve:app",
        factory=True,
        host=at.host,
        port=at.port,
        workers=at.workers,
        log_level="warning",
        proxy_headers=behind_proxy,
        server_header=False,
    )


def app() -> Any:  # noqa: ANN401 - what uvicorn calls in each process
    """The desk of the order in the environment."""
    out, config = json.loads(os.environ[ORDER_VARIABLE])
    made = make_app(open_desk(Order(Path(out), Path(config) if config else None)))
    gc.collect()
    gc.freeze()  # what stays for ever is not looked through again: it took a third of the time of an hour's page
    return made
