"""Scorecards at the desk: who sees whose, what is said and what is not, what is noted."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from made_desk import HASHED, NOW
from made_team import Agent, fill
from starlette.testclient import TestClient

from store.accounts import Person, add_person
from store.audit import deeds
from web.desk import Desk

AsPerson = Callable[[str], TestClient]
NORTH, SOUTH = "Care North", "Care South"


@pytest.fixture
def team(desk: Desk) -> Desk:
    """Noor tires over the shift and finds repeat contact hard; Finn does neither; Zoe is of another team."""
    noor = Agent("A117", "Noor", NORTH, empathy=50, tires=-2.5, missed={"repeat_contact": 0.6, "distress": 0.1})
    fill(desk.engine, noor, NOW, days=12, calls=10)
    fill(desk.engine, Agent("A118", "Finn", NORTH, empathy=75, missed={"repeat_contact": 0.1}), NOW, days=12, calls=6)
    fill(desk.engine, Agent("A119", "Mia", NORTH, missed={}), NOW, days=12, calls=4)
    fill(desk.engine, Agent("A200", "Zoe", SOUTH), NOW, days=12, calls=4)
    return desk


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("<main", 1)[1]))


def test_a_supervisor_sees_the_agents_of_the_own_teams_by_name(team: Desk, as_person: AsPerson) -> None:
    text = plain(as_person("sam").get("/agents").text)
    assert "Zoe" not in text
    assert text.index("Finn") < text.index("Mia") < text.index("Noor"), "by name, whatever their levels are"
    assert "above the team on like calls" in text
    assert "no difference shown from the team" in text
    assert "Zoe" in plain(as_person("ada").get("/agents").text)
    assert "Zoe" not in plain(as_person("ada").get(f"/agents?team={NORTH}").text)


def test_of_many_teams_the_first_is_opened_and_all_can_be(team: Desk, as_person: AsPerson) -> None:
    for number in range(3):
        fill(team.engine, Agent(f"Z{number}", f"Zed{number}", f"Zoo {number}"), NOW, days=2, calls=2)
    ada = as_person("ada")
    first, every = plain(ada.get("/agents").text), plain(ada.get("/agents?team=").text)
    assert "Noor" in first
    assert "Zoe" not in first
    assert "Zed2" not in first
    assert all(name in every for name in ("Noor", "Zoe", "Zed2"))


@pytest.mark.parametrize(
    "path",
    ["/agents/A200", "/agents/A200/calls?figure=empathy", "/agents/nobody", f"/agents?team={SOUTH}"],
)
def test_what_is_of_another_team_is_not_there_for_a_supervisor(team: Desk, as_person: AsPerson, path: str) -> None:
    assert as_person("sam").get(path).status_code == 404


def test_an_agents_id_may_hold_slashes_and_other_signs_of_addresses(desk: Desk, as_person: AsPerson) -> None:
    for agent in ("north/7", "7/calls-2", "50% ?#"):
        fill(desk.engine, Agent(agent, f"Sid {agent}", NORTH), NOW, days=3, calls=2)
    sam = as_person("sam")
    listed = re.findall(r'href="(/agents/[^"]+)">Sid', sam.get("/agents").text)
    assert len(listed) == 3
    for address in listed:
        card = sam.get(html.unescape(address))
        assert card.status_code == 200
        behind = re.findall(r'href="(/agents/[^"]+/calls\?[^"]+)"', card.text)
        assert behind
        calls = sam.get(html.unescape(behind[0]))
        assert calls.status_code == 200
        assert "Sid" in calls.text


@pytest.mark.parametrize("login", ["rita", "omar", "noor"])
@pytest.mark.parametrize("path", ["/agents", "/agents/A117", "/agents/A117/calls?figure=empathy"])
def test_scorecards_are_for_supervisors_and_admins(team: Desk, as_person: AsPerson, login: str, path: str) -> None:
    assert as_person(login).get(path).status_code == 403


@pytest.mark.parametrize("login", ["rita", "omar", "sam", "ada"])
@pytest.mark.parametrize("path", ["/my-scorecard", "/my-scorecard/calls"])
def test_an_own_scorecard_is_for_agents(team: Desk, as_person: AsPerson, login: str, path: str) -> None:
    assert as_person(login).get(path).status_code == 403


def test_a_card_says_levels_differences_and_how_sure_they_are(team: Desk, as_person: AsPerson) -> None:
    text = plain(as_person("sam").get("/agents/A117?marks=true").text)
    assert re.search(r"\d+ below the team on like calls", text)
    assert "no difference shown from the team" in text
    assert re.search(r"Apology, a call 0\.\d\d 0\.\d\d to 0\.\d\d", text)
    assert "The voice flattens after the" in text
    assert "a break may help" in text
    assert "hardest: repeat contact" in text


def test_an_agents_own_card_tells_no_size_of_a_difference(team: Desk, as_person: AsPerson) -> None:
    shown = as_person("noor").get("/my-scorecard").text
    text = plain(shown)
    assert "below the team on like calls" in text
    beside = re.findall(r'data-name="beside the team"[^>]*>([^<]*)<', shown)
    assert len(beside) == 9
    assert not any(re.search(r"\d", words) for words in beside)
    assert 'class="team"' not in shown, "the drawing has no stroke of the team"
    assert "Finn" not in text
    assert "/agents/" not in shown
    assert "The voice flattens after the" in text


def test_beside_one_colleague_alone_nothing_is_compared_for_the_agent(desk: Desk, as_person: AsPerson) -> None:
    fill(desk.engine, Agent("A117", "Noor", NORTH, empathy=40), NOW, days=12)
    fill(desk.engine, Agent("A118", "Finn", NORTH, empathy=80), NOW, days=12)
    assert "too few colleagues to compare with" in plain(as_person("noor").get("/my-scorecard").text)
    assert "below the team on like calls" in plain(as_person("sam").get("/agents/A117").text)


def test_a_fresh_voice_and_few_calls_raise_no_concern(team: Desk, as_person: AsPerson) -> None:
    sam = as_person("sam")
    assert "flattens" not in plain(sam.get("/agents/A118").text)
    few = plain(sam.get(f"/agents/A118?since={NOW:%Y-%m-%d}&until={NOW:%Y-%m-%d}").text)
    assert "Too few shifts" in few or "No calls in these days" in few


def test_any_two_days_are_a_period_either_way_round(team: Desk, as_person: AsPerson) -> None:
    sam, first, last = as_person("sam"), NOW - timedelta(days=6), NOW - timedelta(days=3)
    text = plain(sam.get(f"/agents/A119?since={first:%Y-%m-%d}&until={last:%Y-%m-%d}").text)
    turned = plain(sam.get(f"/agents/A119?since={last:%Y-%m-%d}&until={first:%Y-%m-%d}").text)
    count = re.search(r"(\d+) calls from", text)
    assert count
    assert 8 <= int(count[1]) <= 18
    assert count[0] in turned
    assert "No calls in these days" in plain(sam.get("/agents/A119?since=2020-01-01&until=2020-01-31").text)


def test_the_calls_behind_a_figure_open_at_a_second(team: Desk, as_person: AsPerson) -> None:
    html = as_person("sam").get("/agents/A117/calls?figure=met").text
    assert re.search(r'href="/calls/A117-[^"]+\?t=\d+\.\d&amp;play=1"', html)
    assert "the lowest first" in plain(html)
    assert "the highest first" in plain(as_person("sam").get("/agents/A117/calls?figure=apology").text)
    assert "A118" not in plain(as_person("noor").get("/my-scorecard/calls?figure=met").text)
    for figure in ("words", "agent_id", "nonsense"):
        assert as_person("sam").get(f"/agents/A117/calls?figure={figure}").status_code == 404


def test_what_was_opened_is_noted_without_words_of_a_call(team: Desk, as_person: AsPerson) -> None:
    sam, noor = as_person("sam"), as_person("noor")
    before = len(deeds(team.engine))
    for path in ("/agents", "/agents/A117", "/agents/A117/calls?figure=hold_s"):
        sam.get(path)
    noor.get("/my-scorecard")
    noted = [deed for _, deed in deeds(team.engine)][:-before]
    assert [deed.action for deed in reversed(noted)] == [
        "opened agents", "opened a scorecard", "opened the calls of a figure", "opened own scorecard",
    ]  # fmt: skip
    assert noted[2].told["agent"] == "A117"
    assert noted[1].told["figure"] == "hold_s"


def test_an_agent_without_calls_has_an_empty_card(desk: Desk, as_person: AsPerson) -> None:
    person = Person(0, "lena", "Lena", "agent", "A999", frozenset(), False, False, 0)
    add_person(desk.engine, replace(person, agent_id="A999"), HASHED)
    client = as_person("lena")
    assert "No calls in these days" in plain(client.get("/my-scorecard").text)
    assert "No call in these days" in plain(client.get("/my-scorecard/calls").text)
