"""The desk as a process: store opened, calls' lines made, the first admin, uvicorn."""

from collections.abc import Callable
from datetime import UTC, datetime

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


def serve(desk: Desk, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until stopped."""
    made = summarise_missing(desk.engine, desk.settings)
    if made:
        say(f"{made} calls of an earlier version are in the queue now")
    if password := first_admin(desk):
        say(f"first start: sign in as '{ADMIN}' with the password {password} and change it; it is not shown again")
    say(f"the desk is at http://{host}:{port}")
    uvicorn.run(
        make_app(desk), host=host, port=port, log_level="warning", proxy_headers=bool(desk.settings.desk.address),
        server_header=False,
    )  # fmt: skip
