"""Work shared out over the cores that this process may use, a thread each.

Two threads that each run a network on a core get more done than one network on two cores, whose threads wait for each
other at every layer; and what only Python does in between then has a core as well.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from configs.operation_settings import ComputeSettings

MOST = 8
"""A call has no more to do at once than this keeps busy, and each thread that decodes words takes 0.1 GB."""
Item = TypeVar("Item")
Result = TypeVar("Result")


def cores_of(compute: ComputeSettings) -> int:
    """As many as the settings give a process, else all that the machine gives it, MOST at most."""
    if compute.threads:
        return compute.threads
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def abreast(function: Callable[[Item], Result], items: Iterable[Item], threads: int) -> list[Result]:
    """`function` of each of `items`, in their order, on `threads` threads. Raises what the first to fail raises."""
    each = list(items)
    if threads < 2 or len(each) < 2:
        return [function(item) for item in each]
    with ThreadPoolExecutor(min(threads, len(each)), "abreast") as pool:
        return list(pool.map(function, each))
