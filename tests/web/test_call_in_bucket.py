"""A call whose report lies in a bucket of a real S3 server: opened, heard in parts, kept, and gone when withdrawn."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from example import example_audio, example_report
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))
from s3_server import BUCKET, S3Server

from calls.location import ObjectPath
from intake.bucket import upload
from reports.report_html import write_html
from reports.report_json import write_json
from reports.withdraw import withdraw_sound
from store.ledger import save_report
from web.desk import Desk

AsPerson = Callable[[str], TestClient]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    started = S3Server(tmp_path_factory.mktemp("s3"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(params=[3600.0, 5.0], ids=["sound inside", "sound beside"])
def folder(
    request: pytest.FixtureRequest, server: S3Server, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ObjectPath:
    """The report of `in a bucket`, published there."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    report = example_report("in a bucket")
    report = replace(report, recording=replace(report.recording, sha256="b0" * 32))
    settings = replace(desk.settings.report, embed_limit_s=request.param)
    write_json(report, tmp_path / "made" / "report.json")
    write_html(report, example_audio(report), tmp_path / "made" / "report.html", settings)
    there = ObjectPath(f"s3://{BUCKET}/reports/in a bucket")
    for file in (tmp_path / "made").iterdir():
        upload(file, there / file.name, desk.settings.buckets)
    save_report(desk.engine, report, there, desk.settings)
    return there


def test_a_call_in_a_bucket_is_opened_heard_and_kept_until_it_is_withdrawn(
    desk: Desk, as_person: AsPerson, folder: ObjectPath
) -> None:
    client, address = as_person("rita"), "/calls/in%20a%20bucket"
    assert ">tether.</span>" in client.get(address).text
    whole = client.get(address + "/sound").content
    assert whole.startswith(b"OggS")
    part = client.get(address + "/sound", headers={"range": "bytes=1000-2999"})
    assert (part.status_code, part.content) == (206, whole[1000:3000])
    assert "data:audio/ogg;base64," in client.get(address + "/report.html").text
    assert client.get(address + "/report.pdf").content.startswith(b"%PDF")
    withdraw_sound(folder, desk.settings.buckets)
    assert client.get(address + "/sound").status_code == 410
    assert "data:audio" not in client.get(address + "/report.html").text
