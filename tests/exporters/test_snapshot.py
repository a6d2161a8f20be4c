"""The map in one file: nothing is fetched, nothing in it runs that was typed, unknown is said."""

import re
from datetime import date

import pytest

from exporters import export
from geo.point import Box, Point
from model.neutrality import Fact
from model.offer import Offer
from model.place import Place
from model.provider import Provider
from model.region import Region
from store import Store, open_store

DAY = date(2026, 3, 3)
ATTACK = "</script><script>alert(1)</script>{{ 7*7 }}{% raw %}"
SQUARE = '{"type": "Polygon", "coordinates": [[[6.6, 51.3], [6.9, 51.3], [6.9, 51.6], [6.6, 51.3]]]}'


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    yield opened
    opened.close()


def page(store: Store, *offers: Offer) -> str:
    with store.write(by="test", why="test") as writer:
        writer.save_region(Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6)), boundary=SQUARE)
        for offer in offers:
            writer.save_offer(offer)
    return export("html", store, DAY, "05112", "Bildungsberatung Duisburg").decode()


def an_offer(name: str, **more: object) -> Offer:
    values = {"region": "05112", "name": name, "kind": "counselling", "provider": Provider("Träger"), **more}
    return Offer(key=f"test:{abs(hash(name))}", **values)  # type: ignore[arg-type]


def test_nothing_is_fetched_from_anywhere(store: Store) -> None:
    text = page(store, an_offer("Beratung", place=Place("Haus", point=Point(51.4, 6.7), precision="house")))
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", text)
    assert not re.search(r"url\((?!#|\s*[\"']?(?:data:|#))", re.sub(r"url\(#default#VML\)", "", text))
    assert "@import" not in text and "sourceMappingURL" not in text
    assert "L.circleMarker" in text and '"coordinates": [[[6.6, 51.3]' in text


def test_what_somebody_typed_never_runs(store: Store) -> None:
    text = page(store, an_offer(ATTACK, summary=ATTACK, place=Place("Haus", point=Point(51.4, 6.7), precision="house")))
    assert "<script>alert(1)" not in text and "49" not in re.findall(r"<h2>(.*?)</h2>", text)[0]
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in text and "\\u003c/script\\u003e" in text
    assert "{{ 7*7 }}{% raw %}" in text


def test_neutral_counselling_stands_first_and_unknown_is_said(store: Store) -> None:
    neutral = an_offer("Zuletzt im Alphabet", facts=(Fact("statement", "yes", source="Stiftung"),))
    text = page(store, an_offer("Anfang"), an_offer("Aaa", kind="learning"), neutral)
    names = re.findall(r"<h2>(.*?)</h2>", text)
    assert names[:3] == ["Zuletzt im Alphabet", "Anfang", "Aaa"]
    assert "Neutral laut Stiftung" in text and "noch nicht geprüft" in text
    assert text.count("Zeiten nicht bekannt") == 3 and "Kosten nicht bekannt" in text
    assert "Lizenz nicht genannt" in text and "Stand: 3. März 2026" in text


def test_a_map_of_all_regions_needs_none(store: Store) -> None:
    with store.write(by="test", why="test") as writer:
        writer.save_offer(an_offer("Beratung"))
    assert "Beratung" in export("html", store, DAY).decode()
