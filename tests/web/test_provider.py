"""/anbieter: works, wrong role, wrong method, bad input, no token, another region, and never the offers of others."""

import re
from dataclasses import replace

import pytest

from actions.suggest import suggest
from model.access import Grant
from model.provider import Provider
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from web.gate import FORM_FIELD

KEY = "seed-05112:du-c-001"
OWN = "/anbieter/duisburg/"
YES = f"{OWN}stimmt"
NEW = f"{OWN}vorschlag"


@pytest.fixture
def store(app):
    """The store, in which the first offer belongs to an organisation that has a second one and a faded one."""
    found = services_of(app).store
    offer = replace(found.offer(KEY), provider=Provider("Verein Nord"), verification=None)
    with found.write(by="test", why="own offers") as writer:
        writer.save_offer(offer)
        writer.save_offer(replace(offer, key="test:zwei", name="Zweites Angebot"))
        writer.save_offer(replace(offer, key="test:weg", name="Im Archiv", status="archived"))
        writer.save_offer(replace(offer, key="test:nah", name="Nicht meins", provider=Provider("Verein Nordwest")))
        writer.save_offer(replace(offer, key="test:fern", name="Anderswo", region=ELSEWHERE))
    return found


@pytest.fixture
def person(app, store):
    """Somebody who speaks for the organisation."""
    return signed_in(app, "provider", provider="Verein Nord")


def change(key):
    return f"{OWN}angebot/{key}/aendern"


def test_the_start_leads_to_the_only_region(person):
    answer = person.get("/anbieter/")
    assert (answer.status_code, answer.location) == (302, OWN)


def test_only_what_is_mine_and_public_is_shown(person):
    page = person.get(OWN).text
    assert "2 Angebote sind öffentlich" in page and "Zweites Angebot" in page
    for other in ("Nicht meins", "Anderswo", "Im Archiv"):
        assert other not in page
    assert "Noch nie bestätigt" in page
    assert person.get(f"{OWN}?seite=99").status_code == 200
    assert person.get(f"{OWN}?seite=x").status_code == 200


def test_one_offer_is_confirmed(person, store):
    assert person.post(YES, {"angebot": KEY}).status_code == 303
    check = store.offer(KEY).verification
    assert (check.by, check.how, str(check.on)) == ("Verein Nord", "form", "2026-03-03")
    assert store.offer("test:zwei").verification is None
    assert "Bestätigt am 3. März 2026" in person.get(OWN).text


def test_all_are_confirmed_but_nobody_elses(person, store):
    assert person.post(YES, {"alle": "1"}).status_code == 303
    assert store.offer("test:zwei").verification.by == "Verein Nord"
    for other in ("test:nah", "test:fern", "test:weg"):
        assert store.offer(other).verification is None


@pytest.mark.parametrize("key", ["test:nah", "test:fern", "test:weg", "test:fehlt", "", "seed-05112:du-c-002"])
def test_the_key_of_another_is_refused(person, store, key):
    before = store.offer(key)
    assert person.post(YES, {"angebot": key}).status_code == 404
    assert person.post(YES, {"angebot": [KEY, key]}).status_code == 404
    assert person.post(change(key or "x:y"), {"bring": "Meins jetzt"}).status_code == 404
    assert person.get(change(key or "x:y")).status_code == 404
    assert store.offer(key) == before
    assert store.offer(KEY).verification is None
    assert store.suggestions.waiting(DUISBURG) == 0


def test_a_change_goes_to_review(person, store):
    page = person.get(change(KEY)).text
    assert 'name="provider"' not in page and 'name="hours"' in page
    answer = person.post(change(KEY), {"hours": "Mo 09:00-12:00", "antwort-an": "vera@post.example"})
    assert (answer.status_code, answer.location) == (303, OWN)
    (one,) = store.suggestions.page(DUISBURG)
    assert (one.channel, one.names, one.key, one.reply_to) == ("provider", ("hours",), KEY, "vera@post.example")
    assert store.offer(KEY).hours != "Mo 09:00-12:00"
    page = person.get(OWN).text
    assert "1 Vorschlag wird geprüft" in page and "Ihre Vorschläge" in page


def test_who_provides_it_is_not_for_the_provider_to_change(person, store):
    person.post(change(KEY), {"provider": "Verein Nordwest", "bring": "Neu"})
    (one,) = store.suggestions.page(DUISBURG)
    assert (one.names, one.proposed.provider.name) == (("bring",), "Verein Nord")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Sie haben noch nichts geändert"),
        ({"phone": "12", "bring": "Bleibt"}, "Diese Nummer kann niemand wählen."),
        ({"antwort-an": "x", "bring": "Bleibt"}, "Das ist keine E-Mail-Adresse."),
        ({"nachricht": "x" * 2001, "bring": "Bleibt"}, "Das ist zu lang."),
    ],
)
def test_what_is_wrong_is_said(person, store, form, sentence):
    answer = person.post(change(KEY), form)
    assert answer.status_code == 400 and sentence in answer.text and form.get("bring", "") in answer.text
    assert store.suggestions.waiting(DUISBURG) == 0


