"""/buero/<region>/vorschlaege: works, wrong role, wrong method, bad input, no token, another region, swapped codes."""

import re
from dataclasses import replace

import pytest

from actions.suggest import suggest
from model.region import OfficeRules
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from web.gate import FORM_FIELD

KEY = "seed-05112:du-c-001"
LIST = "/buero/duisburg/vorschlaege"


@pytest.fixture
def store(app):
    """The store of the application."""
    return services_of(app).store


@pytest.fixture
def code(store):
    """A suggestion for two fields."""
    return propose(store)


def propose(store, *, key=KEY, names=("hours", "bring"), channel="public", region=DUISBURG, **more):
    base = store.offer(key)
    proposed = replace(base, hours="Di 10:00-12:00", bring="Zeugnis <b>im Original</b>")
    return suggest(store, region=region, base=base, proposed=proposed, channel=channel, names=names, **more)


def seen_on(person, code):
    return re.search(r'name="gesehen" value="([0-9a-f]+)"', person.get(f"{LIST}/{code}").text)[1]


def decide(person, code, **choices):
    reason = choices.pop("grund", "")
    more = {name: choices.pop(name) for name in ("alle",) if name in choices}
    form = {f"feld-{name}": choice for name, choice in choices.items()}
    seen = seen_on(person, code)
    return person.post(f"{LIST}/{code}", {"gesehen": seen, "grund": reason, **form, **more})


def with_four_eyes(store):
    with store.write(by="test", why="rules") as writer:
        writer.save_region(replace(store.region(DUISBURG), office=OfficeRules(four_eyes=True)))


def test_the_list_shows_what_waits_and_for_what(app, store, code):
    propose(store, names=("bring",), channel="provider")
    page = signed_in(app).get(LIST).text
    assert "2 Vorschläge warten" in page
    assert f'href="{LIST}/{code}"' in page and "Sprechzeiten, Mitbringen" in page
    assert "1 Vorschlag wartet" in signed_in(app).get(f"{LIST}?von=provider").text
    assert "Kein Vorschlag wartet" in signed_in(app).get(f"{LIST}?von=campaign").text
    assert "Noch nichts erledigt" in signed_in(app).get(f"{LIST}?stand=erledigt").text


def test_a_suggestion_stands_beside_what_is_public_now_and_nothing_is_chosen(app, store, code):
    with store.write(by="Cem", why="edited") as writer:
        writer.save_offer(replace(store.offer(KEY), bring="Ausweis"))
    page = signed_in(app).get(f"{LIST}/{code}").text
    assert "<ins>Di 10:00-12:00</ins>" in page and "<del>Ausweis</del>" in page
    assert "inzwischen geändert" in page
    assert "checked" not in page
    assert "<b>im Original</b>" not in page and "&lt;b&gt;im Original" in page


def test_only_the_accepted_field_is_public_then(app, client, store, code):
    answer = decide(signed_in(app, name="Anna"), code, hours="ja", bring="nein")
    assert (answer.status_code, answer.location) == (303, LIST)
    offer = store.offer(KEY)
    assert (offer.hours, "Zeugnis" in offer.bring) == ("Di 10:00-12:00", False)
    assert store.revisions(KEY)[0].by == "Anna"
    done = signed_in(app).get(f"{LIST}/{code}").text
    assert "So wurde entschieden" in done and "Anna" in done
    assert "1 erledigt" in signed_in(app).get(f"{LIST}?stand=erledigt").text
    public = client.get(f"/duisburg/angebot/{KEY}").text
    assert "Zeugnis" not in public


def test_one_button_takes_all(app, store, code):
    assert decide(signed_in(app), code, alle="ja").status_code == 303
    assert store.offer(KEY).bring == "Zeugnis <b>im Original</b>"


