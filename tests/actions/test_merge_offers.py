"""One offer of two: what is kept, what follows, and how it is taken back."""

from dataclasses import replace
from datetime import date

import pytest

from actions.confirm_offer import confirm
from actions.import_offers import import_file
from actions.merge_offers import MergeError, better_of, brought_together, merge_offers, suggested_sides, undo_merge
from geo.match import Match
from geo.point import Box
from model.contact import Contact, MaintenanceContact
from model.neutrality import Fact
from model.offer import FieldCheck, Language, Offer, Verification
from model.region import Region
from model.source import Provenance
from model.vocabulary import Vocabulary
from store import Store, open_store
from tests.store.examples import CITY_HALL, INDEPENDENT, NOW, an_offer

REGION = "05112"
MARCH, JUNE = Verification(date(2026, 3, 1), "A", "phone"), Verification(date(2026, 6, 1), "B", "web")
ONE = an_offer(
    "list:1", summary="Kurz.", topics=("sprache",), languages=(Language("de"),),
    contact=Contact("0203 1", "a@b.example"),
    provenance=Provenance("list", ("https://one.example",), attribution="Liste A"), facts=INDEPENDENT,
    verification=MARCH, checks=(FieldCheck("phone", date(2026, 4, 1)),),
)  # fmt: skip
TWO = an_offer(
    "other:2", name="Beratung zur Bildung", summary="Viel länger erklärt.", topics=("geld", "sprache"),
    languages=(Language("tr"), Language("de", "Mo")), contact=Contact("0203 2"), hours="Mo 9-12", place=CITY_HALL,
    provenance=Provenance("other", ("https://two.example",), attribution="Liste B"),
    facts=(Fact("mandate", "yes"), INDEPENDENT[0]), checks=(FieldCheck("hours", date(2026, 2, 1)),),
)  # fmt: skip


@pytest.fixture
def store(database_url: str):
    opened = open_store(database_url, create=True, clock=lambda: NOW)
    with opened.write(by="test", why="first") as writer:
        writer.save_offer(ONE)
        writer.save_offer(TWO)
    yield opened
    opened.close()


def get(store: Store, key: str) -> Offer:
    found = store.offer(key)
    assert found is not None
    return replace(found, edited_at=None)


def merge(store: Store, sides=None, kept: str = "list:1", dropped: str = "other:2") -> str:
    revisions = (len(store.revisions(kept)), len(store.revisions(dropped)))
    return merge_offers(store, kept, dropped, sides or {}, region=REGION, revisions=revisions, by="Erika")


def test_the_filled_the_longer_and_the_later_confirmed_are_suggested():
    sides = suggested_sides(ONE, TWO)
    assert sides == {
        "name": "kept", "summary": "kept", "topics": "both", "place": "dropped", "hours": "dropped", "phone": "kept",
        "email": "kept", "languages": "both",
    }  # fmt: skip
    assert suggested_sides(replace(ONE, verification=None), TWO)["summary"] == "dropped"
    later = replace(TWO, verification=JUNE)
    assert suggested_sides(ONE, later)["phone"] == "dropped"
    assert suggested_sides(ONE, later)["name"] == "dropped"
    assert better_of(ONE, TWO) is ONE
    assert better_of(ONE, later) is later
    assert better_of(replace(ONE, faded_on=date(2026, 1, 1)), TWO) is TWO


def test_chosen_values_come_over_with_evidence_sources_and_thanks_of_both():
    merged = brought_together(ONE, TWO, {"hours": "dropped", "topics": "both", "languages": "both", "name": "both"})
    assert (merged.key, merged.name, merged.hours, merged.summary) == ("list:1", ONE.name, "Mo 9-12", "Kurz.")
    assert merged.topics == ("sprache", "geld")
    assert merged.languages == (Language("de"), Language("tr"))
    assert merged.facts == (*INDEPENDENT, Fact("mandate", "yes"))
    assert merged.provenance == Provenance(
        "list", ("https://one.example", "https://two.example"), attribution="Liste A; Liste B"
    )
    assert merged.verification == MARCH
    assert set(merged.checks) == {FieldCheck("phone", date(2026, 4, 1)), FieldCheck("hours", date(2026, 2, 1))}


def test_whoever_gives_nothing_is_owed_no_thanks():
    merged = brought_together(ONE, TWO, {})
    assert merged.provenance.attribution == "Liste A"
    assert merged.checks == ONE.checks
    assert replace(merged, facts=ONE.facts, provenance=ONE.provenance) == ONE


def test_mostly_the_other_one_brings_its_confirmation_along():
    later = replace(TWO, verification=JUNE)
    every = dict.fromkeys(suggested_sides(ONE, later), "dropped")
    assert brought_together(ONE, later, every).verification == JUNE


def test_a_merge_archives_the_other_one_and_leads_its_key_on(store):
    merge(store, {"hours": "dropped"})
    assert get(store, "list:1").hours == "Mo 9-12"
    assert get(store, "other:2") == replace(TWO, status="archived")
    assert store.doubles.redirect("other:2") == "list:1"
    latest = store.revisions("list:1")[0]
    assert (latest.by, latest.why) == ("Erika", "Zusammengeführt mit other:2")


