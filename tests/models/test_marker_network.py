import numpy as np
import pytest

from models.marker_network import MAX_PIECES, languages_read, markers_read, read_sentence


def chance(role: str, text: str, marker: str) -> float:
    return float(1 / (1 + np.exp(-read_sentence(role, text).log_odds[markers_read().index(marker)])))


def test_a_sentence_has_a_vector_and_log_odds_of_each_marker() -> None:
    reading = read_sentence("agent", "I am so sorry.")
    assert reading.vector.shape == (384,)
    assert reading.log_odds.shape == (len(markers_read()),) == (23,)
    assert "en" in languages_read()


def test_it_tells_an_apology_from_a_question() -> None:
    assert chance("agent", "I am so sorry this happened.", "apology") > 0.9
    assert chance("agent", "Sorry, was that a B?", "apology") < 0.1


def test_the_same_words_by_the_other_side_are_something_else() -> None:
    assert chance("customer", "Cheers, you have been wonderful.", "thanks") > 0.9
    assert chance("customer", "I am at my wits' end.", "distress") > 0.9


@pytest.mark.parametrize("text", ["", "?", "¿Qué?", "ok " * 400, "\u200b", "🙂"])
def test_any_text_is_read(text: str) -> None:
    assert np.isfinite(read_sentence("agent", text).log_odds).all()


def test_what_is_beyond_the_limit_is_not_read() -> None:
    long = "very " * (2 * MAX_PIECES)
    assert np.array_equal(read_sentence("agent", long).vector, read_sentence("agent", long + "sorry").vector)
