from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from model.fields import FIELDS, differing
from model.offer import Language
from model.place import Place
from tests.desk import services_of
from web.field_words import HELPS, LABELS, changes, say
from web.form_values import AS_TEXT, keys, plain, written
from web.hours_words import hours_problem, hours_words
from web.offer_form import blank_offer, offer_form, read_offer

PAGE = '{% from "_offer_form.html" import fields with context %}{{ fields(form) }}'


@pytest.fixture
def here(app):
    with app.test_request_context("/"):
        yield services_of(app)


@pytest.fixture
def region(here):
    return here.region("duisburg")


@pytest.fixture
def some(here):
    return here.store.list_offers(region="05112", limit=1)[0]


def sent(offer, region, **typed):
    """The form of an offer as a browser sends it, with some fields typed anew."""
    values = written(offer, FIELDS, ZoneInfo(region.zone)) | {
        key: value if isinstance(value, list) else [value] for key, value in typed.items()
    }
    lines = {key: [text.replace("\r", "").replace("\n", "\r\n") for text in texts] for key, texts in values.items()}
    return MultiDict([(key, text) for key, texts in lines.items() for text in texts])


def reading(here, region, offer, **typed):
    return read_offer(sent(offer, region, **{key.replace("__", "-"): value for key, value in typed.items()}),
                      offer, FIELDS, here, region)  # fmt: skip


def test_every_field_has_its_words_and_can_be_shown(here, some):
    assert LABELS.keys() == FIELDS.keys()
    assert HELPS.keys() <= FIELDS.keys()
    page = render_template_string(PAGE, form=offer_form(some, FIELDS, here))
    assert [key for name in FIELDS for key in keys(name) if f'name="{key}"' not in page] == []


def test_a_form_that_nobody_touched_changes_nothing(here, region):
    offers = here.store.list_offers(limit=1000)
    assert len(offers) > 20
    for offer in offers:
        done = reading(here, region, offer)
        assert (done.offer, done.errors) == (offer, {})


def test_only_the_fields_that_were_asked_for_are_read(here, region, some):
    form = sent(some, region, name="Anders", hours="Mo 9-10")
    assert read_offer(form, some, ["hours"], here, region).offer == replace(some, hours="Mo 9-10")


def test_a_field_that_was_not_in_the_form_stays(here, region, some):
    assert read_offer(MultiDict({"summary": "Neu"}), some, FIELDS, here, region).offer == replace(some, summary="Neu")


def test_a_new_offer_needs_a_name_and_shows_none(here, region):
    fresh = blank_offer(region)
    page = render_template_string(PAGE, form=offer_form(fresh, FIELDS, here))
    assert 'name="name" type="text" value=""' in page
    assert reading(here, region, fresh).errors == {"name": "Bitte geben Sie dem Angebot einen Namen."}
    assert reading(here, region, fresh, name="Rat am Markt").offer.name == "Rat am Markt"


def test_hours_are_read_back_in_words(here, region, some):
    done = reading(here, region, some, hours="Mo-Fr 9-17 Uhr")
    assert done.offer.hours == "Mo-Fr 9-17 Uhr"
    assert done.notes["hours"].startswith("Wir lesen: Montag bis Freitag, 9 bis 17 Uhr.")


def test_hours_that_cannot_be_read_are_told_and_kept_as_text_if_confirmed(here, region, some):
    done = reading(here, region, some, hours="Mo-Fr irgendwie")
    assert done.offer == some
    assert "„irgendwie“" in done.errors["hours"]
    page = render_template_string(PAGE, form=offer_form(some, FIELDS, here, errors=done.errors,
                                                        typed=sent(some, region, hours="Mo-Fr irgendwie")))  # fmt: skip
    assert "Mo-Fr irgendwie" in page
    assert AS_TEXT in page
    kept = reading(here, region, some, hours="Mo-Fr irgendwie", **{AS_TEXT: "1"})
    assert kept.offer.hours == "Mo-Fr irgendwie"
    assert kept.errors == {}


