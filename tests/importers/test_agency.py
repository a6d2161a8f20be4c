"""The importer for saved answers of the employment agency: its traps one by one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.point import Box
from importers import agency
from importers.agency_place import place_of
from importers.agency_words import day_of, formats_of, funding_of, price_of, span, topics_of
from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from model.draft import Draft, DraftPlace

GOLDEN = Path(__file__).resolve().parent / "agency"
Answer = Callable[..., Path]


def pieces(path: Path, box: Box | None = None) -> list[Piece]:
    return list(agency.read(path, Options(box=box)))


def drafts(path: Path) -> list[Draft]:
    made = [agency.draft(piece) for piece in pieces(path) if isinstance(piece, Record)]
    return [draft for draft in made if isinstance(draft, Draft)]


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """Write an answer with some courses."""

    def write(*courses: Any, **more: Any) -> Path:
        path = tmp_path / "antwort.json"
        path.write_text(json.dumps({"_embedded": {"termine": courses}, **more}), encoding="utf-8")
        return path

    return write


def course(number: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": number, "angebot": {"titel": f"Kurs {number}"}, "adresse": {}} | more


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1689544800000, "2023-07-17"),
        ("1689544800000", "2023-07-17"),
        (1700175600000, "2023-11-17"),
        (1711839600000, "2024-03-31"),
        ("2023-07-17T00:00:00+02:00", "2023-07-17"),
        (None, ""),
        ("", ""),
        (False, ""),
    ],
)
def test_a_day_is_the_local_midnight_of_its_milliseconds(value: Any, day: str) -> None:
    warned: list[str] = []
    assert (day_of(value, "The beginning", warned.append), warned) == (day, [])


@pytest.mark.parametrize("value", ["bald", 0, 1689544800, "17", -62135596800000, 99999999999999, "20230717"])
def test_what_is_no_day_is_named(value: Any) -> None:
    warned: list[str] = []
    assert day_of(value, "The beginning", warned.append) == ""
    assert len(warned) == 1 and "The beginning" in warned[0]


def test_from_when_until_when() -> None:
    assert span("2026-03-23", "2026-06-26") == "23.03.2026 bis 26.06.2026"
    assert span("2026-03-23", "") == "ab 23.03.2026" and span("", "2026-03-23") == "bis 23.03.2026"
    assert span("2026-03-23", "2026-03-23") == "23.03.2026" and span("", "") == ""


@pytest.mark.parametrize(
    ("value", "kind", "note"),
    [
        (None, "", ""),
        ("0.0", "", ""),
        (0, "", ""),
        ("nan", "", ""),
        ("-5", "", ""),
        ("1490.5", "paid", "1.490,50 EUR"),
        (980, "paid", "980,00 EUR"),
        ("1.234,50", "paid", "1.234,50 EUR"),
        ("1,234.50", "paid", "1.234,50 EUR"),
        ("auf Anfrage", "", "auf Anfrage"),
    ],
)
def test_a_price_is_paid_or_unknown_but_never_free(value: Any, kind: str, note: str) -> None:
    assert price_of({"kostenWert": value, "kostenWaehrung": "EUR"}, str) == (kind, note)


HERE = {"lat": 51.43, "lon": 6.76}
TOWN = {"plz": "47051", "name": "Duisburg", "land": {"laenderCode": "D"}}


@pytest.mark.parametrize(
    ("address", "place", "word"),
    [
        ({"ortStrasse": TOWN, "koordinaten": HERE}, ("47051", "Duisburg", "51.4300000"), ""),
        ({"ortStraße": TOWN, "koordinaten": HERE}, ("47051", "Duisburg", "51.4300000"), ""),
        ({"ortStrasse": {**TOWN, "koordinaten": HERE}}, ("47051", "Duisburg", "51.4300000"), ""),
        (
            {"ortStrasse": {**TOWN, "breitengrad": "51,43", "laengengrad": "6,76"}},
            ("47051", "Duisburg", "51.4300000"),
            "",
        ),
        ({"ortStrasse": TOWN, "koordinaten": {"lat": 6.76, "lon": 51.43}}, ("47051", "Duisburg", ""), "swapped"),
        ({"ortStrasse": TOWN, "koordinaten": {"lat": 0, "lon": 0.0}}, ("47051", "Duisburg", ""), "stand for nothing"),
        (
            {"ortStrasse": TOWN, "koordinaten": {"lat": 17.1853, "lon": 40.7733}},
            ("47051", "Duisburg", ""),
            "outside Germany",
        ),
        ({"ortStrasse": TOWN, "koordinaten": {"lat": 148.1, "lon": 200}}, ("47051", "Duisburg", ""), "outside Germany"),
        (
            {"ortStrasse": TOWN, "koordinaten": {"lat": "REDACTED", "lon": 6.7}},
            ("47051", "Duisburg", ""),
            "cannot be read",
        ),
        ({"ortStrasse": TOWN, "koordinaten": None}, ("47051", "Duisburg", ""), ""),
        ({"ortStrasse": {"plz": 1067, "name": "Dresden"}}, ("01067", "Dresden", ""), ""),
        ({"ortStrasse": {"plz": "1067", "name": "Dresden"}}, ("01067", "Dresden", ""), ""),
        ({"ortStrasse": {"plz": 0, "name": "Lahr, Schwarzwald"}}, ("", "Lahr", ""), ""),
        (
            {
                "ortStrasse": {"plz": 8001, "name": "Zürich", "land": {"laenderCode": "CH"}},
                "koordinaten": {"lat": 47.37, "lon": 8.54},
            },
            ("8001", "Zürich", "47.3700000"),
            "",
        ),
        ({"ortStrasse": {"plz": 1010, "name": "Wien", "land": {"code": "iA"}}}, ("1010", "Wien", ""), ""),
        ({"ortStrasse": {"plz": 1067, "name": "Dresden", "land": {"code": "-"}}}, ("01067", "Dresden", ""), ""),
        ({}, ("", "", ""), ""),
    ],
)
def test_the_place_of_a_course(address: dict[str, Any], place: tuple[str, str, str], word: str) -> None:
    warned: list[str] = []
    made = place_of(address, "Lernwerk", warned.append)
    assert (made.postcode, made.city, made.lat) == place
    assert len(warned) == bool(word) and word in "".join(warned)


@pytest.mark.parametrize(
    ("code", "label", "formats", "is_remote"),
    [
        (101, "Präsenzveranstaltung", ("in_person",), False),
        (302, "Combined Learning", ("in_person", "video"), False),
        (202, "Online-Seminar", ("video",), True),
        (204, "Selbstlernmodul", (), True),
        (401, "Fernunterricht", (), True),
        (1, "Vor-Ort-Vollzeit", ("in_person",), False),
        (4, "Fernunterricht", (), True),
        (9, "Präsenz und online", ("in_person", "video"), False),
        (0, "Einzelmaßnahme", (), False),
        (None, None, (), False),
    ],
)
def test_how_one_takes_part(code: Any, label: Any, formats: tuple[str, ...], is_remote: bool) -> None:
    assert formats_of({"unterrichtsform": {"id": code, "bezeichnung": label}}) == (formats, is_remote)


@pytest.mark.parametrize(
    ("told", "funding"),
    [
        (
            {"foerderung": True, "angebot": {"foerderung": "Bildungsgutschein, Aufstiegs-BAföG"}},
            ("bildungsgutschein", "aufstiegs-bafoeg"),
        ),
        (
            {"foerderung": True, "angebot": {"foerderung": "Kein Bildungsgutschein. Bildungsurlaub"}},
            ("bildungsurlaub",),
        ),
        ({"foerderung": True, "angebot": {"foerderung": None}}, ()),
        ({"foerderung": False, "angebot": {"foerderung": "Bildungsgutschein"}}, ()),
        ({"massnahmeNummer": None, "angebot": {}}, ("avgs",)),
    ],
)
def test_funding_is_what_the_source_names(told: dict[str, Any], funding: tuple[str, ...]) -> None:
    assert funding_of(told) == funding


def test_topics_come_from_codes_and_kinds() -> None:
    codes = [{"codeNr": "MQ 01"}, None, {"codeNr": None}, {"codeNr": "C 1435"}]
    assert topics_of({"angebot": {"systematiken": codes, "bildungsart": {"id": 109}}}) == (
        "anerkennung",
        "weiterbildung",
    )
    assert topics_of({"angebot": {"systematiken": "[]", "bildungsart": {"id": "?"}}}) == ()


def test_nobody_is_sent_to_the_seat_of_a_provider(answer: Answer) -> None:
    seat = {"strasse": "Sitzweg 1", "ortStrasse": TOWN, "koordinaten": HERE}
    (made,) = drafts(answer(course(angebot={"titel": "Kurs", "bildungsanbieter": {"name": "T", "adresse": seat}})))
    assert made.place == DraftPlace() and made.provider_seat.street == "Sitzweg 1" and not made.provider_seat.lat


def test_half_a_telephone_number_is_none(answer: Answer) -> None:
    provider = {"telefonVorwahl": "0203", "telefonDurchwahl": None}
    (made,) = drafts(answer(course(angebot={"titel": "Kurs", "anbieter": provider})))
    assert made.phone == ""


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("[ws]*.json")), ids=lambda path: path.name)
def test_persons_are_not_read(path: Path) -> None:
    assert "Erfunden" in path.read_text(encoding="utf-8")
    told = repr(pieces(path))
    assert "Erfunden" not in told and "erika" not in told


@pytest.mark.parametrize("inside", [True, False])
def test_fewer_courses_than_were_found_are_not_the_whole_list(answer: Answer, inside: bool) -> None:
    def told(total: Any) -> list[Piece]:
        page = {"page": {"totalElements": total}}
        where = {"_embedded": {"termine": [course(1), course(2)], **page}} if inside else page
        return [piece for piece in pieces(answer(course(1), course(2), **where)) if isinstance(piece, Reject)]

    assert told(2) == told("2") == []
    (reject,) = told(3)
    assert reject.ends_early and "2 of the 3" in reject.reason
    (reject,) = told("10000")
    assert reject.ends_early


def test_a_file_that_does_not_tell_how_many_there_are_says_so(answer: Answer) -> None:
    assert any(isinstance(piece, Note) and "how many" in piece.sentence for piece in pieces(answer(course())))


def test_several_pages_in_one_file_are_one_list() -> None:
    told = pieces(GOLDEN / "sprache.json")
    assert [piece.ref for piece in told if isinstance(piece, Record)] == ["701", "702", "703"]
    assert not [piece for piece in told if isinstance(piece, Reject)]


def test_courses_elsewhere_are_left_out_but_not_those_from_afar(answer: Answer) -> None:
    munich = {"koordinaten": {"lat": 48.13, "lon": 11.57}}
    online = {"unterrichtsform": {"id": 202, "bezeichnung": "Online-Seminar"}}
    scrambled = {"koordinaten": {"lat": 17.2, "lon": 40.8}}
    path = answer(
        course(1, adresse={"koordinaten": HERE}),
        course(2, adresse=munich),
        course(3, adresse=munich, **online),
        course(4, adresse=scrambled),
    )
    told = pieces(path, Box(6.62, 51.33, 6.84, 51.56))
    assert [piece.ref for piece in told if isinstance(piece, Record)] == ["1", "3", "4"]
    assert Note(0, "1 courses are held outside the region; they were left out.") in told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"_embedded": {"termine": []}, "page": {"totalElements": 0}}', "without any course"),
        ("<html>", "web page"),
        ('{"_embedded": {"termine": [{"id": 1, "ang', "cut off"),
        ('{"errors": []}', "without any course"),
        ('{"_embedded": {"termine": [1,,2]}}', "no proper JSON: line 1"),
        ("[" * 100_000, "nested|cut off"),
    ],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "antwort.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused, match=reason):
        pieces(path)


def test_other_json_is_left_to_others() -> None:
    assert not agency.recognise(Sample("a.json", b'{"items": [{"studienangebot": {}}]}'))
    assert not agency.recognise(Sample("a.csv", b'"termine","angebot"'))


def test_a_recorded_answer(shared_data: Path) -> None:
    told = pieces(shared_data / "courses" / "weiterbildungssuche_response.json")
    made = [agency.draft(piece) for piece in told if isinstance(piece, Record)]
    courses = [one for one in made if isinstance(one, Draft)]
    assert len(courses) == 20 and all(one.place.lat and one.place.street for one in courses)
    assert {one.cost for one in courses} == {""}
    assert sum("Termin: " in one.description for one in courses) >= 11
    assert "Termin: 17.07.2023 bis" in courses[1].description and courses[1].place.city == "Münster"
    assert courses[5].place.postcode == "03046"
    assert "REDACTED" not in repr(told) and "&shy;" not in repr(courses)
    assert [piece.ends_early for piece in told if isinstance(piece, Reject)] == [True]


@pytest.mark.parametrize("name", ["weiterbildungssuche-v1", "berufssprachkurssuche", "coachingangebote"])
def test_answers_made_of_the_documented_examples(shared_data: Path, name: str) -> None:
    path = shared_data / "courses" / f"{name}-response-from-openapi-examples.json"
    assert agency.recognise(Sample.of(path))
    (made,) = drafts(path)
    assert made.name and not made.place.lat
    assert any("outside Germany" in note or "from afar" in note for note in made.notes)
