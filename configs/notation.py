"""The notation of phrases, and phrases as regular expressions over normalised words (see configs.wording).

    i am [so] sorry            [words] may be absent
    (refund/credit) you        one of several; a side may have several words; (a/b) and [a/b] may hold the others
    that must have been <bad>  <name>: one of the words of that name in the file's [words] table
    i will ... back            ...: up to 3 words, whichever; ...6: up to 6
    refund*                    a beginning of a word
    ^ hold on $                ^ only at a sentence's start, $ only at its end

Everything else stands for itself: write plain lower-case words; "I'm" is read as "i am", "can't" as "can not".
"""

import re
from collections.abc import Mapping

from configs.wording import normal_words

_PIECE = re.compile(r"\.\.\.(\d*)|<([a-z_]+)>|([()\[\]/^$])|([a-z0-9#'’]+\*?|\*)", re.IGNORECASE)
_DEFAULT_GAP = 3


class PhraseError(ValueError):
    """A phrase that is not in the notation; the message says where."""


def compile_phrases(phrases: list[str], words: Mapping[str, str]) -> re.Pattern[str] | None:
    """One expression for all of `phrases`, to be searched in words with single spaces; None if there are none.

    `words` maps a <name> to its expression, made by `word_table`. Raises PhraseError.
    """
    if not phrases:
        return None
    return re.compile("|".join(f"(?:{_expression(phrase, words)})" for phrase in phrases))


def word_table(table: Mapping[str, str]) -> dict[str, str]:
    """A [words] table ("angry upset fed_up frustrat*": _ joins the words of one entry) as expressions."""
    return {name: "(?:" + "|".join(_entry(word) for word in text.split()) + ")" for name, text in table.items()}


def _entry(word: str) -> str:
    return " ".join(_literal(part) for part in word.split("_"))


def _literal(word: str) -> str:
    if word.endswith("*") and len(word) > 1:
        return re.escape(word[:-1].lower()) + "[a-z0-9']*"
    return re.escape(normal_words(word) if word != "*" else word)


def _expression(phrase: str, words: Mapping[str, str]) -> str:
    """Pieces are joined by a space that each optional piece carries in itself, so that none is left over."""
    out: list[str] = []
    closers: list[str] = []
    position = 0
    for match in _PIECE.finditer(phrase):
        if phrase[position : match.start()].strip():
            raise PhraseError(f"'{phrase}': '{phrase[position : match.start()].strip()}' is not in the notation")
        position = match.end()
        out.append(_piece(match, phrase, words, closers))
    if phrase[position:].strip() or closers or not out:
        raise PhraseError(f"'{phrase}': a bracket is not closed, or there is nothing to match")
    # Each word below ends in a "glue": a space or the end of the sentence.
    return "(?:^|(?<= ))" + "".join(out)


_GLUE = r"(?: |$)"


def _piece(match: re.Match[str], phrase: str, words: Mapping[str, str], closers: list[str]) -> str:
    gap, name, sign, word = match.groups()
    if gap is not None:
        return rf"(?:[^ ]+{_GLUE}){{0,{gap or _DEFAULT_GAP}}}?"
    if name:
        if name not in words:
            raise PhraseError(f"'{phrase}': <{name}> has no entry in [words]")
        return words[name] + _GLUE
    if word:
        return _literal(word) + _GLUE
    return _sign(sign, phrase, closers)


def _sign(sign: str, phrase: str, closers: list[str]) -> str:
    if sign in "([":
        closers.append(")" if sign == "(" else ")?")
        return "(?:"
    if sign in ")]":
        if not closers or closers[-1][0] != ")" or (sign == "]") != (closers[-1] == ")?"):
            raise PhraseError(f"'{phrase}': a '{sign}' closes nothing")
        return closers.pop()
    if sign == "/":
        if not closers:
            raise PhraseError(f"'{phrase}': a '/' parts the sides of a bracket, and there is none")
        return "|"
    return sign
