"""Candidates of sources of data: they wait for review, keep key and licence, and a no is not asked again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from actions.propose import propose, propose_to_archive
from actions.rehearsal import Rehearsal
from actions.review import Review, Verdict, mark_of, review
from geo.point import Box
from model.access import Account, Grant
from model.offer import Offer
from model.region import Region
from model.source import Provenance
from store import Store, open_store
from tests.store.examples import NOW, Clock, an_offer

REGION = Region("05112", "Duisburg", "duisburg", Box(51.33, 6.62, 51.57, 6.84))
OFFICE = Review(
    REGION, Account(1, "c", "a@stadt.example", "Ada", NOW, (Grant("editor", "05112"),)), str, lambda key: f"/{key}"
)
FOUND = an_offer(
    "openmap:node/1", summary="Rat am Markt.", provenance=Provenance("openmap", licence="ODbL-1.0", attribution="© O.")
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with a region."""
    opened = open_store(database_url, create=True, clock=Clock())
    with opened.write("me", "region") as writer:
        writer.save_region(REGION)
    yield opened
    opened.close()


def proposed(store: Store, offer: Offer) -> str:
    with store.write("import", "a run") as writer:
        return propose(
            writer.suggestions, store.suggestions.latest_from("05112", "import"), offer, store.offer(offer.key), "Hm."
        )


def decide(store: Store, answer: bool) -> None:
    (one,) = store.suggestions.page("05112")
    choices = dict.fromkeys(one.names, answer)
    review(store, one.code, Verdict(choices, mark_of(one, store.offer(one.key))), OFFICE)


def test_a_candidate_waits_and_is_on_the_map_with_its_key_and_licence_once_accepted(store: Store) -> None:
    assert proposed(store, FOUND) == "proposed"
    assert store.offer(FOUND.key) is None
    (one,) = store.suggestions.page("05112")
    assert (one.channel, one.source, one.note, one.is_new) == ("import", FOUND.key, "Hm.", True)
    decide(store, True)
    known = store.offer(FOUND.key)
    assert known is not None and known.provenance == FOUND.provenance and known.summary == FOUND.summary
    assert known.verification is None
    assert proposed(store, FOUND) == "same"


def test_what_waits_is_brought_up_to_date_instead_of_asked_twice(store: Store) -> None:
    proposed(store, FOUND)
    assert proposed(store, FOUND) == "same"
    assert proposed(store, replace(FOUND, summary="Rat am Hafen.")) == "proposed"
    (one,) = store.suggestions.page("05112")
    assert one.proposed.summary == "Rat am Hafen."


def test_a_no_is_asked_again_only_if_the_source_says_something_else(store: Store) -> None:
    proposed(store, FOUND)
    decide(store, False)
    assert proposed(store, FOUND) == "same" and store.suggestions.waiting("05112") == 0
    assert proposed(store, replace(FOUND, summary="Rat am Hafen.")) == "proposed"


def test_a_change_of_an_accepted_candidate_is_proposed_field_by_field(store: Store) -> None:
    proposed(store, FOUND)
    decide(store, True)
    assert proposed(store, replace(FOUND, summary="Rat am Hafen.")) == "proposed"
    (one,) = store.suggestions.page("05112")
    assert (one.key, one.names, one.is_new) == (FOUND.key, ("summary",), False)
    decide(store, True)
    known = store.offer(FOUND.key)
    assert known is not None and known.summary == "Rat am Hafen."


def test_an_end_is_proposed_and_what_the_office_archived_stays_there(store: Store) -> None:
    proposed(store, FOUND)
    decide(store, True)
    known = store.offer(FOUND.key)
    assert known is not None
    with store.write("import", "a run") as writer:
        assert propose_to_archive(writer.suggestions, {}, known, "Beendet.") == "proposed"
    decide(store, True)
    assert store.offer(FOUND.key).status == "archived"  # type: ignore[union-attr]
    assert proposed(store, replace(FOUND, summary="Rat am Hafen.")) == "same"


def test_a_rehearsal_tells_of_candidates_and_keeps_none(store: Store) -> None:
    told: list[tuple[Offer | None, Offer | None]] = []
    rehearsal = Rehearsal(store, lambda before, after: told.append((before, after)))
    assert propose(rehearsal.suggestions, {}, FOUND, None) == "proposed"
    assert told == [(None, FOUND)]
    assert store.suggestions.waiting("05112") == 0