def test_four_eyes_are_two_people(app, store, code):
    with_four_eyes(store)
    anna, bernd = signed_in(app, name="Anna"), signed_in(app, name="Bernd")
    before = store.offer(KEY)
    assert decide(anna, code, hours="ja", bring="nein").status_code == 303
    assert store.offer(KEY) == before
    again = decide(anna, code, hours="ja", bring="nein")
    assert again.status_code == 409 and "Jetzt muss eine zweite Person bestätigen." in again.text
    assert store.offer(KEY) == before
    page = bernd.get(f"{LIST}/{code}").text
    assert "Anna hat so entschieden" in page and page.count("checked") == 2
    assert decide(bernd, code, hours="ja", bring="nein").status_code == 303
    assert store.offer(KEY).hours == "Di 10:00-12:00"
    assert store.revisions(KEY)[0].by == "Anna und Bernd"


def test_every_field_needs_a_choice(app, store, code):
    answer = decide(signed_in(app), code, hours="ja")
    assert answer.status_code == 400
    assert 'href="#feld-bring"' in answer.text and 'id="feld-bring"' in answer.text
    assert answer.text.count("checked") == 1
    assert decide(signed_in(app), code, hours="vielleicht", bring="ja").status_code == 400
    assert store.suggestions.waiting(DUISBURG) == 1


def test_a_reason_that_is_too_long_is_said(app, store, code):
    answer = decide(signed_in(app), code, hours="ja", bring="ja", grund="x" * 1001)
    assert answer.status_code == 400 and "Höchstens 1000 Zeichen" in answer.text
    assert store.suggestions.waiting(DUISBURG) == 1


def test_what_was_not_seen_is_not_decided(app, store, code):
    person = signed_in(app)
    seen = seen_on(person, code)
    with store.write(by="Cem", why="edited") as writer:
        writer.save_offer(replace(store.offer(KEY), hours="Fr 08:00-09:00"))
    form = {"gesehen": seen, "feld-hours": "ja", "feld-bring": "ja"}
    answer = person.post(f"{LIST}/{code}", form)
    assert answer.status_code == 409 and "Inzwischen hat sich etwas geändert." in answer.text
    assert store.offer(KEY).hours == "Fr 08:00-09:00"
    assert person.post(f"{LIST}/{code}", form | {"gesehen": ""}).status_code == 409


def test_a_decided_suggestion_is_not_decided_again(app, store, code):
    person = signed_in(app, name="Anna")
    form = {"gesehen": seen_on(person, code), "alle": "ja"}
    assert person.post(f"{LIST}/{code}", form).status_code == 303
    answer = person.post(f"{LIST}/{code}", form)
    assert answer.status_code == 409 and "Inzwischen hat Anna entschieden." in answer.text
    assert len(store.revisions(KEY)) == 2


def test_the_sender_gets_a_mail(app, store):
    code = propose(store, reply_to="vera@post.example")
    person = signed_in(app)
    assert "vera@post.example" in person.get(f"{LIST}/{code}").text
    decide(person, code, hours="ja", bring="nein", grund="Danke!")
    with store._database.reading() as connection:
        ((to, text),) = connection.exec_driver_sql('SELECT "to", text FROM mail').all()
    assert to == "vera@post.example"
    assert "- Sprechzeiten" in text and "- Mitbringen" in text and "Danke!" in text
    assert f"/duisburg/angebot/{KEY}" in text
    assert "vera@post.example" not in person.get(f"{LIST}/{code}").text


def test_a_proposal_is_put_right_before_it_is_accepted(app, store, code):
    person = signed_in(app)
    url = f"{LIST}/{code}/bearbeiten"
    assert "Di 10:00-12:00" in person.get(url).text
    assert person.post(url, {"hours": "irgendwas Unlesbares 99:99"}).status_code == 400
    answer = person.post(url, {"hours": "Di 10:00-13:00", "bring": "Zeugnis"})
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{code}")
    decide(person, code, alle="ja")
    assert (store.offer(KEY).hours, store.offer(KEY).bring) == ("Di 10:00-13:00", "Zeugnis")
    assert person.post(url, {"hours": "Di 10:00-14:00"}).status_code == 409


