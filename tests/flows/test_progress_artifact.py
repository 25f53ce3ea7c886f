"""Progress on Prefect's pages: few requests, and never the end of a night."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from calls.outcome import Outcome
from calls.recording import CallMetadata, Recording
from flows import progress_artifact
from flows.progress_artifact import ProgressArtifact
from flows.watch import Quiet
from intake.gather import IncomingCall


@dataclass
class Server:
    """What a server would have been told."""

    told: list[tuple[float, str]] = field(default_factory=list)
    away: bool = False

    def create(self, progress: float, key: str, description: str) -> UUID:
        assert key == "progress"
        return self.update(uuid4(), progress, description)

    def update(self, artifact: UUID, progress: float, description: str) -> UUID:
        if self.away:
            raise ConnectionError
        self.told.append((progress, description))
        return artifact


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(progress_artifact, "create_progress_artifact", server.create)
    monkeypatch.setattr(progress_artifact, "update_progress_artifact", server.update)
    return server


def calls(*sizes: int) -> tuple[IncomingCall, ...]:
    return tuple(
        IncomingCall(Recording(Path(f"{n}.wav"), f"{n:064}", f"call{n}", CallMetadata()), size)
        for n, size in enumerate(sizes)
    )


def done(call: IncomingCall) -> Outcome:
    return Outcome(call.recording.path, "done", call.recording.call_id)


def test_long_calls_count_for_more(server: Server) -> None:
    night, work = ProgressArtifact(Quiet(), every_s=0.0), calls(300, 100)
    night.gathered(work)
    for call in work:
        night.call_ends(call, done(call))
    assert server.told == [(0.0, "0 of 2 calls"), (75.0, "1 of 2 calls"), (100.0, "2 of 2 calls")]


def test_a_thousand_calls_in_a_moment_are_few_requests_and_the_end_is_told(server: Server) -> None:
    night, work = ProgressArtifact(Quiet(), every_s=60.0), calls(*[10] * 1000)
    night.gathered(work)
    for call in work:
        night.call_ends(call, done(call))
    assert server.told == [(0.0, "0 of 1000 calls"), (100.0, "1000 of 1000 calls")]


def test_a_server_that_is_away_stops_nothing_and_hears_of_it_later(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    night, work = ProgressArtifact(Quiet(), every_s=0.0), calls(1, 1)
    server.away = True
    night.gathered(work)
    night.call_ends(work[0], done(work[0]))
    server.away = False
    night.call_ends(work[1], done(work[1]))
    assert server.told == [(100.0, "2 of 2 calls")]
    assert "progress not told to Prefect (ConnectionError)" in caplog.text


def test_a_night_without_calls_is_whole(server: Server) -> None:
    ProgressArtifact(Quiet()).gathered(())
    assert server.told == [(100.0, "0 of 0 calls")]
