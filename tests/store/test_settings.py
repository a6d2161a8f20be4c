from dataclasses import replace
from datetime import timedelta

from geo.point import Box
from model.neutrality import Fact
from model.region import Region
from store.settings import RuleChange
from tests.store.examples import INDEPENDENT, NOW, an_offer

DUISBURG = Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6))


def test_changes_of_the_rules_are_kept(store, clock):
    rules = [RuleChange("Vier Augen", "nein", "ja"), RuleChange("Monate", "12", "6")]
    with store.write("Anna", "Beschluss") as writer:
        writer.save_region(DUISBURG)
        assert writer.rules.region("05112") == DUISBURG
        writer.rules.note("05112", rules)
    (kept,) = store.rules.changes("05112")
    assert (kept.at, kept.by, kept.why, list(kept.changes)) == (clock(), "Anna", "Beschluss", rules)
    assert store.rules.changes("05113") == []


def test_the_marks_are_those_of_the_day(store):
    statement = (Fact("statement", "yes", "Zeitung"),)
    with store.write("Anna", "liest ein") as writer:
        writer.save_offer(an_offer("list:1", name="Beta", facts=INDEPENDENT))
        writer.save_offer(an_offer("list:2", name="Alpha", facts=statement))
        writer.save_offer(an_offer("list:3", name="Kurs", kind="learning", facts=statement))
        writer.save_offer(an_offer("list:4", region="05113"))
        writer.save_offer(an_offer("list:5", facts=statement))
        writer.archive_offer("list:5")
    told = [(one.key, one.assessment.grade, one.assessment.evidence) for one in store.rules.marks("05112", NOW.date())]
    assert told == [("list:2", "B", "reported"), ("list:1", "A", "verified")]
    later = store.rules.marks("05112", NOW.date() + timedelta(days=800))
    assert [(one.key, one.assessment.grade) for one in later] == [("list:2", "B"), ("list:1", "unchecked")]
    with store.write("Anna", "sieht nach") as writer:
        assert writer.rules.marks("05112", NOW.date() + timedelta(days=800)) == later
    assert replace(later[1].assessment, lapsed=()).evidence == "none"
