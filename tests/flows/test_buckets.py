"""Recordings from and reports to a bucket of a real S3 server."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from buckets import RECORDINGS, bucket, keys, put
from made_up import MadeUpAnalysis
from s3_server import BUCKET, S3Server

import intake.objects
from calls.errors import SetupBroken, TryAgain
from calls.location import ObjectPath
from calls.outcome import Outcome
from configs.settings import load_settings
from flows.one_by_one import analyse_paths
from flows.order import Order
from flows.ready import make_ready
from flows.run import Run, open_run
from flows.watch import Quiet
from intake.bucket import ListedObject, _opened, listed, pieces
from intake.gather import gather

SETTINGS = load_settings()
Begun = Callable[..., Run]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    started = S3Server(tmp_path_factory.mktemp("s3"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def _empty_bucket(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    put("there", "")
    for key in keys(""):
        bucket().delete(key)


@pytest.fixture
def begun(tmp_path: Path, analysis: MadeUpAnalysis) -> Begun:
    """A run whose reports go to the bucket."""
    config = tmp_path / "own.toml"
    config.write_text(f"[report]\nfolder = 's3://{BUCKET}/reports'\n[batch]\nquiet_s = 0\n")
    return lambda work="out": open_run(Order(tmp_path / work, config, quarantine=True))


def analysed(run: Run) -> dict[str, Outcome]:
    return {outcome.path.stem: outcome for outcome in analyse_paths(run, [RECORDINGS], Quiet())}


def test_recordings_are_found_with_what_lies_beside_them() -> None:
    put("calls/2026-11-23/alpha.wav", "alpha")
    put("calls/2026-11-23/alpha.json", '{"agent_id": "A1"}')
    put("calls/2026-11-23/beta.wav", "beta")
    put("calls/2026-11-23/calls.csv", "file,agent_id,queue\nalpha.wav,A9,billing\nbeta.wav,A2,sales\n")
    put("calls/2026-11-24/gamma.wav", "gamma")
    put("calls/2026-11-24.csv", "call_id,file,team\n77,gamma,night\n")
    for name in ("notes.txt", "delta.wav.part", ".hidden/epsilon.wav", "done/report.json", "done/sound.ogg"):
        put(f"calls/{name}", name)
    found = {call.recording.path.name: call.recording for call in gather([RECORDINGS], SETTINGS).calls}
    assert set(found) == {"alpha.wav", "beta.wav", "gamma.wav"}
    assert (found["alpha.wav"].metadata.agent_id, found["alpha.wav"].metadata.queue) == ("A1", "billing")
    assert found["beta.wav"].metadata.agent_id == "A2"
    assert (found["gamma.wav"].call_id, found["gamma.wav"].metadata.team) == ("77", "night")
    assert str(found["alpha.wav"].path) == f"s3://{BUCKET}/calls/2026-11-23/alpha.wav"


def test_the_same_bytes_are_the_same_call_in_a_folder_and_a_bucket(tmp_path: Path) -> None:
    (tmp_path / "alpha.wav").write_text("alpha")
    put("calls/other name.wav", "alpha")
    gathered = gather([tmp_path, RECORDINGS], SETTINGS)
    assert [call.recording.path.name for call in gathered.calls] == ["alpha.wav"]
    assert "other name.wav: the same recording as" in str(gathered.outcomes[0].reason)


def test_what_was_just_written_is_left_and_what_is_empty_fails() -> None:
    put("calls/alpha.wav", "alpha")
    put("calls/empty.wav", "")
    (left, other) = gather([RECORDINGS], SETTINGS, quiet_s=60.0).outcomes
    assert {left.status, other.status} == {"left"}
    gathered = gather([RECORDINGS], SETTINGS)
    assert [call.recording.call_id for call in gathered.calls] == ["alpha"]
    assert [(o.status, "the object is empty" in str(o.reason)) for o in gathered.outcomes] == [("failed", True)]


def test_more_than_a_page_is_listed() -> None:
    for number in range(1005):
        put(f"calls/{number:04}.txt", "")
    assert len(list(listed(ObjectPath(RECORDINGS), SETTINGS.buckets))) == 1005


def test_each_object_is_read_once_to_be_identified(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    put("calls/alpha.wav", "alpha")
    run, read = begun(), list[str]()

    def counted(found: ListedObject, _settings: object) -> str:
        read.append(found.path.name)
        return b"".join(pieces(found.path, SETTINGS.buckets)).hex()

    monkeypatch.setattr(intake.objects, "_hashed", counted)
    for _ in range(2):
        (call,) = make_ready(run, [RECORDINGS]).calls
        assert call.recording.sha256 == b"alpha".hex()
    assert read == ["alpha.wav"]
    put("calls/alpha.wav", "other bytes")
    (call,) = make_ready(run, [RECORDINGS]).calls
    assert call.recording.sha256 == b"other bytes".hex()


def test_reports_appear_in_the_bucket_and_a_machine_with_another_folder_skips_them(
    begun: Begun, analysis: MadeUpAnalysis, tmp_path: Path
) -> None:
    put("calls/alpha.wav", "alpha")
    put("calls/b_mute.wav", "beta")
    run = begun()
    first = analysed(run)
    assert {name: outcome.status for name, outcome in first.items()} == {"alpha": "done", "b_mute": "failed"}
    assert keys("reports") == {"reports/alpha/report.html", "reports/alpha/report.json"}
    assert str(first["alpha"].folder) == f"s3://{BUCKET}/reports/alpha"
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == [], "no draft stays"

    assert {outcome.status for outcome in analysed(run).values()} == {"skipped", "quarantined"}
    assert analysis.calls.count("alpha") == 1
    bucket().delete("reports/alpha/report.json")
    assert analysed(run)["alpha"].status == "done", "a report that was lost is made again"


def test_the_analysis_sees_a_copy_and_errors_name_the_object(
    begun: Begun, analysis: MadeUpAnalysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("calls/b_mute.wav", "beta")
    seen: list[tuple[Path, bytes]] = []
    monkeypatch.setattr(analysis, "begin", lambda path: seen.append((path, path.read_bytes())))
    assert analysed(begun())["b_mute"].reason == f"s3://{BUCKET}/calls/b_mute.wav: mute"
    ((path, content),) = seen
    assert content == b"beta"
    assert not path.exists()


def test_an_object_that_changes_meanwhile_is_left_and_one_that_goes_fails(
    begun: Begun, analysis: MadeUpAnalysis
) -> None:
    put("calls/alpha.wav", "alpha")
    put("calls/beta.wav", "beta")

    class Meddler(Quiet):
        def gathered(self, calls: object) -> None:
            put("calls/alpha.wav", "omega")
            bucket().delete("calls/beta.wav")

    found = {o.path.stem: o for o in analyse_paths(begun(), [RECORDINGS], Meddler())}
    assert (found["alpha"].status, found["beta"].status) == ("left", "failed")
    assert "no longer there" in str(found["beta"].reason)
    assert analysis.calls == []


@pytest.mark.parametrize(
    ("name", "value", "error", "why"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", SetupBroken, "credentials are refused"),
        ("AWS_ACCESS_KEY_ID", "wrong", SetupBroken, "credentials are refused"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", TryAgain, "can't be reached for now"),
    ],
)
def test_what_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, error: type[Exception], why: str
) -> None:
    _opened.cache_clear()
    monkeypatch.setenv(name, value)
    impatient = replace(SETTINGS, buckets=replace(SETTINGS.buckets, patience_s=0.1))
    with pytest.raises(error, match=why) as caught:
        gather([RECORDINGS], impatient)
    assert "\n" not in str(caught.value)
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in str(caught.value)
    _opened.cache_clear()


def test_a_bucket_that_is_not_there_needs_a_person() -> None:
    with pytest.raises(SetupBroken, match="names no bucket"):
        gather([Path("s3://")], SETTINGS)
    with pytest.raises(SetupBroken, match="no-such-bucket"):
        gather([Path("s3://no-such-bucket/calls")], SETTINGS)
