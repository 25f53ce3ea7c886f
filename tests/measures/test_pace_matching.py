"""Whether the agent's pace follows the customer's."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from calls.transcript import Turn, Word
from configs.settings import load_settings
from measures.dynamics import pace_matching

SETTINGS = replace(load_settings().dynamics, matching_min_pairs=4)


def exchange(theirs: Sequence[float], own: Sequence[float]) -> list[Turn]:
    """Customer and agent by turns, six words each, a word every so many seconds."""
    turns, at = [], 0.0
    for pair in zip(theirs, own, strict=True):
        for role, step in zip(("customer", "agent"), pair, strict=True):
            words = tuple(Word("word", at + i * step, at + (i + 1) * step, 1.0, 0) for i in range(6))
            turns.append(Turn(role, role, at, at + 6 * step, words))  # type: ignore[arg-type]
            at += 6 * step + 0.5
    return turns


def test_an_agent_who_speeds_up_with_the_customer_matches() -> None:
    assert pace_matching(exchange([0.2, 0.3, 0.4, 0.5], [0.25, 0.3, 0.45, 0.6]), SETTINGS) == pytest.approx(1.0)
    assert pace_matching(exchange([0.2, 0.3, 0.4, 0.5], [0.6, 0.45, 0.3, 0.25]), SETTINGS) == pytest.approx(-1.0)


def test_few_answers_and_no_answers_match_nothing() -> None:
    assert pace_matching(exchange([0.2, 0.3], [0.3, 0.4]), SETTINGS) is None
    assert pace_matching([], SETTINGS) is None