def test_a_new_offer_appears_when_it_is_accepted(app, client, store):
    proposed = replace(store.offer(KEY), key="office-05112:new", name="Lerncafé", facts=())
    code = suggest(store, region=DUISBURG, base=None, proposed=proposed, channel="public", names=("place", "phone"))
    person = signed_in(app)
    page = person.get(f"{LIST}/{code}").text
    assert "Neues Angebot: Lerncafé" in page
    choices = dict.fromkeys(store.suggestions.by_code(code).names, "ja")
    refused = decide(person, code, **choices | {"provider": "nein"})
    assert refused.status_code == 400 and "kann das Angebot nicht auf die Karte" in refused.text
    assert decide(person, code, **choices).status_code == 303
    assert "Lerncafé" in client.get(f"/duisburg/angebot/office-05112:{code}").text


def test_reports_are_in_the_same_list_until_they_are_done(app, store):
    with store.write(by="visitor", why="x") as writer:
        writer.add_report(KEY, "moved", "jetzt <i>am Markt</i>")
    person = signed_in(app)
    page = person.get(LIST).text
    assert "1 Hinweis wartet" in page and "Die Stelle ist umgezogen." in page and "<i>am Markt" not in page
    sent = re.search(r'name="vom" value="([^"]+)"', page)[1]
    url = "/buero/duisburg/hinweise/erledigt"
    for wrong in ({"angebot": "x:1", "vom": sent}, {"angebot": KEY, "vom": "gestern"},
                  {"angebot": KEY, "vom": "2026-01-01T00:00:00"}, {}):  # fmt: skip
        assert person.post(url, wrong).status_code == 404
    other = signed_in(app, region=ELSEWHERE).post(url, {"angebot": KEY, "vom": sent})
    assert (other.status_code, len(store.reports())) == (403, 1)
    assert person.client.post(url, data={"angebot": KEY, "vom": sent}).status_code == 400
    assert person.post(url, {"angebot": KEY, "vom": sent}).status_code == 303
    assert store.reports() == []
    assert "1 Hinweis" not in person.get(LIST).text


@pytest.mark.parametrize(("role", "region"), [("provider", DUISBURG), ("pilot", DUISBURG), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_sees_and_decides_nothing(app, store, code, role, region):
    seen = seen_on(signed_in(app), code)
    person = signed_in(app, role, region)
    for path in (LIST, f"{LIST}/{code}", f"{LIST}/{code}/bearbeiten"):
        assert person.get(path).status_code == 403
    assert person.post(f"{LIST}/{code}", {"gesehen": seen, "alle": "ja"}).status_code == 403
    assert person.post(f"{LIST}/{code}/bearbeiten", {"hours": "Mo 9-10"}).status_code == 403
    assert store.suggestions.by_code(code).state == "open"


def test_the_code_of_another_region_is_unknown_here(app, store, code):
    with store.write(by="test", why="another region") as writer:
        writer.save_region(replace(store.region(DUISBURG), ags=ELSEWHERE, name="Essen", slug="essen"))
    person = signed_in(app, region=ELSEWHERE)
    base = LIST.replace("duisburg", "essen")
    seen = seen_on(signed_in(app), code)
    assert person.get(base).status_code == 200
    assert person.get(f"{base}/{code}").status_code == 404
    assert person.post(f"{base}/{code}", {"gesehen": seen, "alle": "ja"}).status_code == 404
    assert person.post(f"{base}/{code}/bearbeiten", {"hours": "Mo 9-10"}).status_code == 404
    assert person.get(f"{base}/nosuchcode").status_code == 404
    assert store.suggestions.by_code(code).state == "open"


def test_without_the_token_of_the_form_nothing_happens(app, store, code):
    person = signed_in(app)
    form = {"gesehen": seen_on(person, code), "alle": "ja"}
    for path in (f"{LIST}/{code}", f"{LIST}/{code}/bearbeiten"):
        assert person.client.post(path, data=form).status_code == 400
        assert person.client.post(path, data=form | {FORM_FIELD: "x" * 64}).status_code == 400
        assert app.test_client().post(path, data=form).status_code == 401
    assert store.suggestions.by_code(code).state == "open"


def test_other_methods_are_refused(app, code):
    person = signed_in(app)
    assert person.client.delete(f"{LIST}/{code}").status_code == 405
    assert person.client.put(LIST).status_code == 405
