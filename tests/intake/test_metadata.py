"""What is known of a call from outside its sound, by precedence and in spite of broken sources."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.errors import SetupBroken
from calls.recording import CallMetadata
from configs.operation_settings import MetadataSettings
from configs.settings import load_settings
from intake.metadata import MetadataBook

SETTINGS = load_settings().metadata
PATTERN = r"(?P<started_at>\d{8}T\d{6})_(?P<queue>[a-z]+)_(?P<agent_id>A\d+)"


def found(path: Path, rules: MetadataSettings = SETTINGS) -> CallMetadata:
    known, notes = MetadataBook(rules).lookup(path)
    assert notes == ()
    return known


def notes_of(path: Path, rules: MetadataSettings = SETTINGS) -> tuple[str, ...]:
    return MetadataBook(rules).lookup(path)[1]


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), "utf-8")


def test_nothing_known_is_nothing_guessed(tmp_path: Path) -> None:
    assert found(tmp_path / "call.wav") == CallMetadata()


def test_a_json_sidecar_gives_its_metadata_fields_and_nothing_else(tmp_path: Path) -> None:
    sidecar = {
        "id": "call-7",
        "agent_id": 104,
        "agent_name": " Dan ",
        "team": "West",
        "queue": "tech",
        "started_at": "2026-11-02T13:30:00Z",
        "customer_name": "Grace Hill",
        "channels": {"0": "agent", "1": "customer"},
        "turns": [{"role": "agent", "text": "must not be read"}],
        "duration": 12.0,
    }
    write_json(tmp_path / "call.json", sidecar)
    assert found(tmp_path / "call.wav") == CallMetadata(
        call_id="call-7",
        agent_id="104",
        agent_name="Dan",
        team="West",
        queue="tech",
        started_at=datetime(2026, 11, 2, 13, 30, tzinfo=UTC),
        agent_channel=0,
        customer_name="Grace Hill",
    )


@pytest.mark.parametrize(
    ("sidecar", "channel"),
    [
        ({"agent_channel": 1}, 1),
        ({"agent_channel": "0"}, 0),
        ({"channels": {"0": "customer", "1": "Agent"}}, 1),
        ({"channels": {"0": "customer"}}, 1),
        ({"channels": {"0": "mixed"}}, None),
        ({"channels": "agent"}, None),
        ({"agent_channel": 1, "channels": {"0": "agent"}}, 1),
    ],
)
def test_the_agents_channel_is_read_in_both_forms(tmp_path: Path, sidecar: object, channel: int | None) -> None:
    write_json(tmp_path / "call.json", sidecar)
    assert found(tmp_path / "call.wav").agent_channel == channel


def test_sources_fill_each_other_field_by_field_in_order(tmp_path: Path) -> None:
    call = tmp_path / "20261102T133000_tech_A9.wav"
    write_json(call.with_suffix(".json"), {"agent_name": "from json"})
    call.with_suffix(".csv").write_text("agent_name,team\nfrom csv,from csv\n")
    (tmp_path / "calls.csv").write_text(f"file;agent_name;team;customer_name\n{call.name};table;table;table\n")
    known = found(call, replace(SETTINGS, file_name_pattern=PATTERN, agent_channel=1))
    assert (known.agent_name, known.team, known.customer_name) == ("from json", "from csv", "table")
    assert (known.queue, known.agent_id, known.agent_channel) == ("tech", "A9", 1)
    assert known.started_at == datetime(2026, 11, 2, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize("entry", ["file,call-7.wav", "FILE,CALL-7.WAV", "file,sub\\call-7.wav", "call_id,call-7"])
def test_the_folders_table_is_matched_by_file_or_call_id(tmp_path: Path, entry: str) -> None:
    column, value = entry.split(",")
    (tmp_path / "calls.csv").write_text(f"\ufeff{column},Team\nother,East\n{value},West\n", "utf-8")
    assert found(tmp_path / "call-7.wav").team == "West"


def test_the_folders_table_is_matched_by_the_id_in_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("call_id\tteam\n77\tWest\n")
    rules = replace(SETTINGS, file_name_pattern=r"call(?P<call_id>\d+)")
    assert found(tmp_path / "x_call77.wav", rules).team == "West"


@pytest.mark.parametrize("content", ["{", "", "[" * 100_000, '{"agent_id": "é'])
def test_a_broken_json_is_a_note(tmp_path: Path, content: str) -> None:
    (tmp_path / "call.json").write_bytes(content.encode("latin-1"))
    assert notes_of(tmp_path / "call.wav") == ("call.json: not valid JSON; metadata ignored",)


def test_a_json_list_is_a_note(tmp_path: Path) -> None:
    write_json(tmp_path / "call.json", [1])
    assert notes_of(tmp_path / "call.wav") == ("call.json: not a JSON object; metadata ignored",)


def test_broken_tables_are_notes(tmp_path: Path) -> None:
    (tmp_path / "call.csv").write_bytes(b"agent_name\n\xff\n")
    (tmp_path / "calls.csv").write_text('file,team\n"call.wav,West\n')
    csv_note, table_note = notes_of(tmp_path / "call.wav")
    assert csv_note == "call.csv: not UTF-8 text; metadata ignored"
    assert table_note.startswith("calls.csv: not valid CSV")


def test_a_wrong_value_is_a_note_and_the_other_fields_stay(tmp_path: Path) -> None:
    write_json(tmp_path / "call.json", {"agent_channel": 5, "started_at": "yesterday", "team": ["x"], "queue": "tech"})
    known, notes = MetadataBook(SETTINGS).lookup(tmp_path / "call.wav")
    assert known == CallMetadata(queue="tech")
    assert notes == (
        "call.json: team ignored: expected text, found list",
        "call.json: started_at ignored: 'yesterday' is not a time as ISO 8601 writes it",
        "call.json: agent_channel ignored: '5' is neither 0 nor 1",
    )


def test_a_time_without_zone_is_in_the_settings_zone(tmp_path: Path) -> None:
    write_json(tmp_path / "call.json", {"started_at": "02.11.2026 13:30"})
    rules = replace(SETTINGS, started_at_format="%d.%m.%Y %H:%M", time_zone="Europe/Madrid")
    assert found(tmp_path / "call.wav", rules).started_at == datetime(
        2026, 11, 2, 13, 30, tzinfo=timezone(timedelta(hours=1))
    )


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"file_name_pattern": "("}, "file_name_pattern"),
        ({"file_name_pattern": "(?P<agent>.)"}, "unknown field agent"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
    ],
)
def test_wrong_settings_are_told_before_any_call(wrong: dict[str, str], where: str) -> None:
    with pytest.raises(SetupBroken, match=where):
        MetadataBook(replace(SETTINGS, **wrong))  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELD = st.sampled_from(["id", "call_id", "agent_id", "started_at", "agent_channel", "channels", "team"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(FIELD, JSON))
def test_no_sidecar_breaks_the_look_up(tmp_path: Path, sidecar: object) -> None:
    write_json(tmp_path / "call.json", sidecar)
    known, _ = MetadataBook(SETTINGS).lookup(tmp_path / "call.wav")
    assert known.agent_channel in (None, 0, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_no_table_breaks_the_look_up(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calls.csv").write_bytes(content)
    MetadataBook(SETTINGS).lookup(tmp_path / "call.wav")
