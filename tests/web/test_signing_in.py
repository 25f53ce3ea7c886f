"""Nothing is open without signing in; passwords, sessions and forms of other sites."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_desk import PASSWORD, send
from starlette.testclient import TestClient

from store.accounts import change_person, password_of
from web.app import make_app
from web.desk import Desk

AsPerson = Callable[[str], TestClient]


@pytest.mark.parametrize("path", ["/", "/queue", "/calls", "/agents", "/people", "/audit", "/account"])
def test_nobody_sees_a_page_without_signing_in(as_person: AsPerson, path: str) -> None:
    answer = as_person("").get(path)
    assert answer.url.path == "/sign-in"


def test_a_wrong_password_lets_nobody_in_and_says_not_which_was_wrong(as_person: AsPerson) -> None:
    client = as_person("")
    wrong = send(client, "/sign-in", login="rita", password="something else")
    unknown = send(client, "/sign-in", login="nobody", password="something else")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "do not belong together" in wrong.text
    assert "do not belong together" in unknown.text


def test_after_too_many_wrong_passwords_the_right_one_has_to_wait(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("")
    for _ in range(desk.settings.desk.sign_in_tries):
        send(client, "/sign-in", login="Rita ", password="wrong")
    assert send(client, "/sign-in", login="rita", password=PASSWORD).status_code == 429


def test_a_form_of_another_site_is_refused(as_person: AsPerson) -> None:
    client = as_person("ada")
    forged = client.post("/people", data={"login": "eve", "name": "Eve", "role": "admin"})
    assert forged.status_code == 403


def test_signing_out_everywhere_ends_other_sessions(as_person: AsPerson) -> None:
    here, there = as_person("rita"), as_person("rita")
    send(here, "/sign-out", everywhere="true")
    assert there.get("/account").url.path == "/sign-in"


def test_a_switched_off_account_is_out_at_once(as_person: AsPerson, desk: Desk) -> None:
    client = as_person("rita")
    found = password_of(desk.engine, "rita")
    assert found
    change_person(desk.engine, replace(found[0], is_active=False))
    assert client.get("/account").url.path == "/sign-in"
    assert send(as_person(""), "/sign-in", login="rita", password=PASSWORD).status_code == 401


def test_only_an_admin_reaches_accounts_and_the_audit_log(as_person: AsPerson) -> None:
    for login in ("rita", "sam", "noor", "omar"):
        client = as_person(login)
        assert client.get("/people").status_code == 403
        assert client.get("/audit").status_code == 403
    admin = as_person("ada")
    assert admin.get("/people").status_code == 200
    assert "signed in" in admin.get("/audit?login=omar").text


def test_after_signing_in_one_goes_on_inside_only(desk: Desk) -> None:
    with TestClient(make_app(desk), follow_redirects=False) as client:
        for asked, reached in (("/account", "/account"), ("//evil.example", "/"), ("https://evil.example", "/")):
            client.cookies.delete("warmline") if "warmline" in client.cookies else None
            answer = send(client, "/sign-in", login="rita", password=PASSWORD, next=asked)
            assert answer.headers["location"] == reached


def test_a_given_password_has_to_be_changed_before_anything_else(as_person: AsPerson) -> None:
    admin = as_person("ada")
    shown = send(admin, "/people", login="new@example.org", name="New", role="reviewer")
    password = shown.text.split('class="secret">')[1].split("<")[0]
    assert password not in admin.get("/people").text, "it is shown once"
    client = as_person("")
    assert send(client, "/sign-in", login="new@example.org", password=password).url.path == "/password"
    assert client.get("/account").url.path == "/password"
    assert send(client, "/password", old=password, new="short").status_code == 422
    assert send(client, "/password", old=password, new="my own long password").url.path == "/account"


def test_the_last_admin_cant_be_taken_away(as_person: AsPerson, desk: Desk) -> None:
    admin = as_person("ada")
    found = password_of(desk.engine, "ada")
    assert found
    answer = send(admin, f"/people/{found[0].id}", name="Ada", role="reviewer", is_active="true")
    assert "last admin" in answer.text
    assert admin.get("/people").status_code == 200
