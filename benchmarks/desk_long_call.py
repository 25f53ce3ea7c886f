"""What opening a call of an hour costs at the desk, in the server and in Chromium, and how it scrolls and seeks.

    PYTHONPATH=.:tests/web:tests/reports .venv/bin/python benchmarks/desk_long_call.py

The made-up call of the tests: 10,000 words, 600 turns, an hour of sound in the page that was published. Chromium draws
without a GPU here. All on one machine, the server as a process of its own.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import uvicorn
from hour_call import HOUR_S, long_report
from made_desk import HASHED, PASSWORD, empty_desk
from playwright.sync_api import Page, sync_playwright

from calls.sound import Audio
from reports.report_html import write_html
from reports.report_json import write_json
from store.accounts import Person, add_person
from store.ledger import save_report
from web.serve import ORDER_VARIABLE, app

PORT = 8977
CALL = f"http://127.0.0.1:{PORT}/calls/an-hour"
SERVE = "--serve"
TIMES = 15
FRAMES = """async () => {
  const frames = [];
  const until = document.documentElement.scrollHeight - innerHeight;
  let last = performance.now();
  for (let y = 0; y < until; y += 120) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""


def publish(out: Path) -> None:
    """The call, its page with an hour of faint noise, a reviewer."""
    desk, report = empty_desk(out), long_report()
    noise = np.random.default_rng(1).normal(0, 0.02, (2, int(HOUR_S * 8000))).astype(np.float32)
    folder = out / report.recording.call_id
    write_json(report, folder / "report.json")
    write_html(report, Audio(noise, 8000), folder / "report.html", desk.settings.report)
    save_report(desk.engine, report, folder, desk.settings)
    add_person(desk.engine, Person(0, "rita", "Rita", "reviewer", None, frozenset(), False, False, 0), HASHED)
    words = len(report.transcript.words)
    print(f"{words} words, {len(report.turns)} turns, page {(folder / 'report.html').stat().st_size / 1e6:.0f} MB")
    desk.engine.dispose()


def ms(values: Sequence[float]) -> str:
    """Median and 95th percentile of milliseconds."""
    return f"{statistics.median(values):.0f} ms (p95 {np.percentile(values, 95):.0f})"


def server_times(server: psutil.Process) -> None:
    """Whole answers, read to the end; and the processor's time that the server took for each."""
    with httpx.Client(follow_redirects=True) as client:
        sign_in = f"http://127.0.0.1:{PORT}/sign-in"
        client.get(sign_in)
        client.post(sign_in, data={"csrftoken": client.cookies["csrftoken"], "login": "rita", "password": PASSWORD})
        for name, path, headers in (
            ("page", "", {}),
            ("sound, 64 kB of its middle", "/sound", {"range": "bytes=10000000-10065535"}),
            ("PDF", "/report.pdf", {}),
        ):
            taken = []
            before = server.cpu_times()
            for _ in range(TIMES):
                start = time.perf_counter()
                answer = client.get(CALL + path, headers=headers)
                taken.append(1000 * (time.perf_counter() - start))
                assert answer.status_code in (200, 206), answer.text
            after = server.cpu_times()
            cpu = 1000 * (after.user + after.system - before.user - before.system) / TIMES
            print(f"server, {name}: {ms(taken)}, CPU {cpu:.0f} ms, {len(answer.content) / 1e6:.2f} MB")


def opened(page: Page) -> tuple[float, float]:
    """Milliseconds from the address to a page that can be used, and what of them the browser took by itself."""
    page.goto(CALL, wait_until="load")
    page.wait_for_selector("#play")
    timing: dict[str, Any] = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    return float(timing["loadEventEnd"]), float(timing["loadEventEnd"]) - float(timing["responseStart"])


def browser_times() -> None:
    """Opening, scrolling from the first to the last word, a leap to a far second."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"http://127.0.0.1:{PORT}/sign-in")
        page.fill("#login", "rita")
        page.fill("#password", PASSWORD)
        page.click("button:has-text('Sign in')")
        whole, own = zip(*(opened(page) for _ in range(TIMES)), strict=True)
        print(f"Chromium, opened and ready: {ms(whole)}, after the server's first byte {ms(own)}")
        frames = page.evaluate(FRAMES)
        print(f"Chromium, a frame while scrolling {len(frames)} steps: {ms(frames)}, longest {max(frames):.0f} ms")
        leaps = [page.evaluate(LEAP, second) for second in (3000, 200, 2500, 1200, 3500)]
        print(f"Chromium, a leap to a far second, its row in view: {ms(leaps)}")
        browser.close()


LEAP = """async (second) => {
  const start = performance.now();
  scrollTo(0, 0);
  location.hash = `t=${second}`;
  const row = () => document.querySelector("#rows li.now");
  const seen = () => row() && row().getBoundingClientRect().top > 0 && row().getBoundingClientRect().top < innerHeight;
  await new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
  for (let i = 0; i < 100 && !seen(); i += 1) await new Promise(requestAnimationFrame);
  return seen() ? performance.now() - start : NaN;
}"""


def main() -> None:
    """Publish, serve, measure."""
    with tempfile.TemporaryDirectory() as name:
        publish(Path(name))
        server = subprocess.Popen([sys.executable, __file__, SERVE, name])
        try:
            _wait()
            server_times(psutil.Process(server.pid))
            browser_times()
            print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/sign-in")
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the desk did not start")


if __name__ == "__main__":
    if SERVE in sys.argv:
        os.environ[ORDER_VARIABLE] = json.dumps([sys.argv[2], None])
        uvicorn.run(app(), host="127.0.0.1", port=PORT, log_level="error")
    else:
        main()
