"""The questionnaire through its pages: works, bad input, no token, foreign keys, many guesses, scripts."""

import re
from dataclasses import replace

import pytest

from actions.campaign_plan import DEFAULT
from model.campaign import Address
from model.campaign_code import fresh_letter_code, grouped
from tests.campaigns import PLAN, running
from tests.desk import services_of


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def keys(store):
    return store.keys("05112")[:3]


@pytest.fixture
def asked(store, keys):
    """A recipient with two offers and one with one: (campaign, code, other code)."""
    first = Address("Volkshochschule", email="vhs@stadt.example", offers=tuple(keys[:2]), kind="öffentlich")
    second = Address("Kolleg", email="kolleg@stadt.example", offers=(keys[2],))
    campaign, pairs = running(store, [first, second])
    return campaign, pairs[0][1], pairs[1][1]


def hidden(page: str) -> dict[str, str]:
    """What a form sends without being asked."""
    found = dict(re.findall(r'<input type="hidden" name="(_form|seen|key)" value="([^"]*)"', page))
    assert "_form" in found
    return found


def post(client, path, **data):
    shown = client.get(path.partition("?")[0])
    return client.post(path, data=hidden(shown.text) | data)


@pytest.mark.parametrize("write", [str.upper, grouped, lambda code: f" {code[:4]} {code[4:8]} {code[8:]} "])
def test_a_code_is_typed_as_people_type(client, asked, write):
    answer = post(client, "/umfrage", code=write(asked[1]))
    assert (answer.status_code, answer.location) == (303, f"/umfrage/{asked[1]}")


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("", 400, "Bitte geben Sie den Code aus Ihrem Brief ein."),
        ("abcd", 400, "Dieser Code stimmt nicht ganz."),
        ('"><script>alert(1)</script>', 400, "Dieser Code stimmt nicht ganz."),
        pytest.param(fresh_letter_code(), 404, "Bitte vergleichen Sie den Code", id="a code nobody has"),
    ],
)
def test_a_wrong_code_is_told_and_what_was_typed_stays(client, code, status, said):
    answer = post(client, "/umfrage", code=code)
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>alert" not in answer.text


