"""Words as phrases see them: lower case, no punctuation, contractions written out, so that one phrase fits them all.

>>> [t.word for t in normal_tokens("I'm sorry, I can't!")]
['i', 'am', 'sorry', 'i', 'can', 'not']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_APOSTROPHES = str.maketrans("’‘`´", "''''")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[#*]")
_WHOLE = {
    "cannot": "can not",
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "y'all": "you all",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "gimme": "give me",
    "lemme": "let me",
    "ok": "okay",
    "yeah": "yes",
    "apologize": "apologise",
    "apologizing": "apologising",
    "realize": "realise",
    "mom": "mum",
}
_ENDINGS = (("n't", " not"), ("'ll", " will"), ("'re", " are"), ("'ve", " have"), ("'d", " would"), ("'m", " am"))
# After these, 's is "is" (or "has": the lists write both where it matters); after others it is a possessive.
_IS = frozenset(
    ("it", "that", "there", "here", "what", "who", "where", "how", "when", "this", "he", "she", "everything", "nothing")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised word and where it stands in the text it came from: characters `start` to `end`."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as phrases see it. `words` has single spaces; `tokens` are those words in order."""

    tokens: tuple[Token, ...]
    words: str
    is_question: bool


def normal_tokens(text: str) -> tuple[Token, ...]:
    """The normalised words of `text`; "#" and "*" are words too (keys of a telephone)."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text.lower().translate(_APOSTROPHES)):
        found += [Token(word, match.start(), match.end()) for word in _written_out(match.group())]
    return tuple(found)


def normal_words(text: str) -> str:
    """`text` normalised to words with single spaces.

    >>> normal_words("We’ve got it — that's 'fine'.")
    'we have got it that is fine'
    """
    return " ".join(token.word for token in normal_tokens(text))


def sentences(text: str) -> tuple[Sentence, ...]:
    """`text` cut at . ? ! and ; as a recogniser writes them; abbreviations and decimals stay whole.

    A sentence is a question by its mark, or by its first words where the recogniser left the mark out.
    """
    return tuple(
        _sentence(start, text[start:end]) for start, end in _cuts(text) if _TOKEN.search(text[start:end].lower())
    )


def _sentence(start: int, text: str) -> Sentence:
    tokens = tuple(Token(t.word, t.start + start, t.end + start) for t in normal_tokens(text))
    words = " ".join(token.word for token in tokens)
    return Sentence(tokens, words, "?" in text or bool(_ASKS.match(words)))


# How a question begins when it lacks its mark. "What a ..." and "how nice" exclaim; "would be", "could be" answer.
_ASKS = re.compile(
    r"(?:(?:and|so|okay|right|now|well|but|please) )*"
    r"(?:(?:can|could|would|will|may|might|shall|should) (?:you|i|we|he|she|they|it)"
    r"|(?:do|does|did|have|has|is|are|was|were) (?:you|i|we|it|there|that|this|they)"
    r"|(?:what|which|when|where|who|why|how) (?:is|was|are|were|do|does|did|can|could|would|will|have|has|happened|"
    r"long|many|much|often|exactly|seems|else|about|kind|time))\b"
)
_STOP = re.compile(r"[.?!;…]+[\"')\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|a\.m|p\.m|vs|etc|[a-z])$", re.IGNORECASE)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _STOP.finditer(text):
        if match.group() == "." and _ABBREVIATION.search(text[start : match.start()]) and match.end() < len(text):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _written_out(word: str) -> list[str]:
    if word in _WHOLE:
        return _WHOLE[word].split()
    for ending, full in _ENDINGS:
        if word.endswith(ending) and word != ending:
            return [*_written_out(word[: -len(ending)]), *full.split()]
    if word.endswith("'s"):
        stem = word[:-2]
        return [stem, "is"] if stem in _IS else [word]
    return word.replace("'", "").split() or [word]
