"""A moment is heard by who may hear it: the call's own people, and colleagues of the team where its agent shares."""

import io
from collections.abc import Callable
from dataclasses import replace

import av
import pytest
from made_desk import HASHED, NOW, add_call
from sqlalchemy import select, update
from starlette.testclient import TestClient

from calls.report import CallReport
from configs.operation_settings import BucketSettings
from reports.withdraw import withdraw_sound
from store.accounts import Person, add_person, password_of, set_sharing
from store.audit import deeds
from store.connect import writing
from store.desk_tables import MomentRow, SummaryRow
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
BUCKETS = BucketSettings(connections=1, patience_s=1)


def spoken_by(agent: str) -> Callable[[CallReport], CallReport]:
    def change(report: CallReport) -> CallReport:
        turns = (replace(turn, speaker=agent) if turn.role == "agent" else turn for turn in report.turns)
        return replace(report, turns=tuple(turns))

    return change


@pytest.fixture
def finns(desk: Desk) -> int:
    """A moment that Finn handled well; Finn has an account."""
    add_person(desk.engine, Person(0, "finn", "Finn", "agent", "A118", frozenset(), False, False, 0), HASHED)
    add_person(desk.engine, Person(0, "zoe", "Zoe", "agent", "A200", frozenset(), False, False, 0), HASHED)
    add_call(desk, "finns-call", "A118", "Finn", "Care North", NOW, spoken_by("A118"))
    return moment(desk, "finns-call")


def moment(desk: Desk, call_id: str) -> int:
    query = select(MomentRow.id).join(SummaryRow, SummaryRow.analysis_id == MomentRow.analysis_id)
    with writing(desk.engine) as session:
        return session.scalars(query.where(SummaryRow.call_id == call_id, MomentRow.answer == "met")).one()


def share(desk: Desk, login: str, shares: bool = True) -> None:
    found = password_of(desk.engine, login)
    assert found
    set_sharing(desk.engine, found[0].id, shares=shares)


def test_a_colleague_hears_it_only_while_its_agent_shares(finns: int, desk: Desk, as_person: AsPerson) -> None:
    noor, path = as_person("noor"), f"/moments/{finns}/sound"
    assert noor.get(path).status_code == 404
    share(desk, "finn")
    answer = noor.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/ogg"
    share(desk, "finn", shares=False)
    assert noor.get(path).status_code == 404, "taken back at any time"


def test_of_the_call_itself_the_colleague_hears_and_sees_nothing(finns: int, desk: Desk, as_person: AsPerson) -> None:
    share(desk, "finn")
    noor = as_person("noor")
    assert noor.get("/calls/finns-call").status_code == 404
    assert noor.get("/calls/finns-call/sound").status_code == 404
    with av.open(io.BytesIO(noor.get(f"/moments/{finns}/sound").content)) as container:
        seconds = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    assert seconds == pytest.approx(53.0 - 35.6 + 1.0 + 0.5, abs=0.5), (
        "from a second before the words to the answer's end"
    )


def test_an_agent_of_another_team_hears_nothing(finns: int, desk: Desk, as_person: AsPerson) -> None:
    share(desk, "finn")
    assert as_person("zoe").get(f"/moments/{finns}/sound").status_code == 404


def test_a_moment_that_went_badly_is_never_shared(finns: int, desk: Desk, as_person: AsPerson) -> None:
    share(desk, "finn")
    for answer in ("unmet", "stock", "helped"):
        with writing(desk.engine) as session:
            session.execute(update(MomentRow).where(MomentRow.id == finns).values(answer=answer))
        assert as_person("noor").get(f"/moments/{finns}/sound").status_code == 404
    assert as_person("finn").get(f"/moments/{finns}/sound").status_code == 200, "one's own can be heard"


def test_a_moment_that_another_agent_answered_is_not_finns_to_share(
    finns: int, desk: Desk, as_person: AsPerson
) -> None:
    share(desk, "finn")
    with writing(desk.engine) as session:
        session.execute(update(MomentRow).where(MomentRow.id == finns).values(answered_by="agent 2"))
    assert as_person("noor").get(f"/moments/{finns}/sound").status_code == 404


@pytest.mark.parametrize(("login", "status"), [("sam", 200), ("rita", 200), ("ada", 200), ("omar", 403), ("zoe", 404)])
def test_who_may_hear_the_call_may_hear_its_moment(
    finns: int, as_person: AsPerson, login: str, status: int
) -> None:  # fmt: skip
    assert as_person(login).get(f"/moments/{finns}/sound").status_code == status


def test_a_supervisor_of_another_team_does_not_hear_it(finns: int, desk: Desk, as_person: AsPerson) -> None:
    share(desk, "finn")
    add_person(
        desk.engine, Person(0, "sue", "Sue", "supervisor", None, frozenset({"Care South"}), False, False, 0), HASHED
    )
    assert as_person("sue").get(f"/moments/{finns}/sound").status_code == 404


def test_nobody_hears_it_without_signing_in(finns: int, as_person: AsPerson) -> None:
    assert as_person("").get(f"/moments/{finns}/sound").url.path == "/sign-in"


def test_each_listening_is_noted_once_and_says_by_which_right(finns: int, desk: Desk, as_person: AsPerson) -> None:
    share(desk, "finn")
    noor, sam, path = as_person("noor"), as_person("sam"), f"/moments/{finns}/sound?page=one"
    whole = noor.get(path).content
    part = noor.get(path, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert noor.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416
    sam.get(path)
    noted = [deed for _, deed in deeds(desk.engine, call_id="finns-call") if deed.action.startswith("listened")]
    assert [(deed.login, deed.action) for deed in noted] == [
        ("sam", "listened to a moment"), ("noor", "listened to a shared moment"),
    ]  # fmt: skip
    assert noted[1].told["agent"] == "A118"


def test_a_moment_can_be_heard_no_longer_than_its_call(finns: int, desk: Desk, as_person: AsPerson) -> None:
    sam, path = as_person("sam"), f"/moments/{finns}/sound"
    assert sam.get(path).status_code == 200
    withdraw_sound(desk.out / "finns-call", BUCKETS)
    assert sam.get(path).status_code == 410


def test_peers_are_offered_for_what_an_agent_finds_hardest(finns: int, desk: Desk, as_person: AsPerson) -> None:
    from made_team import Agent, fill  # noqa: PLC0415

    fill(desk.engine, Agent("A117", "Noor", "Care North", missed={"repeat_contact": 0.8}), NOW, days=10)
    noor = as_person("noor")
    assert "No colleague of the team who shares" in noor.get("/my-scorecard").text
    share(desk, "finn")
    html = noor.get("/my-scorecard").text
    peers = html.split('id="like"')[1]
    assert f'href="/moments/{finns}/sound"' in peers
    assert "Finn" in peers
    assert "finns-call" not in html, "the moment, not the call"
    assert "finns-call" in as_person("sam").get("/agents/A117").text