@pytest.mark.parametrize("changed", ["list:1", "other:2"])
def test_a_merge_of_what_changed_meanwhile_changes_nothing(store, changed):
    with store.write(by="somebody", why="quicker") as writer:
        writer.save_offer(replace(get(store, changed), bring="Zeugnisse"))
    version = store.version()
    with pytest.raises(MergeError) as error:
        merge_offers(store, "list:1", "other:2", {}, region=REGION, revisions=(1, 1), by="Erika")
    assert error.value.reason == "changed"
    assert store.version() == version
    assert store.doubles.redirect("other:2") == ""


@pytest.mark.parametrize(
    ("kept", "dropped", "region", "reason"),
    [
        ("list:1", "list:1", REGION, "unknown"),
        ("list:1", "no:3", REGION, "unknown"),
        ("list:1", "other:2", "05113", "unknown"),
        ("list:1", "gone:3", REGION, "gone"),
    ],
)
def test_what_cannot_be_merged_is_refused(store, kept, dropped, region, reason):
    with store.write(by="test", why="one that is gone") as writer:
        writer.save_offer(an_offer("gone:3", status="archived"))
    with pytest.raises(MergeError) as error:
        merge_offers(store, kept, dropped, {}, region=region, revisions=(1, 1), by="Erika")
    assert error.value.reason == reason


def test_undoing_makes_two_again(store):
    code = merge(store, {"hours": "dropped", "topics": "both"})
    assert undo_merge(store, code, region=REGION, by="Erika") == "other:2"
    assert get(store, "list:1") == ONE
    assert get(store, "other:2") == TWO
    assert store.doubles.redirect("other:2") == ""
    with pytest.raises(MergeError):
        undo_merge(store, code, region=REGION, by="Erika")


def test_undoing_keeps_what_was_changed_since(store):
    code = merge(store, {"hours": "dropped", "topics": "both"})
    with store.write(by="somebody", why="later") as writer:
        writer.save_offer(replace(get(store, "list:1"), hours="Di 9-12", bring="Zeugnisse"))
    confirm(store, ["list:1"], by="Erika", how="phone", on=date(2026, 7, 1))
    undo_merge(store, code, region=REGION, by="Erika")
    one = get(store, "list:1")
    assert (one.hours, one.bring, one.topics, one.facts) == ("Di 9-12", "Zeugnisse", ONE.topics, ONE.facts)
    assert one.verification == Verification(date(2026, 7, 1), "Erika", "phone")


def test_undoing_a_merge_that_brought_nothing_leaves_later_changes_alone(store):
    twin = replace(ONE, key="twin:1")
    with store.write(by="test", why="a twin") as writer:
        writer.save_offer(twin)
    code = merge(store, dropped="twin:1")
    assert len(store.revisions("list:1")) == 1
    with store.write(by="somebody", why="later") as writer:
        writer.save_offer(replace(get(store, "list:1"), hours="Di 9-12"))
    undo_merge(store, code, region=REGION, by="Erika")
    assert get(store, "list:1").hours == "Di 9-12"
    assert get(store, "twin:1") == twin


def test_nobody_undoes_a_merge_of_another_region(store):
    code = merge(store)
    with pytest.raises(MergeError):
        undo_merge(store, code, region="05113", by="Erika")
    assert store.doubles.redirect("other:2") == "list:1"


MINE, THEIRS = (
    MaintenanceContact("Frau A", "a@a.example"),
    MaintenanceContact("Herr B", "b@b.example", "0203 9", "mittags"),
)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (None, None, None),
        (MINE, None, MINE),
        (None, THEIRS, THEIRS),
        (MINE, MINE, MINE),
        (MINE, THEIRS,
         replace(MINE, note="Auch zuständig (aus other:2): Herr B, b@b.example, 0203 9, mittags")),
    ],
)  # fmt: skip
def test_contacts_of_both_are_kept_and_come_apart_again(store, mine, theirs, both):
    with store.write(by="test", why="contacts") as writer:
        writer.save_offer(get(store, "list:1"), maintenance=mine)
        writer.save_offer(get(store, "other:2"), maintenance=theirs)
    code = merge(store, {"hours": "dropped"})
    assert store.maintenance_contact("list:1") == both
    undo_merge(store, code, region=REGION, by="Erika")
    if mine != theirs:  # whether one was there before nobody can tell when both are the same
        assert store.maintenance_contact("list:1") == mine
    assert store.maintenance_contact("other:2") == theirs


class Nowhere:
    """A gazetteer that knows nothing."""

    def find(self, query: str, within: Box | None = None) -> Match:
        return Match()

    def suggest(self, query: str, within: Box | None = None, limit: int = 8) -> tuple[()]:
        return ()


def test_an_import_does_not_bring_a_merged_offer_back_to_life(store, tmp_path):
    region = Region(REGION, "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.57))
    path = tmp_path / "liste.csv"

    def run(name: str) -> None:
        path.write_text(f"id;name;art;traeger;telefon\n7;{name};Beratung;VHS;0203 555\n", encoding="utf-8")
        import_file(store, path, region, Vocabulary(), Nowhere(), name="liste", clock=lambda: NOW)

    run("Beratung der VHS")
    merge(store, kept="list:1", dropped="liste:7")
    run("Beratung der VHS, neu")
    offer = get(store, "liste:7")
    assert (offer.status, offer.name) == ("archived", "Beratung der VHS, neu")
    assert store.doubles.redirect("liste:7") == "list:1"
