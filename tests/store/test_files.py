from datetime import date
from pathlib import Path

import pytest

from geo.point import Box
from store import StoreError
from store.files import load_boundaries, load_region, load_vocabulary

DATA = Path(__file__).resolve().parents[2] / "data"
HEAD = "slug,label_de,label_en,explanation_de,synonyms_de"
REGION = '[region]\nags = "05112"\nname = "Duisburg"\nslug = "duisburg"\nbox = [6.6, 51.3, 6.9, 51.6]\n'


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_vocabularies_are_read():
    vocabulary = load_vocabulary(DATA / "vocabulary")
    assert {"topics", "phases", "audiences", "languages", "formats", "costs", "funding"} <= vocabulary.lists.keys()
    assert "phone" in vocabulary.remote_formats and "in_person" not in vocabulary.remote_formats
    assert vocabulary.label("languages", "de") == "Deutsch"


def test_all_columns_of_a_vocabulary_are_understood(tmp_path):
    write(tmp_path / "funding.csv", f"{HEAD},short_de,order,own_name,remote,valid_from,valid_to,land,source\n"
          "b,Beta,Beta,,,,2,,,,,,\n"
          'a,Alpha,Alpha,"Erst, dann","eins | zwei|",A,1,Own,yes,2026-01-01,2026-12-31,NW,ignored\n')  # fmt: skip
    terms = load_vocabulary(tmp_path).terms("funding")
    assert list(terms) == ["a", "b"]
    alpha = terms["a"]
    assert (alpha.explanation_de, alpha.synonyms_de) == ("Erst, dann", ("eins", "zwei"))
    assert (alpha.short_de, alpha.own_name, alpha.remote, alpha.land) == ("A", "Own", True, "NW")
    assert (alpha.valid_from, alpha.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert terms["b"].remote is False and terms["b"].valid_to is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slug,label_de\na,A\n", "topics.csv, line 1: the column label_en is missing"),
        (f"{HEAD}\na,A,A,,\n,B,B,,\n", "topics.csv, line 3, column slug: it must not be empty"),
        (f"{HEAD}\na,A,A,,\na,B,B,,\n", "topics.csv, line 3, column slug: 'a' occurs for the second time"),
        (f"{HEAD}\na,A,A,,,,\n", "topics.csv, line 2: there are more cells than columns"),
        (
            f"{HEAD},remote\na,A,A,,,vielleicht\n",
            "topics.csv, line 2, column remote: 'vielleicht' is neither yes nor no",
        ),
        (f"{HEAD},valid_to\na,A,A,,,31.3.2026\n", "topics.csv, line 2, column valid_to: '31.3.2026' is no date"),
        (f"{HEAD},order\na,A,A,,,first\n", "topics.csv, line 2, column order: 'first' is no whole number"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_file_line_and_column(tmp_path, text, sentence):
    write(tmp_path / "topics.csv", text)
    with pytest.raises(StoreError) as refused:
        load_vocabulary(tmp_path)
    assert sentence in str(refused.value)


def test_a_vocabulary_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "topics.csv").write_bytes(f"{HEAD}\na,Förderung,A,,\n".encode("latin-1"))
    with pytest.raises(StoreError, match=r"topics\.csv is no CSV file in UTF-8"):
        load_vocabulary(tmp_path)


def test_a_folder_without_vocabularies_is_refused(tmp_path):
    with pytest.raises(StoreError, match="There are no vocabularies"):
        load_vocabulary(tmp_path / "none")


def test_the_shipped_region_is_read():
    region = load_region(DATA / "regions" / "05112.toml")
    assert (region.ags, region.name, region.slug, region.land) == ("05112", "Duisburg", "duisburg", "NW")
    assert region.box.west < 6.76 < region.box.east


def test_all_sections_of_a_region_are_understood(tmp_path):
    text = (
        'school_holidays = [["2026-07-20", "2026-09-01"], [2026-10-17, 2026-10-31]]\n'
        + REGION
        + 'land = "NW"\nlanguages = ["de"]\n[neutral]\ngrades = ["A"]\nevidence = ["verified"]\n'
        + '[imprint]\nbody = "Stadt"\n[bureau]\nname = "Büro"\n'
        + '[accessibility_statement]\nstatus = "partial"\n'
    )
    region = load_region(write(tmp_path / "r.toml", text))
    assert region.box == Box(6.6, 51.3, 6.9, 51.6)
    assert (region.languages, region.zone, region.policy.grades) == (("de",), "Europe/Berlin", frozenset({"A"}))
    assert (region.imprint, region.bureau) == ({"body": "Stadt"}, {"name": "Büro"})
    assert region.accessibility == {"status": "partial"}
    assert region.school_holidays == (
        (date(2026, 7, 20), date(2026, 9, 1)),
        (date(2026, 10, 17), date(2026, 10, 31)),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[region", "r.toml is no TOML file"),
        ("", "r.toml, [region], ags: it must be text in quotes"),
        (REGION.replace('"05112"', "5112"), "r.toml, [region], ags: it must be text in quotes"),
        (REGION.replace("6.6,", ""), "r.toml, [region], box: it must be [west, south, east, north]"),
        (
            REGION.replace("51.3", "55.3"),
            "r.toml, [region], box: it must be [west, south, east, north]: The box is upside",
        ),
        (REGION + '[neutral]\ngrades = ["A", "Z"]\n', "r.toml, [neutral]: A region cannot count Z as neutral"),
        (REGION + '[neutral]\ngrades = "A"\n', "r.toml, [neutral], grades: it must be a list of texts"),
        (REGION + "[imprint]\nphone = 203\n", "r.toml, [imprint], phone: 203 must be text in quotes"),
        ('bureau = "x"\n' + REGION, "r.toml: [bureau] must be a section"),
        ('school_holidays = [["2026-07-20"]]\n' + REGION, "r.toml, school_holidays, 1:"),
        ("school_holidays = [[2026-07-20, 2026-07-01]]\n" + REGION, "school_holidays, 1: it ends before it begins"),
    ],
)
def test_a_wrong_region_is_refused_with_file_and_field(tmp_path, text, sentence):
    with pytest.raises(StoreError) as refused:
        load_region(write(tmp_path / "r.toml", text))
    assert sentence in str(refused.value)


def test_the_shipped_boundaries_are_read():
    areas = load_boundaries(DATA / "boundaries" / "kreise.geojson")
    duisburg = areas["05112"]
    assert len(areas) == 400
    assert (duisburg.name, duisburg.kind, duisburg.land) == ("Duisburg", "Kreisfreie Stadt", "05")
    assert duisburg.box.contains(duisburg.box.centre) and duisburg.geometry.startswith('{"type":')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "b.geojson is no GeoJSON with features"),
        ("{}", "b.geojson is no GeoJSON with features"),
        ('{"features":[{"properties":{},"geometry":null}]}', "b.geojson, feature 1:"),
        (
            '{"features":[{"properties":{"ags":"1"},"geometry":{"coordinates":[[7,51]]}}]}',
            "b.geojson, feature 1: KeyError",
        ),
    ],
)
def test_wrong_boundaries_are_refused_with_file_and_feature(tmp_path, text, sentence):
    with pytest.raises(StoreError) as refused:
        load_boundaries(write(tmp_path / "b.geojson", text))
    assert sentence in str(refused.value)


@pytest.mark.parametrize("load", [load_region, load_boundaries])
def test_a_missing_file_is_named(tmp_path, load):
    with pytest.raises(StoreError, match=r"none\.toml cannot be read"):
        load(tmp_path / "none.toml")
