"""GET /<region>/ and POST /<region>/suche: works, wrong method, bad input; and the address stays secret."""

import json
import logging
from urllib.parse import unquote

import pytest

from tests.web.conftest import NOW
from tests.web.pages import cards, links, part, reading_client, text_of

PAGE = "/duisburg/"
SEARCH = "/duisburg/suche"


@pytest.fixture(scope="module")
def client(seeded):
    return reading_client(seeded, NOW)


def page(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def ask(client, **form):
    response = client.post(SEARCH, data={"neutral": ["0", "1"], **form})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def headline(html):
    return text_of(part(html, '<h2 id="ergebnis-titel">', "</h2>"))


def map_data(html):
    block = part(html, '<script type="application/json" id="karte-daten">', "</script>")
    return json.loads(block[block.index("{") : -len("</script>")])


def test_the_start_page_asks_and_lists_neutral_counselling(client):
    html = page(client)
    assert "Wo bekomme ich Rat?" in html
    assert headline(html) == "2 neutrale Beratungsstellen in Duisburg"
    assert len(cards(html)) == 2


def test_a_district_gives_the_nearest_neutral_counselling_and_says_it_is_approximate(client):
    html = ask(client, adresse="Marxloh")
    assert headline(html) == "2 neutrale Beratungsstellen · die nächste in ungefähr 8 km"
    assert "Gefunden: Duisburg-Marxloh (Stadtteil, ungefähr)" in text_of(html)
    first = text_of(cards(html)[0])
    assert "Bildungsberatung im Stadtfenster" in first
    assert "Neutral laut Bürgerstiftung Duisburg (Dezember 2021). Vom Bildungsbüro noch nicht geprüft." in first
    assert "Quelle von Dezember 2021 – die Angaben können veraltet sein. Stimmt etwas nicht?" in first
    assert 'href="tel:02032835708"' in cards(html)[0]


def test_an_offer_without_a_phone_number_has_no_button_to_call(client):
    card = next(card for card in cards(page(client)) if "vor Ort in Hochfeld" in card)
    assert "tel:" not in card
    assert "Wieder am Donnerstag um 11 Uhr" in text_of(card)


def test_what_was_typed_stays_in_the_field(client):
    assert 'value="Marxloh"' in ask(client, adresse="Marxloh")


def test_an_address_is_in_no_link_no_header_and_no_log(client, caplog):
    caplog.set_level(logging.DEBUG)
    response = client.post(SEARCH, data={"adresse": "Geheimweg 17, 47166 Duisburg", "neutral": "1"})
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert not [link for link in links(html) if "geheimweg" in unquote(link).lower()]
    assert "geheimweg" not in str(response.headers).lower()
    assert "geheimweg" not in caplog.text.lower()
    assert "Set-Cookie" not in response.headers


def test_the_address_of_a_page_is_never_read_as_an_address(client):
    html = page(client, "/duisburg/?adresse=Marxloh&lat=51.5&lon=6.7")
    assert headline(html) == "2 neutrale Beratungsstellen in Duisburg"
    assert 'value="Marxloh"' not in html


def test_an_unknown_address_is_said_and_the_list_is_still_there(client):
    html = ask(client, adresse="Xyzstraße 5")
    assert "Diese Adresse finden wir in Duisburg nicht." in html
    assert "Versuchen Sie es mit der Postleitzahl oder dem Stadtteil." in html
    assert 'aria-invalid="true"' in html
    assert len(cards(html)) == 2


def test_signs_without_letters_are_refused_with_a_sentence(client):
    assert "Bitte geben Sie eine Adresse, einen Stadtteil oder eine Postleitzahl ein." in ask(client, adresse="???")


def test_an_ambiguous_name_is_asked_back_and_a_choice_answers_it(client):
    html = ask(client, adresse="Neustadt")
    assert "Meinten Sie …?" in html
    assert '<button class="button button-wide" name="wahl" value="0">' in html
    chosen = ask(client, adresse="Neustadt", gefragt="Neustadt", wahl="0")
    assert "Gefunden: Neustadt" in text_of(chosen)
    assert "Dieser Ort liegt nicht in Duisburg." in chosen


def test_a_choice_is_forgotten_when_another_address_is_typed(client):
    html = ask(client, adresse="Marxloh", gefragt="Neustadt", wahl="0")
    assert "Gefunden: Duisburg-Marxloh" in text_of(html)


def test_the_devices_place_is_used_and_named(client):
    html = ask(client, lat="51.4196", lon="6.7546", genau="30")
    assert "Gefunden: Ihr Standort" in text_of(html)
    assert map_data(html)["origin"]["doubt"] == 0


def test_a_device_that_hardly_knows_its_place_gets_rounded_distances(client):
    html = ask(client, lat="51.4196", lon="6.7546", genau="900")
    assert "ungefähr" in headline(html)
    assert map_data(html)["origin"]["doubt"] == 900


@pytest.mark.parametrize("lat", ["", "abc", "99", "nan", "1e999"])
def test_coordinates_that_are_none_are_ignored(client, lat):
    assert headline(ask(client, lat=lat, lon="6.7")) == "2 neutrale Beratungsstellen in Duisburg"


def test_a_link_may_name_a_district_and_filters(client):
    html = page(client, "/duisburg/?ort=marxloh&thema=weiterbildung&neutral=1")
    assert "Gefunden: Duisburg-Marxloh" in text_of(html)
    assert "Thema und Filter: Weiterbildung" in text_of(html)


def test_the_link_to_hand_on_leads_to_the_same_answer_and_names_no_address(client):
    html = ask(client, adresse="Marxloh", thema="weiterbildung")
    shared = next(link for link in links(html) if "?ort=" in link)
    assert "ort=duisburg-marxloh" in shared and "thema=weiterbildung" in shared
    assert headline(page(client, shared)) == headline(html)


def test_there_is_no_link_to_hand_on_for_a_device_or_typed_words(client):
    assert "Link zu dieser Ansicht" not in ask(client, lat="51.4196", lon="6.7546")
    assert "Link zu dieser Ansicht" not in ask(client, worte="Abitur")
    assert "Link zu dieser Ansicht" in ask(client)


def test_an_unknown_filter_in_a_link_is_said_and_left_out(client):
    html = page(client, "/duisburg/?thema=zauberei")
    assert "Diesen Filter kennen wir nicht und lassen ihn weg: zauberei." in html
    assert len(cards(html)) == 2


def test_nothing_found_offers_ways_on_and_shows_what_is_not_neutral(client):
    html = ask(client, adresse="Marxloh", thema="sprache")
    assert headline(html) == "Hier haben wir nichts gefunden, das passt."
    assert "Ohne Thema suchen" in html and "Auch Stellen zeigen, die nicht neutral sind" in html
    assert '<details class="fold fold-beside" open>' in html
    assert len(cards(ask(client, adresse="Marxloh", thema="sprache", ohne="thema"))) == 2
    assert len(cards(ask(client, adresse="Marxloh", thema="sprache", ohne="neutral"))) > 2


def test_an_empty_radius_is_widened_and_that_is_said(client):
    html = ask(client, adresse="Marxloh", umkreis="1")
    assert headline(html) == "Im Umkreis von 1 km haben wir nichts gefunden."
    assert "Hier ist die nächste Stelle: ungefähr 8 km." in html
    assert cards(html)


def test_nearer_but_not_neutral_is_folded_and_says_why(client):
    html = ask(client, adresse="Marxloh")
    folded = part(html, '<details class="fold fold-beside">', "</details>")
    assert "Nicht neutral, aber näher" in folded
    assert "Bei ihnen ist die Beratung nicht neutral oder noch nicht geprüft." in folded


def test_what_needs_no_way_stands_beside(client):
    html = ask(client, adresse="Marxloh")
    assert "Auch ohne Weg: Telefon, online und unterwegs (1)" in html
    assert "Mobile Bildungsberatung im Bildungsbus" in html


def test_not_knowing_is_a_good_answer(client):
    html = ask(client, thema="weiss-nicht")
    assert "Sie müssen noch nichts wissen." in html
    assert len(cards(html)) == 2


def test_learning_offers_are_a_choice_and_bear_no_mark_of_neutrality(client):
    html = page(client, "/duisburg/?art=lernen")
    assert "Lernangebote in Duisburg" in headline(html)
    assert len(cards(html)) == 20
    assert "mark-shape" not in "".join(cards(html))
    assert "Mehr zeigen (20 von 55)" in html


def test_counselling_that_is_bound_or_unchecked_says_so(client):
    html = page(client, "/duisburg/?neutral=0&zeige=100")
    assert "mark-unchecked" in html and "Ob diese Stelle neutral berät, ist noch nicht geprüft." in html
    assert "mark-bound" in html and "Nicht neutral:" in html


def test_unknown_hours_are_never_closed(client):
    html = page(client, "/duisburg/?neutral=0&zeige=100")
    for card in cards(html):
        if "opening-unknown" in card:
            assert "geschlossen" not in text_of(card).lower()


def test_words_are_searched(client):
    html = ask(client, neutral="0", worte="BAföG")
    assert len(cards(html)) >= 1
    assert "„BAföG“" in html


def test_facets_are_counted_once_a_search_was_made(client):
    assert 'class="count"' not in page(client)
    assert "Weiterbildung 3 Angebote" in text_of(ask(client, adresse="Marxloh"))


def test_pins_bear_the_numbers_of_the_cards(client):
    html = ask(client, adresse="Marxloh")
    pins = map_data(html)["pins"]
    assert [pin["number"] for pin in pins] == [1, 2]
    assert all(f'id="treffer-{pin["number"]}"' in html for pin in pins)
    assert pins[0]["neutral"] is True


def test_the_other_offers_are_asked_for_only_where_the_list_is_cut(client):
    assert map_data(page(client))["clusters"] == ""
    address = map_data(page(client, "/duisburg/?art=lernen"))["clusters"]
    assert client.get(f"{address}&bbox=6.6,51.3,6.9,51.6&zoom=11").status_code == 200


def test_the_printed_list_has_addresses_and_hours_on_sheets_of_twelve(client):
    html = page(client, "/duisburg/?neutral=0&druck=1")
    sheets = html.split('<ul class="sheet">')[1:]
    assert [sheet.count("<h2>") for sheet in sheets][:-1] == [12] * (len(sheets) - 1)
    assert "Heerstraße 109, 47053 Duisburg" in html
    assert "Donnerstag 11–15 Uhr" in html
    assert "Gedruckt am 3. März 2026" in html


def test_an_answer_can_be_printed_with_its_address_in_the_body(client):
    html = ask(client, adresse="Marxloh", druck="1")
    assert "ungefähr 8 km" in html and '<ul class="sheet">' in html


def test_english_pages_keep_their_language_in_every_link(client):
    html = page(client, "/duisburg/?lang=en&ort=marxloh")
    assert '<html lang="en" dir="ltr">' in html
    assert headline(html) == "2 neutral counselling offices · the nearest in about 8 km"
    inside = [link for link in links(html) if link.startswith("/duisburg/") and "grenzen" not in link]
    assert [link for link in inside if "lang=en" not in link] == ["/duisburg/?ort=marxloh"]


def test_an_unknown_language_is_german(client):
    assert '<html lang="de"' in page(client, "/duisburg/?lang=xx")


def test_going_back_to_an_answer_is_allowed_to_the_visitors_own_browser_only(client):
    response = client.post(SEARCH, data={"adresse": "Marxloh"})
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_the_forms_address_without_a_form_leads_to_the_search(client):
    response = client.get(SEARCH)
    assert (response.status_code, response.location) == (302, PAGE)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused_with_a_page(client, method):
    response = getattr(client, method)(SEARCH)
    assert response.status_code == 405
    assert "text/html" in response.content_type


def test_an_unknown_region_helps_on(client):
    response = client.get("/atlantis/")
    assert response.status_code == 404
    assert "Für diese Region haben wir noch keine Karte." in response.get_data(as_text=True)
    assert client.post("/atlantis/suche", data={"adresse": "Marxloh"}).status_code == 404


def test_markup_in_what_is_typed_stays_text(client):
    html = ask(client, adresse="<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("field", ["zeige", "wahl", "genau", "punkt", "umkreis", "art", "neutral", "jetzt"])
@pytest.mark.parametrize("value", ["", "-1", "99999999999999999999", "²", "x" * 5000, "\x00"])
def test_odd_values_never_break_the_page(client, field, value):
    assert client.post(SEARCH, data={"adresse": "Neustadt", field: value}).status_code == 200


def test_a_coarse_place_says_from_where_is_measured_and_draws_a_circle(client):
    html = ask(client, adresse="Marxloh")
    assert "Wir messen ab der Mitte des Stadtteils. Mit Straße und Hausnummer wird es genauer." in text_of(html)
    origin = map_data(html)["origin"]
    assert origin["doubt"] == 1500 and origin["within"] == "irgendwo im Umkreis von 1,5 km"
    assert "Kreis: Ort nur ungefähr bekannt" in html


def test_choices_say_what_they_are_and_what_to_do_if_none_fits(client):
    html = ask(client, adresse="Neustadt")
    choices = text_of(part(html, '<fieldset class="candidates"', "</fieldset>"))
    assert 2 <= html.count('name="wahl" value=') <= 8
    assert "Neustadt an der Weinstraße" in choices and "Ort · nicht in Duisburg" in choices
    assert "Keine davon? Schreiben Sie Ort oder Postleitzahl dazu." in choices


def test_the_point_of_the_map_is_used_named_and_kept_for_the_next_search(client):
    html = ask(client, lat="51.4196", lon="6.7546", punkt="1", adresse="")
    assert "Gefunden: Ihr Punkt auf der Karte" in text_of(html)
    assert map_data(html)["origin"]["doubt"] == 0
    assert '<input type="hidden" name="punkt" value="1">' in html and 'placeholder="Punkt auf der Karte"' in html
    assert "Link zu dieser Ansicht" not in html
    assert not [link for link in links(html) if "51.4196" in link]


def test_a_typed_address_takes_the_place_of_the_point(client):
    html = ask(client, lat="51.4196", lon="6.7546", punkt="1", adresse="Marxloh")
    assert "Gefunden: Duisburg-Marxloh" in text_of(html)
    assert '<input type="hidden" name="punkt" value="">' in html


def test_the_point_is_never_taken_from_the_address_of_a_page(client):
    assert "Ihr Punkt auf der Karte" not in page(client, "/duisburg/?lat=51.4196&lon=6.7546&punkt=1")


def test_a_device_is_not_told_as_a_street(client):
    html = ask(client, lat="51.4196", lon="6.7546", genau="900")
    assert "Gefunden: Ihr Standort (ungefähr)" in text_of(html)
    assert "Ihr Gerät kennt Ihren Standort nur ungefähr." in html


def test_the_field_knows_the_kinds_of_suggestions_in_words(client):
    kinds = json.loads(page(client).split("data-kinds='")[1].split("'")[0])
    assert kinds["street"] == "Straße" and kinds["stop"] == "Haltestelle"
