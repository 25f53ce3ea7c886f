"""How much of what an agent says is said again in other calls."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from configs.settings import load_settings
from configs.wording import normal_words
from scores.scriptedness import Said, scriptedness

SETTINGS = load_settings().scriptedness
SCRIPT = (
    "Let me pull up your account and see what I can find for you.",
    "I have gone ahead and made a note of that on the system.",
    "What I am going to do for you today is check that right away.",
)
NOUNS = """kettle garden train letter boiler winter paper doctor window ticket river sofa engine bridge market
pencil cellar blanket lantern orchard saddle harbour candle meadow copper thunder"""
WORDS = NOUNS.split()


def said(call: str, *texts: str) -> list[Said]:
    return [Said(call, 5.0 * n, 5.0 * n + 4, t, tuple(normal_words(t).split())) for n, t in enumerate(texts)]


def free(chance: random.Random) -> str:
    """A sentence nobody says twice."""
    return " ".join(chance.choices(WORDS, k=9)) + "."


def calls_of(chance: random.Random, count: int, script: Sequence[str], own: int = 3) -> list[Said]:
    return [s for n in range(count) for s in said(f"c{n:03}", *script, *(free(chance) for _ in range(own)))]


def test_an_agent_who_says_the_same_in_every_call_stands_above_one_who_does_not() -> None:
    chance = random.Random(1)
    scripted = scriptedness(calls_of(chance, 20, SCRIPT), {}, SETTINGS)
    free_one = scriptedness(calls_of(chance, 20, ()), {}, SETTINGS)
    assert free_one.share == 0.0
    assert scripted.share == pytest.approx(38 / 65, abs=0.08)
    assert scripted.low is not None
    assert scripted.low > 0.4


def test_what_most_agents_say_is_not_this_agents() -> None:
    chance = random.Random(2)
    own = calls_of(chance, 20, SCRIPT)
    others = {f"A{n}": calls_of(chance, 10, SCRIPT[:1]) for n in range(4)}
    alone, beside = scriptedness(own, {}, SETTINGS), scriptedness(own, others, SETTINGS)
    assert alone.share is not None
    assert beside.share is not None
    assert beside.share < alone.share
    assert SCRIPT[0] not in [each.text for each in beside.most]
    two = dict(list(others.items())[: SETTINGS.min_agents - 1])
    assert scriptedness(own, two, SETTINGS).share == alone.share, "too few others to know"


def misheard(sentence: Said, chance: random.Random, rate: float = 0.1) -> Said:
    return replace(sentence, words=tuple(chance.choice(WORDS) if chance.random() < rate else w for w in sentence.words))


def test_a_word_in_ten_misheard_changes_little() -> None:
    chance = random.Random(3)
    own = calls_of(chance, 30, SCRIPT)
    clean = scriptedness(own, {}, SETTINGS)
    noisy = scriptedness([misheard(s, chance) for s in own], {}, SETTINGS)
    assert clean.share is not None
    assert noisy.share == pytest.approx(clean.share, abs=0.08)


def test_a_name_in_the_sentence_hides_nothing() -> None:
    names = ("Tom", "Priya", "Olga", "Wei", "Fatima", "John", "Ana", "Kofi", "Lars", "Mia")
    own = [s for n, name in enumerate(names) for s in said(f"c{n}", f"Let me have a look at that for you {name}.")]
    found = scriptedness(own, {}, SETTINGS)
    assert found.share == 1.0
    assert found.most[0].calls == len(names)


def test_the_evidence_names_each_call_once_where_it_can_be_heard() -> None:
    found = scriptedness(calls_of(random.Random(4), 12, SCRIPT), {}, SETTINGS)
    assert [each.text for each in found.most] == list(SCRIPT)
    first = found.most[1]
    assert first.calls == 12
    assert [place.call_id for place in first.places] == [f"c{n:03}" for n in range(12)]
    assert {place.start for place in first.places} == {5.0}


def test_too_few_calls_are_not_judged_and_say_so() -> None:
    found = scriptedness(calls_of(random.Random(5), 3, SCRIPT), {}, SETTINGS)
    assert (found.share, found.calls) == (None, 3)
    assert found.reason == "3 calls; 8 are needed."
    assert scriptedness([], {}, SETTINGS).share is None


def test_short_sentences_are_everyones() -> None:
    own = [
        s for n in range(10) for s in said(f"c{n}", "Thank you very much.", f"Then {WORDS[n]} {WORDS[n + 9]} comes by.")
    ]
    assert scriptedness(own, {}, SETTINGS).share == 0.0


def test_twice_in_one_call_is_not_in_other_calls() -> None:
    chance = random.Random(6)
    own = [s for n in range(10) for s in said(f"c{n}", *[free(chance)] * 3)]
    assert scriptedness(own, {}, SETTINGS).share == 0.0


def test_the_share_does_not_grow_with_the_calls_looked_at() -> None:
    shares = [scriptedness(calls_of(random.Random(7), n, SCRIPT), {}, SETTINGS).share or 0 for n in (10, 40, 80)]
    assert max(shares) - min(shares) < 0.05


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.text(max_size=40)), max_size=60))
def test_whatever_is_said_the_share_lies_in_its_interval(lines: list[tuple[int, str]]) -> None:
    found = scriptedness([s for call, text in lines for s in said(f"c{call}", text)], {}, SETTINGS)
    if found.share is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.share + 1e-9
        assert found.share - 1e-9 <= found.high <= 1
