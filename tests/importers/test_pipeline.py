"""The way of a record from the file to an offer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.live import LiveGeocoder
from importers import spreadsheet
from importers.base import ImportRefused, Note, Options, Reject
from importers.clean.offer import Cleaner
from importers.columns import EXTRA, TEMPLATE
from importers.locate import SAME_ADDRESS, Locator
from importers.pipeline import Columns, Ready, Step, run
from model.region import Region

Run = Callable[[Path], list[Step]]


@pytest.fixture
def steps(cleaner: Cleaner, geocoder: LiveGeocoder, region: Region) -> Run:
    """Run a file through the whole pipeline."""

    def through(path: Path) -> list[Step]:
        return list(run(spreadsheet, path, Options(), cleaner, Locator(geocoder, region.box)))

    return through


def names(found: list[Step]) -> list[str]:
    return [step.cleaned.offer.name for step in found if isinstance(step, Ready)]


def test_records_become_offers_with_points(steps: Run, table: Callable[..., Path]) -> None:
    path = table("Kennung;Name;Straße;PLZ;Ort;Notiz", "1;Rat;Musterallee 12;47051;Duisburg;x")
    found = steps(path)
    (ready,) = [step for step in found if isinstance(step, Ready)]
    place = ready.cleaned.offer.place
    assert place is not None
    assert place.precision == "house"
    (columns,) = [step for step in found if isinstance(step, Columns)]
    assert columns.unmapped == ("Notiz",)


def test_a_second_row_with_the_same_key_names_the_line_of_the_first(steps: Run, table: Callable[..., Path]) -> None:
    found = steps(table("Kennung;Name", "1;Rat", "2;Kurs", "1;Tat"))
    assert [step for step in found if isinstance(step, Reject)] == [
        Reject(4, "1", "The same key is already used in line 2.")
    ]
    assert names(found) == ["Rat", "Kurs"]


def test_equal_rows_without_keys_are_one_offer(steps: Run, table: Callable[..., Path]) -> None:
    found = steps(table("Name;Ort", "Rat;Moers", "Rat;Moers", "Rat;Wesel"))
    assert names(found) == ["Rat", "Rat"]
    assert any(isinstance(step, Reject) and step.line == 3 for step in found)


def test_a_point_given_later_in_the_file_helps_earlier_rows(steps: Run, table: Callable[..., Path]) -> None:
    found = steps(
        table("Kennung;Name;Straße;Ort;Breite;Länge", "1;Rat;Hofweg 4;Duisburg;;", "2;Tat;Hofweg 4;Duisburg;51,43;6,76")
    )
    by_name = {step.cleaned.offer.name: step.cleaned.offer.place for step in found if isinstance(step, Ready)}
    assert by_name["Rat"] is not None
    assert by_name["Rat"].point_source == SAME_ADDRESS
    assert by_name["Rat"].precision == "house"


def test_a_broken_line_does_not_stop_the_rest(steps: Run, table: Callable[..., Path]) -> None:
    found = steps(table("Kennung;Name;Ort", '1;"offen;Moers', "2;;Moers", "3;Rat;Moers"))
    assert names(found) == ["Rat"]
    assert sorted(step.line for step in found if isinstance(step, Reject)) == [2, 3]
    assert all(isinstance(step, (Ready, Reject, Note, Columns)) for step in found)


anything = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
printed = st.characters(exclude_categories=["Cc", "Cs"])
cells = st.text(printed, max_size=15) | st.sampled_from(
    ["ja", "51,43", "6.76", "47051", "Mo 9-12", "Studium", "01.02.2026", "0203 1"]
)


@anything
@given(content=st.binary(max_size=2000), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_any_file_is_read_or_refused_in_words(steps: Run, tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"irgendwas{suffix}"
    path.write_bytes(content)
    try:
        steps(path)
    except ImportRefused as refused:
        assert path.name in str(refused)


@anything
@given(rows=st.lists(st.lists(cells, min_size=len(TEMPLATE | EXTRA), max_size=len(TEMPLATE | EXTRA)), max_size=4))
def test_any_cells_under_our_headings_become_offers_or_rejections(
    steps: Run, tmp_path: Path, rows: list[list[str]]
) -> None:
    path = tmp_path / "liste.csv"
    quoted = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    lines = [";".join(TEMPLATE | EXTRA), *quoted, "letzte;Rat;Stadt"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    assert "Rat" in names(steps(path))
