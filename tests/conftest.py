"""The sample calls analysed for real, once a session, for the tests that look at what comes out; a Chromium."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "end_to_end"))
from real_run import ROOT, Produced, analyse

# The same cases every time, so that a change is to blame for what fails; `--hypothesis-profile=default` looks further.
# A busy machine is no fault of the code: how long a case takes is not judged.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def produced_samples(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """The reports of the sample calls."""
    return analyse(tmp_path_factory.mktemp("samples"), ROOT / "samples" / "calls")


LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGS, headless=True)
        yield browser
        browser.close()
