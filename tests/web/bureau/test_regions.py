"""Setting regions up in the browser, and what they still lack."""

import io
import json
from dataclasses import replace

import pytest

from actions.region_check import House, check_region
from tests.desk import services_of, signed_in
from tests.web.conftest import NOW

NEW = "/buero/regionen/neu"


@pytest.fixture
def operator(app):
    return signed_in(app, "admin", "")


def states(app, name, house=None):
    store = services_of(app).store
    found = check_region(store, store.region(name), house or House(True, True), NOW)
    return {item.code: item for item in found}


def test_a_city_is_set_up_by_its_name_and_leads_to_what_it_lacks(app, operator):
    assert "Stadt, Kreis oder AGS" in operator.get(NEW).text
    answer = operator.post(NEW, {"gebiet": "Münster"})
    assert (answer.status_code, answer.location) == (303, "/buero/muenster/einrichten")
    page = operator.get(answer.location).text
    assert "Münster ist angelegt." in page and "Das Gesetz verlangt noch: Behörde" in page
    assert "Noch steht nichts auf der Karte." in page and 'href="/buero/muenster/einlesen"' in page
    assert operator.client.get("/muenster/").status_code == 200
    assert services_of(app).store.region("05515").land == "NW"


def test_several_districts_become_one_region(app, operator):
    answer = operator.post(NEW, {"gebiet": "de-rhein-ruhr", "name": "Rhein-Ruhr", "mitglieder": "05112, 5117"})
    assert answer.location == "/buero/rhein-ruhr/einrichten"
    assert "Daneben liegen: Duisburg." in operator.get(answer.location).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Bitte nennen Sie die Stadt"),
        ({"gebiet": "Bayreuth"}, "So heißen mehrere"),
        ({"gebiet": "Entenhausen"}, "So heißt kein Kreis"),
        ({"gebiet": "Oldenbur"}, "Meinten Sie"),
        ({"gebiet": "123"}, "Das ist kein Schlüssel"),
        ({"gebiet": "xy-1"}, "Dieses Land kennen wir nicht"),
        ({"gebiet": "05112999"}, "--boundaries"),
        ({"gebiet": "de-a", "mitglieder": "05112"}, "brauchen einen Namen"),
        ({"gebiet": "de-a", "name": "A", "mitglieder": "05112999"}, "Den Umriss von 05112999"),
        ({"gebiet": "de-a", "name": "A", "mitglieder": "05112 " * 31}, "Höchstens 30"),
    ],
)
def test_what_cannot_be_set_up_is_told_and_nothing_typed_is_lost(app, operator, form, words):
    answer = operator.post(NEW, form)
    assert answer.status_code == 400 and words in answer.text
    assert all(f'value="{value.strip()}"' in answer.text for value in form.values() if len(value) < 80)
    assert [region.ags for region in services_of(app).store.regions()] == ["05112"]


def test_an_admin_of_one_region_sets_up_no_other(app):
    local = signed_in(app, "admin")
    assert local.get(NEW).status_code == 403 and local.post(NEW, {"gebiet": "Münster"}).status_code == 403
    assert local.get("/buero/duisburg/einrichten").status_code == 200
    assert "Region einrichten" not in local.get("/buero/").text


def test_the_list_tells_what_is_there(app, operator):
    found = states(app, "05112")
    assert {code for code, item in found.items() if item.state == "missing"} == {
        "imprint", "office", "accessibility", "public_url", "mail",
    }  # fmt: skip
    assert found["offers"].count == 135 and found["counselling"].count == 75
    assert found["neutral"].count == 0 and found["neutral"].state == "later"
    store = services_of(app).store
    region = store.region("05112")
    full = dict.fromkeys(("body", "street", "city", "represented_by", "email", "phone", "responsible"), "x")
    with store.write("test", "all there") as writer:
        writer.save_region(
            replace(region, imprint=full, bureau=dict.fromkeys(("name", "email", "phone"), "x"),
                    accessibility={"status": "partial"})
        )  # fmt: skip
    assert not [item for item in states(app, "05112", House(False, False)).values() if item.state == "missing"]
    assert "Die Karte kann öffentlich werden." not in operator.get("/buero/duisburg/einrichten").text


def test_without_people_of_its_own_a_region_lacks_somebody(app):
    assert states(app, "05112")["people"].state == "missing"
    signed_in(app, "editor")
    assert states(app, "05112")["people"].state == "done"


def outline(**more):
    ring = [[6.6, 51.3], [6.8, 51.3], [6.8, 51.4], [6.6, 51.3]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "geometry": shape, "properties": {"name": "Insel"}}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more}).encode()


def with_file(content, **form):
    return {"gebiet": "de-insel", **form, "grenze": (io.BytesIO(content), "../../insel.geojson")}


def test_a_region_comes_from_an_outline_that_is_sent(app, operator):
    answer = operator.post(NEW, with_file(outline()))
    assert answer.location == "/buero/insel/einrichten"
    store = services_of(app).store
    assert store.region("de-insel").name == "Insel" and "51.4" in store.boundary("de-insel")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Sehr geehrte Damen und Herren", "kein GeoJSON"),
        (b"", "kein GeoJSON"),
        (b"[" * 100_000, "kein GeoJSON"),
        (outline(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}), "kein GeoJSON in Grad"),
        (b'{"type": "FeatureCollection", "features": []}', "kein solches Gebiet"),
        (outline().replace(b"51.3", b"5130000"), "kein solches Gebiet"),
    ],
)
def test_an_outline_that_is_none_is_refused_with_the_reason(app, operator, content, words):
    answer = operator.post(NEW, with_file(content))
    assert answer.status_code == 400 and words in answer.text
    assert services_of(app).store.region("de-insel") is None
