"""The sample calls analysed for real, once a session, for the tests that look at what comes out."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "end_to_end"))
from real_run import ROOT, Produced, analyse


@pytest.fixture(scope="session")
def produced_samples(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """The reports of the sample calls."""
    return analyse(tmp_path_factory.mktemp("samples"), ROOT / "samples" / "calls")
