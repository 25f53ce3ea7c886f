"""What has been kept for long enough is deleted, in a folder and in a bucket of a real S3 server.

Each test runs on SQLite and on a real PostgreSQL.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from buckets import RECORDINGS, bucket, keys, put
from made_up import MadeUpAnalysis
from s3_server import BUCKET, S3Server
from sqlalchemy import func, select
from typer.testing import CliRunner

import flows.retention
from calls.errors import SetupBroken
from cli.main import app
from configs.settings import load_settings
from flows.one_by_one import analyse_paths
from flows.order import Order
from flows.retention import Removal, retain
from flows.run import open_run
from flows.watch import Quiet
from reports.report_html import write_html
from store.claims import Claim, release, take
from store.connect import reading
from store.ledger import list_calls
from store.tables import AnalysisRow, EvidenceRow, RecordingRow, TurnRow

ANALYSED = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
"""When the made-up analysis was made; its calls say nothing of when they began."""


def after(days: int) -> datetime:
    return ANALYSED + timedelta(days=days, hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    """The settings of either database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return f"[store]\nurl = '{url}'\n"


@pytest.fixture
def begun(
    tmp_path: Path, analysis: MadeUpAnalysis, store: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Order]:
    """Alpha and beta analysed, with real pages, by these rules of retention."""
    monkeypatch.setattr(flows.produce, "write_html", write_html)

    def begin(paths: Path, rules: str, more: str = "") -> Order:
        config = tmp_path / "own.toml"
        config.write_text(f"[batch]\nquiet_s = 0\n{store}[retention]\n{rules}\n{more}")
        order = Order(tmp_path / "out", config)
        statuses(order, paths)
        return order

    return begin


def statuses(order: Order, paths: Path) -> set[str]:
    run = open_run(order)
    found = {outcome.status for outcome in analyse_paths(run, [paths], Quiet())}
    run.store.dispose()
    return found


def removed(order: Order, days: int, *, dry_run: bool = False) -> dict[str, tuple[str, ...]]:
    removals = tuple(retain(order, now=after(days), dry_run=dry_run))
    assert [removal.problem for removal in removals if removal.problem] == []
    return {removal.call_id: removal.parts for removal in removals}


def rows(order: Order, table: type) -> int:
    run = open_run(order)
    with reading(run.store) as session:
        found = session.scalar(select(func.count()).select_from(table))
    run.store.dispose()
    return int(found or 0)


def test_by_default_everything_is_kept_for_ever(begun: Callable[..., Order], recordings: Callable[..., Path]) -> None:
    order = begun(recordings("alpha"), "")
    assert removed(order, 100_000) == {}


def test_parts_go_when_their_time_is_over_and_not_before(
    begun: Callable[..., Order], recordings: Callable[..., Path], analysis: MadeUpAnalysis
) -> None:
    folder = recordings("alpha", "beta")
    order = begun(folder, "sound_days = 10\nreport_days = 20\nrow_days = 30")
    report = order.out / "alpha"
    assert removed(order, 9) == {}
    assert removed(order, 10, dry_run=True) == {"alpha": ("sound",), "beta": ("sound",)}
    assert "data:audio" in (report / "report.html").read_text()

    assert removed(order, 10) == {"alpha": ("sound",), "beta": ("sound",)}
    page = (report / "report.html").read_text()
    assert "data:audio" not in page
    assert "sound of this call was deleted" in page
    assert "tether" in page, "the words stay"
    assert removed(order, 10) == {}, "what is done is not done again"

    assert removed(order, 20) == {"alpha": ("report",), "beta": ("report",)}
    assert [path.name for path in order.out.iterdir() if path.is_dir()] == []
    assert rows(order, TurnRow) > 0
    assert statuses(order, folder) == {"skipped"}, "a report that was deleted on purpose is not made again"

    assert removed(order, 30) == {"alpha": ("rows",), "beta": ("rows",)}
    assert (rows(order, AnalysisRow), rows(order, TurnRow), rows(order, EvidenceRow)) == (0, 0, 0)
    assert statuses(order, folder) == {"skipped"}
    assert {path.name for path in folder.iterdir()} == {"alpha.wav", "beta.wav"}, "never a recording unless told"
    assert analysis.calls == ["alpha", "beta"]


