"""The importer for OpenStreetMap: what it takes, what it refuses, and that the real extracts go through."""

import bz2
import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.point import Box
from importers import openstreetmap
from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.osm_tags import floor_of, sort_of
from model.draft import Draft

GOLDEN = Path(__file__).resolve().parent / "openstreetmap"
Answer = Callable[..., Path]


def node(number: int, /, lat: float = 51.43, lon: float = 6.75, **tags: str) -> dict[str, Any]:
    return {"type": "node", "id": number, "lat": lat, "lon": lon, "tags": tags}


SCHOOL = node(1, amenity="school", name="Schule am Probeplatz")


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """Write an answer of an Overpass server."""

    def write(*elements: Any, **more: Any) -> Path:
        path = tmp_path / "antwort.json"
        whole = {"version": 0.6, "generator": "Overpass API", "osm3s": {}, "elements": list(elements), **more}
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    return write


def pieces(path: Path, options: Options = Options()) -> list[Piece]:  # noqa: B008 - frozen
    return list(openstreetmap.read(path, options))


def drafts(path: Path) -> dict[str, Draft]:
    made = [openstreetmap.draft(piece) for piece in pieces(path) if isinstance(piece, Record)]
    return {draft.ref: draft for draft in made if isinstance(draft, Draft)}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same extract in every form in which extracts come."""
    import osmium

    folder = tmp_path_factory.mktemp("auszug")
    plain = (GOLDEN / "auszug.osm").read_bytes()
    written = {"osm": plain, "osm.gz": gzip.compress(plain), "osm.bz2": bz2.compress(plain)}
    paths = {form: folder / f"auszug.{form}" for form in (*written, "osm.pbf")}
    for form, raw in written.items():
        paths[form].write_bytes(raw)
    with osmium.SimpleWriter(str(paths["osm.pbf"])) as writer:
        for one in osmium.FileProcessor(str(GOLDEN / "auszug.osm")):
            writer.add(one)
    return paths


@pytest.mark.parametrize("form", ["osm", "osm.gz", "osm.bz2", "osm.pbf"])
def test_an_extract_is_the_same_in_every_form(forms: dict[str, Path], form: str) -> None:
    assert openstreetmap.recognise(Sample.of(forms[form]))
    assert drafts(forms[form]) == drafts(GOLDEN / "auszug.osm")
    assert len(drafts(forms[form])) == 4


def test_the_name_of_a_file_does_not_matter(forms: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "karte.dat"
    path.write_bytes(forms["osm.pbf"].read_bytes())
    assert openstreetmap.recognise(Sample.of(path)) and len(drafts(path)) == 4


@pytest.mark.parametrize(
    "head",
    [b"", b"{}", b'{"elements": []}', b"\x1f\x8b\x00\x00", b"\x1f\x8b", b"BZh9", b"Name;Ort",
     gzip.compress(b"<kml/>", mtime=0), b'{"type": "FeatureCollection"}'],
)  # fmt: skip
def test_other_files_are_left_to_others(head: bytes) -> None:
    assert not openstreetmap.recognise(Sample("datei.osm", head))


def test_who_mapped_it_is_not_even_read() -> None:
    for path in GOLDEN.glob("a*"):
        told = [piece for piece in pieces(path) if isinstance(piece, Record)]
        assert told and "Kartenfuchs" not in repr(told) and "Frau Beispiel" not in repr(told)


@pytest.mark.parametrize(
    "remark",
    ['runtime error: Query timed out in "query" at line 4 after 2 seconds.', "runtime error: Query run out of memory"],
)
def test_an_answer_that_the_server_did_not_finish_is_refused(answer: Answer, remark: str) -> None:
    with pytest.raises(ImportRefused, match=r"antwort\.json is incomplete; the server wrote: runtime error"):
        pieces(answer(SCHOOL, remark=remark))


def test_another_remark_is_told(answer: Answer) -> None:
    told = pieces(answer(SCHOOL, remark="please mind the licence"))
    assert Note(0, "The server remarks: please mind the licence") in told and len(told) == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("generator", ["Overpass API", "other"])
def test_the_same_remark_in_xml_is_refused(tmp_path: Path, generator: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "antwort.osm"
    path.write_bytes(pack(
        f'<osm version="0.6" generator="{generator}"><node id="1" lat="51" lon="6"/>'
        "<remark> runtime error: Query timed out </remark></osm>".encode()
    ))  # fmt: skip
    with pytest.raises(ImportRefused, match="the server wrote: runtime error: Query timed out"):
        pieces(path)


def test_an_answer_without_objects_is_no_reason_to_forget_any(answer: Answer) -> None:
    with pytest.raises(ImportRefused, match="without any object"):
        pieces(answer())


def test_a_cut_off_answer_is_refused(answer: Answer) -> None:
    path = answer(SCHOOL, SCHOOL)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ImportRefused, match="cut off in line 1"):
        pieces(path)
    whole = (GOLDEN / "antwort.osm").read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.raises(ImportRefused, match="cut off or damaged"):
        pieces(path)


@pytest.mark.parametrize("form", ["osm", "osm.gz", "osm.bz2", "osm.pbf"])
def test_a_cut_off_extract_is_refused(forms: dict[str, Path], tmp_path: Path, form: str) -> None:
    raw = forms[form].read_bytes()
    path = tmp_path / f"halb.{form}"
    path.write_bytes(raw[: len(raw) - 30])
    with pytest.raises(ImportRefused, match="cut off or damaged"):
        pieces(path)


def test_an_extract_without_relations_may_be_cut_off(tmp_path: Path) -> None:
    import osmium

    path = tmp_path / "halb.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for one in osmium.FileProcessor(str(GOLDEN / "auszug.osm"), osmium.osm.NODE | osmium.osm.WAY):
            writer.add(one)
    (told,) = [piece for piece in pieces(path) if isinstance(piece, Reject)]
    assert told.ends_early and "relations" in told.reason


def test_what_lies_outside_the_region_is_left_out(answer: Answer) -> None:
    box = Box(6.62, 51.33, 6.84, 51.56)
    path = answer(SCHOOL, node(2, lat=47.14, lon=9.52, amenity="school", name="Schule in Vaduz"))
    told = pieces(path, Options(box=box))
    assert [piece.ref for piece in told if isinstance(piece, Record)] == ["node/1"]
    assert Note(0, "1 objects lie outside the region; they were left out.") in told
    assert len(drafts(path)) == 2


def test_a_place_that_was_given_up_is_withdrawn(answer: Answer) -> None:
    gone = {"disused:amenity": "library", "name": "Alte Bücherei"}
    reused = {"disused:amenity": "library", "amenity": "school", "name": "Neue Schule"}
    found = drafts(answer(node(1, **gone), node(2, **reused), node(3, **{"was:amenity": "bank", "name": "Bank"})))
    assert {ref: draft.withdrawn for ref, draft in found.items()} == {"node/1": True, "node/2": False}


def test_absurd_positions_are_no_positions(answer: Answer) -> None:
    path = answer(node(1, lat=91.5, amenity="school", name="Nordpol"), {**SCHOOL, "id": 2, "lat": None})
    assert [draft.place.lat for draft in drafts(path).values()] == ["", ""]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"office": "employment_agency"}, "counselling"),
        ({"education": "guidance_counselling", "office": "educational_institution"}, "counselling"),
        ({"office": "educational_institution"}, "learning"),
        ({"education": "dancing_school"}, "learning"),
        ({"amenity": "kindergarten", "counselling": "no"}, "learning"),
        ({"amenity": "school;library"}, "learning"),
        ({"counselling:type": "education"}, "counselling"),
        ({"counselling": "yes", "healthcare": "counselling"}, ""),
        ({"healthcare": "counselling"}, ""),
        ({"amenity": "restaurant"}, ""),
        ({"office": "company"}, ""),
        ({"amenity": "social_facility", "social_facility": "outreach", "social_facility:for": "woman"}, "counselling"),
        ({"amenity": "social_facility", "social_facility": "outreach", "social_facility:for": "senior"}, ""),
        ({"amenity": "social_facility", "social_facility": "outreach"}, ""),
        ({"amenity": "social_facility", "social_facility": "shelter", "social_facility:for": "woman"}, ""),
        ({"social_facility": "outreach", "social_facility:for": "woman"}, ""),
    ],
)
def test_what_counts_as_counselling_or_learning(tags: dict[str, str], kind: str) -> None:
    sort = sort_of(tags)
    assert (sort.kind if sort else "") == kind


@pytest.mark.parametrize(
    ("level", "words"),
    [("0", "Erdgeschoss"), ("2", "2. Obergeschoss"), ("-1", "1. Untergeschoss"),
     ("0;1", "Erdgeschoss, 1. Obergeschoss"), ("0.5", ""), ("", ""), ("oben", ""), ("0-2", "")],
)  # fmt: skip
def test_floors_in_words(level: str, words: str) -> None:
    assert floor_of(level) == words


@pytest.mark.parametrize(
    ("name", "counts", "nowhere"),
    [
        ("berlin-reinickendorf.osm.pbf", {"counselling": 1, "learning": 18, "rejected": 2}, []),
        # two universities whose outlines are not in the file
        ("heidelberg.osm.pbf", {"learning": 52, "rejected": 9}, ["relation/2560347", "relation/6743661"]),
        ("bayreuth-nord.osm.gz", {"learning": 3}, []),
        ("dreieich.osm.pbf", {"learning": 6, "rejected": 1}, []),
        ("liechtenstein.osm.pbf", {"learning": 20, "rejected": 11}, []),
    ],
)
def test_real_extracts(shared_data: Path, name: str, counts: dict[str, int], nowhere: list[str]) -> None:
    told = pieces(shared_data / "osm" / name)
    made = [openstreetmap.draft(piece) for piece in told if isinstance(piece, Record)]
    assert Counter(one.kind if isinstance(one, Draft) else "rejected" for one in made) == counts
    assert len(made) == len(told)
    assert [one.ref for one in made if isinstance(one, Draft) and not one.place.lat] == nowhere
    assert all("has no name" in one.reason for one in made if isinstance(one, Reject))


def test_recorded_answers_of_overpass(shared_data: Path) -> None:
    for path in sorted((shared_data / "overpass").glob("*.json")):
        assert openstreetmap.recognise(Sample.of(path))
        if "runtime-error" in path.name:
            with pytest.raises(ImportRefused, match="timed out"):
                pieces(path)
        else:
            assert [type(piece) for piece in pieces(path)] == [Note]
