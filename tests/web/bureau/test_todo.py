"""The to-do list and its work lists: what is shown, what can be done, and who may."""

from dataclasses import replace
from datetime import date

import pytest

from actions.watch import watch
from model.contact import Contact
from model.provider import Provider
from tests.desk import ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW
from web.gate import FORM_FIELD

LIST = "/buero/duisburg/"
HOURS = "/buero/duisburg/zu-tun/hours_missing"
KEY = "seed-05112:du-c-001"
EVIL = "<script>alert(1)</script>"


def look(app) -> None:
    here = services_of(app)
    watch(here.store, here.geocoder, here.vocabulary, NOW)


def change(app, key: str = KEY, **changes) -> None:
    store = services_of(app).store
    offer = store.offer(key)
    assert offer is not None
    with store.write(by="test", why="a change") as writer:
        writer.save_offer(replace(offer, **changes))


def count(app, kind: str) -> int:
    return services_of(app).store.findings.counts("05112", NOW.date()).get(kind, 0)


def form(app, kind: str, row: int = 0) -> dict[str, str]:
    one = services_of(app).store.findings.page("05112", kind, NOW.date())[row]
    return {"angebot": one.key, "stand": one.mark, "zeile": str(row + 1), "seite": "1"}


def test_before_the_first_look_the_page_says_so(app):
    page = signed_in(app).get(LIST)
    assert page.status_code == 200
    assert "werden gerade zum ersten Mal durchgesehen" in page.text


def test_the_most_harmful_stands_first_and_each_group_says_how_long_it_takes(app):
    look(app)
    page = signed_in(app).get(LIST).text
    titles = ["Punkt liegt außerhalb der Region", "Niemand ist zu erreichen", "Sprechzeiten fehlen"]
    places = [page.index(f'{title}<span class="visually-hidden">') for title in titles]
    assert places == sorted(places)
    assert "In 15 Minuten schaffen Sie" in page
    assert "je 5 Minuten" in page


def test_an_empty_list_is_kind(app):
    store = services_of(app).store
    with store.write(by="test", why="nothing left") as writer:
        for key in store.keys("05112"):
            writer.archive_offer(key)
    look(app)
    page = signed_in(app).get(LIST).text
    assert "Alles erledigt." in page
    assert "schaffen Sie" not in page


def test_work_that_waits_in_other_rooms_is_counted(app):
    with services_of(app).store.write(by="visitor", why="report") as writer:
        writer.add_report(KEY, "hours", "")
    look(app)
    page = signed_in(app).get(LIST).text
    assert "Hinweise von Besuchern" in page


def test_a_change_takes_the_finding_off_the_list_at_once_and_the_watch_agrees(app):
    look(app)
    before = count(app, "hours_missing")
    key = form(app, "hours_missing")["angebot"]
    change(app, key, hours="Mo-Fr 09:00-17:00")
    assert count(app, "hours_missing") == before - 1
    assert "wird" in signed_in(app).get(LIST).text
    assert "Ein Angebot wurde gerade geändert" in signed_in(app).get(LIST).text
    look(app)
    assert count(app, "hours_missing") == before - 1
    assert "gerade geändert" not in signed_in(app).get(LIST).text


def test_a_work_list_says_what_is_wrong_and_where_to_mend_it(app):
    change(app, contact=Contact("Frau Meier"))
    look(app)
    page = signed_in(app).get("/buero/duisburg/zu-tun/phone")
    assert page.status_code == 200
    assert "„Frau Meier“ kann man nicht wählen." in page.text
    assert f'href="/buero/duisburg/angebot/{KEY}#phone"' in page.text


def test_texts_of_people_are_shown_as_texts(app):
    change(app, name=EVIL, provider=Provider(EVIL), contact=Contact(EVIL), hours=EVIL)
    look(app)
    for kind in ("phone", "hours_unread"):
        page = signed_in(app).get(f"/buero/duisburg/zu-tun/{kind}").text
        assert EVIL not in page
        assert "&lt;script&gt;" in page


def test_a_long_list_has_pages(app):
    look(app)
    person = signed_in(app)
    assert "Seite 1 von 2" in person.get(HOURS).text
    assert person.get(f"{HOURS}?seite=2").text.count('class="finding"') == count(app, "hours_missing") - 50
    assert "Seite 2 von 2" in person.get(f"{HOURS}?seite=99").text
    assert "Seite 1 von 2" in person.get(f"{HOURS}?seite=abc").text


