"""Examples as people say and recognisers write them: other beginnings, no punctuation, two sentences in one breath."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from configs.examples import Labelled

JOINED, BEGUN, BARE = 0.12, 0.15, 0.30
"""Shares of examples joined with another, begun with a small word, bared of punctuation; each pass draws anew."""
BEGINNINGS = {
    "agent": (
        "Okay,",
        "Right,",
        "Well,",
        "So,",
        "Um,",
        "Oh,",
        "Alright,",
        "Yeah,",
        "No,",
        "Okay so",
        "Well you know,",
        "Ah,",
        "Listen,",
        "Now,",
    ),
    "customer": (
        "Well,",
        "Look,",
        "I mean,",
        "Yeah,",
        "Um,",
        "Honestly,",
        "Oh,",
        "No,",
        "Right,",
        "Okay,",
        "Listen,",
        "But",
        "And",
        "See,",
    ),
}
JOINTS = (", ", ". ", " and ")


def varied(examples: Sequence[Labelled], rng: Random) -> list[Labelled]:
    """The examples, each varied by chance; the markers of joined ones are those of both."""
    said_by = {role: [e for e in examples if e.role == role] for role in BEGINNINGS}
    return [_bared(_begun(_joined(e, said_by[e.role], rng), rng), rng) for e in examples]


def _joined(example: Labelled, others: Sequence[Labelled], rng: Random) -> Labelled:
    if rng.random() >= JOINED:
        return example
    other = rng.choice(others)
    first, second = (example, other) if rng.random() < 0.5 else (other, example)
    joint = " " if first.text.endswith("?") else rng.choice(JOINTS)
    text = first.text.rstrip(".") + joint + (second.text if joint == " " else _small(second.text))
    return replace(example, text=text, true=example.true | other.true)


def _begun(example: Labelled, rng: Random) -> Labelled:
    if rng.random() >= BEGUN:
        return example
    return replace(example, text=f"{rng.choice(BEGINNINGS[example.role])} {_small(example.text)}")


def _bared(example: Labelled, rng: Random) -> Labelled:
    if rng.random() >= BARE:
        return example
    return replace(example, text=example.text.rstrip(".?").replace(",", ""))


def _small(text: str) -> str:
    return text if text[:2] in ("I ", "I'") else text[0].lower() + text[1:]
