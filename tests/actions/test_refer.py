from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.account_refused import MustWait
from actions.answer_slip import PER_DEVICE, answer, look_up
from actions.forget_referrals import forget_referrals
from actions.refer import MOST, NewSlip, hand_over
from config import ROOT
from model.offer import Verification
from model.referral import RECORD_WEEKS, ReferralError
from model.slip_code import fresh_slip_code, spoken
from store.files import load_vocabulary
from store.slip_codes import access_digest, slip_digest
from tests.actions.working import tools_of
from tests.store.conftest import clock, emptied_postgis_url, made_postgis_url, store, store_url  # noqa: F401
from tests.store.examples import CITY_HALL, an_offer

WORDS = load_vocabulary(ROOT / "data" / "vocabulary")
DAY = date(2026, 3, 4)
DEVICE = "a device"


@pytest.fixture
def house(store):  # noqa: F811
    with store.write("me", "offers") as writer:
        known = Verification(date(2025, 12, 20), "x", "web")
        writer.save_offer(an_offer("list:1", place=CITY_HALL, verification=known))
        writer.save_offer(an_offer("list:2"))
        writer.save_offer(an_offer("list:3", status="archived"))
        writer.save_offer(an_offer("list:4", kind="learning"))
        return writer.referrals.add_institution("05112", "Stadtbibliothek", access_digest("x"))


def give(store, house, *slips, today=DAY):  # noqa: F811
    return hand_over(store, WORDS, house, slips, today)


def a_slip(offer="list:1", **values):
    return NewSlip(fresh_slip_code(), offer, **values)


def counts(store, *by):  # noqa: F811
    return store.referrals.counts("05112", by, "2020-W01", "2030-W01")


def test_a_hand_over_is_recorded_in_codes(store, house):  # noqa: F811
    slip = a_slip(topic="studium", phase="hochschule", format="phone", language="tr", district="Altstadt",
                  why_not_nearest="hours", live_contact=True)  # fmt: skip
    [done] = give(store, house, slip)
    assert (done.code, done.offer, done.new) == (slip.code, "list:1", True)
    everything = ("week", "institution", "offer", "verified_months", "topic", "phase", "format", "language",
                  "why_not_nearest", "live_contact", "outcome", "sent_on", "answered_by")  # fmt: skip
    record = ("2026-W10", house.code, "list:1", 2, "studium", "hochschule", "phone", "tr", "hours", True, "", "", "")
    assert counts(store, *everything) == {record: 1}
    assert store.referrals.districts("05112", "2026-Q1") == {"Altstadt": 1}


def test_an_offer_that_nobody_verified_has_no_age(store, house):  # noqa: F811
    give(store, house, a_slip("list:2"))
    assert counts(store, "verified_months") == {(None,): 1}


