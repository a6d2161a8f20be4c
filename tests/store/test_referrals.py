import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table, Text

from model.referral import Referral, weeks_later
from store.dialect import Key
from store.slip_codes import access_digest, slip_digest
from store.tables import metadata

WEEK = "2026-W10"
LAST = "2026-W23"
CODE = "apfel-birne-kiste-lampe-wolke-zebra"
#: the only tables of hand-overs, and what each column holds; whoever adds one must say here why it cannot hold a person
RECORDS = {
    "referral": {
        "id": "random", "region": "AGS", "week": "week", "institution": "code", "offer": "key",
        "verified_months": "number", "topic": "word of a list", "phase": "word of a list", "format": "word of a list",
        "language": "word of a list", "why_not_nearest": "word of a list", "live_contact": "yes or no",
        "outcome": "word of a list", "sent_on": "word of a list", "answered_by": "word of a list",
    },
    "slip": {"digest": "digest", "referral": "random", "expires": "week", "used": "yes or no"},
    "referral_district": {"region": "AGS", "quarter": "quarter", "district": "word of a list", "count": "number"},
    "reported_wait": {"offer": "key", "week": "week"},
}  # fmt: skip
#: the tables of those who take part; they name institutions, and nothing else refers to persons
TAKING_PART = {
    "pilot_institution": {"code", "region", "name", "access", "closed"},
    "slip_centre": {"code", "region", "provider", "access", "closed"},
}


def a_referral(**changes):
    plain = {"region": "05112", "week": WEEK, "institution": "haus", "offer": "list:1", "topic": "studium"}
    return Referral(**plain | changes)


def register(store, code=CODE, expires=LAST, district="", **changes):
    with store.write("hand-over", "test") as writer:
        return writer.referrals.register(slip_digest(code), a_referral(**changes), expires, district)


def answered(store, code=CODE, week=WEEK, outcome="helped", sent_on="", by="centre"):
    with store.write("slip", "test") as writer:
        return writer.referrals.answer(slip_digest(code), week, outcome, sent_on, by)


def persons_could_hide_in(table: Table, known: dict[str, str]) -> list[str]:
    """The columns that nobody has accounted for, or whose kind could hold a person, free text or a moment."""
    return [
        column.name
        for column in table.columns
        if column.name not in known or not (column.type is Key or isinstance(column.type, Integer | Boolean))
    ]


@pytest.mark.parametrize("name", RECORDS)
def test_no_column_of_a_record_can_hold_a_person(name):
    assert persons_could_hide_in(metadata.tables[name], RECORDS[name]) == []
    assert set(metadata.tables[name].columns.keys()) == set(RECORDS[name])


def test_a_column_that_could_hold_a_person_would_be_noticed():
    bad = Table("bad", MetaData(), Column("id", Key), Column("week", Key), Column("note", Text), Column("at", DateTime),
                Column("day", Date), Column("initials", String(3)))  # fmt: skip
    known = dict.fromkeys(("id", "week", "note", "at", "day"), "said to be harmless")
    assert persons_could_hide_in(bad, known) == ["note", "at", "day", "initials"]


def test_there_are_no_other_tables_of_hand_overs():
    from_here = {
        name for name, table in metadata.tables.items()
        if any(word in name for word in ("referral", "slip", "pilot", "client", "wait"))
    }  # fmt: skip
    assert from_here == {*RECORDS, *TAKING_PART}
    assert all(set(metadata.tables[name].columns.keys()) == columns for name, columns in TAKING_PART.items())


def test_the_database_refuses_what_is_in_no_list(store):
    with pytest.raises(Exception, match="referral_outcome"):
        register(store, outcome="Frau Müller kam")
    assert store.referrals.slip_state(slip_digest(CODE), WEEK) == "unknown"


def test_a_slip_is_registered_once(store):
    assert register(store) is True
    assert register(store, topic="ausbildung") is False
    assert store.referrals.counts("05112", ["topic"], WEEK, WEEK) == {("studium",): 1}
    assert store.referrals.offer_of_slip(slip_digest(CODE)) == "list:1"


def test_a_slip_is_answered_once_and_then_leads_nowhere(store):
    register(store)
    assert store.referrals.slip_state(slip_digest(CODE), WEEK) == "open"
    assert answered(store, outcome="sent_on", sent_on="course") == "open"
    assert answered(store, outcome="arrived") == "used"
    assert store.referrals.slip_state(slip_digest(CODE), weeks_later(WEEK, 99)) == "used"
    assert store.referrals.offer_of_slip(slip_digest(CODE)) == ""
    told = store.referrals.counts("05112", ["outcome", "sent_on", "answered_by"], WEEK, WEEK)
    assert told == {("sent_on", "course", "centre"): 1}


