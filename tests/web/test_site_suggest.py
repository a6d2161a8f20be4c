"""/<region>/angebot/<key>/aendern and /<region>/vorschlag: works, wrong method, bad input, nothing live unseen."""

from dataclasses import replace

import pytest

from actions.admit import FREE_ABOUT, FREE_BY_SENDER
from model.suggestion import STATUS
from store import open_store
from tests.desk import DUISBURG, services_of
from tests.open_form import open_token, solved
from web.sending import PROOF_FIELD, TRAP
from web.suggest_form import CLOSED, NOTE, REPLY, SEEN, seen_mark

KEY = "seed-05112:du-c-001"
URL = f"/duisburg/angebot/{KEY}/aendern"
NEW = "/duisburg/vorschlag"


@pytest.fixture
def store(app):
    """The store of the application."""
    return services_of(app).store


@pytest.fixture
def send(app, client):
    """Sends the form as a page that was opened half a minute ago."""

    def post(url=URL, **form):
        return client.post(url, data=open_token(app, "suggest") | form)

    return post


def kept(store):
    return store.suggestions.page(DUISBURG)


def test_the_form_is_filled_in_with_what_is_public_and_asks_for_no_name(client, store):
    html = client.get(URL).text
    offer = store.offer(KEY)
    assert f'value="{offer.name}"' in html and f'value="{seen_mark(offer)}"' in html
    assert "Vorschlag senden" in html
    assert "Set-Cookie" not in client.get(URL).headers


def test_the_page_of_an_offer_leads_to_the_form(client):
    assert f'href="{URL}"' in client.get(f"/duisburg/angebot/{KEY}").text
    assert f'href="{NEW}"' in client.get("/duisburg/").text


def test_a_suggestion_is_kept_and_nothing_is_public(client, send, store):
    before, version = store.offer(KEY), store.version()
    answer = send(hours="Mo 09:00-12:00", **{NOTE: "Steht an der Tür.", REPLY: "vera@post.example"})
    assert (answer.status_code, answer.location) == (303, f"{URL}?gesendet=1")
    (one,) = kept(store)
    assert (one.key, one.channel, one.names, one.base) == (KEY, "public", ("hours",), before)
    assert (one.note, one.reply_to, one.proposed.hours) == ("Steht an der Tür.", "vera@post.example", "Mo 09:00-12:00")
    assert (store.offer(KEY), store.version()) == (before, version)
    thanks = client.get(answer.location).text
    assert "Danke für Ihren Vorschlag" in thanks and "Sie müssen nichts weiter tun." in thanks


def test_an_address_of_a_sender_is_nowhere_but_with_the_suggestion(send, caplog):
    answer = send(hours="Mo 09:00-12:00", **{REPLY: "vera@post.example"})
    assert "vera" not in answer.location and "vera" not in caplog.text


def test_the_whole_form_sent_back_untouched_changes_nothing(app, client, send, store):
    html = client.get(URL).text
    offer = store.offer(KEY)
    answer = send(name=offer.name, hours=offer.hours, kind=offer.kind, **{SEEN: seen_mark(offer)})
    assert answer.status_code == 400
    assert "Sie haben noch nichts geändert und nichts geschrieben." in answer.text and html
    assert kept(store) == []


def test_what_the_sender_saw_is_what_counts_as_the_base(send, store):
    seen = store.offer(KEY)
    with store.write(by="office", why="edited") as writer:
        writer.save_offer(replace(seen, bring="Zeugnisse"))
    now = store.offer(KEY)
    form = {"bring": seen.bring, "hours": "Mo 09:00-12:00", SEEN: seen_mark(seen)}
    assert send(**form).status_code == 303
    (one,) = kept(store)
    assert seen_mark(seen) != seen_mark(now)
    assert (one.names, one.base.bring, one.proposed.bring) == (("hours",), seen.bring, seen.bring)


def test_an_offer_that_is_gone_can_be_said_to_be_gone(send, store):
    assert send(**{CLOSED: "1"}).status_code == 303
    (one,) = kept(store)
    assert (one.names, one.proposed.status) == ((STATUS,), "archived")
    assert store.offer(KEY).status == "published"


def test_a_word_alone_is_enough(send, store):
    assert send(**{NOTE: "Bitte rufen Sie dort an."}).status_code == 303
    assert kept(store)[0].note == "Bitte rufen Sie dort an."


def test_a_new_offer_waits_like_everything(client, send, store):
    count = store.count_offers()
    assert client.get(NEW).status_code == 200
    answer = send(NEW, name="Lerncafé", kind="learning", provider="Verein", bring="Heft")
    assert (answer.status_code, answer.location) == (303, f"{NEW}?gesendet=1")
    (one,) = kept(store)
    assert (one.is_new, one.key, one.proposed.key) == (True, "", f"office-{DUISBURG}:{one.code}")
    assert one.names == ("name", "kind", "provider", "bring")
    assert store.count_offers() == count


