import pytest

from store import StoreError
from tests.store.examples import NOW, an_offer


def test_a_report_stays_open_until_somebody_closes_it(store, clock):
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer())
        first = writer.add_report("list:1", "phone", "Die Nummer ist falsch.")
        second = writer.add_report("list:1", "other", "Geschlossen")
    assert [(report.id, report.key, report.reason, report.at) for report in store.reports()] == [
        (second, "list:1", "other", NOW),
        (first, "list:1", "phone", NOW),
    ]
    clock.wait(days=1)
    with store.write("me", "done") as writer:
        assert writer.close_report(first) is True
        assert writer.close_report(first) is False
        assert writer.close_report(99) is False
    assert [report.id for report in store.reports()] == [second]
    closed = store.reports(open_only=False)[1]
    assert (closed.text, closed.closed_at) == ("Die Nummer ist falsch.", clock())


def test_a_report_on_an_unknown_offer_is_refused(store):
    with pytest.raises(StoreError, match="no offer list:1"), store.write("me", "one") as writer:
        writer.add_report("list:1", "phone", "")
    assert store.version() == 0
