"""The importer for Integreat: hours, what is unknown, and what must not come in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importers import integreat
from importers.base import ImportRefused, Note, Options, Record, Sample
from importers.integreat_hours import hours_of
from model.draft import Draft
from model.hours import parse

GOLDEN = Path(__file__).resolve().parent / "integreat"


def records(path: Path) -> list[Record]:
    return [piece for piece in integreat.read(path, Options()) if isinstance(piece, Record)]


@pytest.fixture
def draft_of(tmp_path: Path) -> Callable[..., Draft]:
    """The draft of a place about which this is told."""

    def make(**told: Any) -> Draft:
        path = tmp_path / "orte.json"
        place = {"path": "/probe/de/locations/a/", "title": "Ort A", "location": {"id": 7}} | told
        path.write_text(json.dumps([place]), encoding="utf-8")
        made = integreat.draft(records(path)[0])
        assert isinstance(made, Draft)
        return made

    return make


def day(*slots: str, **more: Any) -> dict[str, Any]:
    ends = [slot.split("-") for slot in slots]
    return {"closed": False, "allDay": False, "timeSlots": [{"start": a, "end": b} for a, b in ends]} | more


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        (None, ""),
        ([], ""),
        ([day()] * 7, ""),
        ([day(closed=True)] * 7, "Mo-Su off"),
        ([day("09:00-12:00")] + [day()] * 6, "Mo 09:00-12:00; Tu-Su unknown"),
        ([day("09:00-12:00")] * 5, "Mo-Fr 09:00-12:00; Sa-Su unknown"),
        ([day("8:00-12:00:00", "13:00-24:00")] * 7, "Mo-Su 08:00-12:00,13:00-24:00"),
        ([day(allDay=True)] * 7, "Mo-Su 00:00-24:00"),
        ([day(appointmentOnly=True)] + [day(closed=True)] * 6, 'Mo "nach Vereinbarung"; Tu-Su off'),
        ([day("10:00-10:00")] * 7, ""),
        ([day("10-12")] * 7, ""),
        ([day(closed=True, allDay=True)] * 7, ""),
        ([day("09:00-12:00")] * 8, ""),
        (["Montag"] * 7, ""),
        ("Mo-Fr 9-12", ""),
    ],
)
def test_hours_of_a_week(days: Any, hours: str) -> None:
    warned: list[str] = []
    assert hours_of(days, warned.append) == hours
    parse(hours)


def test_a_day_of_which_nothing_is_told_is_not_closed() -> None:
    days = [day("09:00-12:00"), day(), day(closed=True), *[day()] * 4]
    told = parse(hours_of(days, str))
    assert [rule.kind for rule in told.rules] == ["open", "unknown", "closed"]


@pytest.mark.parametrize(("told", "wheelchair"), [(True, "yes"), (False, "no"), (None, ""), (1, ""), ("yes", "")])
def test_access_is_yes_no_or_unknown(draft_of: Callable[..., Draft], told: Any, wheelchair: str) -> None:
    assert draft_of(barrier_free=told).wheelchair == wheelchair


def test_temporarily_closed_is_told_and_nothing_else_closes_a_place(draft_of: Callable[..., Draft]) -> None:
    week = [day("09:00-12:00")] * 7
    closed = draft_of(temporarily_closed=True, opening_hours=week)
    assert parse(closed.hours).rules[0].kind == "closed"
    assert closed.description == "Vorübergehend geschlossen." and closed.notes and not closed.withdrawn
    assert draft_of(temporarily_closed=None, opening_hours=week).hours == "Mo-Su 09:00-12:00"


def test_the_key_is_the_place_not_the_edition_of_its_text(draft_of: Callable[..., Draft]) -> None:
    assert draft_of(id=1).ref == draft_of(id=2).ref == "probe/7"
    assert draft_of(location=None).ref == "probe/de/locations/a"


def test_translations_are_no_languages_of_counselling(draft_of: Callable[..., Draft]) -> None:
    pages = {"ru": {"url": "https://integreat.example/probe/ru/"}, "en": None}
    made = draft_of(url="https://integreat.example/probe/de/", available_languages=pages)
    assert made.languages == ()
    assert made.origins == ("https://integreat.example/probe/de/", "https://integreat.example/probe/ru/")


def test_persons_are_not_read() -> None:
    assert "Erfunden" in (GOLDEN / "orte.json").read_text(encoding="utf-8")
    told = repr(records(GOLDEN / "orte.json"))
    assert "Erfunden" not in told and "erika" not in told


@pytest.mark.parametrize(
    ("category", "kind"),
    [("Schuldnerberatung", "counselling"), ("Volkshochschule", "learning"), ("Library", "learning"), ("Arzt", ""),
     ("", "")],
)  # fmt: skip
def test_the_category_tells_the_kind_or_nothing(category: str, kind: str) -> None:
    assert integreat.kind_of(category) == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[]", "without any place"), ("<html>502</html>", "web page"), ('[{"id": 1,', "cut off"), ("", "is empty"),
     ('{"error": "no"}', "without any place")],
)  # fmt: skip
def test_what_is_no_answer_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "orte.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused, match=reason):
        records(path)


def test_pages_and_events_are_not_taken_for_places() -> None:
    event = b'[{"available_languages": {}, "location": {}, "event": {}, "excerpt": ""}]'
    assert not integreat.recognise(Sample("a.json", event))


def test_a_recorded_place(shared_data: Path) -> None:
    path = shared_data / "institutions" / "integreat_locations_sample.json"
    assert integreat.recognise(Sample.of(path))
    record, note = integreat.read(path, Options())
    assert isinstance(record, Record) and isinstance(note, Note) and "1 of 1 places tell no licence" in note.sentence
    made = integreat.draft(record)
    assert isinstance(made, Draft)
    assert (made.ref, made.wheelchair, made.as_of) == ("augsburg/4", "yes", "2020-01-22")
    assert made.hours == "Mo-Tu,Th 10:00-13:00,15:00-18:00; We,Sa-Su off; Fr 10:00-14:00"
