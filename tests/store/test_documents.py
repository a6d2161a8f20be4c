import json
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings

from geo.point import Box
from model.offer import Offer
from model.region import Region
from store import StoreError
from store.documents import from_text, raw_text, to_text
from tests.store.examples import a_full_offer, an_offer
from tests.store.strategies import any_offer


@settings(max_examples=40, deadline=None)
@given(any_offer)
def test_any_offer_survives_as_text(offer):
    assert from_text(Offer, to_text(offer)) == offer


@settings(max_examples=40, deadline=None)
@given(any_offer)
def test_equal_offers_have_the_same_text(offer):
    assert to_text(from_text(Offer, to_text(offer))) == to_text(offer)


def test_what_nobody_said_is_left_out():
    assert json.loads(to_text(an_offer())) == {
        "key": "list:1",
        "region": "05112",
        "name": "Bildungsberatung",
        "kind": "counselling",
        "provider": {"name": "Volkshochschule"},
    }


def test_a_field_that_is_no_more_is_passed_over_and_a_new_one_has_its_default():
    data = json.loads(to_text(a_full_offer()))
    data["colour"] = "green"
    data["provider"]["founded"] = 1900
    del data["bring"]
    assert from_text(Offer, json.dumps(data)) == replace(a_full_offer(), bring="")


def test_a_region_survives_as_text():
    region = Region("05112", "Duisburg", "duisburg", Box(6, 51, 7, 52), imprint={"body": "Stadt"},
                    school_holidays=((date(2026, 7, 1), date(2026, 8, 1)),))  # fmt: skip
    assert from_text(Region, to_text(region)) == region


@dataclass(frozen=True)
class Thing:
    """Something with a name and numbers."""

    name: str = "thing"
    numbers: tuple[float, ...] = field(default=())


def test_what_is_no_number_is_refused_by_name():
    with pytest.raises(StoreError, match="The thing 'thing' holds a number that is none"):
        to_text(Thing(numbers=(float("nan"),)))


def test_raw_records_keep_what_json_does_not_know_as_text():
    assert json.loads(raw_text({"day": date(2026, 1, 2), "empty": None})) == {"day": "2026-01-02", "empty": None}
