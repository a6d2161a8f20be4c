"""Making offers of drafts."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import spreadsheet
from importers.base import Reject
from importers.clean.offer import Cleaned, Cleaner, made_reference, origin_name, reference
from model.draft import Draft, DraftFact, DraftPlace, DraftStop
from model.offer import Offer
from model.place import Place


def clean(cleaner: Cleaner, **parts: object) -> Cleaned:
    done = cleaner.clean(Draft(**({"ref": "1", "name": "Bildungsberatung"} | parts)))  # type: ignore[arg-type]
    assert isinstance(done, Cleaned)
    return done


def test_a_draft_becomes_an_offer_of_its_source(cleaner: Cleaner) -> None:
    done = clean(cleaner, ref="du-1", provider="Stadt", topics=("Weiterbildung",), as_of="Dezember 2021",
                 origins=("https://a.example/x | https://b.example",), languages=("Deutsch",))  # fmt: skip
    offer = done.offer
    assert (offer.key, offer.region, offer.kind) == ("liste:du-1", "05112", "counselling")
    assert offer.topics == ("weiterbildung",)
    assert offer.provenance.source == "liste"
    assert offer.provenance.urls == ("https://a.example/x", "https://b.example")
    assert offer.provenance.as_of == "2021-12"
    assert done.warnings == ()


def test_silence_of_the_source_is_unknown_everywhere(cleaner: Cleaner) -> None:
    offer = clean(cleaner).offer
    assert (offer.cost.kind, offer.accessibility.wheelchair, offer.appointment) == ("unknown",) * 3
    assert offer.facts == ()
    assert offer.verification is None
    assert offer.hours == ""
    assert offer.place is None


def test_hours_that_nobody_can_read_are_kept_and_named(cleaner: Cleaner) -> None:
    done = clean(cleaner, hours="immer wenn Vollmond ist")
    assert done.offer.hours == "immer wenn Vollmond ist"
    assert len(done.warnings) == 1


def test_hours_by_appointment_say_that_one_is_needed(cleaner: Cleaner) -> None:
    assert clean(cleaner, hours="nach Vereinbarung").offer.appointment == "required"
    assert clean(cleaner, hours="Mo 9-12 Uhr und nach Vereinbarung").offer.appointment == "possible"
    assert clean(cleaner, hours="Mo 9-12 Uhr").offer.appointment == "unknown"
    assert clean(cleaner, hours="nach Vereinbarung", appointment="nein").offer.appointment == "not_needed"


def test_an_unknown_word_is_named_and_the_row_goes_in(cleaner: Cleaner) -> None:
    done = clean(cleaner, topics=("Raumfahrt, Studium",))
    assert done.offer.topics == ("studium",)
    assert "'Raumfahrt'" in done.warnings[0]


def test_a_check_needs_a_day(cleaner: Cleaner) -> None:
    told = clean(
        cleaner, verified_on="01.02.2026", verified_by="Bildungsbüro", verified_how="Telefon"
    ).offer.verification
    assert told is not None
    assert (told.on, told.by, told.how) == (date(2026, 2, 1), "Bildungsbüro", "phone")
    done = clean(cleaner, verified_by="Bildungsbüro")
    assert done.offer.verification is None
    assert done.warnings
    assert clean(cleaner, verified_on="01.02.2999").offer.verification is None


def test_who_keeps_the_entry_stays_apart_from_the_offer(cleaner: Cleaner) -> None:
    done = clean(cleaner, maintenance_name="Team Lernhafen", maintenance_email="pflege@beispiel.example")
    assert done.maintenance is not None
    assert done.maintenance.name == "Team Lernhafen"
    assert "Lernhafen" not in repr(done.offer)
    assert clean(cleaner).maintenance is None


def test_stops_need_a_time_and_a_place(cleaner: Cleaner) -> None:
    library = DraftPlace(name="Bücherei", city="Duisburg")
    done = clean(cleaner, stops=(
        DraftStop("03.03.2026 10:00", "03.03.2026 12:00", library, "im Foyer"),
        DraftStop("irgendwann", "", library),
        DraftStop("03.03.2026 10:00", "02.03.2026 12:00", library),
    ))  # fmt: skip
    (stop,) = done.offer.stops
    assert (stop.starts.isoformat(), stop.place.name, stop.note) == (
        "2026-03-03T10:00:00+01:00",
        "Bücherei",
        "im Foyer",
    )
    assert len(done.warnings) == 2


def test_the_seat_of_the_provider_is_not_the_place_of_the_offer(cleaner: Cleaner) -> None:
    offer = clean(cleaner, provider="Stadt", provider_seat=DraftPlace(street="Weg 1", city="Bonn")).offer
    assert offer.place is None
    assert offer.provider.seat is not None
    assert offer.provider.seat.street_line == "Weg 1"


def test_a_draft_without_a_name_is_rejected(cleaner: Cleaner) -> None:
    assert cleaner.clean(Draft("1", 7, name=" k. A. ")) == Reject(7, "1", "The row has no name.")


@pytest.mark.parametrize(
    ("ref", "clean_ref", "warned"),
    [("du-c-001", "du-c-001", False), ("A.b_c/1", "A.b_c/1", False), ("Küche 1", "kueche-1", True), ("", "", False)],
)
def test_references_are_written_in_the_letters_of_keys(ref: str, clean_ref: str, warned: bool) -> None:
    warnings: list[str] = []
    assert reference(ref, warnings.append) == clean_ref
    assert bool(warnings) == warned


def test_a_made_reference_depends_on_name_provider_and_address_only() -> None:
    one = made_reference("Bildungsberatung", "Stadt", Place(street="Weg", number="1"))
    assert one == made_reference("BILDUNGSBERATUNG", "stadt", Place(street="weg", number="1", name="Turm"))
    assert one != made_reference("Bildungsberatung", "Stadt", Place(street="Weg", number="2"))
    assert one.startswith("bildungsberatung-")
    assert made_reference("إرشاد", "", None).startswith("x-")


def test_a_source_is_called_by_its_words_or_its_site() -> None:
    assert origin_name("Bürgerstiftung | https://www.stiftung.example/x") == "Bürgerstiftung"
    assert origin_name("https://www.stiftung.example/x") == "stiftung.example"
    assert origin_name("") == ""


texts = st.text(max_size=25)
drafts = st.builds(
    Draft,
    ref=texts,
    **{field.name: texts for field in fields(Draft) if field.type is str and field.name != "ref"},
    place=st.builds(DraftPlace, *(texts for _ in range(11))),
    **{field.name: st.lists(texts, max_size=2).map(tuple) for field in fields(Draft) if field.type == tuple[str, ...]},
    facts=st.lists(st.builds(DraftFact, *(texts for _ in range(6))), max_size=2).map(tuple),
    stops=st.lists(st.builds(DraftStop, texts, texts), max_size=1).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(draft=drafts)
def test_any_draft_becomes_an_offer_or_is_rejected(vocabulary, region, draft: Draft) -> None:  # type: ignore[no-untyped-def]

    maker = Cleaner(vocabulary, region, replace(spreadsheet.SOURCE, name="liste"), date(2026, 3, 3))
    done = maker.clean(draft)
    assert isinstance(done, (Cleaned, Reject))
    if isinstance(done, Cleaned):
        assert isinstance(done.offer, Offer)
