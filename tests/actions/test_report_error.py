"""Reports of errors: kept without a name, refused with the field that is wrong."""

import pytest

from actions.report_error import MAX_TEXT, REASONS, ReportError, report_error
from model.offer import Offer
from model.provider import Provider
from store import Store, open_store

OFFER = Offer(key="test:1", region="05112", name="Beratung", kind="counselling", provider=Provider("Träger"))


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    with store.write(by="test", why="setup") as writer:
        writer.save_offer(OFFER)
    yield store
    store.close()


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "other"])
def test_a_reason_is_enough(store: Store, reason: str):
    report_error(store, OFFER, reason)
    (kept,) = store.reports()
    assert (kept.key, kept.reason, kept.text) == ("test:1", reason, "")


def test_a_short_text_is_kept_without_stray_blanks(store: Store):
    report_error(store, OFFER, "moved", "  jetzt\n Königstraße 1 ")
    assert store.reports()[0].text == "jetzt Königstraße 1"


def test_characters_that_no_database_keeps_are_left_out(store: Store):
    report_error(store, OFFER, "hours", "Neu:\0 ab\u200b 9 \ud800Uhr")
    assert store.reports()[0].text == "Neu: ab 9 Uhr"


@pytest.mark.parametrize(
    ("reason", "text", "field"),
    [("", "", "reason"), ("rude", "", "reason"), ("other", "   ", "text"), ("hours", "x" * (MAX_TEXT + 1), "text")],
)
def test_what_cannot_be_used_is_refused_with_its_field(store: Store, reason: str, text: str, field: str):
    with pytest.raises(ReportError) as refused:
        report_error(store, OFFER, reason, text)
    assert refused.value.field == field
    assert store.reports() == []


def test_a_report_does_not_change_the_offer(store: Store):
    before = store.revisions("test:1")
    report_error(store, OFFER, "closed")
    assert store.revisions("test:1") == before