def test_many_wrong_codes_are_slowed_down_and_one_household_is_no_other(client, asked):
    for _ in range(20):
        assert client.get(f"/umfrage/{fresh_letter_code()}").status_code == 404
    assert client.get(f"/umfrage/{asked[1]}").status_code == 429
    assert client.get(f"/umfrage/{asked[1]}", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_the_form_shows_what_is_public_sets_no_cookie_and_is_kept_by_nobody(client, asked, store, keys):
    answer = client.get(f"/umfrage/{asked[1]}")
    assert answer.status_code == 200
    assert store.offer(keys[0]).name in answer.text.replace("&amp;", "&").replace("&#34;", '"')
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.text


def test_saved_on_one_device_and_sent_from_another(app, client, asked, store, keys):
    _, code, _ = asked
    form = f"/umfrage/{code}"
    assert post(client, form, do="save", frage1="12", **{"angebot-1": "same"}).location == f"{form}?gespeichert=1"
    other = app.test_client()
    assert 'value="12"' in other.get(form).text
    answer = post(other, form, do="send", frage1="12", frage2=["Räume", "Sprachen"], frage3="unknown",
                  **{"angebot-1": "same", "angebot-2": "gone"})  # fmt: skip
    assert answer.location == f"{form}/danke"
    thanks = other.get(answer.location).text
    assert "Ein Angebot gilt ab heute als geprüft." in thanks
    assert "Eine Änderung sieht sich jemand vom Bildungsbüro an." in thanks
    assert store.offer(keys[0]).verification.by == "Volkshochschule"
    assert [one.key for one in store.suggestions.page("05112")] == [keys[1]]
    campaign, who = store.campaigns.entry(code)
    assert (who.state, store.campaigns.saved(who.id).sent.of("frage2")) == ("answered", ("Räume", "Sprachen"))
    assert store.campaigns.count(campaign, "answered") == 1


def test_an_offer_is_changed_on_a_page_of_its_own(client, asked, store, keys):
    _, code, _ = asked
    onward = post(client, f"/umfrage/{code}?weiter=1", do="save", frage1="7").location
    assert onward == f"/umfrage/{code}/angebot/{keys[0]}"
    assert post(client, onward, phone="0203 99 99 99", note="Seit Mai").status_code == 303
    shown = client.get(f"/umfrage/{code}").text
    assert "0203 99 99 99" in shown
    assert 'value="7"' in shown
    assert store.suggestions.page("05112") == []
    post(client, f"/umfrage/{code}", do="send", frage2="Räume", **{"angebot-1": "changed", "angebot-2": "same"})
    (found,) = store.suggestions.page("05112")
    assert (found.key, found.names, found.note) == (keys[0], ("phone",), "Seit Mai")


def test_a_wrong_phone_number_is_told_at_its_field_and_nothing_is_lost(client, asked, keys):
    page = f"/umfrage/{asked[1]}/angebot/{keys[0]}"
    answer = post(client, page, phone="keine Ahnung", note="Bitte <b>anrufen</b>")
    assert answer.status_code == 400
    assert "Diese Nummer kann niemand wählen." in answer.text
    assert 'value="keine Ahnung"' in answer.text
    assert "Bitte &lt;b&gt;anrufen&lt;/b&gt;" in answer.text


def test_a_new_offer_is_added_changed_and_removed(client, asked, store):
    form = f"/umfrage/{asked[1]}"
    assert post(client, f"{form}/neu", name="Abendkurs", kind="learning", provider="VHS").status_code == 303
    path = post(client, f"{form}?weiter=3", do="save").location
    assert "new:" in path
    assert post(client, path, name="Abendkurs im Lerncafé", do="save").status_code == 303
    assert "Abendkurs im Lerncafé" in client.get(form).text
    post(client, path, do="drop")
    assert "Abendkurs" not in client.get(form).text


def test_a_click_twice_adds_a_new_offer_once(client, asked):
    form = f"/umfrage/{asked[1]}"
    data = hidden(client.get(f"{form}/neu").text) | {"name": "Abendkurs", "kind": "learning", "provider": "VHS"}
    assert [client.post(f"{form}/neu", data=data).status_code for _ in range(2)] == [303, 409]
    assert client.get(form).text.count("<summary><span>Abendkurs") == 1


def test_what_is_missing_is_named_and_nothing_is_sent(client, asked, store):
    answer = post(client, f"/umfrage/{asked[1]}", do="send", frage1="viele", **{"angebot-1": "same"})
    assert answer.status_code == 400
    for said in ("Bitte schreiben Sie hier eine Zahl", "Was fehlt in Ihrem Stadtteil?“", "Bitte sagen Sie noch, ob"):
        assert said in answer.text
    assert 'value="viele"' in answer.text
    assert store.campaigns.entry(asked[1])[1].state == "open"


def test_two_devices_are_told_of_each_other(client, asked):
    form = f"/umfrage/{asked[1]}"
    old = hidden(client.get(form).text)
    post(client, form, do="save", frage1="1")
    answer = client.post(form, data=old | {"do": "save", "frage1": "2"})
    assert answer.status_code == 409
    assert "Auf dem anderen Gerät steht: 1" in answer.text
    assert 'value="2"' in answer.text
    assert client.post(form, data=hidden(answer.text) | {"do": "save", "frage1": "2"}).status_code == 303


def test_two_devices_at_one_offer_see_both_values(client, asked, keys):
    page = f"/umfrage/{asked[1]}/angebot/{keys[0]}"
    old = hidden(client.get(page).text)
    post(client, page, phone="0203 11 11 11")
    answer = client.post(page, data=old | {"phone": "0203 22 22 22"})
    assert answer.status_code == 409
    assert "0203 11 11 11" in answer.text
    assert 'value="0203 22 22 22"' in answer.text


def test_answers_change_until_the_campaign_is_over(client, asked, store):
    campaign, code, _ = asked
    form = f"/umfrage/{code}"
    full = {"do": "send", "frage2": "Räume", "angebot-1": "same", "angebot-2": "same"}
    post(client, form, **full)
    assert "Sie haben schon geantwortet." in client.get(form).text
    assert post(client, form, **full | {"frage2": "Personal"}).status_code == 303
    who = store.campaigns.entry(code)[1]
    assert store.campaigns.saved(who.id).sent.of("frage2") == ("Personal",)
    with store.write(by="a", why="b") as writer:
        writer.campaigns.save(replace(campaign, ends=campaign.starts))
    answer = client.get(form)
    assert (answer.status_code, "Diese Erhebung ist zu Ende" in answer.text) == (410, True)
    with store.write(by="a", why="b") as writer:
        writer.campaigns.set_state(campaign, "closed")
    assert client.get(form).status_code == 404


def test_saying_no_asks_first(client, asked, store):
    page = f"/umfrage/{asked[1]}/absagen"
    assert client.get(page).status_code == 200
    assert store.campaigns.entry(asked[1])[1].state == "open"
    assert "Das ist in Ordnung" in post(client, page, reason="<script>x</script>").text
    assert store.campaigns.entry(asked[1])[1].state == "declined"


@pytest.mark.parametrize("path", ["", "/{0}", "/{0}/angebot/{1}", "/{0}/neu", "/{0}/absagen"])
def test_a_form_that_is_not_ours_changes_nothing(client, asked, store, keys, path):
    address = "/umfrage" + path.format(asked[1], keys[0])
    foreign = hidden(client.get(f"/umfrage/{asked[2]}").text)["_form"]
    for data in ({}, {"_form": "x"}, {"_form": foreign}):
        answer = client.post(address, data={"do": "save", "note": "x", "code": asked[1]} | data)
        assert answer.status_code == 400
        assert "abgelaufen" in answer.text
    cross = hidden(client.get(address).text) | {"do": "save"}
    assert client.post(address, data=cross, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert store.campaigns.saved(store.campaigns.entry(asked[1])[1].id).revision == 0


def test_offers_of_others_and_keys_that_there_are_not_cannot_be_reached(client, asked, keys):
    for key in (keys[2], "list:0", "new:zzz", "..%2f..%2fetc"):
        assert client.get(f"/umfrage/{asked[1]}/angebot/{key}").status_code == 404
        token = hidden(client.get(f"/umfrage/{asked[1]}").text)
        assert client.post(f"/umfrage/{asked[1]}/angebot/{key}", data=token).status_code == 404


def test_a_foreign_answer_to_a_question_of_choices_is_refused(client, asked):
    answer = post(client, f"/umfrage/{asked[1]}", do="save", frage2="<script>alert(1)</script>")
    assert answer.status_code == 400
    assert "Diese Antwort steht nicht zur Wahl." in answer.text
    assert "<script>alert" not in answer.text


def test_whatever_the_office_or_an_institution_types_is_shown_and_never_run(client, store):
    evil = "<script>alert(1)</script>"
    questions = (replace(PLAN.questions[0], text=evil, help=evil), replace(PLAN.questions[1], options=(evil, "b")))
    plan = replace(DEFAULT, fields=(), questions=questions)
    _, ((_, code),) = running(store, [Address(evil, email="a@b.example")], plan)
    post(client, f"/umfrage/{code}", do="save", note=evil, by=evil)
    page = client.get(f"/umfrage/{code}").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6
