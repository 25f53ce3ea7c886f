"""A desk with people of every role and made-up calls of two teams; signed-in clients; a served desk and a browser."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
import uvicorn
from made_desk import AGENTS, HASHED, NOW, PASSWORD, PEOPLE, Served, add_call, empty_desk, send
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from store.accounts import Person, add_person
from web.app import make_app
from web.desk import Desk


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder that every test's desk begins as: people of PEOPLE, two calls of each agent, whole reports."""
    out = tmp_path_factory.mktemp("desk") / "out"
    made = empty_desk(out)
    for login, (role, agent, teams) in PEOPLE.items():
        add_person(made.engine, Person(0, login, login.title(), role, agent, teams, False, False, 0), HASHED)
    for number, (agent, name, team) in enumerate(AGENTS * 2):
        add_call(made, f"call-{number}", agent, name, team, NOW - timedelta(days=1 + number))
    made.engine.dispose()
    return out


@pytest.fixture
def desk(pattern: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of the test's own."""
    out = shutil.copytree(pattern, tmp_path / "out")
    made = empty_desk(out)
    yield made
    made.engine.dispose()


@pytest.fixture
def as_person(desk: Desk) -> Iterator[Callable[[str], TestClient]]:
    """`as_person("rita")`: a client that is signed in; forms are sent by `send`."""
    app, clients = make_app(desk), []

    def signed(login: str) -> TestClient:
        client = TestClient(app, follow_redirects=True)
        clients.append(client)
        if login:
            answer = send(client, "/sign-in", login=login, password=PASSWORD, next="/account")
            assert answer.status_code == 200, answer.text
        return client

    yield signed
    for client in clients:
        client.close()


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    """The desk at a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(desk), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until, "the desk did not start"
        time.sleep(0.02)
    yield Served(desk, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def browse(chromium: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """`browse("rita", "/queue", width=1400, scheme="light")`: a page, signed in through the form."""
    contexts: list[BrowserContext] = []

    def opened(login: str, path: str = "/", width: int = 1400, scheme: str = "light") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(urljoin(served.address, "/sign-in"))
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("button:has-text('Sign in')")
        page.goto(urljoin(served.address, path))
        return page

    yield opened
    for context in contexts:
        context.close()
