"""The ladder against real stores of both kinds, over simulated time: asked, reminded, faded, confirmed."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.confirm_offer import confirm
from actions.freshness_ladder import climb_in, is_office_hour
from actions.freshness_mail import hours_line
from config import ROOT
from geo.point import Box
from model.contact import Contact, MaintenanceContact
from model.freshness import Rhythm
from model.offer import Verification
from model.region import OfficeRules, Region
from store.upkeep import Counts
from tests.store.conftest import clock, emptied_postgis_url, made_postgis_url, store, store_url  # noqa: F401
from tests.store.examples import an_offer

AGS = "05112"
REGION = Region(AGS, "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6), "NW",
                bureau={"name": "Bildungsbüro", "email": "buero@stadt.example", "phone": "0203 1"},
                imprint={"body": "Stadt Duisburg"})  # fmt: skip
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
URL = "https://karte.example"
#: where processes are to be killed less often, every other moment of the twelve is left out
EVERY = 2 if int(os.environ.get("KILLS", "10")) < 10 else 1


@pytest.fixture
def office(store, clock):  # noqa: F811
    clock.now = MONDAY
    with store.write("me", "set up") as writer:
        writer.save_region(REGION)
        writer.upkeep.switch(AGS, True, 200)
    return store


def put(store, key, email="", verified=None, public="", **more):  # noqa: F811
    checked = Verification(verified, "me", "phone") if verified else None
    with store.write("me", "put") as writer:
        offer = an_offer(key, verification=checked, contact=Contact(email=public), **more)
        writer.save_offer(offer, maintenance=MaintenanceContact(email=email) if email else None)


def go(store, clock, **span):  # noqa: F811
    clock.wait(**span)
    return climb_in(store, store.region(AGS), clock.now, URL)


def work_days(store, clock, until):  # noqa: F811
    """Let the ladder climb every hour of each day until a day."""
    while clock.now.date() < until:
        go(store, clock, days=1)


def mails(store):  # noqa: F811
    return store.mails.log(AGS, about="freshness", limit=10_000)[::-1]


def link_of(mail):
    return re.search(r"https://karte\.example/stimmt/(\S+)", mail.text)[1]


def test_a_year_from_due_to_asked_reminded_faded_and_confirmed(office, clock):  # noqa: F811
    put(office, "list:1", "kurs@traeger.example", verified=date(2026, 1, 7))
    assert go(office, clock) == 0
    work_days(office, clock, date(2027, 1, 6))
    assert mails(office) == []
    work_days(office, clock, date(2027, 2, 28))
    sent = mails(office)
    assert [(one.queued_at.date(), one.subject.split(":")[0]) for one in sent] == [
        (date(2027, 1, 7), "Stimmt das noch? Bildungsberatung"),
        (date(2027, 1, 21), "Erinnerung"),
        (date(2027, 2, 4), "Letzte Erinnerung"),
    ]
    assert {one.to for one in sent} == {"kurs@traeger.example"}
    assert len({link_of(one) for one in sent}) == 3
    assert office.offer("list:1").faded_on == date(2027, 2, 18)
    assert office.revisions("list:1")[0].why == "Mehrmals gefragt, niemand hat bestätigt: rückt nach hinten"
    assert office.upkeep.phone_list_count(AGS) == 1
    assert office.upkeep.counts(AGS, date(2027, 2, 28)) == Counts(1, 0, 0, 0, 0, 1, 1, 0)
    confirm(office, ["list:1"], by="Frau Kaya", how="phone", on=date(2027, 3, 1))
    assert office.upkeep.counts(AGS, date(2027, 3, 1)) == Counts(1, 1, 0, 0, 0, 0, 0, 0)
    work_days(office, clock, date(2028, 2, 29))
    assert len(mails(office)) == 3
    go(office, clock, days=1)
    assert len(mails(office)) == 4


def test_the_stages_are_counted_and_listed(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example")
    put(office, "list:2")
    put(office, "list:3", verified=date(2026, 2, 1))
    day = clock.now.date()
    assert office.upkeep.counts(AGS, day) == Counts(3, 1, 2, 0, 0, 0, 0, 0)
    go(office, clock)
    assert office.upkeep.counts(AGS, day) == Counts(3, 1, 0, 1, 0, 0, 1, 0)
    assert [one.key for one in office.upkeep.phone_list(AGS)] == ["list:2"]
    go(office, clock, days=14)
    assert office.upkeep.counts(AGS, day) == Counts(3, 1, 0, 0, 1, 0, 1, 0)
    for group, keys in {"all": 3, "current": 1, "due": 0, "asked": 1, "faded": 0, "phone": 1, "gone": 0}.items():
        found, total = office.upkeep.page(AGS, group, day)
        assert (len(found), total) == (keys, keys), group


def test_one_mail_covers_all_entries_of_an_address(office, clock):  # noqa: F811
    for number in range(40):
        put(office, f"list:{number:02}", "Haus@Traeger.example", name=f"Kurs {number:02}")
    put(office, "list:fresh", "haus@traeger.example", verified=date(2026, 2, 1), name="Frisch")
    put(office, "other:1", "haus@traeger.example", region="05113", name="Woanders")
    assert go(office, clock) == 1
    (mail,) = mails(office)
    assert mail.to == "haus@traeger.example"
    assert "40 Angebote" in mail.subject
    assert "* Kurs 00" in mail.text and "und 15 weitere" in mail.text
    assert "Frisch" not in mail.text and "Woanders" not in mail.text
    assert len(office.upkeep.linked(link_of(mail)).offers) == 40


def test_a_mail_says_who_asks_what_is_public_and_what_the_answers_mean(office, clock):  # noqa: F811
    put(
        office,
        "list:1",
        "a@traeger.example",
        public="info@traeger.example",
        hours="Mo 9-12\nRest\tzu",
        name="Rat\n& Tat",
    )
    go(office, clock)
    (mail,) = mails(office)
    assert mail.subject == "Stimmt das noch? Rat & Tat"
    for words in ("Stadt Duisburg", "Bildungsbüro Duisburg", "Telefon: 0203 1", "Zeiten: Mo 9-12 Rest zu",
                  "E-Mail: info@traeger.example", "Zuletzt bestätigt: noch nie", "Stimmt so:", "Ändern:",
                  "Gibt es nicht mehr:"):  # fmt: skip
        assert words in mail.text
    assert mail.reply_to == "buero@stadt.example"
    assert "öffentlichen Eintrag" not in mail.text
    assert "a@traeger.example" not in mail.text
    assert "\n\n\n" not in mail.text


def test_the_public_address_is_used_where_nobody_wrote_down_another_and_the_mail_says_so(office, clock):  # noqa: F811
    put(office, "list:1", public="info@traeger.example")
    go(office, clock)
    (mail,) = mails(office)
    assert mail.to == "info@traeger.example"
    assert "Diese Adresse haben wir von Ihrem öffentlichen Eintrag." in mail.text


def test_what_has_no_usable_address_goes_to_the_phone_list_and_fades_after_the_same_time(office, clock):  # noqa: F811
    put(office, "list:1")
    put(office, "list:2", "telefonisch erfragen")
    go(office, clock)
    assert mails(office) == []
    assert {one.key for one in office.upkeep.phone_list(AGS)} == {"list:1", "list:2"}
    go(office, clock, days=41)
    assert office.offer("list:1").faded_on is None
    go(office, clock, days=2)
    assert office.offer("list:1").faded_on == office.offer("list:2").faded_on == date(2026, 4, 14)
    assert office.upkeep.phone_list_count(AGS) == 2
    assert go(office, clock, days=1) == 0


def test_nothing_happens_before_somebody_switched_it_on_or_without_a_contact(store, clock):  # noqa: F811
    clock.now = MONDAY
    with store.write("me", "set up") as writer:
        writer.save_region(REGION)
    put(store, "list:1", "a@traeger.example")
    put(store, "list:2")
    assert go(store, clock) == 0
    with store.write("me", "on") as writer:
        writer.upkeep.switch(AGS, True, 200)
        writer.save_region(Region(AGS, "Duisburg", "duisburg", REGION.box, bureau={"email": ""}))
    assert go(store, clock) == 0
    with store.write("me", "contact") as writer:
        writer.save_region(REGION)
        writer.upkeep.switch(AGS, False, 200)
    assert go(store, clock) == 0
    assert mails(store) == [] and store.upkeep.phone_list_count(AGS) == 0
    with store.write("me", "on") as writer:
        writer.upkeep.switch(AGS, True, 200)
    assert go(store, clock) == 2


def test_only_on_weekdays_in_office_hours():
    for moment, expected in (
        ((2026, 3, 2, 6, 59), False), ((2026, 3, 2, 7, 0), True), ((2026, 3, 2, 15, 59), True),
        ((2026, 3, 2, 16, 0), False), ((2026, 3, 7, 10, 0), False), ((2026, 3, 8, 10, 0), False),
    ):  # fmt: skip
        assert is_office_hour(REGION, datetime(*moment, tzinfo=UTC)) is expected


def test_no_more_mails_a_day_than_allowed_and_the_oldest_first(office, clock):  # noqa: F811
    with office.write("me", "fewer") as writer:
        writer.upkeep.switch(AGS, True, 3)
    for number in range(8):
        put(office, f"list:{number}", f"a{number}@traeger.example", verified=date(2020 - number, 1, 1))
    put(office, "list:never", "never@traeger.example")
    go(office, clock)
    assert [one.to for one in mails(office)] == [f"{who}@traeger.example" for who in ("never", "a7", "a6")]
    assert go(office, clock, hours=1) == 0
    go(office, clock, days=1)
    go(office, clock, days=1)
    assert [one.to for one in mails(office)][3:] == [f"a{number}@traeger.example" for number in (5, 4, 3, 2, 1, 0)]
    assert go(office, clock, days=1) == 0


def test_nobody_is_asked_twice_in_a_day_or_while_a_question_is_open(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example")
    go(office, clock)
    put(office, "list:2", "a@traeger.example")
    for _ in range(5):
        assert go(office, clock, hours=1) == 0
    work_days(office, clock, date(2026, 3, 15))
    assert len(mails(office)) == 1
    confirm(office, ["list:1"], by="me", how="phone", on=date(2026, 3, 15))
    go(office, clock, days=1)
    assert "list:2" in office.upkeep.linked(link_of(mails(office)[-1])).waiting
    assert len(mails(office)) == 2


def test_reminders_speak_only_of_what_is_not_answered(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example", name="Erstes")
    put(office, "list:2", "a@traeger.example", name="Zweites")
    go(office, clock)
    confirm(office, ["list:1"], by="me", how="phone", on=clock.now.date())
    go(office, clock, days=14)
    assert "Zweites" in mails(office)[1].subject and "Erstes" not in mails(office)[1].text


def test_what_is_confirmed_archived_or_readdressed_elsewhere_is_left_alone(office, clock):  # noqa: F811
    for number in range(4):
        put(office, f"list:{number}", "a@traeger.example")
    go(office, clock)
    day = clock.now.date()
    with office.write("import x", "verified there") as writer:
        writer.save_offer(an_offer("list:0", verification=Verification(day, "list", "web")))
        writer.archive_offer("list:1")
        writer.save_offer(writer.offer("list:2"), maintenance=MaintenanceContact(email="b@traeger.example"))
    go(office, clock, hours=1)
    assert [one.to for one in mails(office)] == ["a@traeger.example", "b@traeger.example"]
    assert office.upkeep.linked(link_of(mails(office)[0])).waiting == ("list:3",)
    assert office.upkeep.linked(link_of(mails(office)[1])).waiting == ("list:2",)
    assert office.upkeep.overtaken(AGS) == []
    go(office, clock, hours=1)
    assert len(mails(office)) == 2


def test_an_entry_verified_elsewhere_after_it_faded_comes_back(office, clock):  # noqa: F811
    put(office, "list:1", faded_on=date(2026, 2, 1), verified=date(2026, 2, 20))
    go(office, clock)
    assert office.offer("list:1").faded_on is None
    assert office.upkeep.counts(AGS, clock.now.date()).current == 1


def test_a_mail_that_came_back_leads_to_the_phone_list(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example")
    go(office, clock)
    with office.write("worker", "sent") as writer:
        mail = writer.mails.claim("karte.example", 60)
        writer.mails.sent(mail)
    with office.write("worker", "came back") as writer:
        assert writer.mails.came_back(mails(office)[0], "Die Adresse gibt es nicht.", for_good=True)
    go(office, clock, hours=1)
    assert [one.key for one in office.upkeep.phone_list(AGS)] == ["list:1"]
    go(office, clock, days=14)
    assert len(mails(office)) == 1
    go(office, clock, days=28)
    assert office.offer("list:1").faded_on == date(2026, 4, 13)


def test_a_worker_that_is_killed_neither_forgets_nor_repeats(office, clock, store_url):  # noqa: F811
    people = 120
    with office.write("me", "many") as writer:
        for number in range(people):
            contact = MaintenanceContact(email=f"a{number}@traeger.example")
            writer.save_offer(an_offer(f"list:{number:03}"), maintenance=contact)
    command = [sys.executable, "-m", "tests.actions.climbing", store_url, clock.now.isoformat()]
    seen = []
    for turn in range(0, 60, EVERY):
        if turn >= 12 and any(0 < number < people for number in seen):
            break  # on a busy machine a worker may need longer before it can be killed half-way
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout.readline() == "ready\n"
            time.sleep(0.02 + turn * 0.013)
            worker.kill()
        seen.append(len(mails(office)))
        counts = office.upkeep.counts(AGS, clock.now.date())
        assert (counts.asked, counts.due) == (seen[-1], people - seen[-1])
    assert any(0 < number < people for number in seen), "no worker was killed half-way"
    go(office, clock)
    sent = mails(office)
    assert sorted(one.to for one in sent) == sorted(f"a{number}@traeger.example" for number in range(people))
    assert all(office.upkeep.linked(link_of(one)).waiting for one in sent)


def test_an_entry_with_months_of_its_own_is_asked_in_these(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example", verified=date(2026, 3, 1))
    put(office, "list:2", "b@traeger.example", verified=date(2026, 3, 1))
    with office.write("me", "rhythm") as writer:
        assert writer.upkeep.set_rhythm(AGS, ["list:1"], Rhythm(months=(4, 8))) == 1
        assert writer.upkeep.set_rhythm("05113", ["list:2"], Rhythm(every=1)) == 0
        assert writer.upkeep.set_rhythm(AGS, ["list:2"], Rhythm(every=2)) == 1
    work_days(office, clock, date(2026, 5, 2))
    asked = [(one.to, one.queued_at.date()) for one in mails(office) if one.subject.startswith("Stimmt")]
    assert asked == [("a@traeger.example", date(2026, 4, 1)), ("b@traeger.example", date(2026, 5, 1))]


def test_a_worker_that_stood_still_for_months_passes_no_reminder_over(office, clock):  # noqa: F811
    put(office, "list:1", "a@traeger.example")
    go(office, clock)
    go(office, clock, days=98)
    go(office, clock, days=1)
    assert len(mails(office)) == 2 and office.offer("list:1").faded_on is None
    work_days(office, clock, clock.now.date() + timedelta(days=30))
    assert len(mails(office)) == 3 and office.offer("list:1").faded_on is not None


def test_a_region_may_ask_more_often(office, clock):  # noqa: F811
    often = OfficeRules(confirm_every_months=1, remind_after_days=(7,), fade_after_days=10)
    with office.write("me", "rules") as writer:
        writer.save_region(replace(REGION, office=often))
    put(office, "list:1", "a@traeger.example", verified=date(2026, 1, 20))
    work_days(office, clock, date(2026, 3, 20))
    assert len(mails(office)) == 2
    assert office.offer("list:1").faded_on == date(2026, 3, 13)


def test_thousands_of_old_entries_are_counted_and_asked_quickly(office, clock):  # noqa: F811
    with office.write("me", "many") as writer:
        for number in range(3000):
            writer.save_offer(an_offer(f"list:{number:04}", contact=Contact(email=f"a{number % 700}@traeger.example")))
    assert len(office.upkeep.next_addresses(AGS, clock.now.date(), 10)) == 10
    started = datetime.now(UTC)
    counts = office.upkeep.counts(AGS, clock.now.date())
    assert (datetime.now(UTC) - started).total_seconds() < 0.5
    assert counts.due == 3000
    go(office, clock)
    assert len(mails(office)) == 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Th 11:00-15:00", "Donnerstag 11–15 Uhr; An Feiertagen meist geschlossen"),
        ("Mo, Mi 9-12 Uhr", "Montag 9–12 Uhr; Mittwoch 9–12 Uhr; An Feiertagen meist geschlossen"),
        ("Mo-Fr 09:00-17:00", "Montag bis Freitag 9–17 Uhr; An Feiertagen meist geschlossen"),
        ("nach Vereinbarung", "nach Vereinbarung; Termine nach Vereinbarung"),
        ("mal so, mal so", "mal so, mal so"),
        ("", ""),
    ],
)
def test_hours_are_told_as_people_write_them(text, told):
    assert hours_line(text) == told
