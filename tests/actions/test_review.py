"""Deciding on suggestions: what is public afterwards, and who is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest

from actions.merge_offers import merge_offers
from actions.review import Review, ReviewError, Verdict, current_offer, mark_of, moved_on, review, revise
from actions.suggest import suggest
from geo.point import Box
from model.access import Account, Grant
from model.contact import Contact
from model.offer import Offer, Verification
from model.region import OfficeRules, Region
from model.suggestion import STATUS
from store import Store, open_store
from tests.store.examples import NOW, Clock, a_full_offer, an_offer

REGION = Region("05112", "Duisburg", "duisburg", Box(51.33, 6.62, 51.57, 6.84), bureau={"email": "buero@stadt.example"})
FOUR_EYES = replace(REGION, office=OfficeRules(four_eyes=True))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with one offer."""
    opened = open_store(database_url, create=True, clock=Clock())
    with opened.write("me", "one") as writer:
        writer.save_region(REGION)
        writer.save_offer(an_offer(hours="Mo 09:00-12:00", contact=Contact("0203 1")))
    yield opened
    opened.close()


def person(name: str, region: Region = REGION) -> Review:
    account = Account(1, f"code{name}", f"{name}@stadt.example".lower(), name, NOW, (Grant("editor", region.ags),))
    return Review(region, account, lambda field: f"<{field}>", lambda key: f"https://karte.example/{key}")


def propose(store: Store, names: tuple[str, ...] = ("hours", "bring"), channel="public", **changes: object) -> str:
    base = store.offer("list:1")
    assert base is not None
    more = {"hours": "Di 10:00-12:00", "bring": "Zeugnis"} | changes
    return suggest(
        store, region="05112", base=base, proposed=replace(base, **more), channel=channel, names=names,
        reply_to="vera@post.example",
    )  # fmt: skip


def verdict(store: Store, code: str, reason: str = "", **choices: bool) -> Verdict:
    suggestion = store.suggestions.by_code(code)
    return Verdict(choices, mark_of(suggestion, store.offer(suggestion.key)), reason)


def queued(store: Store) -> list[tuple[str, str, str]]:
    with store._database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql('SELECT "to", subject, text FROM mail ORDER BY id')]


def test_only_what_was_accepted_is_public_and_the_history_says_by_whom(store):
    code = propose(store)
    done = review(store, code, verdict(store, code, hours=True, bring=False), person("Anna"))
    offer = store.offer("list:1")
    assert (done.state, offer.hours, offer.bring) == ("done", "Di 10:00-12:00", "")
    last = store.revisions("list:1")[0]
    assert (last.by, last.why) == ("Anna", "Vorschlag aus der Öffentlichkeit übernommen")
    assert offer.verification is None and offer.checks == ()


def test_the_sender_is_told_once_and_then_forgotten(store):
    code = propose(store)
    review(store, code, verdict(store, code, "Das Zeugnis ist nicht nötig.", hours=True, bring=False), person("Anna"))
    ((to, subject, text),) = queued(store)
    assert (to, subject) == ("vera@post.example", "Ihr Vorschlag zu „Bildungsberatung“")
    assert "übernommen:\n- <hours>\n" in text and "nicht übernommen:\n- <bring>\n" in text
    assert "Das Zeugnis ist nicht nötig." in text and "https://karte.example/list:1" in text
    assert "\n\n\n" not in text
    assert store.suggestions.by_code(code).reply_to == ""


def test_a_decision_is_taken_once(store):
    code = propose(store)
    seen = verdict(store, code, hours=True, bring=True)
    review(store, code, seen, person("Anna"))
    with pytest.raises(ReviewError, match="decided"):
        review(store, code, seen, person("Bernd"))
    assert len(queued(store)) == 1


def test_what_changed_since_it_was_seen_is_looked_at_again(store):
    code = propose(store)
    seen = verdict(store, code, hours=True, bring=True)
    with store.write("Cem", "edited") as writer:
        writer.save_offer(replace(store.offer("list:1"), hours="Fr 08:00-09:00"))
    with pytest.raises(ReviewError, match="changed"):
        review(store, code, seen, person("Anna"))
    assert store.offer("list:1").hours == "Fr 08:00-09:00"
    assert moved_on(store.suggestions.by_code(code), store.offer("list:1")) == ("hours",)
    review(store, code, verdict(store, code, hours=True, bring=False), person("Anna"))
    assert store.offer("list:1").hours == "Di 10:00-12:00"


