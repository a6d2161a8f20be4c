"""Points of postcodes, with their traps."""

from pathlib import Path

import pytest

from geo.layers import Entry
from geo.point import Point
from geo.sources import recognise
from geo.sources.base import Options, Rejected

HEAD = "country_code,zipcode,place,state,state_code,province,province_code,community,community_code,latitude,longitude"


def row(code: str, place: str, lat: float, lon: float, state: str = "NW", town: str = "", country: str = "DE") -> str:
    return f"{country},{code},{place},Land,{state},Bezirk,1,{town},05112,{lat},{lon}"


@pytest.fixture
def read(tmp_path: Path):
    def run(*rows: str, mark: str = ",", head: str = HEAD) -> dict[str, Entry | Rejected]:
        path = tmp_path / "codes.csv"
        lines = [head, *rows] if head else rows
        path.write_text("\n".join(line.replace(",", mark) for line in lines), encoding="utf-8")
        found = recognise(path).read(path, Options())
        return {one.name if isinstance(one, Entry) else f"line {one.line}": one for one in found}

    return run


def test_a_postcode_is_one_place(read) -> None:
    found = read(row("47051", "Musterstadt", 51.5, 6.75, town='"Musterstadt, Stadt"'))
    assert found == {"47051": Entry("47051", "postcode", Point(51.5, 6.75), 4000.0, "Musterstadt", ags="05112")}


@pytest.mark.parametrize("head", [HEAD, ""])
def test_the_dump_of_a_country_reads_the_same(read, head: str) -> None:
    found = read(row("47051", "Musterstadt", 51.5, 6.75) + ",4", mark="\t", head=head and HEAD + ",accuracy")
    assert found["47051"].city == "Musterstadt"


def test_big_customers_of_the_german_post_are_no_places(read) -> None:
    found = read(row("47044", "Muster AG Zahlstelle", 51.5, 6.75, "07"), row("47051", "Musterstadt", 51.5, 6.75))
    assert found["line 2"].reason == (
        "The postcode 47044 belongs to a customer of the post (Muster AG Zahlstelle), not to a place."
    )
    assert found["47051"].radius_m == 4000


def test_elsewhere_a_state_may_have_a_number(read) -> None:
    found = read(row("7000", "Musterdorf", 47.8, 16.5, "01", "Musterdorf", "AT"))
    assert (found["7000"].city, found["7000"].ags) == ("Musterdorf", "")


def test_a_point_that_several_postcodes_share_says_little(read) -> None:
    rows = [row(f"4713{number}", "Musterstadt", 51.5, 6.75) for number in range(3)]
    assert {one.radius_m for one in read(*rows).values()} == {12_000}
    assert {one.radius_m for one in read(*rows[:2]).values()} == {6_000}
    assert {one.radius_m for one in read(*rows[:1], rows[0]).values()} == {4_000}


def test_a_postcode_of_several_places_reaches_over_all_of_them(read) -> None:
    rows = [row("15848", name, lat, 14.0) for name, lat in (("Eins", 52.0), ("Zwei", 52.1), ("Drei", 52.3))]
    one = read(*rows)["15848"]
    assert (one.point, one.city) == (Point(52.1, 14.0), "")
    assert one.radius_m == pytest.approx(4000 + 22_250, abs=20)


@pytest.mark.parametrize(
    ("places", "town", "city"),
    [
        (["Aarau 1"], "", "Aarau"),
        (["Wien, Liesing"], "Wien", "Wien"),
        (["Musterstadt", "Musterstadt Nord"], "Musterstadt, Stadt", "Musterstadt"),
        (["Eins", "Zwei"], "Landkreis Muster", ""),
        (["Eins", "Zwei"], "", ""),
    ],
)
def test_the_town_of_a_postcode_is_said_only_where_it_is_one(read, places: list[str], town: str, city: str) -> None:
    rows = [row("47051", f'"{place}"', 51.5, 6.75, town=f'"{town}"') for place in places]
    assert read(*rows)["47051"].city == city


def test_broken_lines_are_named(read) -> None:
    found = read(row("47051", "A", 51.5, 6.75), row("", "B", 51.5, 6.75), row("47052", "C", 0, 0), "DE,47053,D",
                 row("47054", "A, B", 51.5, 6.75))  # fmt: skip
    assert {name: one.reason for name, one in found.items() if isinstance(one, Rejected)} == {
        "line 3": "The line has no postcode.", "line 4": "The coordinates are 0/0, which stands for none.",
        "line 5": "The line has 3 columns instead of 11.", "line 6": "The line has 12 columns instead of 11.",
    }  # fmt: skip


def test_opengeodb_has_the_longitude_first(read) -> None:
    found = read("1,01067,13.72,51.06,Musterstadt", "2,01069,,,Anderswo", mark="\t", head="#loc_id,plz,lon,lat,Ort")
    assert found["01067"] == Entry("01067", "postcode", Point(51.06, 13.72), 4000.0, "Musterstadt")
    assert found["line 3"] == Rejected(3, "The line has no coordinates, or none that can be read.")
