"""What a source claims, before anything is decided."""

from dataclasses import FrozenInstanceError, fields

import pytest

from model.draft import Draft, DraftPlace


def test_a_draft_says_nothing_that_the_source_did_not_say() -> None:
    said = {field.name: getattr(Draft("1"), field.name) for field in fields(Draft)}
    for name in ("ref", "line", "withdrawn", "place", "provider_seat"):
        said.pop(name)
    assert set(said.values()) == {"", ()}


def test_a_draft_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Draft("1").name = "anders"  # type: ignore[misc]


@pytest.mark.parametrize("part", ["name", "street", "postcode", "city", "district", "address", "lat", "lon"])
def test_a_place_of_which_anything_is_told_is_not_empty(part: str) -> None:
    assert DraftPlace().is_empty
    assert not DraftPlace(**{part: "x"}).is_empty


def test_how_exact_a_place_is_says_nothing_without_a_place() -> None:
    assert DraftPlace(precision="house", point_source="Amt").is_empty