def test_a_change_of_another_field_is_kept(store):
    code = propose(store)
    with store.write("Cem", "edited") as writer:
        writer.save_offer(replace(store.offer("list:1"), summary="Neu"))
    review(store, code, verdict(store, code, hours=True, bring=True), person("Anna"))
    offer = store.offer("list:1")
    assert (offer.summary, offer.hours, offer.bring) == ("Neu", "Di 10:00-12:00", "Zeugnis")


def test_every_field_needs_a_decision(store):
    code = propose(store)
    with pytest.raises(ReviewError) as caught:
        review(store, code, verdict(store, code, hours=True), person("Anna"))
    assert (caught.value.why, caught.value.names) == ("missing", ("bring",))


def test_with_four_eyes_a_second_person_must_confirm(store):
    code = propose(store)
    half = review(store, code, verdict(store, code, hours=True, bring=False), person("Anna", FOUR_EYES))
    assert (half.state, store.offer("list:1").hours, queued(store)) == ("half", "Mo 09:00-12:00", [])
    assert store.suggestions.waiting("05112") == 1
    with pytest.raises(ReviewError, match="same_person"):
        review(store, code, verdict(store, code, hours=True, bring=False), person("Anna", FOUR_EYES))
    assert store.offer("list:1").hours == "Mo 09:00-12:00"
    done = review(store, code, verdict(store, code, hours=True, bring=False), person("Bernd", FOUR_EYES))
    assert (done.state, done.deciders, store.offer("list:1").hours) == ("done", ("Anna", "Bernd"), "Di 10:00-12:00")
    assert store.revisions("list:1")[0].by == "Anna und Bernd"
    assert len(queued(store)) == 1


def test_who_decides_otherwise_becomes_the_first_of_four_eyes(store):
    code = propose(store)
    review(store, code, verdict(store, code, hours=True, bring=False), person("Anna", FOUR_EYES))
    half = review(store, code, verdict(store, code, hours=True, bring=True), person("Bernd", FOUR_EYES))
    assert (half.state, half.first, half.deciders) == ("half", "codeBernd", ("Bernd",))
    with pytest.raises(ReviewError, match="same_person"):
        review(store, code, verdict(store, code, hours=True, bring=True), person("Bernd", FOUR_EYES))
    done = review(store, code, verdict(store, code, hours=True, bring=True), person("Anna", FOUR_EYES))
    assert (done.deciders, store.offer("list:1").bring) == (("Bernd", "Anna"), "Zeugnis")


def test_refusing_everything_needs_no_second_person(store):
    code = propose(store)
    done = review(store, code, verdict(store, code, hours=False, bring=False), person("Anna", FOUR_EYES))
    assert (done.state, store.offer("list:1").hours, len(queued(store))) == ("done", "Mo 09:00-12:00", 1)
    assert "Das haben wir übernommen" not in queued(store)[0][2]


def test_another_region_decides_nothing(store):
    code = propose(store)
    with pytest.raises(ReviewError, match="gone"):
        review(store, code, verdict(store, code, hours=True, bring=True), person("Anna", replace(REGION, ags="05113")))


@pytest.mark.parametrize(("channel", "how"), [("provider", "form"), ("confirmation", "mail"), ("campaign", "form")])
def test_what_the_organisation_itself_says_counts_as_checked(store, channel, how):
    code = propose(store, channel=channel)
    review(store, code, verdict(store, code, hours=True, bring=True), person("Anna"))
    offer = store.offer("list:1")
    assert [(check.part, check.on, check.by, check.how) for check in offer.checks] == [
        ("hours", date(2026, 3, 2), "Volkshochschule", how)
    ]
    assert len(store.revisions("list:1")) == 2


def test_a_new_offer_is_made_of_what_was_accepted(store):
    full = replace(a_full_offer("office-05112:new"), verification=Verification(date(2026, 1, 1), "Fremde"))
    names = ("name", "provider", "hours", "bring", "place")
    code = suggest(store, region="05112", base=None, proposed=full, channel="public", names=names)
    choices = dict.fromkeys(store.suggestions.by_code(code).names, True) | {"bring": False}
    with pytest.raises(ReviewError, match="needed name"):
        review(store, code, verdict(store, code, **choices | {"name": False}), person("Anna"))
    review(store, code, verdict(store, code, **choices), person("Anna"))
    offer = store.offer(f"office-05112:{code}")
    assert (offer.name, offer.hours, offer.place, offer.bring) == (full.name, full.hours, full.place, "")
    assert (offer.facts, offer.verification, offer.summary) == ((), None, "")
    assert (offer.provenance.source, offer.region, offer.status) == ("office-05112", "05112", "published")


