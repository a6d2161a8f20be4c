"""Pages of the history: works, wrong role, wrong method, bad input, no token, another region, swapped keys."""

from dataclasses import replace

import pytest

from model.source import Source
from tests.desk import ELSEWHERE, services_of, signed_in

KEY = "seed-05112:du-c-001"
OTHER = "manual:moers"


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def changed(store):
    """An offer whose phone somebody changed, and one of another region."""
    offer = store.offer(KEY)
    with store.write(by="Ben <b>", why="am Telefon & im Netz") as writer:
        contact = replace(offer.contact, phone="0203 999")
        writer.save_offer(replace(offer, contact=contact, summary="<script>alert(1)</script>"))
        writer.save_offer(replace(offer, key=OTHER, region=ELSEWHERE, name="Rat in Moers"))
    return offer


def test_the_history_of_an_offer_tells_who_changed_what_and_why(app, changed):
    page = signed_in(app).get(f"/buero/duisburg/verlauf/{KEY}").text
    assert "Version 2" in page and "gilt jetzt" in page and "Version 1" in page
    assert "Ben &lt;b&gt;" in page and "am Telefon &amp; im Netz" in page
    assert "<ins>0203 999</ins>" in page and f"<del>{changed.contact.phone}</del>" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "3. März 2026, 10:30 Uhr" in page
    assert "Das Angebot wurde angelegt." in page


def test_a_long_history_is_told_page_by_page(app, store, changed):
    for number in range(25):
        with store.write(by="Ben", why="noch einmal") as writer:
            writer.save_offer(replace(changed, summary=f"Nummer {number}"))
    person = signed_in(app)
    first = person.get(f"/buero/duisburg/verlauf/{KEY}").text
    assert first.count('class="deed"') == 20 and f"/buero/duisburg/verlauf/{KEY}?vor=8" in first
    rest = person.get(f"/buero/duisburg/verlauf/{KEY}?vor=8").text
    assert rest.count('class="deed"') == 7 and "Das Angebot wurde angelegt." in rest and "gilt jetzt" not in rest
    assert person.get(f"/buero/duisburg/verlauf/{KEY}?vor=x").text.count('class="deed"') == 20


def test_going_back_shows_first_what_it_changes(app, changed):
    page = signed_in(app).get(f"/buero/duisburg/version/1/{KEY}").text
    assert "Das ändert sich" in page and f"<ins>{changed.contact.phone}</ins>" in page and 'value="2"' in page


def test_a_version_is_restored_with_a_reason(app, store, changed):
    person = signed_in(app)
    answer = person.post(f"/buero/duisburg/version/1/{KEY}", {"gesehen": "2", "grund": "Die alte Nummer stimmt."})
    assert answer.status_code == 303 and answer.location == f"/buero/duisburg/verlauf/{KEY}"
    assert "Version 1 gilt wieder." in person.get(answer.location).text
    assert store.offer(KEY).contact.phone == changed.contact.phone
    last = store.history.of_offer(KEY, limit=1)[0]
    assert (last.by, last.why) == ("Test editor", "Version 1 wiederhergestellt: Die alte Nummer stimmt.")


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"gesehen": "2", "grund": "  "}, 400, "Bitte schreiben Sie in wenigen Worten, warum."),
        ({"gesehen": "1", "grund": "alt"}, 409, "Jemand hat das Angebot inzwischen geändert."),
        ({"gesehen": "x", "grund": "alt"}, 409, "Jemand hat das Angebot inzwischen geändert."),
        ({}, 400, "Bitte schreiben Sie in wenigen Worten, warum."),
    ],
)
def test_what_cannot_be_restored_is_said_and_nothing_is_lost(app, store, changed, form, status, sentence):
    answer = signed_in(app).post(f"/buero/duisburg/version/1/{KEY}", form)
    assert answer.status_code == status and sentence in answer.text
    assert store.offer(KEY).contact.phone == "0203 999"


@pytest.mark.parametrize(
    "path",
    [
        f"/buero/duisburg/verlauf/{OTHER}", "/buero/duisburg/verlauf/no:such", f"/buero/duisburg/version/9/{KEY}",
        f"/buero/duisburg/version/1/{OTHER}", "/buero/duisburg/einlesen/gibtesnicht/zuruecknehmen",
    ],
)  # fmt: skip
def test_what_is_not_in_this_region_is_not_found(app, changed, path):
    assert signed_in(app).get(path).status_code == 404


