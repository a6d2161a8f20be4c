"""A correction is never overwritten by a source."""

from dataclasses import replace

from geo.point import Point
from importers.merge import bring_together, corrected_fields
from model.contact import Contact
from model.offer import Offer
from model.place import Place
from model.provider import Provider

TOLD = Offer("a:1", "05112", "Rat", "counselling", Provider("Stadt"), contact=Contact(phone="0203 1"), hours="Mo 9-12",
             place=Place(street="Weg", number="1"))  # fmt: skip


def test_fields_that_people_changed_stay_and_the_others_follow_the_source() -> None:
    mine = replace(TOLD, hours="Mo 9-16")
    corrected = corrected_fields([(TOLD, mine)])
    assert corrected == {"hours"}
    theirs = replace(TOLD, hours="Mo 9-13", name="Rat und Tat")
    merged, disagreed = bring_together(mine, theirs, corrected)
    assert (merged.hours, merged.name) == ("Mo 9-16", "Rat und Tat")
    assert disagreed == ["hours"]


def test_a_source_that_is_silent_or_agrees_contradicts_nobody() -> None:
    mine = replace(TOLD, hours="Mo 9-16", bring="Ausweis")
    corrected = corrected_fields([(TOLD, mine)])
    merged, disagreed = bring_together(mine, replace(TOLD, hours="Mo 9-16"), corrected)
    assert merged == mine
    assert disagreed == []


def test_of_a_place_only_the_address_is_the_word_of_the_source() -> None:
    mine = replace(TOLD, place=Place(street="Weg", number="1", point=Point(51, 6), precision="house"))
    merged, disagreed = bring_together(mine, TOLD, frozenset({"place"}))
    assert merged.place == mine.place
    assert disagreed == []


def test_what_people_archived_stays_archived_without_a_word() -> None:
    mine = replace(TOLD, status="archived")
    merged, disagreed = bring_together(mine, TOLD, corrected_fields([(TOLD, mine)]))
    assert (merged.status, disagreed) == ("archived", [])
