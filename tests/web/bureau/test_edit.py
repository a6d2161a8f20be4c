import re
from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from model.fields import FIELDS
from tests.desk import ELSEWHERE, services_of, signed_in
from tests.web.test_offer_form import sent
from web.gate import FORM_FIELD

DESK = "/buero/duisburg"
KEY = "seed-05112:du-c-001"
EDIT = f"{DESK}/angebot/{KEY}"
ACTIONS = ("angebot", "vorschau", "entwurf", "entwurf-verwerfen", "archivieren", "zurueckholen")


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def anna(app):
    return signed_in(app, name="Anna")


def typed(app, person, revision=1, key=KEY, **changed):
    """The form of an offer as it is filled in, with some fields typed anew."""
    here = services_of(app)
    offer = here.store.offer_at(key, revision)
    form = sent(offer, here.region("duisburg"), **{name.replace("__", "-"): text for name, text in changed.items()})
    form.add("revision", str(revision))
    form.add(FORM_FIELD, person.form_token)
    return form


def send(app, person, path=EDIT, **changed):
    return person.client.post(path, data=typed(app, person, **changed))


def test_the_form_shows_the_offer(anna):
    page = anna.get(EDIT)
    assert page.status_code == 200
    assert 'value="Bildungsberatung im Stadtfenster"' in page.text
    assert "Wir suchen den Punkt aus der Adresse." in page.text


def test_saving_writes_a_revision_with_its_reason_and_leads_back(app, anna, store):
    answer = send(app, anna, hours="Mo-Fr 9-17 Uhr", why="Anruf am Montag")
    assert (answer.status_code, answer.location) == (303, EDIT)
    last = store.revisions(KEY)[0]
    assert (last.offer.hours, last.by, last.why) == ("Mo-Fr 9-17 Uhr", "Anna", "Anruf am Montag")
    page = anna.get(EDIT).text
    assert "Gespeichert: Sprechzeiten." in page
    assert "Wir lesen: Montag bis Freitag, 9 bis 17 Uhr." in page


def test_without_a_reason_the_history_names_the_fields(app, anna, store):
    send(app, anna, bring="Zeugnisse")
    assert store.revisions(KEY)[0].why == "Bearbeitet: Mitbringen"


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(app, anna, store):
    answer = send(app, anna, name="", bring="Bitte Zeugnisse", why="weil")
    assert answer.status_code == 400
    assert "Bitte geben Sie dem Angebot einen Namen." in answer.text
    assert "Bitte Zeugnisse" in answer.text
    assert 'value="weil"' in answer.text
    assert len(store.revisions(KEY)) == 1


def test_very_long_texts_are_taken_too(app, anna, store):
    long = "ä" * 4900
    assert send(app, anna, description=long, summary=long, bring=long).status_code == 303
    assert store.offer(KEY).bring == long


def test_stored_scripts_are_shown_as_text(app, anna):
    evil = "<script>alert(1)</script>"
    texts = dict.fromkeys(("name", "summary", "description", "restriction", "provider", "cost_note", "bring",
                           "wheelchair_note", "place__name", "place__district"), evil)  # fmt: skip
    assert send(app, anna, **texts).status_code == 303
    for page in (EDIT, f"{DESK}/angebote", f"/duisburg/angebot/{KEY}"):
        assert "<script>alert" not in anna.get(page).text
    shown = send(app, anna, f"{DESK}/vorschau/{KEY}", revision=2)
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert" in shown.text


def test_two_who_change_different_fields_are_brought_together(app, anna, store):
    bea = signed_in(app, name="Bea")
    send(app, anna, hours="Mo 9-10")
    assert send(app, bea, bring="Zeugnisse").status_code == 303
    now = store.offer(KEY)
    assert (now.hours, now.bring) == ("Mo 9-10", "Zeugnisse")
    assert "Jemand anders hat inzwischen auch geändert: Sprechzeiten." in bea.get(EDIT).text


