"""A recording kept ours while we work on it: its claim, renewed from beside the work."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine

from calls.errors import WarmlineError
from store.claims import Claim, release, renew, take

RENEWALS = 3
"""Times a lease is renewed before it would end: two may fail, for a busy database, without its being lost."""

logger = logging.getLogger("warmline.lease")


class Lease:
    """A claim that is ours as long as it is renewed in time."""

    def __init__(self, store: Engine, claim: Claim, lease_s: float) -> None:
        """`claim` was taken just now."""
        self._store = store
        self._claim = claim
        self._lease_s = lease_s
        self._renewed = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)
        self._thread.start()

    def is_ours(self) -> bool:
        """False where others may have taken the recording: this process stood still, or the database was away."""
        if time.monotonic() - self._renewed < self._lease_s / RENEWALS:
            return True
        return self._renew()

    def end(self) -> None:
        """Renew no more."""
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(self._lease_s / RENEWALS):
            with suppress(WarmlineError):
                self._renew()

    def _renew(self) -> bool:
        now = time.monotonic()
        ours = renew(self._store, self._claim, self._lease_s)
        if ours:
            self._renewed = now
        else:
            logger.warning("claim lost", extra={"call_id": self._claim.call_id})
        return ours


@contextmanager
def leased(store: Engine, claim: Claim, lease_s: float) -> Iterator[Lease | None]:
    """The claim, ours for as long as the block runs; None where another is at work on it."""
    if not take(store, claim, lease_s):
        yield None
        return
    lease = Lease(store, claim, lease_s)
    try:
        yield lease
    finally:
        lease.end()
        with suppress(WarmlineError):  # a store that is away hides no other reason; the claim then ends by itself
            release(store, claim)
