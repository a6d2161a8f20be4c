"""Setting regions up from their key, and from polygon files."""

import json

import pytest

from actions.add_region import AddRegionRefused, Wanted, add_region, mended_ags
from config import ROOT
from store import open_store
from store.files import load_boundaries, load_countries

DATA = ROOT / "data"


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True)
    yield store
    store.close()


def test_every_shipped_district_can_be_set_up(store):
    keys = list(load_boundaries(DATA / "boundaries" / "kreise.geojson"))
    regions = [add_region(store, DATA, Wanted(ags))[0] for ags in keys]
    assert len({region.slug for region in regions}) == len(keys) == 400
    assert all(region.land and region.name and store.boundary(region.ags) for region in regions)
    assert {region.ags for region in store.regions()} == set(keys)


@pytest.mark.parametrize(
    ("typed", "ags"),
    [("05112", "05112"), ("5112", "05112"), ("05112000", "05112"), ("5112000", "05112"), (" 05112 ", "05112"),
     ("051120000000", "05112"), ("05154036", "05154036"), ("03152", "03159"), ("03156", "03159"), ("16056", "16063")],
)  # fmt: skip
def test_a_key_is_mended(typed, ags):
    assert mended_ags(typed, load_countries(DATA / "countries.toml")["DE"].merged) == ags


@pytest.mark.parametrize("typed", ["", "123", "05112x", "9911200", "-5112", "K"])
def test_what_is_no_key_is_refused(store, typed):
    with pytest.raises(AddRegionRefused, match="AGS"):
        add_region(store, DATA, Wanted(typed))


@pytest.mark.parametrize(
    ("ags", "name", "slug"),
    [("05112", "Duisburg", "duisburg"), ("05515", "Münster", "muenster"), ("09162", "München", "muenchen"),
     ("09184", "Landkreis München", "kreis-muenchen"), ("08111", "Stuttgart", "stuttgart"),
     ("05154", "Kreis Kleve", "kreis-kleve"), ("11000", "Berlin", "berlin")],
)  # fmt: skip
def test_a_region_has_its_full_name_and_a_short_address(store, ags, name, slug):
    region, _ = add_region(store, DATA, Wanted(ags))
    assert (region.name, region.slug) == (name, slug)


@pytest.mark.parametrize(("typed", "ags"), [("Münster", "05515"), ("kreis kleve", "05154"), (" Bayreuth ", None)])
def test_a_district_is_found_by_its_name_and_two_of_a_name_are_asked_back(store, typed, ags):
    if ags is None:
        with pytest.raises(AddRegionRefused, match=r"Several districts .*\(09462\).*\(09472\)|\(09472\).*\(09462\)"):
            add_region(store, DATA, Wanted(typed))
    else:
        assert add_region(store, DATA, Wanted(typed))[0].ags == ags


def test_an_unknown_name_is_answered_with_those_like_it(store):
    with pytest.raises(AddRegionRefused, match=r"Did you mean .*Oldenburg"):
        add_region(store, DATA, Wanted("Oldenbur"))


def test_a_key_begins_with_a_country_we_know(store):
    with pytest.raises(AddRegionRefused, match="at- for Österreich"):
        add_region(store, DATA, Wanted("xy-30101"))


def test_a_group_of_districts_is_one_region_without_gaps(store):
    region, _ = add_region(store, DATA, Wanted("de-rhein-ruhr-west", name="Rhein-Ruhr West", members=("05112", "5117")))
    outline = json.loads(store.boundary(region.ags))
    assert (region.slug, region.land, outline["type"]) == ("rhein-ruhr-west", "NW", "Polygon")
    assert region.box.west < 6.7 and region.box.east > 6.9
    with pytest.raises(AddRegionRefused, match="name of its own"):
        add_region(store, DATA, Wanted("de-a", members=("05112",)))
    with pytest.raises(AddRegionRefused, match="no outline of 05112999"):
        add_region(store, DATA, Wanted("de-a", name="A", members=("05112999",)))