def test_a_slip_can_be_answered_to_the_end_of_its_last_week(store):
    register(store)
    assert store.referrals.slip_state(slip_digest(CODE), LAST) == "open"
    assert answered(store, week=weeks_later(LAST, 1)) == "expired"
    assert answered(store, code="nie-gemacht") == "unknown"
    assert answered(store, week=LAST) == "open"


def test_a_long_wait_is_told_for_some_weeks(store):
    register(store)
    assert store.referrals.waits(WEEK) == {}
    answered(store, outcome="long_wait")
    assert store.referrals.waits(weeks_later(WEEK, 4)) == {"list:1": WEEK}
    assert store.referrals.waits(weeks_later(WEEK, 5)) == {}
    with store.write("centre", "test") as writer:
        writer.referrals.report_wait("list:1", weeks_later(WEEK, 2))
    assert store.referrals.waits(weeks_later(WEEK, 5)) == {"list:1": weeks_later(WEEK, 2)}
    with store.write("centre", "test") as writer:
        writer.referrals.wait_is_over("list:1")
    assert store.referrals.waits(WEEK) == {}


def test_districts_are_counted_apart(store):
    register(store, district="Marxloh")
    register(store, code="eine-andere", district="Marxloh")
    register(store, code="noch-eine")
    assert store.referrals.districts("05112", "2026-Q1") == {"Marxloh": 2}
    assert store.referrals.districts("05112", "2026-Q2") == store.referrals.districts("05113", "2026-Q1") == {}


def test_hand_overs_are_counted_by_what_is_asked_and_by_nothing_else(store):
    for number, (week, institution) in enumerate((("2026-W10", "a"), ("2026-W10", "b"), ("2026-W11", "a"))):
        register(store, code=f"code-{number}", week=week, institution=institution)
    assert store.referrals.counts("05112", ["week"], "2026-W01", "2026-W52") == {("2026-W10",): 2, ("2026-W11",): 1}
    assert store.referrals.counts("05112", [], "2026-W10", "2026-W10", institution="a") == {(): 1}
    assert store.referrals.weeks("05112") == ("2026-W10", "2026-W11")
    assert store.referrals.weeks("05113") is None
    with pytest.raises(ValueError, match="person"):
        store.referrals.counts("05112", ["person"], "2026-W10", "2026-W10")


def test_what_is_old_goes(store):
    register(store, district="Marxloh")
    answered(store, outcome="long_wait")
    register(store, code="offen", week="2026-W12", expires="2026-W25")
    with store.write("retention", "test") as writer:
        assert writer.referrals.cut_expired("2026-W25") == 0
        assert writer.referrals.cut_expired("2026-W26") == 1
    assert store.referrals.slip_state(slip_digest("offen"), "2026-W26") == "expired"
    assert store.referrals.offer_of_slip(slip_digest("offen")) == ""
    with store.write("retention", "test") as writer:
        assert writer.referrals.forget("2026-W24", "2026-W11", "2026-W11") == 3
    assert store.referrals.slip_state(slip_digest(CODE), WEEK) == "unknown"
    assert store.referrals.counts("05112", ["week"], "2026-W01", "2026-W52") == {("2026-W12",): 1}
    assert store.referrals.districts("05112", "2026-Q1") == {"Marxloh": 1}
    with store.write("retention", "test") as writer:
        writer.referrals.forget("2026-W24", "2026-W15", "2026-W11")
    assert store.referrals.districts("05112", "2026-Q1") == {}


def test_institutions_and_centres_have_access_until_they_are_closed(store):
    with store.write("me", "test") as writer:
        house = writer.referrals.add_institution("05112", "Stadtbibliothek", access_digest("eins"))
        centre = writer.referrals.add_centre("05112", "Volkshochschule", access_digest("zwei"))
    assert store.referrals.institutions("05112") == [house] and store.referrals.institutions("05113") == []
    assert store.referrals.institution("05112", house.code) == house
    assert store.referrals.institution("05113", house.code) is None
    assert store.referrals.institution_by_access(access_digest("eins")) == house
    assert store.referrals.centre_by_access(access_digest("zwei")) == centre == store.referrals.centres("05112")[0]
    with store.write("me", "test") as writer:
        writer.referrals.change_institution(house.code, access=access_digest("drei"), name="Bibliothek")
        writer.referrals.change_centre(centre.code, closed=True)
    assert store.referrals.institution_by_access(access_digest("eins")) is None
    assert store.referrals.institution_by_access(access_digest("drei")).name == "Bibliothek"
    assert store.referrals.centre_by_access(access_digest("zwei")) is None


def test_hand_overs_do_not_move_the_version_of_the_offers(store):
    version = store.version()
    register(store)
    answered(store)
    assert store.version() == version
