"""The rules of a region change only as somebody saw it in the preview, on both databases."""

from dataclasses import replace

import pytest

from actions.change_rules import RulesError, change_rules, preview_rules
from geo.point import Box
from model.neutrality import Fact, Policy
from model.region import Region
from search.memory import Finder
from store import open_store
from store.files import load_vocabulary
from store.settings import RuleChange
from tests.actions.test_undo import ROOT
from tests.store.examples import INDEPENDENT, NOW, an_offer

REGION = Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6))
DAY = NOW.date()
STATEMENT = (Fact("statement", "yes", "Zeitung"),)


def only_checked(region):
    return replace(region, policy=Policy(frozenset({"A", "B"}), frozenset({"verified"})))


def tell(before, after):
    return [RuleChange("Nachweis", str(sorted(before.policy.evidence)), str(sorted(after.policy.evidence)))]


@pytest.fixture
def store(database_url):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write("test", "a region") as writer:
        writer.save_region(REGION)
        writer.save_offer(an_offer("list:1", name="Geprüft", facts=INDEPENDENT))
        writer.save_offer(an_offer("list:2", name="Berichtet", facts=STATEMENT))
        writer.save_offer(an_offer("list:3", name="Offen"))
    yield opened
    opened.close()


def change(store, seen, wish=only_checked, why="Beschluss"):
    return change_rules(store, "05112", wish, tell, DAY, seen=seen, by="Anna", why=why)


def test_the_preview_names_exactly_who_gains_and_loses(store):
    found = preview_rules(store, "05112", only_checked, DAY)
    assert [one.name for one in found.losses] == ["Berichtet"] and found.gains == ()
    assert store.region("05112") == REGION
    change(store, found.mark)
    back = preview_rules(store, "05112", lambda region: replace(region, policy=Policy()), DAY)
    assert [one.name for one in back.gains] == ["Berichtet"] and back.losses == ()


def test_a_change_is_seen_at_once_by_every_finder_and_kept(store, database_url):
    other = open_store(database_url)
    finder = Finder(other, load_vocabulary(ROOT / "data" / "vocabulary"), lambda: NOW)
    assert finder.hit(other.offer("list:2")).neutral
    change(store, preview_rules(store, "05112", only_checked, DAY).mark)
    assert not finder.hit(other.offer("list:2")).neutral and finder.hit(other.offer("list:1")).neutral
    other.close()
    (kept,) = store.rules.changes("05112")
    assert (kept.by, kept.why) == ("Anna", "Beschluss")
    assert kept.changes == (RuleChange("Nachweis", "['reported', 'verified']", "['verified']"),)


def test_what_changed_after_the_preview_is_looked_at_again(store):
    seen = preview_rules(store, "05112", only_checked, DAY).mark
    with store.write("Ben", "liest ein") as writer:
        writer.save_offer(an_offer("list:4", facts=STATEMENT))
    for spoil in (None, lambda region: replace(region, bureau={"name": "Neu"})):
        if spoil:
            seen = preview_rules(store, "05112", only_checked, DAY).mark
            with store.write("Ben", "neuer Name") as writer:
                writer.save_region(spoil(store.region("05112")))
        with pytest.raises(RulesError) as refused:
            change(store, seen)
        assert refused.value.why == "changed"
    assert store.rules.changes("05112") == []


@pytest.mark.parametrize(("wish", "why", "expected"), [(only_checked, " ", "reason"), (lambda r: r, "x", "same")])
def test_without_a_reason_or_a_change_nothing_happens(store, wish, why, expected):
    seen = preview_rules(store, "05112", wish, DAY).mark
    with pytest.raises(RulesError) as refused:
        change(store, seen, wish, why)
    assert refused.value.why == expected and store.rules.changes("05112") == []


def test_a_region_that_is_not_there(store):
    with pytest.raises(RulesError, match="gone"):
        preview_rules(store, "99999", only_checked, DAY)
