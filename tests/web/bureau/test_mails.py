"""The log of mails as the office sees it."""

import re

import pytest

from model.mail import Mail
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in

AT = "/buero/duisburg/post"


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def editor(app):
    return signed_in(app)


def queue(store, number=1, **changes):
    plain = {"to": f"stelle{number}@traeger.example", "subject": f"Stimmt das noch? ({number})", "text": "Guten Tag\n",
             "about": "freshness", "region": DUISBURG}  # fmt: skip
    with store.write("test", "a mail") as writer:
        writer.mails.queue(Mail(f"mail-{number}", **plain | changes))


def lose(store, state="unclear", trouble="Unterbrochen."):
    with store.write("worker", "mail") as writer:
        record = writer.mails.claim("stadt.example", 60)
        writer.mails.gave_up(record, state, trouble)
    return record.code


def test_the_log_says_in_german_what_became_of_each_mail(store, editor):
    queue(store)
    assert "1 Mail wartet" in editor.get(AT).text
    lose(store, "bounced", "Die Mail kam zurück. Diese Adresse gibt es nicht. (Status 5.1.1)")
    text = editor.get(AT).text
    assert "zurückgekommen" in text and "Diese Adresse gibt es nicht." in text and "1 Mail kam nicht an." in text
    assert "stelle1@traeger.example" in text and "Stimmt das noch? (1)" in text


def test_the_log_is_filtered_and_comes_in_pages(store, editor):
    for number in range(60):
        queue(store, number, about="campaign:abc" if number % 2 else "freshness", ref=f"list:{number}")
    code = lose(store)
    assert "Seite 1 von 2" in editor.get(AT).text and "Seite 2 von 2" in editor.get(f"{AT}?seite=2").text
    assert "30 Mails" in editor.get(f"{AT}?art=campaign").text
    assert "1 Mail<" in editor.get(f"{AT}?stand=offen").text and code in editor.get(f"{AT}?stand=unklar").text
    assert "1 Mail<" in editor.get(f"{AT}?zu=list:7").text
    for strange in ("stand=x", "art=x", "seite=-1", "seite=x", "seite=99999999", "zu=" + "x" * 5000):
        assert editor.get(f"{AT}?{strange}").status_code == 200


def test_an_unclear_mail_is_sent_again_by_a_person_only(store, editor):
    queue(store)
    code = lose(store)
    answer = editor.post(f"{AT}/{code}/nochmal", {"stand": "unklar"})
    assert answer.status_code == 303 and answer.location == f"{AT}?stand=unklar"
    assert store.mails.by_code(code).state == "waiting"
    assert editor.post(f"{AT}/{code}/nochmal").status_code == 404


def test_what_is_settled_leaves_the_count(store, editor):
    queue(store)
    code = lose(store)
    assert editor.post(f"{AT}/{code}/erledigt").status_code == 303
    assert store.mails.bounced(DUISBURG) == 0 and ">erledigt<" in editor.get(AT).text
    assert editor.post(f"{AT}/{code}/erledigt").status_code == 404


def test_a_mail_leads_to_where_its_address_is_kept(store, editor):
    key = store.keys(region=DUISBURG)[0]
    queue(store, 1, ref=key)
    lose(store)
    (link,) = re.findall(r'href="([^"]+)">Pflegekontakt des Angebots', editor.get(AT).text)
    assert key in link and editor.get(link).status_code == 200


def test_what_other_people_wrote_is_escaped(store, editor):
    queue(store, 1, subject="<script>alert(1)</script>")
    lose(store, trouble="550 <img src=x onerror=alert(1)>")
    text = editor.get(AT).text
    assert "<script>alert" not in text and "<img src=x" not in text


def test_another_region_neither_sees_nor_sends_these_mails(app, store):
    queue(store)
    code = lose(store)
    stranger = signed_in(app, "editor", ELSEWHERE)
    assert stranger.get(AT).status_code == 403
    assert [stranger.post(f"{AT}/{code}/{deed}").status_code for deed in ("nochmal", "erledigt")] == [403, 403]
    both = signed_in(app, "editor", "")
    queue(store, 2, region=ELSEWHERE)
    other = lose(store)
    assert "stelle2@" not in both.get(AT).text
    assert [both.post(f"{AT}/{other}/{deed}").status_code for deed in ("nochmal", "erledigt")] == [404, 404]
    assert store.mails.by_code(other).state == "unclear" and store.mails.by_code(code).state == "unclear"


@pytest.mark.parametrize("role", ["pilot", "provider"])
def test_who_has_no_desk_sees_nothing(app, role):
    assert signed_in(app, role).get(AT).status_code == 403


def test_nothing_happens_without_the_token_or_with_the_wrong_method(app, store, editor):
    queue(store)
    code = lose(store)
    for deed in ("nochmal", "erledigt"):
        assert editor.client.post(f"{AT}/{code}/{deed}").status_code == 400
        assert editor.get(f"{AT}/{code}/{deed}").status_code == 405
        assert editor.post(f"{AT}/{'x' * 20}/{deed}").status_code == 404
    assert app.test_client().get(AT).status_code == 302 and store.mails.by_code(code).state == "unclear"


def test_mails_about_accounts_are_nobody_elses_business(store, editor):
    queue(store, 1, about="account", region="", to="chefin@stadt.example")
    assert not re.search("chefin@", editor.get(AT).text)
