"""Lists of an unknown municipality in six styles: nearly every row comes out right, every other one is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from geo.live import LiveGeocoder
from geo.point import Box
from importers import find_importer
from importers.base import Note, Options, Reject, Sample
from importers.clean.offer import Cleaner
from importers.locate import Locator
from importers.pipeline import Columns, Ready, run
from model.offer import Offer
from model.region import Region
from store.files import load_vocabulary
from tests.importers.golden import HERE, TODAY
from tests.importers.styles import STYLES, Truth, truths

REGION = Region("14999", "Musterhausen", "musterhausen", Box(12.2, 51.2, 12.5, 51.5), land="SN")
#: the part of the rows that must come out right
RIGHT = 0.95


def taken_over(path: Path) -> tuple[list[Ready], set[int], Columns]:
    """The rows of a file as offers, the lines the report names, and how the columns were read."""
    importer = find_importer(Sample.of(path))
    cleaner = Cleaner(load_vocabulary(HERE.parents[1] / "data" / "vocabulary"), REGION, importer.SOURCE, TODAY)
    locator = Locator(LiveGeocoder(path.parent / "none"), REGION.box)
    ready, named, columns = [], set(), Columns({}, ())
    for step in run(importer, path, Options(), cleaner, locator):
        if isinstance(step, Columns):
            columns = step
        elif isinstance(step, (Reject, Note)):
            named.add(step.line)
        else:
            ready.append(step)
            named |= {step.cleaned.line} if step.cleaned.warnings else set()
    return ready, named, columns


def is_right(offer: Offer, truth: Truth, located: bool) -> bool:
    place = offer.place
    if place is None or (located and place.point is None):
        return False
    told = (offer.name, offer.provider.name, place.street, place.number, place.postcode, place.city,
            offer.contact.phone.replace("-", " ").replace(" ", ""), offer.contact.email)  # fmt: skip
    meant = (truth.name, truth.provider, truth.street, truth.number, truth.postcode, truth.city,
             truth.phone.replace(" ", ""), truth.email)  # fmt: skip
    on_spot = not located or (place.point is not None and abs(place.point.lat - truth.lat) < 1e-5
                              and abs(place.point.lon - truth.lon) < 1e-5)  # fmt: skip
    return told == meant and on_spot and offer.accessibility.wheelchair == (truth.wheelchair or "unknown")


@pytest.mark.parametrize("style", STYLES)
def test_nearly_every_row_comes_out_right_and_each_other_is_named(style: str, tmp_path: Path) -> None:
    meant = truths()
    broken = [replace(meant[5], name=""), replace(meant[9], email="stelle9 musterhausen example")]
    meant[5:6], meant[9:10] = [broken[0]], [broken[1]]
    STYLES[style](tmp_path / "liste", meant)
    (path,) = tmp_path.iterdir()
    ready, named, columns = taken_over(path)
    by_name = {step.cleaned.offer.name: step for step in ready}
    right = [
        truth for truth in meant
        if truth.name in by_name and is_right(by_name[truth.name].cleaned.offer, truth, style == "coordinates")
    ]  # fmt: skip
    wrong = [truth for truth in meant if truth not in right]
    assert len(right) >= RIGHT * len(meant), (columns, [by_name.get(one.name) for one in wrong][:3])
    assert set(broken) == set(wrong)
    first = min(step.cleaned.line for step in ready)
    assert {first + 5, first + 9} <= named