def test_sending_the_same_form_again_makes_no_second_record(store, house):  # noqa: F811
    slips = [a_slip(), a_slip("list:2")]
    assert [one.new for one in give(store, house, *slips)] == [True, True]
    assert [one.new for one in give(store, house, *slips)] == [False, False]
    assert counts(store) == {(): 2}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"offer": "list:3"}, "angebot"),
        ({"offer": "list:4"}, "angebot"),
        ({"offer": "list:9"}, "angebot"),
        ({"offer": "Frau Müller"}, "angebot"),
        ({"code": "apfel birne"}, "schein"),
        ({"topic": "Frau Müller, geb. 3.4.1990"}, "topic"),
        ({"phase": "x"}, "phase"),
        ({"format": "x"}, "format"),
        ({"language": "x"}, "language"),
        ({"why_not_nearest": "sie ist krank"}, "why_not_nearest"),
        ({"district": "Heerstraße 109"}, "district"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_it_is_kept(store, house, wrong, field):  # noqa: F811
    with pytest.raises(ReferralError) as refused:
        give(store, house, a_slip("list:2"), replace(a_slip(), **wrong))
    assert refused.value.field == field and str(refused.value).endswith(".")
    assert counts(store) == {}


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_neither_none_nor_too_many_are_made_at_once(store, house, number):  # noqa: F811
    with pytest.raises(ReferralError):
        give(store, house, *(a_slip() for _ in range(number)))


def test_a_closed_institution_hands_nobody_over(store, house):  # noqa: F811
    with pytest.raises(ReferralError) as refused:
        give(store, replace(house, closed=True), a_slip())
    assert refused.value.field == "zugang"


def test_the_code_on_paper_is_answered_once(store, house):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    typed = spoken(slip.code).upper()
    assert look_up(store, typed, DAY, DEVICE) == "open"
    assert answer(store, typed, "helped", "course", "holder", DAY, DEVICE) == "open"
    assert counts(store, "outcome", "sent_on", "answered_by") == {("helped", "", "holder"): 1}
    assert answer(store, typed, "did_not_go", "", "centre", DAY, DEVICE) == "used"
    assert look_up(store, typed, DAY, DEVICE) == "used"


def test_where_somebody_was_sent_on_to_is_told_with_it(store, house):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    with pytest.raises(ReferralError) as refused:
        answer(store, slip.code, "sent_on", "zu Frau Müller", "centre", DAY, DEVICE)
    assert refused.value.field == "wohin"
    assert answer(store, slip.code, "sent_on", "authority", "centre", DAY, DEVICE) == "open"
    assert counts(store, "outcome", "sent_on") == {("sent_on", "authority"): 1}


def test_an_answer_that_is_in_no_list_is_refused(store, house):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    for outcome in ("", "died", "unknown"):
        with pytest.raises(ReferralError):
            answer(store, slip.code, outcome, "", "holder", DAY, DEVICE)
    assert look_up(store, slip.code, DAY, DEVICE) == "open"


def test_a_slip_is_too_old_after_its_last_week(store, house):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    assert look_up(store, slip.code, DAY + timedelta(days=90), DEVICE) == "open"
    assert answer(store, slip.code, "helped", "", "holder", DAY + timedelta(days=97), DEVICE) == "expired"


def test_guessing_makes_waiting_and_right_codes_do_not(store, house):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    for _ in range(PER_DEVICE.free + 5):
        assert look_up(store, slip.code, DAY, DEVICE) == "open"
    for number in range(PER_DEVICE.free):
        assert look_up(store, fresh_slip_code() if number % 2 else "no code", DAY, DEVICE) == "unknown"
    with pytest.raises(MustWait) as patience:
        look_up(store, slip.code, DAY, DEVICE)
    assert patience.value.wait == PER_DEVICE.first
    assert look_up(store, slip.code, DAY, "another device") == "open"


def test_a_thousand_random_codes_from_one_device_hardly_reach_the_slips(store, house, monkeypatch):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)
    asked = []
    state = type(store.referrals).slip_state
    monkeypatch.setattr(type(store.referrals), "slip_state", lambda *given: asked.append(1) or state(*given))
    accepted = refused = 0
    for _ in range(1_000):
        try:
            accepted += look_up(store, fresh_slip_code(), DAY, DEVICE) != "unknown"
        except MustWait:
            refused += 1
    assert (accepted, refused, len(asked)) == (0, 1_000 - PER_DEVICE.free, PER_DEVICE.free)


def test_a_code_costs_the_same_work_whatever_becomes_of_it(store, house, monkeypatch):  # noqa: F811
    used, old = a_slip(), a_slip()
    give(store, house, used)
    give(store, house, old, today=DAY - timedelta(days=200))
    answer(store, used.code, "helped", "", "holder", DAY, DEVICE)
    work = []
    monkeypatch.setattr("actions.answer_slip.slip_digest", lambda code: work.append(code) or slip_digest(code))
    states = []
    for typed in (used.code, old.code, fresh_slip_code(), "no code at all"):
        states.append(look_up(store, typed, DAY, DEVICE))
        assert len(work) == len(states)
    assert states == ["used", "expired", "unknown", "unknown"]


def test_what_is_promised_to_be_deleted_is_deleted(store, house, tmp_path):  # noqa: F811
    slip = a_slip()
    give(store, house, slip)

    def later(days):
        moment = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC) + timedelta(days=days)
        return forget_referrals(tools_of(store, tmp_path, clock=lambda: moment))

    assert later(90) == 0
    assert later(100) == 1
    assert store.referrals.offer_of_slip(slip_digest(slip.code)) == ""
    assert look_up(store, slip.code, DAY + timedelta(days=100), DEVICE) == "expired"
    assert later(90 + 14 * 7 + 1) == 1
    assert look_up(store, slip.code, DAY, DEVICE) == "unknown"
    assert counts(store) == {(): 1}
    assert later((RECORD_WEEKS + 1) * 7) == 1
    assert counts(store) == {}


def test_nothing_of_a_hand_over_stands_in_the_history_or_in_the_logs(store, house, caplog):  # noqa: F811
    caplog.set_level("DEBUG", logger="actions")
    before = store.history.deeds("05112")
    slip = a_slip()
    give(store, house, slip)
    answer(store, slip.code, "helped", "", "holder", DAY, DEVICE)
    assert store.history.deeds("05112") == before
    assert slip.code not in caplog.text and DEVICE not in caplog.text
