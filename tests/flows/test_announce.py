"""The morning by e-mail and webhook, to real servers of this machine; a failing one fails nothing."""

import base64
import email
import hashlib
import hmac
import json
import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from calls.outcome import Outcome
from configs.settings import Settings, load_settings
from flows.announce import announce
from reports.comparison import Comparison
from reports.mail import PASSWORD
from reports.morning import Night
from reports.review import ToReview
from reports.webhook import SECRET
from store.review import NightCall

PLAIN = load_settings()
ENDED = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
CALL = NightCall("call-7", "billing", 300.0, 700.0, None, None, None, None, None, 0, 1)
ODD = "/calls/\udcff <b>.wav: the file is empty"


def night() -> Night:
    outcomes = (Outcome(Path("/calls/x.wav"), "failed", "x", reason=ODD),)
    review = (ToReview(CALL, ("asked for a manager",)),)
    out = Path("/out")
    return Night(ENDED - timedelta(hours=3), ENDED, out, out, outcomes, Comparison(0, 0, (), (), ()), review)


@dataclass
class Mailbox:
    """What a server was given; it refuses anybody at refused.example."""

    letters: list[tuple[Envelope, email.message.EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Envelope, to: str, _o: object
    ) -> str:
        if to.endswith("@refused.example"):
            return "550 nobody here"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.letters.append((envelope, email.message_from_bytes(envelope.content, policy=default)))  # type: ignore[arg-type]
        return "250 taken"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(autouse=True)
def _heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command of another test made of the log."""
    monkeypatch.setattr(logging.getLogger("warmline"), "propagate", True)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def serving(mailbox: Mailbox) -> Iterator[Callable[..., Settings]]:
    """Starts a mail server with these options; the settings that reach it."""
    started: list[Controller] = []

    def start(security: str = "none", **options: object) -> Settings:
        server = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)  # type: ignore[arg-type]
        server.start()
        started.append(server)
        mail = replace(
            PLAIN.mail, to=("qa@example.org",), sender="warmline@example.org", host="localhost", port=server.port,
            security=security, timeout_s=10.0,
        )  # type: ignore[arg-type]  # fmt: skip
        return replace(PLAIN, mail=mail)

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """Of a server called localhost, which nobody trusts yet; `tmp_path` has it as cert.pem."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


def test_nothing_is_sent_unless_asked_for(mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "warmline"):
        announce(night(), PLAIN)
    assert caplog.messages == []


def test_the_summary_arrives_as_text_and_as_html(serving: Callable[..., Settings], mailbox: Mailbox) -> None:
    announce(night(), serving())
    ((envelope, letter),) = mailbox.letters
    assert envelope.rcpt_tos == ["qa@example.org"]
    assert letter["Subject"] == "Warmline: needs attention: 0 done, 1 failed"
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "\\\\udcff \\<b\\>.wav: the file is empty" in text.get_content()
    assert "&lt;b&gt;.wav: the file is empty" in html.get_content()
    assert "call-7" in html.get_content()


def test_the_password_comes_from_the_environment_and_goes_over_tls_only(
    serving: Callable[..., Settings], mailbox: Mailbox, certificate: ssl.SSLContext, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    seen: list[object] = []

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        seen.append(data)
        return AuthResult(success=data == LoginPassword(b"night", b"secret"))

    settings = serving("starttls", tls_context=certificate, authenticator=check, auth_required=True)
    settings = replace(settings, mail=replace(settings.mail, user="night"))
    announce(night(), settings)
    assert PASSWORD in caplog.messages[-1]

    monkeypatch.setenv(PASSWORD, "secret")
    announce(night(), settings)
    assert "certificate verify failed" in caplog.messages[-1]
    assert (seen, mailbox.letters) == ([], []), "nothing is said to a server that proves nothing"

    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    announce(night(), settings)
    assert len(mailbox.letters) == 1
    monkeypatch.setenv(PASSWORD, "wrong-one")
    announce(night(), settings)
    assert len(mailbox.letters) == 1
    assert "e-mail was not taken" in caplog.messages[-1]
    assert "wrong-one" not in caplog.text


def test_who_is_refused_is_named_and_the_others_have_it(
    serving: Callable[..., Settings], mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    settings = serving()
    announce(night(), replace(settings, mail=replace(settings.mail, to=("qa@example.org", "x@refused.example"))))
    assert len(mailbox.letters) == 1
    assert "refused for x@refused.example" in caplog.messages[-1]


@pytest.mark.parametrize("known", [{"port": 1}, {"host": "no-such-host.invalid"}, {"sender": ""}, {"sender": "a\nb"}])
def test_a_failing_mail_server_fails_nothing_and_is_logged(
    serving: Callable[..., Settings], mailbox: Mailbox, known: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    settings = serving()
    announce(night(), replace(settings, mail=replace(settings.mail, **known)))  # type: ignore[arg-type]
    assert mailbox.letters == []
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@dataclass
class Hook:
    """A server that answers with these codes in turn, the last one ever after."""

    answers: list[int]
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Settings, Hook]]]:
    servers: list[HTTPServer] = []
    monkeypatch.setenv(SECRET, "whsec_" + base64.b64encode(b"key").decode())

    def start(*answers: int) -> tuple[Settings, Hook]:
        hook = Hook(list(answers))

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(hook.answers.pop(0) if len(hook.answers) > 1 else hook.answers[0])
                self.send_header("location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hook?token=hidden"
        webhook = replace(PLAIN.webhook, url=url, retries=2, retry_delay_s=0.01)
        return replace(PLAIN, webhook=webhook), hook

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_figures_are_posted_with_a_signature_that_holds(hooked: Callable[..., tuple[Settings, Hook]]) -> None:
    settings, hook = hooked(204)
    announce(night(), settings)
    ((headers, body),) = hook.requests
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    proof = base64.b64encode(hmac.new(b"key", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{proof}"
    event = json.loads(body)
    assert event["type"] == "warmline.night"
    assert event["data"]["calls"] == {"done": 0, "skipped": 0, "failed": 1, "quarantined": 0, "left": 0}
    assert "more than 5%" in event["data"]["needs_attention"]
    assert event["data"]["review"][0]["report"] == "call-7/report.html"


def test_what_may_pass_is_tried_again_under_the_same_id(hooked: Callable[..., tuple[Settings, Hook]]) -> None:
    settings, hook = hooked(503, 429, 200)
    announce(night(), settings)
    assert len(hook.requests) == 3
    assert len({headers["webhook-id"] for headers, _ in hook.requests}) == 1


@pytest.mark.parametrize(("answer", "attempts"), [(500, 3), (404, 1), (302, 1)])
def test_a_hook_that_refuses_fails_nothing_and_is_logged_without_its_path(
    hooked: Callable[..., tuple[Settings, Hook]], answer: int, attempts: int, caplog: pytest.LogCaptureFixture
) -> None:
    settings, hook = hooked(answer)
    announce(night(), settings)
    assert len(hook.requests) == attempts
    assert f"answer {answer}" in caplog.messages[-1]
    assert "hidden" not in caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "nonsense", "http://[::bad", "https://no-such-host.invalid/"])
def test_a_hook_that_is_not_there_fails_nothing(
    hooked: Callable[..., tuple[Settings, Hook]], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings, _ = hooked(200)
    announce(night(), replace(settings, webhook=replace(settings.webhook, url=url)))
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize("secret", ["", "whsec_!"])
def test_without_a_secret_nothing_is_posted(
    hooked: Callable[..., tuple[Settings, Hook]], secret: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    settings, hook = hooked(200)
    monkeypatch.setenv(SECRET, secret)
    announce(night(), settings)
    assert hook.requests == []
    assert SECRET in caplog.messages[-1]
