from pathlib import Path

import pytest

from calls.errors import SetupBroken
from configs.notation import PhraseError, compile_phrases, word_table
from configs.phrases import load_phrases, phrases_text
from configs.wording import normal_words, sentences


def found(phrase: str, text: str, words: dict[str, str] | None = None) -> bool:
    pattern = compile_phrases([phrase], word_table(words or {}))
    return pattern is not None and bool(pattern.search(normal_words(text)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("i am [so] sorry", "I'm sorry."),
        ("i am [so/very] sorry", "I am very sorry!"),
        ("(refund/send you) it", "I will send you it"),
        ("i will ...2 back", "I'll call you back"),
        ("refund*", "It was refunded."),
        ("^ hold on $", "Hold on."),
        ("feel <bad>", "I feel let down"),
        ("(a [b/c] d)", "a c d"),
    ],
)
def test_the_notation_matches(phrase: str, text: str) -> None:
    assert found(phrase, text, {"bad": "awful let_down"})


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sorry", "sorryish"),
        ("i will ...1 back", "I'll surely call back"),
        ("^ hold on $", "Please hold on"),
        ("hold on $", "hold on please"),
        ("am sorry", "I'm very sorry"),
    ],
)
def test_the_notation_does_not_match_what_it_does_not_say(phrase: str, text: str) -> None:
    assert not found(phrase, text)


@pytest.mark.parametrize("phrase", ["(a/b", "a]", "a/b", "<nowhere>", "", "what?", "(a]"])
def test_a_phrase_outside_the_notation_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        compile_phrases([phrase], {})


def test_sentences_know_where_they_stand_and_whether_they_ask() -> None:
    text = "I'm sorry, Mr. Hill. Can you repeat that"
    first, second = sentences(text)
    assert first.words == "i am sorry mr hill"
    assert not first.is_question
    assert second.is_question
    assert text[second.tokens[0].start : second.tokens[-1].end] == "Can you repeat that"


def test_a_language_without_lists_has_none() -> None:
    assert load_phrases("xx") is None


def test_a_region_uses_its_languages_lists() -> None:
    phrases = load_phrases("en-GB")
    assert phrases is not None
    assert phrases.language == "en"


def test_own_phrases_are_added_to_ours(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ivr.toml").write_text('[waiting]\nphrases = ["the queue gnome sees you"]\n')
    phrases = load_phrases("en", tmp_path)
    assert phrases is not None
    assert phrases.matches("ivr", "waiting", "the queue gnome sees you")
    assert phrases.matches("ivr", "waiting", "your call is important")
    assert "gnome" in phrases_text(tmp_path)
    assert "gnome" not in phrases_text()


@pytest.mark.parametrize(
    "content", ["[waiting", '[waiting]\nphrase = ["x"]', '[waiting]\nphrases = ["(x"]', '[waiting]\nrole = "boss"']
)
def test_a_broken_list_names_its_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ivr.toml").write_text(content)
    with pytest.raises(SetupBroken, match=r"ivr\.toml"):
        load_phrases("en", tmp_path)