def test_of_a_call_forgotten_only_the_hash_stays(begun: Callable[..., Order], recordings: Callable[..., Path]) -> None:
    order = begun(recordings("alpha"), "row_days = 1")
    assert removed(order, 1) == {"alpha": ("report", "rows")}
    run = open_run(order)
    with reading(run.store) as session:
        (row,) = session.scalars(select(RecordingRow)).all()
        known = {column.name: getattr(row, column.name) for column in RecordingRow.__table__.columns}
    assert {name: value for name, value in known.items() if value} == {
        "id": row.id, "sha256": row.sha256, "call_id": row.sha256,
    }  # fmt: skip
    assert list_calls(run.store) == ()
    run.store.dispose()


def test_again_analyses_even_what_was_forgotten(begun: Callable[..., Order], recordings: Callable[..., Path]) -> None:
    folder = recordings("alpha")
    order = begun(folder, "report_days = 1\nrow_days = 2")
    for days, gone in ((1, ("report",)), (2, ("report", "rows"))):
        assert removed(order, days) == {"alpha": gone}
        assert statuses(Order(order.out, order.config, again=True), folder) == {"done"}
        assert (order.out / "alpha" / "report.json").exists()
        assert statuses(order, folder) == {"skipped"}
        assert removed(order, days)["alpha"][0] == "report", "and its time is over again"
        assert statuses(Order(order.out, order.config, again=True), folder) == {"done"}


def test_a_recording_goes_only_when_told_with_what_lies_beside_it(
    begun: Callable[..., Order], recordings: Callable[..., Path]
) -> None:
    folder = recordings("alpha", "beta")
    (folder / "alpha.json").write_text('{"customer_name": "Ada"}')
    (folder / "calls.csv").write_text("file,queue\n")
    order = begun(folder, "recording_days = 5\nrow_days = 5")
    (folder / "beta.wav").write_text("another recording under that name")
    alpha, beta = retain(order, now=after(5))
    assert alpha == Removal("alpha", ("recording", "report", "rows"))
    assert beta.parts == ()
    assert "no longer holds this call's recording" in str(beta.problem)
    assert {path.name for path in folder.iterdir()} == {"beta.wav", "calls.csv"}
    folder.rename(folder.with_name("unmounted"))
    (still,) = retain(order, now=after(6))
    assert "is its disk mounted?" in str(still.problem)
    assert rows(order, AnalysisRow) == 1, "rows go last: they know where the recording is"


def test_nothing_of_a_call_held_is_deleted(
    begun: Callable[..., Order], recordings: Callable[..., Path], tmp_path: Path
) -> None:
    listed = tmp_path / "held.txt"
    listed.write_text("\ufeffalpha\n\n", "utf-8")
    rules = (
        f"sound_days = 1\nreport_days = 1\nrow_days = 1\nrecording_days = 1\nhold = ['beta']\nhold_file = '{listed}'"
    )
    order = begun(recordings("alpha", "beta", "gamma"), rules)
    assert removed(order, 9) == {"gamma": ("recording", "report", "rows")}
    listed.unlink()
    with pytest.raises(SetupBroken, match="nothing is deleted without it"):
        tuple(retain(order, now=after(9)))
    assert rows(order, AnalysisRow) == 2


