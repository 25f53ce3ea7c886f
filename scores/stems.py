"""The words that carry what a sentence is about, without their endings."""

from configs.phrases import Phrases

# English endings; the longest that leaves a stem goes. Crude, and enough to see that "leaked" takes up "leaking".
_ENDINGS = ("ing", "edly", "ed", "ies", "es", "s", "ly")


def content_stems(words: str, phrases: Phrases) -> frozenset[str]:
    """Stems of the words of meaning in normalised `words`; digits, spelled or not, are read out, not said back."""
    left_out = {*phrases.words.get("empty", ()), *phrases.words.get("digits", ())}
    return frozenset(_stem(w) for w in words.split() if w not in left_out and w.isalpha() and len(w) > 2)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl"
            return stem[:-1] if doubled else stem.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word