def carried(page):
    """What a page sends on in hidden fields."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return MultiDict([(name, text.replace("&#34;", '"').replace("&amp;", "&")) for name, text in fields])


def test_two_who_change_one_field_choose(app, anna, store):
    bea = signed_in(app, name="Bea")
    send(app, anna, hours="Mo 9-10", summary="Von Anna")
    page = send(app, bea, hours="Di 9-10", bring="Zeugnisse", why="Brief")
    assert page.status_code == 409
    assert "Anna hat um" in page.text
    assert {"Mo 9-10", "Di 9-10"} <= set(re.findall(r"\w\w \d+-\d+", page.text))
    assert store.offer(KEY).bring == ""
    form = carried(page.text[page.text.index("<form method=\"post\" action=\"/buero/duisburg/angebot") :])
    form.add("pick-hours", "mine")
    assert bea.client.post(EDIT, data=form).status_code == 303
    now = store.offer(KEY)
    assert (now.hours, now.summary, now.bring) == ("Di 9-10", "Von Anna", "Zeugnisse")
    assert store.revisions(KEY)[0].why == "Brief"


def test_a_choice_is_asked_again_when_a_third_person_was_faster(app, anna, store):
    bea, cem = signed_in(app, name="Bea"), signed_in(app, name="Cem")
    send(app, anna, hours="Mo 9-10")
    page = send(app, bea, hours="Di 9-10").text
    send(app, cem, revision=2, hours="Mi 9-10")
    form = carried(page[page.index("<form method=\"post\" action=\"/buero/duisburg/angebot") :])
    form.add("pick-hours", "mine")
    again = bea.client.post(EDIT, data=form)
    assert again.status_code == 409
    assert "Mi 9-10" in again.text
    assert store.offer(KEY).hours == "Mi 9-10"


def test_a_draft_is_kept_for_its_own_account_and_goes_with_saving(app, anna, store):
    answer = send(app, anna, f"{DESK}/entwurf/{KEY}", bring="Zeugnisse")
    assert answer.status_code == 303
    assert "Sie haben einen Entwurf von 10:30 Uhr." in anna.get(EDIT).text
    assert "Zeugnisse" in anna.get(f"{EDIT}?entwurf=1").text
    assert "Entwurf von" not in signed_in(app, name="Bea").get(EDIT).text
    assert store.offer(KEY).bring == ""
    send(app, anna, bring="Zeugnisse")
    assert "Entwurf von" not in anna.get(EDIT).text


def test_a_draft_on_an_older_state_is_brought_together_too(app, anna, store):
    send(app, anna, f"{DESK}/entwurf/{KEY}", bring="Zeugnisse")
    send(app, signed_in(app, name="Bea"), hours="Mo 9-10")
    assert 'name="revision" value="1"' in anna.get(f"{EDIT}?entwurf=1").text
    send(app, anna, bring="Zeugnisse")
    assert (store.offer(KEY).hours, store.offer(KEY).bring) == ("Mo 9-10", "Zeugnisse")


def test_a_draft_can_be_thrown_away_and_is_saved_by_scripts_too(app, anna):
    form = typed(app, anna, bring="Zeugnisse")
    form.poplist(FORM_FIELD)
    headers = {"X-Form-Token": anna.form_token, "Accept": "application/json"}
    answer = anna.client.post(f"{DESK}/entwurf/{KEY}", data=form, headers=headers)
    assert answer.json == {"words": "Entwurf gesichert um 10:30 Uhr"}
    anna.post(f"{DESK}/entwurf-verwerfen/{KEY}")
    assert "Entwurf von" not in anna.get(EDIT).text


def test_the_preview_saves_nothing(app, anna, store):
    page = send(app, anna, f"{DESK}/vorschau/{KEY}", name="Ganz neuer Name", hours="Mo-Fr 9-17 Uhr")
    assert page.status_code == 200
    assert "<h1><span>Ganz neuer Name</span></h1>" in page.text
    assert "Gespeichert ist noch nichts." in page.text
    assert len(store.revisions(KEY)) == 1


def new_key(person):
    return re.search(r'action="/buero/duisburg/angebot/([^"]+)"', person.get(f"{DESK}/angebote/neu").text)[1]


def a_new_one(app, person, key, **changed):
    form = MultiDict({"revision": "0", FORM_FIELD: person.form_token, "name": "Rat am Markt", **changed})
    return person.client.post(f"{DESK}/angebot/{key}", data=form)


def test_a_new_offer_is_made_and_on_the_map(app, anna, store):
    key = new_key(anna)
    assert a_new_one(app, anna, key, provider="VHS").status_code == 303
    made = store.offer(key)
    assert (made.name, made.region, made.status, made.provider.name) == ("Rat am Markt", "05112", "published", "VHS")
    assert store.revisions(key)[0].why == "Neu angelegt"
    assert anna.client.get(f"/duisburg/angebot/{key}").status_code == 200


def test_a_new_offer_like_another_one_is_asked_about(app, anna, store):
    known = store.offer(KEY)
    place = {f"place-{part}": getattr(known.place, part) for part in ("street", "number", "postcode", "city")}
    key = new_key(anna)
    answer = a_new_one(app, anna, key, name=known.name, provider=known.provider.name, **place)
    assert answer.status_code == 409
    assert "Gibt es das schon?" in answer.text
    assert store.offer(key) is None
    again = a_new_one(app, anna, key, name=known.name, provider=known.provider.name, trotzdem="1", **place)
    assert again.status_code == 303


def test_a_begun_offer_is_found_again(app, anna):
    key = new_key(anna)
    form = {"revision": "0", "name": "Halb fertig"}
    assert anna.post(f"{DESK}/entwurf/{key}", form).location == f"{DESK}/angebot/{key}?entwurf=1"
    assert "Halb fertig, 10:30 Uhr" in anna.get(f"{DESK}/angebote/neu").text
    assert 'value="Halb fertig"' in anna.get(f"{DESK}/angebot/{key}?entwurf=1").text


def test_archived_with_a_reason_and_brought_back(app, anna, store):
    assert anna.post(f"{DESK}/archivieren/{KEY}").status_code == 400
    assert store.offer(KEY).status == "published"
    anna.post(f"{DESK}/archivieren/{KEY}", {"warum": "umgezogen"})
    assert (store.offer(KEY).status, store.revisions(KEY)[0].why) == ("archived", "umgezogen")
    assert "Aus dem Archiv holen" in anna.get(EDIT).text
    anna.post(f"{DESK}/zurueckholen/{KEY}")
    assert store.offer(KEY).status == "published"


def test_hours_are_read_while_they_are_typed(anna):
    told = anna.post(f"{DESK}/stunden", {"hours": "Mo-Fr 9-17 Uhr"}).json
    assert told["words"].startswith("Wir lesen: Montag bis Freitag, 9 bis 17 Uhr")
    assert not anna.post(f"{DESK}/stunden", {"hours": "irgendwann mal"}).json["readable"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(("role", "region"), [("provider", "05112"), ("pilot", "05112"), ("editor", ELSEWHERE)])
def test_only_the_office_of_the_region_changes_offers(app, store, action, role, region):
    person = signed_in(app, role, region)
    assert person.post(f"{DESK}/{action}/{KEY}", {"revision": "1", "name": "Weg", "warum": "x"}).status_code == 403
    assert len(store.revisions(KEY)) == 1


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_without_token_changes_nothing(app, anna, store, action):
    answer = anna.client.post(f"{DESK}/{action}/{KEY}", data={"revision": "1", "name": "Weg", "warum": "x"})
    assert answer.status_code == 400
    assert len(store.revisions(KEY)) == 1
    assert store.drafts.of(anna.account.id, KEY) is None


@pytest.mark.parametrize("action", ACTIONS)
def test_an_offer_of_another_region_cannot_be_reached_from_here(app, anna, store, action):
    with store.write(by="t", why="t") as writer:
        writer.save_offer(replace(store.offer(KEY), key="x:1", region="05113", status="archived"))
    form = {"revision": "1", "name": "Weg", "warum": "x"}
    anna.post(f"{DESK}/{action}/x:1", form)
    assert anna.get(f"{DESK}/angebot/x:1").status_code == 404
    if action != "entwurf-verwerfen":
        assert anna.post(f"{DESK}/{action}/x:1", form).status_code == 404
    assert len(store.revisions("x:1")) == 1
    assert store.drafts.of(anna.account.id, "x:1") is None


@pytest.mark.parametrize("path", ["archivieren", "entwurf", "vorschau", "zurueckholen", "stunden", "entwurf-verwerfen"])
def test_changes_are_never_a_get(anna, path):
    assert anna.get(f"{DESK}/{path}/{KEY}" if path != "stunden" else f"{DESK}/stunden").status_code == 405


@pytest.mark.parametrize("revision", ["", "-1", "x", "99", "9999999999999", "²"])
def test_a_form_on_a_state_that_never_was_is_refused(anna, store, revision):
    assert anna.post(EDIT, {"revision": revision, "name": "Weg"}).status_code == 400
    assert len(store.revisions(KEY)) == 1


@pytest.mark.parametrize("key", ["office-05113:abc", "seed-05112:gibtesnicht", "nokey", "office-05112:a b"])
def test_nobody_makes_up_keys(anna, store, key):
    answer = anna.post(f"{DESK}/angebot/{key}", {"revision": "0", "name": "Weg"})
    assert answer.status_code == 404
    assert store.offer(key) is None


def test_every_field_can_be_changed_at_once(app, anna, store):
    here = services_of(app)
    other = here.store.list_offers(region="05112", limit=40)[-1]
    values = sent(other, here.region("duisburg"))
    values.add("revision", "1")
    values.add(FORM_FIELD, anna.form_token)
    assert anna.client.post(EDIT, data=values).status_code == 303
    now = store.offer(KEY)
    same = [name for name in FIELDS if FIELDS[name].read(now) == FIELDS[name].read(other)]
    assert set(FIELDS) - set(same) <= {"place"}
    assert now.facts == store.offer_at(KEY, 1).facts