def test_stimmt_so_takes_it_away_until_the_value_changes(app):
    change(app, contact=Contact("Frau Meier"))
    look(app)
    person = signed_in(app)
    answer = person.post("/buero/duisburg/zu-tun/phone/stimmt", form(app, "phone"))
    assert (answer.status_code, answer.location) == (303, "/buero/duisburg/zu-tun/phone#zeile-1")
    look(app)
    assert count(app, "phone") == 0
    assert "Hier ist alles erledigt." in person.get("/buero/duisburg/zu-tun/phone").text
    change(app, contact=Contact("Herr Meier"))
    look(app)
    assert count(app, "phone") == 1


def test_stimmt_so_counts_for_the_value_that_was_seen(app):
    change(app, contact=Contact("Frau Meier"))
    look(app)
    seen = form(app, "phone")
    change(app, contact=Contact("Herr Meier"))
    look(app)
    assert signed_in(app).post("/buero/duisburg/zu-tun/phone/stimmt", seen).status_code == 404
    assert count(app, "phone") == 1


def test_what_is_put_off_comes_back_after_a_month_or_when_asked(app):
    look(app)
    person, before = signed_in(app), count(app, "hours_missing")
    sent = form(app, "hours_missing", 3)
    answer = person.post(f"{HOURS}/spaeter", sent)
    assert answer.location == "/buero/duisburg/zu-tun/hours_missing#zeile-4"
    assert count(app, "hours_missing") == before - 1
    room = services_of(app).store.findings
    assert room.counts("05112", date(2026, 4, 2))["hours_missing"] == before
    page = person.get(HOURS).text
    assert "Zurückgestellt bis 2. April 2026." in page
    assert "Zurückgestellt oder als richtig gemerkt (1)" in page
    assert person.post(f"{HOURS}/wieder", sent).status_code == 303
    assert count(app, "hours_missing") == before


@pytest.mark.parametrize("what", ["stimmt", "spaeter", "wieder"])
def test_answers_need_a_right_a_token_and_a_finding_of_this_region(app, what):
    change(app, contact=Contact("Frau Meier"))
    look(app)
    path, sent = f"/buero/duisburg/zu-tun/phone/{what}", form(app, "phone")
    assert signed_in(app, "pilot").post(path, sent).status_code == 403
    assert signed_in(app, "provider", provider="VHS").post(path, sent).status_code == 403
    assert signed_in(app, "editor", ELSEWHERE).post(path, sent).status_code == 403
    person = signed_in(app)
    assert person.client.post(path, data=sent).status_code == 400
    assert person.client.post(path, data=sent | {FORM_FIELD: "x" * 64}).status_code == 400
    assert app.test_client().post(path, data=sent).status_code == 401
    assert person.get(path).status_code == 405
    assert person.post(path, sent | {"angebot": "seed-05112:no"}).status_code == 404
    assert person.post(path, sent | {"angebot": "' OR 1=1"}).status_code == 404
    assert person.post(path, {}).status_code == 404
    assert person.post(f"/buero/duisburg/zu-tun/nonsense/{what}", sent).status_code == 404
    assert count(app, "phone") == 1


def test_an_offer_of_another_region_cannot_be_answered_for(app):
    change(app, contact=Contact("Frau Meier"))
    look(app)
    sent = form(app, "phone")
    change(app, region=ELSEWHERE)
    assert signed_in(app).post("/buero/duisburg/zu-tun/phone/stimmt", sent).status_code == 404


@pytest.mark.parametrize(("role", "region"), [("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)])
@pytest.mark.parametrize("path", [LIST, HOURS])
def test_only_the_office_of_the_region_sees_the_lists(app, path, role, region):
    assert signed_in(app, role, region).get(path).status_code == 403
    assert app.test_client().get(path).status_code == 302


def test_an_unknown_kind_is_not_found(app):
    answer = signed_in(app).get("/buero/duisburg/zu-tun/nonsense")
    assert answer.status_code == 404
    assert "Diese Aufgabe kennen wir nicht." in answer.text
    assert signed_in(app).post(HOURS).status_code == 405
