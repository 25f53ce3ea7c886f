"""Passwords: Argon2 by pwdlib's recommended parameters."""

import secrets
from functools import cache

from pwdlib import PasswordHash

WORDS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for another."""


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """For the store."""
    return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Takes as long for an account that does not exist or has no password: time must not tell."""
    right = _hasher().verify(password, kept or _nobodys())
    return right and kept is not None


def new_password() -> str:
    """Sixteen letters in four groups, 78 bits: to be read out, and changed at the first signing in."""
    return "-".join("".join(secrets.choice(WORDS) for _ in range(4)) for _ in range(4))
