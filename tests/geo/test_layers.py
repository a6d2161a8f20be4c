"""Layers: reading tables of places, and saying plainly which line is wrong."""

from pathlib import Path

import pytest

from geo.layers import (
    GazetteerError,
    KnownAddress,
    address_layer,
    city_radius_m,
    germany_layer,
    places_layer,
    read_districts,
    read_places,
)
from geo.point import Point

GERMANY = """name,lat,lon,population,ags,kind,aliases
Duisburg,51.4,6.8,504358,05112,city,
Marxloh,51.5,6.76,17000,05112,place,
Moers,51.45,6.63,104000,05170,city,
Wesel,51.66,6.62,60000,05170,town,
Hülsdonk,51.44,6.6,,05170,place,
Mülheim an der Ruhr,51.4,6.9,173050,05117,city,Mülheim|Mulheim
"""
DUISBURG = """name,kind,lat,lon,source,radius_m,parent
Marxloh,district,51.50194,6.75694,somewhere,1500,Hamborn
Hamborn,borough,51.50103,6.77358,elsewhere,3200,Duisburg
47051,postcode,51.43376,6.76731,elsewhere,1800,Duisburg
Duisburg,alias,51.43472,6.7625,somewhere,10600,
"""


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_towns_come_with_population_radius_and_aliases(tmp_path: Path) -> None:
    entries = {entry.name: entry for entry in read_places(written(tmp_path, GERMANY))}
    town = entries["Mülheim an der Ruhr"]
    assert town.aliases == ("Mülheim", "Mulheim")
    assert (town.city, town.population, town.ags) == ("Mülheim an der Ruhr", 173_050, "05117")
    assert 4_000 < town.radius_m < 6_000


def test_a_part_belongs_to_the_only_town_of_its_district_and_to_none_where_there_are_several(tmp_path: Path) -> None:
    entries = {entry.name: entry for entry in read_places(written(tmp_path, GERMANY))}
    assert entries["Marxloh"].city == "Duisburg"
    assert entries["Hülsdonk"].city == ""
    assert entries["Hülsdonk"].population is None


def test_parts_of_a_city_are_told_their_city_through_their_borough(tmp_path: Path) -> None:
    entries = {entry.name: entry for entry in read_districts(written(tmp_path, DUISBURG))}
    assert {entry.city for entry in entries.values()} == {"Duisburg"}
    assert entries["Duisburg"].kind == "city"
    assert entries["Marxloh"].radius_m == 1500


def test_parents_that_name_each_other_do_not_turn_forever(tmp_path: Path) -> None:
    table = "name,kind,lat,lon,parent\nA,district,51,6,B\nB,borough,51,6,A\n"
    assert len(list(read_districts(written(tmp_path, table)))) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Marxloh,district,nord,6.7,x,1,", "table.csv, line 2: 'nord' is no number."),
        ("Marxloh,district,nan,6.7,x,1,", "table.csv, line 2: 'nan' is no number."),
        ("Marxloh,district,151,6.7,x,1,", "table.csv, line 2: The latitude 151.0 is outside the earth"),
        ("Marxloh,quadrant,51,6.7,x,1,", "table.csv, line 2: the kind 'quadrant' is none of city, town"),
        (",district,51,6.7,x,1,", "table.csv, line 2: the place has no name."),
    ],
)
def test_a_broken_line_is_refused_with_its_number(tmp_path: Path, line: str, sentence: str) -> None:
    table = written(tmp_path, f"name,kind,lat,lon,source,radius_m,parent\n{line}\n")
    with pytest.raises(GazetteerError) as refused:
        list(read_districts(table))
    assert sentence in str(refused.value)


def test_a_table_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"table.csv has no column lon\."):
        list(read_districts(written(tmp_path, "name,kind,lat\nMarxloh,district,51\n")))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"germany.csv is missing"):
        list(read_places(tmp_path / "germany.csv"))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(GERMANY.encode("latin-1"))
    with pytest.raises(GazetteerError, match=r"table.csv is not UTF-8"):
        list(read_places(path))


def test_every_layer_names_its_licence_and_whom_to_thank(tmp_path: Path) -> None:
    germany = germany_layer(written(tmp_path, GERMANY, "germany.csv"))
    duisburg = places_layer(written(tmp_path, DUISBURG, "duisburg.csv"))
    offers = address_layer([KnownAddress("Steinsche Gasse", "26", "47051", "Duisburg", "", Point(51.4, 6.7), "house")])
    assert "GeoNames" in germany.attribution
    assert duisburg.name == "duisburg"
    assert duisburg.attribution == "somewhere; elsewhere"
    assert all(layer.licence and layer.attribution and layer.title for layer in (germany, duisburg, offers))


def test_a_bigger_town_reaches_further_within_limits() -> None:
    assert city_radius_m(None) == city_radius_m(100) == 1_000
    assert 8_000 < city_radius_m(500_000) < 9_000
    assert city_radius_m(3_600_000) == 20_000
