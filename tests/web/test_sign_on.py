"""Sign-on through a real OpenID Connect provider that runs on this machine."""

from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import httpx
import oidc_provider_mock
import pytest
from starlette.testclient import TestClient

from store.accounts import Person, add_person, change_person, password_of
from web.accounts.sign_on import SECRET_VARIABLE
from web.app import make_app
from web.desk import Desk

LOGIN = "maria@example.org"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def signing_on(desk: Desk, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(SECRET_VARIABLE, "secret")
    asked = replace(desk.settings.sign_on, issuer=issuer, client_id="warmline")
    made = replace(desk, settings=replace(desk.settings, sign_on=asked))
    with TestClient(make_app(made), follow_redirects=False) as client:
        yield client


def add_account(desk: Desk, login: str = LOGIN) -> Person:
    made = add_person(desk.engine, Person(0, login, "Maria", "reviewer", None, frozenset(), False, False, 0), None)
    assert made
    return made


def at_the_provider(issuer: str, subject: str, **claims: object) -> None:
    httpx.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()


def sign_on(client: TestClient, subject: str) -> httpx.Response:
    """Go there, say who one is, come back."""
    away = client.get("/sign-on?next=/account")
    assert away.status_code == 302, away.text
    back = httpx.post(away.headers["location"], data={"sub": subject})
    assert back.status_code == 302, back.text
    return client.get(back.headers["location"])


def test_a_person_with_an_account_is_let_in_by_the_verified_address(
    signing_on: TestClient, desk: Desk, issuer: str
) -> None:
    add_account(desk)
    at_the_provider(issuer, "m1", email=LOGIN.upper(), email_verified=True)
    answer = sign_on(signing_on, "m1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Maria" in signing_on.get("/account").text


def test_an_address_that_is_not_verified_is_nobodys(signing_on: TestClient, desk: Desk, issuer: str) -> None:
    add_account(desk)
    at_the_provider(issuer, "m2", email=LOGIN, email_verified=False)
    assert sign_on(signing_on, "m2").status_code == 403


def test_who_has_no_account_is_told_whom_to_ask(signing_on: TestClient, issuer: str) -> None:
    at_the_provider(issuer, "m3", email="stranger@example.org", email_verified=True)
    answer = sign_on(signing_on, "m3")
    assert answer.status_code == 403
    assert "Ask an admin" in answer.text


def test_another_account_of_the_provider_with_the_same_address_stays_out(
    signing_on: TestClient, desk: Desk, issuer: str
) -> None:
    add_account(desk)
    for subject in ("first", "second"):
        at_the_provider(issuer, subject, email=LOGIN, email_verified=True)
    assert sign_on(signing_on, "first").status_code == 303
    signing_on.cookies.clear()
    assert sign_on(signing_on, "second").status_code == 403


def test_a_switched_off_account_stays_out(signing_on: TestClient, desk: Desk, issuer: str) -> None:
    change_person(desk.engine, replace(add_account(desk), is_active=False))
    at_the_provider(issuer, "m5", email=LOGIN, email_verified=True)
    assert sign_on(signing_on, "m5").status_code == 403


def test_a_forged_way_back_lets_nobody_in(signing_on: TestClient) -> None:
    assert signing_on.get("/sign-on/back?code=made-up&state=made-up").status_code == 403


def test_an_account_for_sign_on_has_no_password_to_guess(desk: Desk) -> None:
    add_account(desk)
    found = password_of(desk.engine, LOGIN)
    assert found
    assert found[1] is None


def test_a_provider_that_is_away_is_told_and_passwords_go_on(desk: Desk) -> None:
    asked = replace(desk.settings.sign_on, issuer="http://localhost:9", client_id="warmline")
    made = replace(desk, settings=replace(desk.settings, sign_on=asked))
    with TestClient(make_app(made), follow_redirects=False) as client:
        answer = client.get("/sign-on")
    assert answer.status_code == 403
    assert "can't be reached" in unescape(answer.text)
    assert 'name="password"' in answer.text