def test_a_municipality_abroad_comes_from_openstreetmap_by_its_name(store, shared_data):
    map_file = shared_data / "osm" / "liechtenstein.osm.pbf"
    region, _ = add_region(store, DATA, Wanted("li-vaduz", boundaries=map_file, name="Vaduz"))
    assert (region.ags, region.slug, region.zone, region.country.code) == ("li-vaduz", "vaduz", "Europe/Vaduz", "LI")
    assert region.box.west == pytest.approx(9.49, abs=0.02) and region.box.north == pytest.approx(47.18, abs=0.03)
    with pytest.raises(AddRegionRefused, match="none called 'Feldkirch'"):
        add_region(store, DATA, Wanted("li-x", boundaries=map_file, name="Feldkirch"))


def test_setting_up_again_changes_nothing(store):
    first, outcome = add_region(store, DATA, Wanted("05515"))
    again, repeated = add_region(store, DATA, Wanted("05515"))
    assert (outcome, repeated) == ("set up", "set up already") and first == again


def test_a_committed_region_keeps_its_own_rules(store):
    region, _ = add_region(store, DATA, Wanted("05112"))
    assert region.name == "Duisburg" and region.bureau["name"] == "Bildungsbüro"


def test_any_polygon_file_in_any_coordinates_makes_a_region(store, shared_data):
    shapes = shared_data / "boundaries" / "VG5000_KRS.shp"  # Gauss-Krüger, not degrees
    region, _ = add_region(store, DATA, Wanted("05515", boundaries=shapes))
    assert region.name == "Münster"
    assert region.box.west == pytest.approx(7.47, abs=0.05) and region.box.south == pytest.approx(51.84, abs=0.05)


def test_a_municipality_comes_from_a_finer_file(store, shared_data):
    finer = shared_data / "boundaries" / "vg250_2017_nrw_gemeinden.geojson"
    region, _ = add_region(store, DATA, Wanted("05154036", boundaries=finer))
    assert region.name == "Kleve" and region.land == "NW" and region.ags == "05154036"


def square(**properties):
    ring = [[6, 51], [7, 51], [7, 52], [6, 52], [6, 51]]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": properties}


def written(tmp_path, *features):
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def test_a_file_without_keys_is_one_area_and_needs_a_name(store, tmp_path):
    path = written(tmp_path, square(colour="green"))
    with pytest.raises(AddRegionRefused, match="--name"):
        add_region(store, DATA, Wanted("05999", boundaries=path))
    region, _ = add_region(store, DATA, Wanted("05999", boundaries=path, name="Drei Städte"))
    assert region.slug == "drei-staedte" and region.box.east == 7


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([square(AGS="01001")], "no area whose AGS is 05112"),
        ([], "holds no areas"),
        ([{"type": "Feature", "geometry": {"type": "Point", "coordinates": [6, 51]}, "properties": {}}], "Point"),
    ],
)
def test_a_file_that_holds_no_such_area_is_refused(store, tmp_path, features, words):
    with pytest.raises(AddRegionRefused, match=words):
        add_region(store, DATA, Wanted("05112", boundaries=written(tmp_path, *features)))


def test_a_file_that_is_no_map_is_refused(store, tmp_path):
    path = tmp_path / "letter.geojson"
    path.write_text("Sehr geehrte Damen und Herren")
    with pytest.raises(AddRegionRefused, match="letter.geojson"):
        add_region(store, DATA, Wanted("05112", boundaries=path))


def test_a_region_is_never_called_like_a_room_of_the_application(store, tmp_path):
    outline = {"type": "Polygon", "coordinates": [[[6, 51], [7, 51], [7, 52], [6, 51]]]}
    borders = tmp_path / "konto.geojson"
    borders.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": outline}), encoding="utf-8")
    region, _ = add_region(store, DATA, Wanted("99001", boundaries=borders, name="Konto"))
    assert region.slug == "99001-konto"
