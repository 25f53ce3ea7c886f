"""Who is at work on what, on SQLite and on a real PostgreSQL."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from calls.recording import CallMetadata, Recording
from store import claims

RECIPE = "77aa" * 16
LEASE_S = 30.0
SHORT_S = 0.05


def recording(name: str = "alpha", sha256: str = "a" * 64) -> Recording:
    return Recording(Path(f"/calls/{name}.wav"), sha256, name, CallMetadata())


def claim(name: str = "alpha", sha256: str = "a" * 64) -> claims.Claim:
    return claims.claim_of(recording(name, sha256), RECIPE)


def test_what_one_has_claimed_another_can_not(store: Engine) -> None:
    first = claim()
    assert claims.take(store, first, LEASE_S)
    assert not claims.take(store, claim(), LEASE_S)
    assert claims.held(store, [recording(), recording("beta", "b" * 64)], RECIPE) == {"a" * 64}


def test_of_many_at_once_one_gets_it(store: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: claims.take(store, claim(), LEASE_S), range(8)))
    assert sum(taken) == 1


def test_another_recipe_waits_too_because_the_folder_is_the_same(store: Engine) -> None:
    assert claims.take(store, claim(), LEASE_S)
    other = replace(claim(), recipe="other")
    assert not claims.take(store, other, LEASE_S)
    assert claims.held(store, [recording()], "other") == {"a" * 64}


def test_two_recordings_that_share_a_call_id_are_not_worked_on_at_once(store: Engine) -> None:
    assert claims.take(store, claim("call", "a" * 64), LEASE_S)
    assert not claims.take(store, claim("call", "b" * 64), LEASE_S)
    assert claims.take(store, claim("call-bbbb", "b" * 64), LEASE_S)


def test_the_claim_of_the_dead_ends_by_itself(store: Engine) -> None:
    dead = claim()
    assert claims.take(store, dead, SHORT_S)
    time.sleep(2 * SHORT_S)
    assert claims.held(store, [recording()], RECIPE) == set()
    assert not claims.renew(store, dead, LEASE_S), "one that ended is lost"
    assert claims.take(store, claim(), LEASE_S)
    assert not claims.renew(store, dead, LEASE_S)
    claims.release(store, dead)
    assert claims.held(store, [recording()], RECIPE), "the dead one's release is not the new owner's"


def test_a_renewed_claim_lives_on(store: Engine) -> None:
    living = claim()
    claims.take(store, living, SHORT_S * 4)
    assert claims.renew(store, living, LEASE_S)
    time.sleep(SHORT_S * 5)
    assert not claims.take(store, claim(), LEASE_S)


def test_a_released_claim_is_free(store: Engine) -> None:
    first = claim()
    claims.take(store, first, LEASE_S)
    claims.release(store, first)
    assert claims.take(store, claim(), LEASE_S)


def test_what_a_process_that_ended_had_claimed_is_free(store: Engine) -> None:
    claims.take(store, claim(), LEASE_S)
    claims.release_of_process(store, os.getpid() + 1)
    assert claims.held(store, [recording()], RECIPE)
    claims.release_of_process(store, os.getpid())
    assert not claims.held(store, [recording()], RECIPE)