def test_a_new_address_gets_its_point_and_says_how_exact_it_is(here, region, some):
    away = {"place__street": "Gibtesnichtstraße", "place__number": "7", "place__postcode": "", "place__district": ""}
    away |= {"place__city": "Duisburg"}
    done = reading(here, region, some, **away)
    assert done.errors == {}
    assert done.offer.place.street_line == "Gibtesnichtstraße 7"
    assert done.notes["place"]
    assert done.offer.place.point is None or done.offer.place.precision not in ("house", "interpolated")


def test_an_address_that_nobody_knows_is_kept_without_a_point(here, region, some):
    nowhere = {f"place__{part}": "" for part in ("name", "street", "number", "postcode", "city", "district")}
    done = reading(here, region, some, **nowhere | {"place__street": "Xyzzyweg 3", "place__city": "Qwertzhausen"})
    assert (done.offer.place.street, done.offer.place.number) == ("Xyzzyweg", "3")
    assert (done.offer.place.point, done.offer.place.precision) == (None, "unknown")
    assert "finden wir nicht" in done.notes["place"]
    assert reading(here, region, some, **nowhere).offer.place is None


def test_a_point_put_by_hand_is_exact_and_its_source_is_the_hand(here, region, some):
    centre = region.box.centre
    done = reading(here, region, some, place__lat=f"{centre.lat:.6f}", place__lon=f"{centre.lon:.6f}".replace(".", ","))
    assert (done.offer.place.precision, done.offer.place.point_source) == ("house", "hand")
    assert done.offer.place.point.lat == pytest.approx(centre.lat, abs=1e-6)
    assert done.offer.place.address == some.place.address


