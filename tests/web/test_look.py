"""Colours and host name of a region: chosen in the office, refused where nobody could read or reach them."""

from dataclasses import replace

import pytest

from model.look import Look
from tests.desk import services_of, signed_in

RULES = "/buero/duisburg/regeln"
OURS = {"stufen": ["A", "B"], "nachweis": ["verified", "reported"], "monate": "12", "erinnern1": "14",
        "erinnern2": "28", "verblassen": "42", "buero_name": "Bildungsbüro"}  # fmt: skip


def choose(app, **changes):
    store = services_of(app).store
    with store.write("test", "look") as writer:
        writer.save_region(replace(store.region("05112"), **changes))


def test_chosen_colours_come_after_ours_on_every_page_of_the_region(app, client):
    assert "farben.css" not in client.get("/duisburg/").text
    choose(app, look=Look("#7a1f3d", ""))
    page = client.get("/duisburg/").text
    assert page.index("colours.css") < page.index('href="/duisburg/farben.css"')
    sheet = client.get("/duisburg/farben.css")
    assert sheet.mimetype == "text/css" and "--action: #7a1f3d;" in sheet.text and "--neutral" not in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text
    assert client.get("/duisburg/farben.css", headers={"If-None-Match": sheet.headers["ETag"]}).status_code == 304


def test_the_office_chooses_colours_and_sees_the_change_before_it_is_made(app):
    admin = signed_in(app, "admin")
    assert 'name="farbe_action"' in admin.get(RULES).text
    preview = admin.post(RULES, {**OURS, "farbe_action": "#7A1F3D", "host": "https://Bildung.Stadt.example/"}).text
    assert "#7a1f3d" in preview and "bildung.stadt.example" in preview
    mark = preview.split('name="gesehen" value="')[1].split('"')[0]
    more = {"farbe_action": "#7a1f3d", "host": "bildung.stadt.example", "grund": "Neues Erscheinungsbild",
            "gesehen": mark}  # fmt: skip
    assert admin.post(f"{RULES}/bestaetigen", {**OURS, **more}).status_code == 303
    region = services_of(app).store.region("05112")
    assert (region.look, region.host) == (Look("#7a1f3d"), "bildung.stadt.example")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("farbe_action", "blau", "Schreiben Sie die Farbe bitte so"),
        ("farbe_action", "#7fb2d0", "Ihr Kontrast ist 2,"),
        ("farbe_neutral", "#ffff00", "zu blass"),
        ("farbe_action", "#000; } body { display: none", "Schreiben Sie die Farbe bitte so"),
        ("host", "bildung.stadt.example/karte", "Schreiben Sie nur den Namen"),
        ("host", "bildung stadt", "Schreiben Sie nur den Namen"),
    ],
)
def test_what_nobody_could_read_or_reach_is_refused_with_the_reason(app, field, typed, words):
    answer = signed_in(app, "admin").post(RULES, {**OURS, field: typed})
    assert answer.status_code == 400 and words in answer.text
    assert services_of(app).store.region("05112").look == Look()


def test_a_host_name_of_its_own_leads_to_the_region(app, client):
    choose(app, host="bildung.stadt.example")
    answer = client.get("/", base_url="https://bildung.stadt.example:8443")
    assert (answer.status_code, answer.location) == (302, "/duisburg/")
    assert client.get("/", base_url="https://anders.example").status_code == 200


def test_a_region_is_reached_with_its_key_in_front_too(client):
    assert client.get("/05112-duisburg/").status_code == 200
    assert client.get("/05113-duisburg/").status_code == 404