@pytest.mark.parametrize("step", ["withdraw_report", "note_gone", "forget"])
def test_what_a_crash_leaves_the_next_run_deletes(
    begun: Callable[..., Order], recordings: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    order = begun(recordings("alpha"), "row_days = 1")

    class Killed(BaseException):
        """As by kill -9: nothing catches it."""

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as crashing:
        crashing.setattr(flows.retention, step, killed)
        with pytest.raises(Killed):
            tuple(retain(order, now=after(1)))
    assert rows(order, AnalysisRow) == 1, "no report that nobody knows of"
    removed(order, 1)
    assert rows(order, AnalysisRow) == 0
    assert [path for path in order.out.iterdir() if path.is_dir()] == []


def test_half_a_folder_left_by_a_crash_is_cleared(begun: Callable[..., Order], recordings: Callable[..., Path]) -> None:
    order = begun(recordings("alpha"), "report_days = 1")
    (order.out / "alpha").rename(order.out / ".alpha.deleted")
    assert removed(order, 1) == {"alpha": ("report",)}
    assert [path for path in order.out.iterdir() if path.is_dir()] == []


def test_a_call_in_work_is_left_for_the_next_time(begun: Callable[..., Order], recordings: Callable[..., Path]) -> None:
    order = begun(recordings("alpha"), "report_days = 1")
    run = open_run(order)
    claim = Claim("0" * 64, "other", "alpha")
    assert take(run.store, claim, 60)
    (removal,) = retain(order, now=after(1))
    assert (removal.parts, removal.problem) == ((), "another run is at work on it")
    release(run.store, claim)
    run.store.dispose()
    assert removed(order, 1) == {"alpha": ("report",)}


def test_morning_summaries_go_with_the_reports_they_link_to(
    begun: Callable[..., Order], recordings: Callable[..., Path]
) -> None:
    order = begun(recordings("alpha"), "report_days = 10\nhold = ['alpha']")
    names = {"morning.md", "morning-2026-11-03T020000Z.md", "morning-2026-11-03T020000Z.html", "morning-notes.md"}
    for name in names | {"morning-2026-11-10T020000Z.html"}:
        (order.out / name).write_text("a page")
    gone = {"morning-2026-11-03T020000Z.html": ("summary",), "morning-2026-11-03T020000Z.md": ("summary",)}
    assert removed(order, 11, dry_run=True) == gone
    assert removed(order, 11) == gone
    left = {path.name for path in order.out.glob("morning*")}
    assert left == {"morning.md", "morning-notes.md", "morning-2026-11-10T020000Z.html"}


@pytest.mark.parametrize("rules", ["report_days = -1", "row_days = 5\nrecording_days = 6"])
def test_rules_that_can_not_be_meant_delete_nothing(
    begun: Callable[..., Order], recordings: Callable[..., Path], rules: str
) -> None:
    order = begun(recordings("alpha"), rules)
    with pytest.raises(SetupBroken, match="retention"):
        tuple(retain(order, now=after(100)))


def test_the_command_says_what_it_would_delete_and_then_does(
    begun: Callable[..., Order], recordings: Callable[..., Path]
) -> None:
    order = begun(recordings("alpha"), "row_days = 1")  # the made-up analysis is of long ago, or of the future
    options = ["retention", "--out", str(order.out), "--config", str(order.config)]
    age = (datetime.now(UTC) - ANALYSED).days
    would = CliRunner().invoke(app, [*options, "--dry-run"])
    assert would.exit_code == 0
    assert (order.out / "alpha").exists()
    if age >= 1:
        assert "alpha: would delete report, rows" in would.stdout
        assert (
            CliRunner().invoke(app, options).stdout == "alpha: deleted report, rows\ndeleted: 1 calls and summaries\n"
        )
        assert not (order.out / "alpha").exists()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    started = S3Server(tmp_path_factory.mktemp("s3"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def _empty_bucket(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    put("there", "")
    for key in keys(""):
        bucket().delete(key)


@pytest.mark.usefixtures("_empty_bucket")
def test_in_a_bucket_as_in_a_folder(begun: Callable[..., Order]) -> None:
    put("calls/alpha.wav", "alpha")
    put("calls/alpha.json", "{}")
    put("calls/beta.wav", "beta")
    rules = "sound_days = 1\nreport_days = 2\nrow_days = 3\nrecording_days = 3\nhold = ['beta']"
    order = begun(RECORDINGS, rules, f"[report]\nfolder = 's3://{BUCKET}/reports'\n")
    settings = load_settings(order.config)
    assert settings.report.folder
    put("reports/alpha/sound.ogg", "beside the page of a long call")
    kept = {"calls/beta.wav", "reports/beta/report.html", "reports/beta/report.json"}

    assert removed(order, 1) == {"alpha": ("sound",)}
    page = bytes(bucket().get("reports/alpha/report.html").bytes()).decode()
    assert "data:audio" not in page
    assert "sound of this call was deleted" in page
    assert "reports/alpha/sound.ogg" not in keys("reports")

    assert removed(order, 2) == {"alpha": ("report",)}
    assert statuses(order, RECORDINGS) == {"skipped"}
    assert keys("") == kept | {"calls/alpha.wav", "calls/alpha.json"}

    assert removed(order, 3) == {"alpha": ("recording", "rows")}
    assert keys("") == kept
    assert rows(order, AnalysisRow) == 1


@pytest.mark.usefixtures("_empty_bucket")
def test_a_bucket_that_is_away_keeps_the_rows(begun: Callable[..., Order], monkeypatch: pytest.MonkeyPatch) -> None:
    put("calls/alpha.wav", "alpha")
    more = f"[report]\nfolder = 's3://{BUCKET}/reports'\n[buckets]\npatience_s = 1\n"
    order = begun(RECORDINGS, "row_days = 1", more)
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        (removal,) = retain(order, now=after(1))
    assert removal.parts == ()
    assert "can't be reached for now" in str(removal.problem)
    assert removed(order, 1) == {"alpha": ("report", "rows")}