@pytest.mark.parametrize(("lat", "lon"), [("0", "0"), ("999", "6.7"), ("x", "y"), ("51.4", ""), ("nan", "inf")])
def test_a_point_that_cannot_be_is_refused(here, region, some, lat, lon):
    done = reading(here, region, some, place__lat=lat, place__lon=lon)
    assert done.offer == some
    assert "liegt nicht in Duisburg" in done.errors["place"]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("phone", "(0203) 283/5708", "0203 283 5708"),
        ("email", "beratung (at) stadt.example", "beratung@stadt.example"),
        ("website", "www.stadt.example", "https://www.stadt.example"),
        ("provider_website", "HTTPS://stadt.example/a", "https://stadt.example/a"),
        ("provider", "  VHS   Duisburg ", "VHS Duisburg"),
        ("description", "Eins\r\n\r\nZwei", "Eins\n\nZwei"),
        ("summary", "<b>fett</b>\x00", "<b>fett</b>"),
    ],
)
def test_what_is_typed_is_put_in_order(here, region, some, name, typed, value):
    done = reading(here, region, some, **{name: typed})
    assert done.errors == {}
    assert FIELDS[name].read(done.offer) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", " "), ("name", "x" * 301), ("phone", "2835708"), ("email", "beratung"),
        ("website", "javascript:alert(1)"), ("booking_url", "kein Link"),
        ("kind", "zauberei"), ("topics", ["zauberei"]), ("languages-code", ["xx"]),
        ("description", "x" * 5001), ("hours", "Mo " * 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(here, region, some, name, typed):
    some = replace(some, languages=())
    values = {name: typed} | ({"languages-times": "", "languages-note": ""} if name == "languages-code" else {})
    done = reading(here, region, some, **values)
    assert done.offer == some
    assert list(done.errors) == [name.split("-")[0]]
    again = offer_form(some, FIELDS, here, errors=done.errors, typed=sent(some, region, **{name: typed}))
    assert done.errors[name.split("-")[0]] in render_template_string(PAGE, form=again)


def test_languages_are_rows_and_empty_rows_are_no_languages(here, region, some):
    some = replace(some, languages=(Language("tr"),))
    typed = {"languages-code": ["tr", "", "en"], "languages-times": ["Di 9-12", "", ""], "languages-note": ["", "", ""]}
    done = reading(here, region, some, **typed)
    assert done.offer.languages == (Language("tr", "Di 9-12"), Language("en"))
    assert "zweimal" in reading(here, region, some, **typed | {"languages-code": ["tr", "", "tr"]}).errors["languages"]
    lost = typed | {"languages-code": ["", "", "en"]}
    assert "Di 9-12" in reading(here, region, some, **lost).errors["languages"]


def stop_row(**parts):
    row = {"day": "2026-04-01", "from": "10:00", "to": "12:00", "place": "Bibliothek", "address": "", "note": ""}
    return {f"stops-{part}": [text] for part, text in (row | parts).items()}


def test_stops_are_dated_rows_that_keep_their_zone(here, region, some):
    done = reading(here, region, some, **stop_row())
    (stop,) = done.offer.stops
    assert (f"{stop.starts:%d.%m. %H:%M %z}", stop.place.name) == ("01.04. 10:00 +0200", "Bibliothek")
    assert "Bibliothek" in done.notes["stops"]
    assert reading(here, region, done.offer).offer == done.offer


@pytest.mark.parametrize("wrong", [{"day": ""}, {"day": "31.2.2026"}, {"to": "9:00"}, {"from": "25:00"}, {"place": ""}])
def test_a_stop_without_time_or_place_is_refused(here, region, some, wrong):
    done = reading(here, region, some, **stop_row(**wrong))
    assert list(done.errors) == ["stops"]
    assert done.offer == some


def test_what_has_ended_is_marked_and_offered_only_where_it_is_ticked(here, some):
    over = next(slug for slug, term in here.vocabulary.terms("funding").items()
                if term.valid_to and term.valid_to < date(2026, 3, 3))  # fmt: skip
    word = here.vocabulary.terms("funding")[over].label_de
    form = render_template_string(PAGE, form=offer_form(replace(some, funding=(over,)), ["funding"], here))
    assert f"{word} (ausgelaufen am" in form
    form = render_template_string(PAGE, form=offer_form(replace(some, funding=()), ["funding"], here))
    assert "ausgelaufen" not in form


def test_ticks_keep_their_order_and_may_all_be_taken_away(here, region, some):
    some = replace(some, topics=("studium", "ausbildung"))
    done = reading(here, region, some, topics=["", "ausbildung", "studium", "schulabschluss"])
    assert done.offer.topics == ("studium", "ausbildung", "schulabschluss")
    assert reading(here, region, some, topics=[""]).offer.topics == ()


def test_what_people_type_is_never_markup(here, some):
    evil = '"><script>alert(1)</script>'
    texts = {key: [evil] for name in FIELDS for key in keys(name)}
    page = render_template_string(PAGE, form=offer_form(some, FIELDS, here, typed=texts, errors={"name": evil},
                                                        notes={"place": evil}))  # fmt: skip
    assert "<script" not in page


def test_changes_are_told_in_words(here, some):
    after = replace(some, name="Neu", topics=("studium",), appointment="required",
                    languages=(Language("tr", "Di 9-12"),), place=Place(street="Weg", number="1"))  # fmt: skip
    told = {one.name: one for one in changes(some, after, here.vocabulary)}
    assert set(told) == set(differing(some, after))
    assert told["topics"].after == "Studium"
    assert told["languages"].after == "Türkisch (Di 9-12)"
    assert told["place"].after == "Weg 1 (ohne Punkt auf der Karte)"
    assert say("appointment", "unknown", here.vocabulary) == ""


def test_the_same_address_with_another_point_is_told_by_its_point(here, region, some):
    moved = replace(some, place=replace(some.place, point=region.box.centre))
    (told,) = changes(some, moved, here.vocabulary)
    assert told.before != told.after


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo-Fr 9-17 Uhr", "Montag bis Freitag, 9 bis 17 Uhr."),
        ("Mo, Mi 9-12 Uhr", "Montag, 9 bis 12 Uhr. Dienstag, geschlossen."),
        ("nach Vereinbarung", "Montag bis Sonntag, nach Vereinbarung."),
        ("", ""),
    ],
)
def test_hours_in_words(text, words):
    assert hours_words(text).startswith(words)
    assert hours_problem(text) == ""


def test_invisible_characters_are_left_out():
    assert plain(" a\u200b\x00\tb\u00a0c \r\n\r\n d ") == "a b c\n\nd"
