"""Every table shown, as CSV and as Parquet."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from store.audit import deeds
from web.desk import Desk
from web.tables.table import ARROW, FORMULA, Column, Table, as_csv, as_parquet

AsPerson = Callable[[str], TestClient]
ROW = {"s": "=1+1", "n": -3, "x": -0.5, "yes": True, "day": date(2026, 3, 1), "at": datetime(2026, 3, 1, 9, tzinfo=UTC)}
KINDS = {"s": str, "n": int, "x": float, "yes": bool, "day": date, "at": datetime}
TABLE: Table[dict] = Table("made", tuple(Column(k, kind, lambda row, k=k: row.get(k)) for k, kind in KINDS.items()))


def read(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_numbers_keep_their_sign_and_formulas_are_words() -> None:
    (row,) = read(as_csv(TABLE, [ROW]))
    assert row == {
        "s": "'=1+1", "n": "-3", "x": "-0.5", "yes": "true", "day": "2026-03-01", "at": "2026-03-01T09:00:00+00:00",
    }  # fmt: skip


@given(st.text())
def test_no_cell_of_words_begins_as_a_formula(words: str) -> None:
    text = as_csv(TABLE, [{"s": words}]).decode("utf-8-sig")
    cell = next(iter(list(csv.reader(io.StringIO(text, newline="")))[1:]), [""])[0]
    assert not cell.lstrip(" ").startswith(FORMULA)
    assert cell.removeprefix("'") == words.removeprefix("'") or cell == words


def test_parquet_keeps_types_also_of_empty_columns() -> None:
    for rows in ([ROW], [{}], []):
        found = pq.read_table(io.BytesIO(as_parquet(TABLE, rows)))
        assert found.schema.types == [ARROW[kind] for kind in KINDS.values()]
        assert found.num_rows == len(rows)
    assert pq.read_table(io.BytesIO(as_parquet(TABLE, [ROW]))).to_pylist() == [ROW]
    assert pa.types.is_timestamp(found.schema.field("at").type)


@pytest.mark.parametrize(("login", "calls"), [("rita", 6), ("sam", 4), ("noor", 2)])
def test_an_export_holds_what_the_person_may_see_and_is_logged(
    as_person: AsPerson, desk: Desk, login: str, calls: int
) -> None:
    answer = as_person(login).get("/calls?format=parquet&order=hold")
    assert answer.headers["content-disposition"].startswith('attachment; filename="warmline-calls-')
    assert pq.read_table(io.BytesIO(answer.content)).num_rows == calls
    ((_, logged),) = deeds(desk.engine, login=login, action="exported")
    assert logged.told == {"table": "calls", "format": "parquet", "rows": calls, "order": "hold"}


def test_words_searched_for_stay_out_of_the_log(as_person: AsPerson, desk: Desk) -> None:
    assert as_person("rita").get("/queue?format=csv&words=sorry").status_code == 200
    ((_, logged),) = deeds(desk.engine, action="exported")
    assert "words" not in logged.told


def test_an_unknown_format_is_told(as_person: AsPerson) -> None:
    assert as_person("rita").get("/calls?format=xls").status_code == 422


def test_the_page_links_to_its_own_view_as_a_file(as_person: AsPerson) -> None:
    client = as_person("sam")
    shown = client.get("/calls?team=Care+North&page=1").text
    assert 'href="?team=Care+North&amp;format=csv"' in shown
    assert len(read(client.get("/calls?team=Care+North&format=csv").content)) == 4


def test_only_an_admin_takes_the_audit_log_away(as_person: AsPerson) -> None:
    for login in ("rita", "sam", "noor", "omar"):
        assert as_person(login).get("/audit?format=csv").status_code == 403
    assert any(row["action"] == "signed in" for row in read(as_person("ada").get("/audit?format=csv").content))


def test_agents_and_scorecards_are_files_of_every_figure(as_person: AsPerson) -> None:
    client = as_person("sam")
    rows = read(client.get("/agents?format=csv").content)
    assert {row["agent_id"] for row in rows} == {"A117", "A118"}
    assert {"empathy", "hold_s"} <= {row["figure"] for row in rows}
    card = read(client.get("/agents/A117?format=csv").content)
    assert {row["agent_id"] for row in card} == {"A117"}
    assert all(float(row["low"]) <= float(row["estimate"]) <= float(row["high"]) for row in card if row["estimate"])
    assert any(row["difference"] for row in card)
    assert client.get("/agents/A200?format=csv").status_code == 404


def test_an_agents_own_file_tells_nothing_of_colleagues(as_person: AsPerson) -> None:
    client = as_person("noor")
    card = read(client.get("/my-scorecard?format=csv").content)
    assert {row["agent_id"] for row in card} == {"A117"}
    assert {row["difference"] for row in card} == {""}
    assert client.get("/agents?format=csv").status_code == 403
    assert client.get("/agents/A117?format=csv").status_code == 403