def test_a_closed_place_is_taken_off_the_map(store):
    code = propose(store, (STATUS,), status="archived")
    review(store, code, verdict(store, code, status=True), person("Anna"))
    assert store.offer("list:1").status == "archived"


def test_a_proposal_about_a_merged_offer_goes_to_the_one_that_stayed(store):
    code = propose(store)
    with store.write("Cem", "another") as writer:
        writer.save_offer(an_offer("list:2", name="Bleibt"))
    merge_offers(store, "list:2", "list:1", {}, region="05112", revisions=(1, 1), by="Cem")
    suggestion = store.suggestions.by_code(code)
    current = current_offer(store, suggestion)
    assert current.key == "list:2"
    seen = Verdict({"hours": True, "bring": False}, mark_of(suggestion, current))
    review(store, code, seen, person("Anna"))
    assert (store.offer("list:2").hours, store.offer("list:1").status) == ("Di 10:00-12:00", "archived")
    assert "https://karte.example/list:2" in queued(store)[0][2]


def test_a_word_alone_is_answered(store):
    code = suggest(store, region="05112", base=store.offer("list:1"), proposed=store.offer("list:1"), names=(),
                   channel="public", note="Danke", reply_to="vera@post.example")  # fmt: skip
    done = review(store, code, verdict(store, code, "Gern."), person("Anna", FOUR_EYES))
    assert done.state == "done"
    assert "Wir haben Ihre Nachricht gelesen." in queued(store)[0][2]


def test_line_breaks_in_a_name_add_no_header(store):
    with store.write("me", "x") as writer:
        writer.save_offer(replace(store.offer("list:1"), name="A\r\nBcc: all@post.example"))
    code = propose(store)
    review(store, code, verdict(store, code, hours=False, bring=False), person("Anna"))
    assert queued(store)[0][1] == "Ihr Vorschlag zu „A Bcc: all@post.example“"


def test_the_office_may_put_a_proposal_right(store):
    code = propose(store)
    review(store, code, verdict(store, code, hours=True, bring=True), person("Anna", FOUR_EYES))
    proposed = replace(store.suggestions.by_code(code).proposed, hours="Di 10:00-13:00", summary="Neu")
    revised = revise(store, code, proposed, ("hours", "summary"), person("Bernd", FOUR_EYES))
    assert (revised.state, revised.names) == ("open", ("summary", "hours", "bring"))
    with pytest.raises(ReviewError, match="gone"):
        revise(store, code, proposed, (), person("Anna", replace(REGION, ags="05113")))
    review(store, code, verdict(store, code, hours=True, summary=True, bring=False), person("Anna"))
    with pytest.raises(ReviewError, match="decided"):
        revise(store, code, proposed, (), person("Anna"))
    assert store.offer("list:1").hours == "Di 10:00-13:00"


def test_twenty_at_once_lose_nothing_and_decide_once(store, database_url):
    base: Offer = store.offer("list:1")
    codes: list[str] = []
    outcomes: list[str] = []

    def send(number: int) -> None:
        proposed = replace(base, bring=f"Nummer {number}")
        for _ in range(5):
            codes.append(
                suggest(store, region="05112", base=base, proposed=proposed, channel="public", names=("bring",))
            )

    def decide(number: int) -> None:
        try:
            review(store, codes[0], seen, person(f"P{number}"))
            outcomes.append("done")
        except ReviewError as error:
            outcomes.append(error.why)

    in_threads(send, 20)
    assert len(set(codes)) == 100
    assert store.suggestions.waiting("05112") == 100
    assert {one.code for one in store.suggestions.page("05112", limit=200)} == set(codes)
    seen = verdict(store, codes[0], bring=True)
    in_threads(decide, 8)
    assert sorted(outcomes) == ["decided"] * 7 + ["done"]
    assert len(store.revisions("list:1")) == 2


def in_threads(work, count: int) -> None:
    threads = [Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
