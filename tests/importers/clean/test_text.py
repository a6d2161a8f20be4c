"""Cleaning texts: what is invisible, markup, and what only says that nobody knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.clean.text import fold, known, known_text, one_line, shorten, tidy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  VHS\u00a0 Duisburg ", "VHS Duisburg"),
        ("Bildungs\u00adberatung", "Bildungsberatung"),
        ("a\u200bb\ufeffc", "abc"),
        ("eins\r\nzwei\rdrei", "eins\nzwei\ndrei"),
        ("eins\n\n\n\n\nzwei", "eins\n\nzwei"),
        ("'+49 203 1", "+49 203 1"),
        ("'=1+1", "=1+1"),
        ("'s Bücherbus", "'s Bücherbus"),
        ("Kinder < 6 Jahre", "Kinder < 6 Jahre"),
        ("<info@example.org>", "<info@example.org>"),
        ("<p>Eins &amp; <b>zwei</b></p><p>drei</p>", "Eins & zwei\n\ndrei"),
        ("Rat&shy;haus &ndash; Saal", "Rathaus – Saal"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("eins<br>zwei<br/>drei<br />vier", "eins\nzwei\ndrei\nvier"),
        ("vor<script>alert(1)</script>nach<script/>.", "vornach."),
        ("bell\x07", "bell"),
    ],
)
def test_texts_lose_what_nobody_sees_and_keep_the_rest(raw: str, clean: str) -> None:
    assert tidy(raw) == clean


@pytest.mark.parametrize("word", ["-", "–", "k. A.", "k.A.", "Keine Angabe", "n/a", "NaN", "unbekannt", "  ", "#NV"])
def test_words_that_say_nothing_are_nothing(word: str) -> None:
    assert known(word) == ""
    assert known_text(word) == ""


@pytest.mark.parametrize("word", ["0", "nein", "keine", "Angabe der Kurse"])
def test_words_that_say_something_stay(word: str) -> None:
    assert known(word) == word


def test_words_are_compared_without_case_umlauts_and_punctuation() -> None:
    assert fold("Straße und Haus-Nr.") == fold("STRASSE UND HAUS NR") == "strasse und haus nr"
    assert fold("Beschäftigte") == fold("beschaeftigte")


def test_long_texts_are_cut_for_the_report() -> None:
    assert len(shorten("x" * 500)) == 60


@given(st.text())
def test_any_text_becomes_a_tidy_one(text: str) -> None:
    assert "\r" not in tidy(text)
    assert "\n" not in one_line(text)
    assert one_line(text) == one_line(text).strip()


@given(st.lists(st.sampled_from(["<p>", "</", "<![", "<!--", "&amp;", "&#", "<br/>", "<a href='", "x", ">", "--"])))
def test_broken_markup_is_no_reason_to_stop(parts: list[str]) -> None:
    tidy("".join(parts))
