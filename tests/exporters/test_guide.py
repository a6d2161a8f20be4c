"""The printed guide: neutral counselling first, everything in it once, pages named, unknown said."""

from datetime import date
from typing import Any

import pypdfium2
import pytest

from exporters import export
from geo.point import Box
from model.neutrality import Fact
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from model.region import Region
from model.source import Provenance
from store import Store, open_store

DAY = date(2026, 3, 3)
NEUTRAL = (Fact("statement", "yes", source="Stiftung"),)


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    yield opened
    opened.close()


def an_offer(ref: str, name: str, **more: Any) -> Offer:
    values = {"region": "05112", "name": name, "kind": "counselling", "provider": Provider("Träger Şahin"), **more}
    return Offer(key=f"test:{ref}", **values)


def guide(store: Store, *offers: Offer) -> tuple[Any, list[str]]:
    region = Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6), bureau={"phone": "0203 283"})
    with store.write(by="test", why="test") as writer:
        writer.save_region(region)
        for offer in offers:
            writer.save_offer(offer)
    content = export("pdf", store, DAY, "05112", "Bildungsberatung Duisburg")
    document = pypdfium2.PdfDocument(content)
    return document, [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_neutral_counselling_stands_first_and_each_part_in_the_outline(store: Store) -> None:
    document, pages = guide(
        store,
        an_offer("1", "Kurs im Haus", kind="learning", topics=("sprache",)),
        an_offer("2", "Anmeldung", place=Place(city="Duisburg", district="Hochfeld")),
        an_offer("3", "Zentrale Beratung", facts=NEUTRAL, place=Place(city="Duisburg", district="Marxloh")),
    )
    assert [one.get_title() for one in document.get_toc()] == [
        "Neutrale Beratung", "Marxloh", "Weitere Beratung", "Hochfeld", "Kurse und Lernangebote", "sprache", "Themen",
        "Quellen und Lizenzen"]  # fmt: skip
    assert "Neutrale Beratungsstellen: 1. Weitere Beratung: 1. Lernangebote: 1." in pages[0] and "0203 283" in pages[0]
    assert "Zentrale Beratung" in pages[1] and "Neutral laut Stiftung" in pages[1] and "Träger Şahin" in pages[1]
    assert "Zeiten nicht bekannt" in pages[2] and "Noch nicht geprüft" in pages[2] and pages[2].endswith("3")
    assert "Kurs im Haus 4" in pages[4]


def test_no_offer_is_parted_and_the_index_names_its_page(store: Store) -> None:
    offers = [an_offer(f"{n:02}", f"Stelle {n:02}", summary=f"Anfang{n:02} " + "Wort " * 60 + f"Ende{n:02}",
                       topics=("beruf",), provenance=Provenance("test", licence="CC0")) for n in range(30)]  # fmt: skip
    _, pages = guide(store, *offers)
    index = next(page for page in pages if page.startswith("Themen"))
    for number in range(30):
        at = [page for page, text in enumerate(pages, 1) if f"Anfang{number:02}" in text]
        assert at == [page for page, text in enumerate(pages, 1) if f"Ende{number:02}" in text] and len(at) == 1
        assert f"Stelle {number:02} {at[0]}" in index
    assert "test: CC0 (30)" in pages[-1]


def test_it_is_the_same_on_the_same_day_and_may_be_empty(store: Store) -> None:
    _, pages = guide(store)
    assert len(pages) == 2
    assert export("pdf", store, DAY, "05112", "X") == export("pdf", store, DAY, "05112", "X")