@pytest.mark.parametrize(
    ("url", "form", "sentence"),
    [
        (NEW, {"kind": "learning", "provider": "Verein", "name": ""}, "Bitte geben Sie dem Angebot einen Namen."),
        (NEW, {"name": "Lerncafé", "kind": "learning", "provider": ""}, "Bitte schreiben Sie, wer das anbietet."),
        (NEW, {"name": "Lerncafé", "kind": "spam", "provider": "V"}, "Bitte wählen Sie eine der Möglichkeiten."),
        (URL, {"phone": "12"}, "Diese Nummer kann niemand wählen."),
        (URL, {"name": ""}, "Bitte geben Sie dem Angebot einen Namen."),
        (URL, {REPLY: "a@b.example\nBcc: c@d.example"}, "Das ist keine E-Mail-Adresse."),
        (URL, {NOTE: "x" * 2001}, "Das ist zu lang."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(send, store, url, form, sentence):
    answer = send(url, bring="Bleibt stehen", **form)
    assert answer.status_code == 400
    assert sentence in answer.text and 'role="alert"' in answer.text and "Bleibt stehen" in answer.text
    assert kept(store) == []


def test_programs_are_kept_out(app, client, send, store):
    assert send(hours="Mo 09:00-12:00", **{TRAP: "https://spam.example"}).status_code == 303
    form = {"hours": "Mo 09:00-12:00", "bring": "Bleibt"}
    for token in ({}, {"_form": "x"}, open_token(app, "report"), open_token(app, "suggest", age_s=0),
                  open_token(app, "suggest", age_s=13 * 3600)):  # fmt: skip
        answer = client.post(URL, data=form | token)
        assert answer.status_code == 400
        assert "Bitte senden Sie noch einmal." in answer.text and "Bleibt" in answer.text
    cross = client.post(URL, data=form | open_token(app, "suggest"), headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 400
    assert kept(store) == []


def test_a_provider_with_twenty_offers_passes(send, store):
    keys = store.keys(DUISBURG)[:20]
    assert len(keys) == 20
    for key in keys:
        assert send(f"/duisburg/angebot/{key}/aendern", bring="Neu und anders").status_code == 303


def test_who_sends_very_much_is_asked_for_a_piece_of_work(send, store):
    keys = store.keys(DUISBURG)[: FREE_BY_SENDER // 5 + 1]
    for number in range(FREE_BY_SENDER):
        assert send(f"/duisburg/angebot/{keys[number // 5]}/aendern", bring=f"Nummer {number}").status_code == 303
    url = f"/duisburg/angebot/{keys[-1]}/aendern"
    asked = send(url, bring="Bleibt stehen")
    assert asked.status_code == 429
    assert "Bitte senden Sie in einer Stunde noch einmal" in asked.text and "Bleibt stehen" in asked.text
    proof = solved(asked.text)
    assert send(url, bring="Bleibt stehen", **{PROOF_FIELD: proof[:-1]}).status_code == 429
    assert send(url, bring="Bleibt stehen", **{PROOF_FIELD: proof}).status_code == 303
    assert send(url, bring="Noch einmal", **{PROOF_FIELD: proof}).status_code == 429
    assert len(kept(store)) == FREE_BY_SENDER + 1


def test_one_offer_is_not_flooded(app, store):
    for number in range(FREE_ABOUT + 1):
        client = app.test_client()
        data = open_token(app, "suggest") | {"bring": f"Nummer {number}"}
        answer = client.post(URL, data=data, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert answer.status_code == 429


def test_no_address_is_stored_in_the_clear(app, client, store):
    data = open_token(app, "suggest") | {"bring": "Neu und anders"}
    client.post(URL, data=data, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    with store._database.reading() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql("SELECT sender, about FROM sending")]
    assert len(rows) == 1 and rows[0][1] == KEY
    assert "203.0.113.77" not in str(rows) and len(rows[0][0]) == 32


def test_a_busy_database_loses_nothing_that_was_typed(app, store, send):
    busy = open_store(store.url, patience_s=0.1)
    impatient = replace(services_of(app), store=busy)
    app.extensions["open_services"] = lambda: impatient
    with store.write(by="import", why="long work"):
        answer = send(bring="Bleibt stehen")
    assert answer.status_code == 503 and "Bleibt stehen" in answer.text
    assert "Bitte senden Sie in einer Minute noch einmal." in answer.text
    busy.close()


def test_texts_are_escaped(send):
    answer = send(bring="<script>alert(1)</script>", phone="12", **{NOTE: "</textarea><script>alert(2)</script>"})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_unknown_offers_and_regions_are_refused(client, send):
    assert client.get("/duisburg/angebot/test:fehlt/aendern").status_code == 404
    assert send("/duisburg/angebot/test:fehlt/aendern", bring="x").status_code == 404
    assert client.get("/nirgendwo/vorschlag").status_code == 404
    assert send("/nirgendwo/vorschlag", name="x").status_code == 404
    assert client.delete(URL).status_code == 405
    assert client.put(NEW).status_code == 405


def test_an_archived_offer_is_not_spoken_of(client, store):
    with store.write(by="office", why="archived") as writer:
        writer.archive_offer(KEY)
    assert client.get(URL).status_code == 404


def test_the_page_speaks_english_but_for_the_fields(client):
    html = client.get(f"{URL}?lang=en").text
    assert "Suggest changes" in html and "The fields are in German." in html
