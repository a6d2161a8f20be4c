"""Letters are looked at as printed pages: their text, where the address stands, and what a camera reads."""

import pypdfium2
import pytest
import zxingcpp

import exporters.pdf_fonts
from exporters.letters import Letter, Sender, letters_pdf

SENDER = Sender("Bildungsbüro Duisburg · Burgplatz 19 · 47051 Duisburg", ("Stadt Duisburg", "Telefon 0203 1"))
TEXT = "Guten Tag Ayşe Şahin-Łukasz,\n\nbitte prüfen Sie Ihre Angaben."
POINTS_PER_MM = 72 / 25.4


def a_letter(number: int = 1, **changes) -> Letter:
    plain = {
        "address": ("Köche e. V.", "Ayşe Şahin-Łukasz", "Große Straße 5", "47051 Duisburg"), "date": "3. März 2026",
        "subject": "Frühjahr: Stimmen Ihre Angaben?", "text": TEXT, "code": "abcd-efgh-jkmn",
        "link": f"https://karte.example/umfrage/abcdefghjk{number:02}", "site": "karte.example/umfrage",
        "until": "30. April 2026",
    }  # fmt: skip
    return Letter(**plain | changes)


def pages(*letters: Letter):
    return list(pypdfium2.PdfDocument(letters_pdf(SENDER, letters)))


def read_qr(page) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]


def spot(page, words: str) -> tuple[float, float]:
    """Where words begin, in millimetres from the upper left corner."""
    text = page.get_textpage()
    index, _ = text.search(words).get_next()
    left, _, _, top = text.get_charbox(index)
    return left / POINTS_PER_MM, 297 - top / POINTS_PER_MM


def test_each_letter_has_a_page_and_a_camera_reads_its_own_link():
    letters = [a_letter(number) for number in range(1, 6)]
    assert [read_qr(page) for page in pages(*letters)] == [[letter.link] for letter in letters]


def test_names_from_all_over_europe_are_printed_as_they_are():
    text = pages(a_letter())[0].get_textpage().get_text_range()
    for words in ("Köche e. V.", "Ayşe Şahin-Łukasz", "Große Straße 5", "ABCD-EFGH-JKMN", "karte.example/umfrage"):
        assert words in text


def test_the_address_stands_in_the_window_of_the_envelope():
    page = pages(a_letter(address=("Köche", "zu Händen", "Ada", "Hinterhaus", "Weg 5", "47259 Rahm")))[0]
    assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    for line in ("Köche", "47259 Rahm"):
        left, top = spot(page, line)
        assert 25 <= left <= 30
        assert 57 <= top <= 90
    assert spot(page, "Köche")[1] >= 62.5


def test_without_our_own_font_names_are_written_as_western_europe_writes_them(monkeypatch, tmp_path):
    monkeypatch.setattr(exporters.pdf_fonts, "FONTS", tmp_path)
    text = pages(a_letter(text="„Šu“ – 5 € 漢"))[0].get_textpage().get_text_range()
    assert "Ayse Sahin-Lukasz" in text
    assert "Köche" in text
    assert '"Su" - 5 EUR ?' in text


@pytest.mark.parametrize("text", ["Wort " * 3000, "x" * 3000, "Zeile\n" * 300])
def test_a_text_that_is_too_long_does_not_push_the_code_off_the_page(text):
    page = pages(a_letter(text=text))[0]
    assert read_qr(page) == [a_letter().link]
    assert spot(page, "ABCD-EFGH-JKMN")[1] < 275
