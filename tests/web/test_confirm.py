"""/stimmt/<token>: looking changes nothing, a button does; used, expired, swapped and made-up links."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.freshness_ladder import climb_in
from model.contact import MaintenanceContact
from model.offer import Verification
from tests.application import an_app
from tests.open_form import open_token
from tests.web.conftest import NOW
from web.context import Services

AGS = "05112"
ONE, TWO, THREE = (f"seed-05112:du-c-{number:03}" for number in (1, 2, 3))


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(settings, clock):
    return an_app(settings, clock=clock)


@pytest.fixture
def here(app) -> Services:
    found = app.extensions["open_services"]()
    with found.store.write("me", "set up") as writer:
        region = found.store.region(AGS)
        bureau = {"name": "Bildungsbüro", "email": "buero@stadt.example", "phone": "0203 1"}
        writer.save_region(replace(region, bureau=bureau))
        for key in found.store.keys(AGS):
            offer = writer.offer(key)
            writer.save_offer(replace(offer, verification=Verification(NOW.date(), "me", "phone")))
        writer.upkeep.switch(AGS, True, 200)
    return found


def ask(here, clock, email, *keys):
    """Let entries be due and asked about; returns the secret of the link."""
    with here.store.write("me", "old") as writer:
        for key in keys:
            offer = replace(writer.offer(key), verification=None)
            writer.save_offer(offer, maintenance=MaintenanceContact(email=email))
    assert climb_in(here.store, here.store.region(AGS), clock.now, "https://karte.example")
    return link_in(here.store.mails.log(AGS, about="freshness")[0])


def link_in(mail):
    return re.search(r"/stimmt/(\S+)", mail.text)[1]


@pytest.fixture
def token(here, clock):
    return ask(here, clock, "a@traeger.example", ONE, TWO)


@pytest.fixture
def send(app, client):
    return lambda path, **form: client.post(f"/stimmt/{path}", data=open_token(app, "confirm") | form)


def state(here):
    """Everything that a scanner must not change."""
    with here.store._database.reading() as connection:
        tables = (
            "upkeep",
            "upkeep_question",
            "upkeep_answer",
            "upkeep_link",
            "suggestion",
            "mail",
            "offer",
            "revision",
        )
        return [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in tables]


def test_the_page_shows_what_is_public_and_three_answers(client, here, token):
    answer = client.get(f"/stimmt/{token}")
    assert answer.status_code == 200
    for offer in (here.store.offer(ONE), here.store.offer(TWO)):
        assert offer.name in answer.text and offer.contact.phone in answer.text
    assert answer.text.count("Stimmt so<") == 2 and "Alles stimmt (2 Angebote)" in answer.text
    assert "a@traeger.example" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_changes_nothing_however_often_and_by_whatever_program(client, here, token):
    before = state(here)
    for path in ("", f"/aendern/{ONE}", "?stimmt=" + ONE, "?alles=1", "/neu", f"/aendern/{THREE}", "/alles"):
        for method in ("GET", "HEAD", "OPTIONS", "PROPFIND", "PUT", "DELETE", "PATCH"):
            client.open(f"/stimmt/{token}{path}", method=method)
    assert state(here) == before


def test_one_click_confirms_one_entry(client, here, token, send):
    answer = send(token, stimmt=ONE)
    assert answer.status_code == 303
    checked = here.store.offer(ONE).verification
    assert (checked.on, checked.by, checked.how) == (NOW.date(), here.store.offer(ONE).provider.name, "mail")
    assert here.store.offer(TWO).verification is None
    page = client.get(answer.location).text
    assert "Danke. Das ist bestätigt." in page and "Bestätigt" in page
    assert page.count("Stimmt so<") == 1
    assert here.store.revisions(ONE)[0].why == "Angaben bestätigt (über den Link in der Mail)"


def test_one_click_confirms_all_and_uses_the_link_up(client, here, token, send):
    assert send(token, alles="1").status_code == 303
    assert all(here.store.offer(key).verification.on == NOW.date() for key in (ONE, TWO))
    page = client.get(f"/stimmt/{token}")
    assert page.status_code == 200 and "Danke, alles ist beantwortet" in page.text
    version = here.store.version()
    assert send(token, stimmt=ONE).status_code == 200
    assert send(token, weg=ONE).status_code == 200
    assert here.store.version() == version
    assert here.store.suggestions.count(AGS) == 0


def test_what_is_no_more_is_told_to_the_office_and_stays_until_it_decides(client, here, token, send, clock):
    page = client.get(send(token, weg=ONE).location).text
    assert "Bis dahin bleibt das Angebot auf der Karte." in page
    assert here.store.offer(ONE).status == "published"
    (found,) = here.store.suggestions.page(AGS)
    assert (found.key, found.channel, found.names, found.proposed.status) == (
        ONE,
        "confirmation",
        ("status",),
        "archived",
    )
    assert here.store.upkeep.counts(AGS, here.clock().date()).gone == 1
    send(token, alles="1")
    for _ in range(60):
        clock.now += timedelta(days=1)
        climb_in(here.store, here.store.region(AGS), clock.now, "https://karte.example")
    assert here.store.offer(ONE).faded_on is None
    assert len(here.store.mails.log(AGS, about="freshness")) == 1


def test_a_change_becomes_a_suggestion_and_ends_the_asking(client, here, token, send, clock):
    form = client.get(f"/stimmt/{token}/aendern/{ONE}")
    assert form.status_code == 200 and "Was ist anders?" in form.text
    seen = re.search(r'name="stand" value="([^"]*)"', form.text)[1]
    answer = send(f"{token}/aendern/{ONE}", stand=seen, phone="0203 999 888", nachricht="<b>ab Mai</b>")
    assert answer.status_code == 303 and "gespeichert=anders" in answer.location
    (found,) = here.store.suggestions.page(AGS)
    assert (found.channel, found.names, found.note) == ("confirmation", ("phone",), "<b>ab Mai</b>")
    assert here.store.offer(ONE).contact.phone != found.proposed.contact.phone
    assert "Änderung vorgeschlagen" in client.get(f"/stimmt/{token}").text
    assert here.store.upkeep.linked(token).waiting == (TWO,)
    clock.now += timedelta(days=15)
    climb_in(here.store, here.store.region(AGS), clock.now, "https://karte.example")
    assert here.store.offer(ONE).name not in here.store.mails.log(AGS, about="freshness")[0].text


def test_a_change_that_changes_nothing_or_cannot_be_read_loses_nothing(client, here, token, send):
    answer = send(f"{token}/aendern/{ONE}")
    assert answer.status_code == 400 and "Sie haben noch nichts geändert" in answer.text
    answer = send(f"{token}/aendern/{ONE}", email="keine adresse", nachricht="bleibt <i>stehen</i>")
    assert answer.status_code == 400
    assert "keine adresse" in answer.text and "bleibt &lt;i&gt;stehen" in answer.text
    assert here.store.suggestions.count(AGS) == 0


def test_long_texts_fit_and_endless_ones_are_refused(here, token, send):
    long = dict.fromkeys(("summary", "description", "bring"), "ü" * 4900)
    assert send(f"{token}/aendern/{ONE}", **long).status_code == 303
    assert here.store.suggestions.page(AGS)[0].key == ONE
    assert send(f"{token}/aendern/{TWO}", description="ü" * 100_000).status_code == 413


def test_swapped_keys_are_refused_wholly(client, here, token, send, clock):
    other = ask(here, clock, "b@traeger.example", THREE)
    before = state(here)
    for path, form in (
        (token, {"stimmt": THREE}), (token, {"stimmt": [ONE, THREE]}), (token, {"weg": THREE}),
        (token, {"stimmt": "nothing"}), (other, {"stimmt": ONE, "alles": "1"}),
        (f"{token}/aendern/{THREE}", {"phone": "1"}),
    ):  # fmt: skip
        answer = send(path, **form)
        assert answer.status_code == 400, (path, form)
        assert "Es wurde nichts gespeichert." in answer.text
    assert client.get(f"/stimmt/{token}/aendern/{THREE}").status_code == 400
    assert state(here) == before


@pytest.mark.parametrize("path", ["", "/neu", f"/aendern/{ONE}"])
def test_a_form_without_its_token_changes_nothing(client, here, token, path):
    before = state(here)
    assert client.post(f"/stimmt/{token}{path}", data={"alles": "1", "phone": "1"}).status_code == 400
    assert client.post(f"/stimmt/{token}{path}", data={"_form": "x", "alles": "1"}).status_code == 400
    assert state(here) == before


def test_another_site_cannot_send_the_form(app, client, here, token):
    before = state(here)
    headers = {"Sec-Fetch-Site": "cross-site"}
    form = open_token(app, "confirm") | {"alles": "1"}
    assert client.post(f"/stimmt/{token}", data=form, headers=headers).status_code == 400
    assert state(here) == before


@pytest.mark.parametrize("made_up", ["x", "A" * 43, "'; DROP TABLE offer", "%00", "ä"])
def test_a_link_that_we_never_made_leads_nowhere(client, send, here, made_up):
    answer = client.get(f"/stimmt/{made_up}")
    assert answer.status_code == 404 and "Diesen Link kennen wir nicht." in answer.text
    assert "Neuen Link schicken" not in answer.text
    assert send(made_up, alles="1").status_code == 404
    assert "Einen neuen Link können wir gerade nicht schicken." in send(f"{made_up}/neu").text


def test_an_expired_link_says_so_kindly_and_sends_a_new_one_to_the_same_address(client, here, token, send, clock):
    clock.now += timedelta(days=45)
    page = client.get(f"/stimmt/{token}")
    assert page.status_code == 410 and "Dieser Link gilt nicht mehr" in page.text and "Neuen Link schicken" in page.text
    assert send(token, alles="1").status_code == 410
    assert here.store.offer(ONE).verification is None
    mails = len(here.store.mails.log(AGS, about="freshness"))
    for _ in range(3):
        answer = send(f"{token}/neu")
        assert answer.status_code == 200 and "Wir haben einen neuen Link geschickt" in answer.text
        assert "traeger.example" not in answer.text
    sent = here.store.mails.log(AGS, about="freshness")
    assert len(sent) == mails + 1
    assert sent[0].to == "a@traeger.example"
    fresh = link_in(sent[0])
    assert fresh != token
    assert send(fresh, alles="1").status_code == 303
    assert here.store.offer(ONE).verification.on == clock.now.date()


def test_who_answered_may_speak_again_but_is_never_reminded_of_it(client, here, token, send, clock):
    send(token, alles="1")
    send(f"{token}/neu")
    fresh = link_in(here.store.mails.log(AGS, about="freshness")[0])
    assert "Stimmt so" in client.get(f"/stimmt/{fresh}").text
    for _ in range(60):
        clock.now += timedelta(days=1)
        climb_in(here.store, here.store.region(AGS), clock.now, "https://karte.example")
    assert len(here.store.mails.log(AGS, about="freshness")) == 2
    assert here.store.offer(ONE).faded_on is None
    assert client.get(f"/stimmt/{fresh}").status_code == 410


def test_an_old_address_has_no_say_once_the_entry_is_kept_by_another(client, here, token, send):
    with here.store.write("me", "new contact") as writer:
        writer.save_offer(writer.offer(ONE), maintenance=MaintenanceContact(email="neu@traeger.example"))
    assert here.store.offer(ONE).name not in client.get(f"/stimmt/{token}").text
    assert send(token, stimmt=ONE).status_code == 400
    assert here.store.offer(ONE).verification is None


def test_after_fading_the_link_is_over_and_confirming_by_a_new_one_brings_the_entry_back(here, token, send, clock):
    for _ in range(60):
        clock.now += timedelta(days=1)
        climb_in(here.store, here.store.region(AGS), clock.now, "https://karte.example")
    assert here.store.offer(ONE).faded_on is not None
    assert send(token, alles="1").status_code == 410
    send(f"{token}/neu")
    assert send(link_in(here.store.mails.log(AGS, about="freshness")[0]), alles="1").status_code == 303
    assert here.store.offer(ONE).faded_on is None and here.store.upkeep.phone_list_count(AGS) == 0


def test_texts_that_people_typed_are_escaped(client, here, clock):
    with here.store.write("me", "nasty") as writer:
        writer.save_offer(replace(writer.offer(ONE), name='<script>alert("x")</script>', hours="<b>immer</b>"))
    token = ask(here, clock, "a@traeger.example", ONE)
    for path in ("", f"/aendern/{ONE}"):
        page = client.get(f"/stimmt/{token}{path}").text
        assert "<script>alert" not in page and "<b>immer" not in page


def test_links_and_addresses_are_forgotten_some_time_after_the_end(here, token, send, clock):
    send(token, alles="1")
    with here.store.write("worker", "forget") as writer:
        assert writer.upkeep.forget(clock.now + timedelta(days=10)) == 0
    with here.store.write("worker", "forget") as writer:
        assert writer.upkeep.forget(datetime(2026, 9, 1, tzinfo=UTC)) == 1
    assert here.store.upkeep.linked(token) is None
    assert "a@traeger.example" not in str(state(here)[1])
