from dataclasses import replace

import numpy as np
import pytest

from calls.spans import Span
from configs.settings import Settings
from models.campplus import CamPlusPlus
from models.persons import PersonsByVoice


@pytest.fixture
def persons(voices: CamPlusPlus) -> PersonsByVoice:
    return PersonsByVoice(voices)


def halves(turns: list[dict]) -> list[list[Span]]:  # type: ignore[type-arg]
    spans = [Span(turn["start"], turn["end"]) for turn in turns]
    return [spans[: len(spans) // 2], spans[len(spans) // 2 :]]


@pytest.mark.parametrize("name", ["lamp_warm", "water_robotic", "clinic_mono"])
@pytest.mark.parametrize("role", ["agent", "customer"])
def test_one_person_is_one_before_and_after(name: str, role: str, persons: PersonsByVoice, settings: Settings, sample):  # type: ignore[no-untyped-def]
    call = sample(name)
    mixed = call.audio.samples.mean(axis=0, dtype=np.float32)
    assert persons.told_apart(mixed, halves(call.turns(role)), settings.diarisation) == (0, 0)


@pytest.mark.parametrize("name", ["lamp_warm", "water_robotic", "clinic_mono"])
def test_two_persons_are_two_and_numbered_as_they_appear(
    name: str, persons: PersonsByVoice, settings: Settings, sample
):  # type: ignore[no-untyped-def]
    call = sample(name)
    mixed = call.audio.samples.mean(axis=0, dtype=np.float32)
    one, two = halves(call.turns("customer"))
    other, again = halves(call.turns("agent"))
    assert persons.told_apart(mixed, [one, other, two, again], settings.diarisation) == (0, 1, 0, 1)


def test_who_hardly_speaks_is_nobody_in_particular(persons: PersonsByVoice, settings: Settings, sample):  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    first, second = halves(call.turns("agent"))
    brief = [Span(first[0].start, first[0].start + 0.9)]
    found = persons.told_apart(call.audio.channel(0), [first, brief, second], settings.diarisation)
    assert found == (0, None, 0)
    assert persons.told_apart(call.audio.channel(0), [brief, []], settings.diarisation) == (None, None)
    assert persons.told_apart(call.audio.channel(0), [], settings.diarisation) == ()
    beyond = [Span(call.audio.duration_s + 1, call.audio.duration_s + 9)]
    assert persons.told_apart(call.audio.channel(0), [beyond, first], settings.diarisation) == (None, 0)


def test_no_more_is_listened_to_than_a_voice_needs(voices: CamPlusPlus, settings: Settings, sample):  # type: ignore[no-untyped-def]
    heard = []

    class Counting:
        abreast = 1

        def embed(self, features: np.ndarray) -> np.ndarray:
            heard.append(len(features) / 100)
            return voices.embed(features)

    call = sample("clinic_mono")
    rules = replace(settings.diarisation, max_person_s=4.0)
    persons = PersonsByVoice(Counting())  # type: ignore[arg-type]
    persons.told_apart(call.audio.channel(0), [[Span(float(i), i + 2.0) for i in range(6, 40, 2)]], rules)
    assert 3.5 < sum(heard) <= 4.0