def test_nobody_restores_an_offer_of_another_region(app, store, changed):
    answer = signed_in(app).post(f"/buero/duisburg/version/1/{OTHER}", {"gesehen": "1", "grund": "x"})
    assert answer.status_code == 404 and len(store.revisions(OTHER)) == 1


def test_all_changes_of_the_region_with_filters(app, store, changed):
    person = signed_in(app)
    page = person.get("/buero/duisburg/verlauf").text
    assert "Ben &lt;b&gt;" in page and "Rat in Moers" not in page and "und " in page
    only = person.get("/buero/duisburg/verlauf", query_string={"wer": "Ben <b>"}).text
    assert only.count("<tr>") == 2 and "import seed-05112</td>" not in only
    assert "Dazu gibt es keine Änderungen." in person.get("/buero/duisburg/verlauf?quelle=manual").text
    version = store.history.deeds("05112")[-1].version
    touched = person.get(f"/buero/duisburg/verlauf?aenderung={version}").text
    assert touched.count("Version 1") == min(50, store.count_offers("05112"))


@pytest.fixture
def run(store):
    offer = store.offer(KEY)
    with store.write(by="import liste", why="Tabelle: liste.csv") as writer:
        number = writer.start_run(Source("liste", "Liste"), "<liste>.csv", "0" * 64, "05112")
        writer.save_offer(replace(offer, summary="falsch"))
        writer.save_offer(replace(offer, key="liste:neu", name="Neues Angebot"))
        writer.finish_run(number, {"new": 1, "changed": 1})
    return store.run(number)


def test_a_run_is_taken_back_after_a_look_at_what_that_does(app, store, run):
    person = signed_in(app)
    path = f"/buero/duisburg/einlesen/{run.code}/zuruecknehmen"
    assert path in person.get("/buero/duisburg/verlauf").text
    page = person.get(path).text
    assert "1 Angebot wird wieder wie vorher." in page and "1 neues Angebot kommt ins Archiv." in page
    assert "&lt;liste&gt;.csv" in page
    answer = person.post(path, {"grund": "falsche Datei"})
    assert answer.status_code == 303
    assert "Test editor hat das am 3. März 2026, 10:30 Uhr zurückgenommen." in person.get(answer.location).text
    assert store.offer(KEY).summary != "falsch" and store.offer("liste:neu").status == "archived"
    again = person.post(path, {"grund": "noch einmal"})
    assert again.status_code == 409 and "Das ist schon zurückgenommen." in again.text


def test_a_run_is_not_taken_back_without_a_reason_or_from_elsewhere(app, store, run):
    path = f"/buero/duisburg/einlesen/{run.code}/zuruecknehmen"
    assert signed_in(app).post(path, {"grund": ""}).status_code == 400
    with store.write(by="test", why="a region") as writer:
        writer.save_region(replace(store.region("05112"), ags=ELSEWHERE, slug="essen", name="Essen"))
    stranger = signed_in(app, "editor", ELSEWHERE)
    assert stranger.post(path, {"grund": "x"}).status_code == 403
    assert stranger.post(path.replace("duisburg", "essen"), {"grund": "x"}).status_code == 404
    assert store.offer(KEY).summary == "falsch"


PAGES = (
    ("GET", f"/buero/duisburg/verlauf/{KEY}"), ("GET", "/buero/duisburg/verlauf"),
    ("GET", f"/buero/duisburg/version/1/{KEY}"), ("POST", f"/buero/duisburg/version/1/{KEY}"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path"), PAGES)
@pytest.mark.parametrize(("role", "region"), [("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_here_sees_and_changes_nothing(app, store, changed, method, path, role, region):
    person = signed_in(app, role, region)
    ask = person.get if method == "GET" else person.post
    assert ask(path).status_code == 403
    assert len(store.revisions(KEY)) == 2


@pytest.mark.parametrize("path", [f"/buero/duisburg/version/1/{KEY}"])
def test_without_the_token_of_the_form_nothing_changes(app, store, changed, path):
    answer = signed_in(app).client.post(path, data={"gesehen": "2", "grund": "x"})
    assert answer.status_code == 400 and len(store.revisions(KEY)) == 2


def test_a_wrong_method_is_refused(app):
    assert signed_in(app).post("/buero/duisburg/verlauf").status_code == 405
