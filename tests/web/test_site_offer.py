"""GET /<region>/angebot/<key>: works, wrong method, bad input."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geo.point import Point
from model.contact import Contact
from model.neutrality import Fact
from model.offer import Accessibility, Cost, Language, Offer, Verification
from model.place import Place, Stop
from model.provider import Provider
from model.source import Provenance
from tests.web.pages import links, part, text_of
from web.context import services

HOCHFELD = "/duisburg/angebot/seed-05112:du-c-002"
FULL = Offer(
    key="test:voll",
    region="05112",
    name="Offene Beratung",
    kind="counselling",
    provider=Provider("Stadt Duisburg"),
    summary="Hier finden Sie Ihren Weg.",
    topics=("weiterbildung",),
    audiences=("frauen",),
    restriction="Nur für Frauen.",
    languages=(Language("ru", "Dienstag 14–16 Uhr"), Language("ar", note="mit Sprachmittlerin")),
    formats=("in_person", "phone"),
    cost=Cost("free", "Auch ohne Ausweis."),
    funding=("bildungspraemie", "bildungsgutschein"),
    place=Place("Rathaus", "Burgplatz", "19", "47051", "Duisburg", "Altstadt", Point(51.4352, 6.7626), "house"),
    contact=Contact("0203 283 1 / 0203 283 2", "rat@example.org", "www.example.org/beratung"),
    hours="Di 10-12",
    appointment="possible",
    booking_url="https://example.org/termin",
    accessibility=Accessibility("limited"),
    bring="Zeugnisse, falls Sie welche haben.",
    facts=(
        Fact("carrier_type", "public", "Satzung", checked_by="Bildungsbüro", checked_on=date(2026, 1, 5)),
        Fact("own_courses", "no", "Satzung", checked_by="Bildungsbüro", checked_on=date(2026, 1, 5)),
        Fact("paid_per_result", "no", "Satzung", checked_by="Bildungsbüro", checked_on=date(2026, 1, 5)),
    ),
    verification=Verification(date(2026, 3, 2), "Bildungsbüro", "phone"),
    provenance=Provenance("test", ("https://example.org/quelle",), "2026-02", attribution="Testquelle"),
)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.fixture
def show(app, client):
    """Keeps an offer and shows its page."""

    def shown(offer, suffix=""):
        with app.app_context(), services().store.write(by="test", why="test") as writer:
            writer.save_offer(offer)
        return page(client, f"/duisburg/angebot/{offer.key}{suffix}")

    return shown


def test_a_known_offer_tells_everything_in_words(show):
    text = text_of(show(FULL))
    for words in (
        "Offene Beratung", "Stadt Duisburg", "Hier finden Sie Ihren Weg.", "Burgplatz 19", "47051 Duisburg",
        "Heute bis 12 Uhr", "Dienstag 10–12 Uhr", "Sie können kommen oder einen Termin machen.", "Termin online machen",
        "Rollstuhl: Nur zum Teil erreichbar.", "Russisch ( Русский ): Dienstag 14–16 Uhr", "mit Sprachmittlerin",
        "Kostenlos. Auch ohne Ausweis.", "Zeugnisse, falls Sie welche haben.", "Frauen", "Nur für Frauen.",
        "Neutral: Der Träger ist unabhängig und verkauft keine Kurse. Geprüft am 5. Januar 2026 (Bildungsbüro).",
        "Bietet der Träger eigene Kurse an?", "Geprüft am 2. März 2026 (Telefon)", "Etwas stimmt nicht",
    ):  # fmt: skip
        assert words in text, words


def test_the_first_of_several_numbers_is_called(show):
    assert 'href="tel:02032831"' in show(FULL)


def test_addresses_without_a_scheme_become_links_and_dangerous_ones_do_not(show):
    assert "https://www.example.org/beratung" in links(show(FULL))
    harmful = replace(FULL, contact=Contact(website="javascript:alert(1)"), booking_url="data:text/html,x")
    assert not [link for link in links(show(harmful)) if link.startswith(("javascript:", "data:"))]


def test_funding_that_has_ended_is_not_shown(show):
    text = text_of(show(FULL))
    assert "Bildungsgutschein" in text and "Bildungsprämie" not in text


def test_unknown_is_said_as_unknown(show):
    bare = Offer(key="test:leer", region="05112", name="Stelle", kind="counselling", provider=Provider("Verein"))
    text = text_of(show(bare))
    for words in (
        "Dieses Angebot hat keinen festen Ort.", "Zeiten nicht bekannt", "Telefon und E-Mail kennen wir noch nicht.",
        "Sprachen Nicht bekannt – bitte fragen Sie vorher.", "Kosten Nicht bekannt – bitte fragen Sie vorher.",
        "Ob diese Stelle neutral berät, ist noch nicht geprüft.",
    ):  # fmt: skip
        assert words in text, words
    assert "geschlossen" not in text and "Für wen" not in text


def test_hours_that_nobody_can_read_are_shown_as_they_were_written(show):
    odd = replace(FULL, hours="wenn das Licht brennt", appointment="unknown")
    assert "Zeiten: wenn das Licht brennt" in text_of(show(odd))


def test_a_coarse_place_says_so_and_bears_a_circle_of_doubt(client):
    html = page(client, HOCHFELD)
    assert "ungefähr" in text_of(part(html, 'id="weg"', "</section>"))
    assert '"doubt": 0' not in part(html, 'id="karte-daten">', "</script>")


def test_a_place_without_a_point_has_no_map(show):
    html = show(replace(FULL, place=replace(FULL.place, point=None, precision="unknown")))
    assert "Den Punkt auf der Karte kennen wir noch nicht." in html
    assert "karte-daten" not in html


def test_a_travelling_offer_shows_its_coming_stops_only(show):
    past, coming = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 10, 9, tzinfo=UTC)
    stops = tuple(Stop(start, start.replace(hour=11), Place(name=name)) for start, name in
                  ((past, "Alter Halt"), (coming, "Bücherei Meiderich")))  # fmt: skip
    text = text_of(show(replace(FULL, place=None, formats=("mobile",), stops=stops)))
    assert "10. März 2026 , 10:00–12:00 · Bücherei Meiderich" in text
    assert "Alter Halt" not in text


def test_a_learning_offer_bears_no_mark_of_neutrality(show):
    html = show(replace(FULL, key="test:kurs", kind="learning"))
    assert "mark-shape" not in html and "Ist die Beratung neutral?" not in html


def test_other_offers_in_the_same_house_are_named_but_not_those_in_the_same_postcode(client):
    assert "Schulbildungsberatung der VHS" in page(client, "/duisburg/angebot/seed-05112:du-c-001")
    assert "Am gleichen Ort" not in page(client, HOCHFELD)


def test_english_pages_mark_german_words_as_german(show):
    html = show(FULL, "?lang=en")
    assert "Free of charge." in html
    assert '<span lang="de">Offene Beratung</span>' in html


def test_an_archived_offer_is_gone(app, client, show):
    show(FULL)
    with app.app_context(), services().store.write(by="test", why="test") as writer:
        writer.archive_offer(FULL.key)
    assert client.get(f"/duisburg/angebot/{FULL.key}").status_code == 404


@pytest.mark.parametrize("key", ["test:fehlt", "x", "seed-05112:../../etc/passwd", "%00", "a:" + "b" * 400])
def test_an_offer_that_is_not_there_helps_on(client, key):
    response = client.get(f"/duisburg/angebot/{key}")
    assert response.status_code == 404
    assert "Suchen" in response.get_data(as_text=True)


def test_other_methods_are_refused(client):
    assert client.post(HOCHFELD).status_code == 405
