"""Which calls are worth a reviewer's time."""

from dataclasses import replace

from configs.settings import load_settings
from reports.review import SAMPLED, to_review
from store.review import NightCall

SETTINGS = replace(load_settings().nightly, review_calls=1, review_sample=0)


def call(name: str, **known: object) -> NightCall:
    plain = NightCall(name, "billing", 300.0, 0.0, None, None, None, None, None, 0, 0)
    return replace(plain, **known)  # type: ignore[arg-type]


def reasons(*calls: NightCall, settings: object = SETTINGS) -> dict[str, tuple[str, ...]]:
    return {chosen.call.call_id: chosen.reasons for chosen in to_review(calls, settings, "seed")}  # type: ignore[arg-type]


def test_each_reason_chooses_its_gravest_and_says_why() -> None:
    found = reasons(
        call("manager", manager=1),
        call("storm", distress=3, met=0.0),
        call("held", hold_longest_s=700.0),
        call("held less", hold_longest_s=600.0),
        call("cold", empathy=12.0, empathy_low=4.0, empathy_high=20.0, delivery=70.0),
        call("flat", delivery=9.0),
        call("open", empathy=50.0, empathy_low=10.0, empathy_high=90.0),
    )
    assert found == {
        "manager": ("asked for a manager",),
        "storm": ("distress 3 times, not met",),
        "held": ("on hold for 11:40 at a stretch",),
        "cold": ("empathy 12 (4–20)",),
        "flat": ("delivery 9",),
        "open": ("empathy uncertain (10–90)",),
    }
    assert list(found)[:2] == ["manager", "storm"], "the gravest first"


def test_distress_that_was_met_needs_several_marks() -> None:
    assert reasons(call("once", distress=1, met=1.0), call("unmet", distress=1, met=0.0)) == {
        "unmet": ("distress once, not met",)
    }
    assert reasons(call("unmet", distress=2, met=0.0), call("met", distress=3, met=1.0)) == {
        "unmet": ("distress twice, not met",)
    }


def test_what_is_not_grave_is_no_reason() -> None:
    mild = {"empathy": 70.0, "empathy_low": 60.0, "empathy_high": 80.0, "delivery": 50.0, "hold_longest_s": 59.0}
    assert reasons(call("fine", **mild)) == {}


def test_calls_without_anything_to_look_at_are_only_sampled() -> None:
    calls = [call(f"{number}") for number in range(50)]
    assert reasons(*calls) == {}
    settings = replace(SETTINGS, review_sample=3)
    drawn = reasons(*calls, settings=settings)
    assert len(drawn) == 3
    assert set(drawn.values()) == {(SAMPLED,)}
    assert drawn == reasons(*calls, settings=settings), "the same night draws the same calls"
    assert reasons(settings=settings) == {}