def test_another_offer_is_proposed_for_ones_own_organisation_only(person, store):
    assert person.get(NEW).status_code == 200
    answer = person.post(NEW, {"name": "Drittes Angebot", "kind": "learning", "provider": "Verein Nordwest"})
    assert answer.status_code == 303
    (one,) = store.suggestions.page(DUISBURG)
    assert (one.is_new, one.channel, one.proposed.provider.name) == (True, "provider", "Verein Nord")
    wrong = {"name": "Viertes", "kind": "learning", "organisation": "Verein Nordwest"}
    assert person.post(NEW, wrong).status_code == 404


def test_suggestions_of_others_are_counted_but_not_shown(person, store):
    offer = store.offer(KEY)
    suggest(store, region=DUISBURG, base=offer, proposed=replace(offer, bring="Geheimes"), channel="public",
            names=("bring",), note="Vertraulich", reply_to="vera@post.example")  # fmt: skip
    page = person.get(OWN).text
    assert "Andere haben eine Änderung vorgeschlagen." in page
    for secret in ("Geheimes", "Vertraulich", "vera@post.example"):
        assert secret not in page


def test_small_numbers_of_views_are_not_told(person, store):
    with store.write(by="views", why="x") as writer:
        writer.views.add({(KEY, "2026-03"): 4, ("test:zwei", "2026-03"): 5, ("test:zwei", "2026-02"): 17})
    cells = re.findall(r'data-label="Aufrufe ([^"]+)">([^<]+)<', person.get(OWN).text)
    assert sorted(cells) == sorted(
        [("März 2026", "weniger als 5"), ("Februar 2026", "weniger als 5"), ("März 2026", "5"), ("Februar 2026", "17")]
    )


def test_somebody_for_two_organisations_sees_both(app, store):
    person = signed_in(app, "provider", provider="Verein Nord", name="two")
    with store.write(by="test", why="two") as writer:
        grants = [Grant("provider", DUISBURG, "Verein Nord"), Grant("provider", DUISBURG, "Verein Nordwest")]
        writer.accounts.set_grants(person.account.id, grants)
    assert "Nicht meins" in person.get(OWN).text
    person.post(YES, {"alle": "1"})
    assert store.offer("test:nah").verification.by == "Verein Nordwest"
    assert store.offer(KEY).verification.by == "Verein Nord"


def test_a_grant_without_an_organisation_sees_nothing(app, store):
    person = signed_in(app, "provider", name="nobody")
    with store.write(by="test", why="nameless") as writer:
        writer.save_offer(replace(store.offer(KEY), key="test:ohne", name="Ohne Träger", provider=Provider("")))
    page = person.get(OWN).text
    assert "Von Ihnen steht hier noch nichts auf der Karte." in page and "Ohne Träger" not in page
    assert person.get(NEW).status_code == 404


@pytest.mark.parametrize(("role", "region"), [("editor", DUISBURG), ("pilot", DUISBURG), ("provider", ELSEWHERE)])
def test_whoever_has_no_right_here_sees_nothing(app, store, role, region):
    other = signed_in(app, role, region, provider="Verein Nord")
    for path in (OWN, change(KEY), NEW):
        assert other.get(path).status_code == 403
    for path in (YES, change(KEY), NEW):
        assert other.post(path, {"angebot": KEY, "alle": "1", "bring": "x", "name": "y"}).status_code == 403
    assert store.offer(KEY).verification is None
    assert store.suggestions.waiting(DUISBURG) == 0


def test_without_the_token_of_the_form_nothing_happens(app, person, store):
    for path in (YES, change(KEY), NEW):
        form = {"alle": "1", "bring": "x", "name": "y"}
        assert person.client.post(path, data=form).status_code == 400
        assert person.client.post(path, data=form | {FORM_FIELD: "x" * 64}).status_code == 400
        assert app.test_client().post(path, data=form).status_code == 401
        assert person.client.delete(path).status_code == 405
    assert app.test_client().get(OWN).status_code == 302
    assert store.offer(KEY).verification is None
    assert store.suggestions.waiting(DUISBURG) == 0


def test_texts_are_escaped(person, store):
    with store.write(by="test", why="x") as writer:
        writer.save_offer(replace(store.offer(KEY), name="<script>alert(1)</script>"))
    assert "<script>alert" not in person.get(OWN).text
    assert "<script>alert" not in person.get(change(KEY)).text
