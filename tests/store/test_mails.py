"""The queue of mails and the log of what became of them."""

from datetime import timedelta

import pytest

from model.mail import Mail
from store.mails import SILENCE


def queue(store, key="a", **changes):
    plain = {"to": "rat@stadt.example", "subject": "Stimmt das noch?", "text": "Guten Tag\n", "region": "05112"}
    with store.write("anna", "asks") as writer:
        return writer.mails.queue(Mail(key, **plain | changes))


def change(store, name, *arguments, **more):
    with store.write("worker", "mail") as writer:
        return getattr(writer.mails, name)(*arguments, **more)


def claim(store, per_minute=60):
    return change(store, "claim", "stadt.example", per_minute)


def test_a_mail_is_queued_once_under_its_key_and_claimed_once(store):
    assert queue(store) and not queue(store)
    assert store.mails.waiting() == 1 and store.mails.waiting("05113") == 0
    mail = claim(store)
    assert (mail.to, mail.state, mail.tries) == ("rat@stadt.example", "sending", 1)
    assert claim(store) is None and store.mails.waiting() == 0


def test_the_message_id_follows_from_the_key(store):
    queue(store)
    first = claim(store)
    change(store, "again", first, timedelta(0), "Später.")
    assert claim(store).message_id == first.message_id
    assert store.mails.of_message(first.message_id).key == "a" and first.message_id.endswith("@stadt.example>")


def test_no_more_than_so_many_in_a_minute_but_accounts_go_at_once(store, clock):
    for number in range(4):
        queue(store, f"campaign-{number}", about="campaign:x")
    assert [claim(store, 2) is not None for _ in range(3)] == [True, True, False]
    queue(store, "reset", about="account")
    assert claim(store, 2).key == "reset" and claim(store, 2) is None
    clock.now += timedelta(seconds=61)
    assert claim(store, 2) is not None


def test_a_mail_that_could_not_go_out_waits_and_is_due_again_later(store, clock):
    queue(store)
    change(store, "again", claim(store), timedelta(minutes=5), "Der Server antwortet nicht.")
    assert claim(store) is None and not store.mails.is_due(clock.now)
    clock.now += timedelta(minutes=6)
    assert store.mails.is_due(clock.now) and claim(store).tries == 2


def test_what_was_being_sent_when_its_sender_died_is_found_and_never_claimed_again(store, clock):
    queue(store)
    claim(store)
    assert change(store, "silent") == []
    clock.now += SILENCE + timedelta(seconds=1)
    assert store.mails.is_due(clock.now)
    (mail,) = change(store, "silent")
    change(store, "gave_up", mail, "unclear", "Unterbrochen.")
    assert claim(store) is None and store.mails.bounced("05112") == 1 and store.mails.bounced("05113") == 0


def test_a_slow_sender_knows_better_than_whoever_gave_it_up(store, clock):
    queue(store)
    mine = claim(store)
    change(store, "gave_up", mine, "unclear", "Unterbrochen.")
    change(store, "sent", mine)
    assert store.mails.by_key("a").state == "sent"
    change(store, "again", mine, timedelta(0), "zu spät")
    assert store.mails.by_key("a").state == "sent"


def test_only_a_person_of_the_region_sends_an_unclear_mail_again(store):
    queue(store)
    mail = claim(store)
    assert not change(store, "resend", mail.code, "05112"), "it is being sent"
    change(store, "gave_up", mail, "unclear", "Unterbrochen.")
    assert not change(store, "resend", mail.code, "05113")
    assert change(store, "resend", mail.code, "05112")
    assert claim(store).message_id == mail.message_id


def test_the_text_of_a_sent_mail_goes_and_it_cannot_be_sent_again(store):
    queue(store, text="https://stadt.example/stimmt/geheim")
    mail = claim(store)
    change(store, "sent", mail)
    kept = store.mails.by_code(mail.code)
    assert (kept.text, kept.subject, kept.state) == ("", "Stimmt das noch?", "sent")
    assert change(store, "came_back", kept, "Postfach voll.", for_good=True)
    assert store.mails.by_code(mail.code).state == "bounced" and not change(store, "resend", mail.code, "05112")


def test_a_delay_is_only_noted(store):
    queue(store)
    mail = claim(store)
    change(store, "sent", mail)
    assert change(store, "came_back", store.mails.by_key("a"), "Verzögert.", for_good=False)
    kept = store.mails.by_key("a")
    assert (kept.state, kept.trouble) == ("sent", "Verzögert.")
    assert not change(store, "came_back", kept, "Verzögert.", for_good=False)


def test_what_somebody_has_looked_at_leaves_the_count_but_not_the_log(store):
    queue(store)
    mail = claim(store)
    change(store, "gave_up", mail, "bounced", "Unbekannt.")
    assert not change(store, "set_aside", mail.code, "05113") and store.mails.bounced("05112") == 1
    assert change(store, "set_aside", mail.code, "05112") and store.mails.bounced("05112") == 0
    assert store.mails.log("05112")[0].seen_at is not None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 5), ({"about": "campaign"}, 3), ({"about": "campaign:x"}, 2), ({"ref": "list:1"}, 1),
        ({"states": ["sent"]}, 0), ({"states": ["waiting"], "about": "freshness"}, 1),
    ],
)  # fmt: skip
def test_the_log_is_filtered(store, asked, found):
    for number, about in enumerate(("campaign:x", "campaign:x", "campaign:y", "freshness", "campaigners")):
        queue(store, str(number), about=about, ref=f"list:{number}")
    queue(store, "elsewhere", region="05113", about="campaign:x")
    assert store.mails.count("05112", **asked) == found == len(store.mails.log("05112", **asked))


def test_the_log_comes_in_pages_newest_first(store, clock):
    for number in range(5):
        queue(store, str(number))
        clock.now += timedelta(seconds=1)
    assert [mail.key for mail in store.mails.log("05112", limit=2, page=2)] == ["2", "1"]
    assert store.mails.states("") == {"waiting": 5}


def test_old_texts_and_very_old_addresses_are_forgotten_but_not_those_that_wait(store, clock):
    queue(store, "old")
    change(store, "gave_up", claim(store), "failed", "Nein.")
    queue(store, "waits")
    clock.now += timedelta(days=40)
    assert change(store, "forget", clock.now - timedelta(days=30), clock.now - timedelta(days=400)) == 1
    assert store.mails.by_key("old").text == "" and store.mails.by_key("waits").text
    assert change(store, "forget", clock.now, clock.now) == 1
    assert store.mails.by_key("old").to == "" and store.mails.by_key("waits").to
