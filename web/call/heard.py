"""Who has listened: the first request for a call's sound of each opened page, not each of the dozens that follow."""

from collections import OrderedDict
from threading import Lock

REMEMBERED = 20_000
"""Openings of pages whose listening was told; the oldest is forgotten, and would be told again."""
_told: OrderedDict[tuple[object, ...], None] = OrderedDict()
_one_at_a_time = Lock()


def is_first(*listening: object) -> bool:
    """Whether this listening (person, session, call, opened page) is new."""
    with _one_at_a_time:
        if listening in _told:
            _told.move_to_end(listening)
            return False
        _told[listening] = None
        if len(_told) > REMEMBERED:
            _told.popitem(last=False)
        return True
