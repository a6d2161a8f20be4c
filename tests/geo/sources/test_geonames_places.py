"""Places of GeoNames: towns by their size, parts of towns, places people go to, and nothing else."""

from pathlib import Path

import pytest

from geo.layers import Entry
from geo.point import Point
from geo.sources import geonames_places, recognise
from geo.sources.base import Options, Record, Rejected


def row(name: str, group: str = "P", code: str = "PPL", people: str = "0", lat: str = "51.4") -> str:
    around = ["DE", "", "07", "051", "05999", "05999000", people, "", "40", "Europe/Berlin", "2026-01-02"]
    cells = ["17", name, name, "", lat, "6.7", group, code, *around]
    return "\t".join(cells)


def read(tmp_path: Path, *rows: str) -> list[Record]:
    path = tmp_path / "DE.txt"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert recognise(path) is geonames_places
    return list(geonames_places.read(path, Options()))


@pytest.mark.parametrize(
    ("people", "kind"), [("300000", "city"), ("100000", "city"), ("99999", "town"), ("9999", "village"), ("0", "place")]
)
def test_a_place_is_called_by_its_size_and_unknown_is_no_size(tmp_path: Path, people: str, kind: str) -> None:
    (entry,) = read(tmp_path, row("Musterstadt", people=people))
    assert isinstance(entry, Entry)
    assert (entry.kind, entry.point, entry.ags) == (kind, Point(51.4, 6.7), "05999")
    assert entry.population == (int(people) or None)
    assert entry.city == ("" if kind == "place" else "Musterstadt")


@pytest.mark.parametrize(
    ("group", "code", "kind"),
    [("P", "PPLX", "district"), ("S", "LIBR", "library"), ("S", "RSTN", "station"), ("S", "SCH", "school")],
)
def test_parts_of_towns_and_places_people_go_to_keep_their_kind(
    tmp_path: Path, group: str, code: str, kind: str
) -> None:
    (entry,) = read(tmp_path, row("Musterort", group, code))
    assert isinstance(entry, Entry) and (entry.kind, entry.city) == (kind, "")


def test_what_nobody_would_look_for_is_left_out(tmp_path: Path) -> None:
    hill, ruin = row("Musterberg", "T", "MT"), row("Altdorf", "P", "PPLH")
    assert [one.name for one in read(tmp_path, hill, ruin, row("Dorf")) if isinstance(one, Entry)] == ["Dorf"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    good = [row(f"Ort {number}") for number in range(30)]
    records = read(tmp_path, *good, row("Nirgends", lat="951"), "17\tzu kurz", row("Ende"))
    rejected = [record for record in records if isinstance(record, Rejected)]
    assert [one.line for one in rejected] == [31, 32] or [one.line for one in rejected] == [32, 31]
    assert len(records) == 33
