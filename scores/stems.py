"""The words that carry what a sentence is about, without their endings."""

_EMPTY = frozenset(
    """a about after again all also am an and any are as at back be because been before being both but by came can come
    could day days did do does doing done down each else even ever every for from get gets getting give go goes going
    good got had happen has have having he hello help her here hi him his how i if in into is it its just keep know last
    let like little made make many may me mean might more much must my name need never new no nobody not nothing now of
    off oh okay on one only or other our out over please put really right said same say saying see she should since so
    some somebody someone something sorry still such sure take tell than thank thanks that the their them then there
    these they thing things think this those through time to today told too two under until up us use used very want
    was way we well went were what when where which while who why will with would yes yet you your yours""".split()
)
_ENDINGS = ("ing", "edly", "ed", "ies", "es", "s", "ly")
_NUMBERS = frozenset("zero one two three four five six seven eight nine ten eleven twelve".split())


def content_stems(words: str) -> frozenset[str]:
    """Stems of the words of meaning in normalised `words`; digits and spelled digits are read out, not said back.

    >>> sorted(content_stems("the water tank was cracked so it leaked"))
    ['crack', 'leak', 'tank', 'water']
    """
    kept = (w for w in words.split() if w not in _EMPTY and w not in _NUMBERS and w.isalpha() and len(w) > 2)
    return frozenset(_stem(word) for word in kept)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl" else stem
    return word.removesuffix("e") if len(word) > 4 else word
