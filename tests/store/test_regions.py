from dataclasses import replace
from datetime import date

from geo.point import Box
from model.neutrality import Policy
from model.region import Region

DUISBURG = Region(
    ags="05112",
    name="Duisburg",
    slug="duisburg",
    box=Box(6.62, 51.33, 6.83, 51.56),
    land="NW",
    languages=("de", "en", "tr"),
    policy=Policy(frozenset({"A"}), frozenset({"verified"})),
    imprint={"body": "Stadt", "phone": ""},
    bureau={"name": "Bildungsbüro"},
    accessibility={"status": "partial"},
    school_holidays=((date(2026, 7, 20), date(2026, 9, 1)),),
)
OUTLINE = '{"type":"Point","coordinates":[6.7,51.4]}'


def test_a_region_comes_back_as_it_was_saved(store):
    with store.write("me", "new") as writer:
        assert writer.save_region(DUISBURG, OUTLINE) == "new"
    assert store.region("05112") == store.region("duisburg") == DUISBURG
    assert store.boundary("05112") == OUTLINE
    assert store.region("moers") is None and store.boundary("05999") is None


def test_saving_a_region_again_changes_only_what_is_different(store):
    with store.write("me", "new") as writer:
        writer.save_region(DUISBURG, OUTLINE)
    with store.write("me", "same") as writer:
        assert writer.save_region(DUISBURG) == writer.save_region(DUISBURG, OUTLINE) == "same"
    assert store.version() == 1
    with store.write("me", "changed") as writer:
        assert writer.save_region(replace(DUISBURG, name="Duisburg am Rhein")) == "changed"
        assert writer.save_region(replace(DUISBURG, name="Duisburg am Rhein"), "{}") == "changed"
    assert store.region("05112").name == "Duisburg am Rhein"
    assert (store.boundary("05112"), store.version()) == ("{}", 2)


def test_regions_are_listed_by_name(store):
    with store.write("me", "new") as writer:
        for ags, name in (("05170", "Wesel"), ("05112", "Duisburg"), ("05334", "aachen")):
            writer.save_region(replace(DUISBURG, ags=ags, name=name, slug=name.lower()))
    assert [region.name for region in store.regions()] == ["aachen", "Duisburg", "Wesel"]
