"""Bring a catalogue of courses in: read in one pass however large it is, and put in place as a whole or not at all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from geo.match import Geocoder
from geo.point import Box
from importers import ImportRefused, find_importer
from importers.base import FileFacts, Note, Reject, Sample, look_over
from importers.clean.contact import email, phone, website
from importers.clean.offer import slug
from importers.clean.place import Where
from importers.clean.place import place as clean_place
from importers.clean.text import Warn
from importers.courses import CatalogueHead, CourseProvider, Withdrawal
from importers.drafting import drafted
from importers.locate import Locator
from importers.report import COUNTS, ImportReport, Remark
from model.country import GERMANY, Country
from model.course import CATALOGUE_NAME
from model.course_draft import NOWHERE, CourseDraft
from model.draft import DraftPlace
from model.place import Place
from store.course_writer import CourseCounts, CourseWriter, writing_courses

#: a full catalogue that lacks more than this part of what is still to come is not taken for the whole one
MAX_LOST = 0.3
#: so many sentences of one kind are kept for the report, the rest is only counted
MOST_TOLD = 200
#: so many places and addresses are remembered at once
MOST_PLACES = 50_000
TELL_EVERY = 1_000
#: how many degrees around a region places are located as exactly as they can be
REACH = 0.5
WORLD = Box(-180.0, -90.0, 180.0, 90.0)
Progress = Callable[[int, int], None]


def is_catalogue(path: Path, source: str = "") -> bool:
    """Whether a file holds courses and not offers."""
    return path.is_file() and bool(getattr(find_importer(Sample.of(path), source), "COURSES", False))


def import_courses(
    folder: Path, path: Path, geocoder: Geocoder, today: date, *, source: str = "", name: str = "",
    country: Country = GERMANY, complete: bool = False, relocate: bool = False, dry_run: bool = False,
    licence: str = "", around: tuple[Box, ...] = (), progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """Put the courses of a file in the place of those its catalogue had, and report what came of it.

    `name` is that of the catalogue, otherwise it is made from what the catalogue calls itself; `complete` takes the
    file for the whole catalogue even if much is missing; `relocate` reads a file again that is the same as before.
    `around` are the regions from which people ask: farther away a place is as good as its postcode or town.
    Refuses with a sentence what cannot be brought in at all; whatever goes wrong, the courses that were there stay.
    """
    importer = find_importer(Sample.of(path), source)
    about = look_over(path)
    pieces = drafted(importer.SOURCE.name, path)
    work = _Work(importer, path, about, geocoder, country, around, today, progress)
    head = work.until_head(pieces)
    label = _name(name or head.ref or head.title)
    with writing_courses(folder, label) as writer:
        known = writer.known()
        if known.get("sha256") == about.sha256 and not relocate:
            return work.report(label, CourseCounts(0, 0, int(known.get("courses", 0)), 0, 0), dry_run)
        if head.change is not None and not known:
            raise ImportRefused(f"The file {path.name} changes a catalogue that is not here; bring that one in first.")
        work.take(pieces, writer)
        work.finish(writer, head, complete)
        counts = writer.counts()
        work.refuse_if_poor(writer, counts, head, complete)
        if not dry_run:
            writer.replace(
                {"title": head.title or label, "made_on": str(head.made_on or ""), "imported_on": str(today),
                 "sha256": about.sha256, "courses": str(counts.total), "licence": licence or importer.SOURCE.licence,
                 "attribution": importer.SOURCE.attribution, "file": path.name}
            )  # fmt: skip
    return work.report(label, counts, dry_run)


class _Work:
    """One catalogue under way: what was told, located and noticed so far, in bounded memory."""

    def __init__(
        self, importer: Any, path: Path, about: FileFacts, geocoder: Geocoder, country: Country,
        around: tuple[Box, ...], today: date, progress: Progress | None,
    ) -> None:  # fmt: skip
        self._importer, self._path, self._about, self._geocoder = importer, path, about, geocoder
        self._around = tuple(_wider(box) for box in around)
        self._where = Where(WORLD, country=country)
        self._today, self._progress = today, progress
        self._providers: dict[str, CourseProvider] = {}
        self._provider_rows: dict[str, int] = {}
        self._places: dict[tuple[DraftPlace, bool | None], tuple[int | None, str]] = {}
        self._locator = Locator(geocoder, WORLD)
        self._withdrawn: list[str] = []
        self._rejections: list[Remark] = []
        self._warnings: list[Remark] = []
        self._told: Counter[str] = Counter()
        self._unlocated: set[str] = set()

    def until_head(self, pieces: Any) -> CatalogueHead:
        """What the catalogue says of itself; refuses a file in which it never comes that far."""
        for piece in pieces:
            if isinstance(piece, CatalogueHead):
                return piece
            if isinstance(piece, CourseProvider):
                self._providers[piece.ref] = piece
            elif isinstance(piece, Reject) and piece.ends_early:
                self._refuse(piece)
        raise ImportRefused(f"The file {self._path.name} holds no catalogue of courses.")

    def take(self, pieces: Any, writer: CourseWriter) -> None:
        """Read all courses into the writer."""
        for number, piece in enumerate(pieces, 1):
            if isinstance(piece, CourseDraft):
                self._add(piece, writer)
            elif isinstance(piece, Withdrawal):
                self._withdrawn.append(piece.ref)
            elif isinstance(piece, Note):
                self._warn(piece.line, piece.ref, piece.sentence)
            elif piece.ends_early:
                self._refuse(piece)
            else:
                self._reject(piece.line, piece.ref, piece.reason)
            if self._progress and number % TELL_EVERY == 0:
                line = getattr(piece, "line", 0)
                self._progress(line, max(self._about.lines, line + 1))
        self._tell_repeated(writer.flush())

    def _add(self, draft: CourseDraft, writer: CourseWriter) -> None:
        for sentence in draft.notes:
            self._warn(draft.line, draft.ref, sentence)
        place, mark = self._place(draft, writer)
        self._tell_repeated(writer.add(draft, self._provider(draft.provider, writer), place, mark))

    def _provider(self, ref: str, writer: CourseWriter) -> int:
        if ref not in self._provider_rows:
            told = self._providers[ref]

            def warn(sentence: str) -> None:
                self._warn(0, ref, sentence)

            site, mail = website(told.website, warn), email(told.email, warn)
            number = self._phone(told.phone, warn)
            self._provider_rows[ref] = writer.save_provider(ref, told.name or ref, site, number, mail)
        return self._provider_rows[ref]

    def _phone(self, text: str, warn: Warn) -> str:
        """Numbers are told with points between their parts: "+49.203.283"."""
        return phone(text.replace(".", " "), warn, self._where.country)

    def _place(self, draft: CourseDraft, writer: CourseWriter) -> tuple[int | None, str]:
        """The row of a place, looked up once for all courses there, and what tells it apart from other places."""
        if draft.place is NOWHERE:
            return None, ""
        asked = draft.place, draft.wheelchair
        if asked not in self._places:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
                self._locator = Locator(self._geocoder, WORLD)
            heard: list[str] = []
            place = clean_place(draft.place, self._where, heard.append)
            if place is None or not any((place.street, place.postcode, place.city, place.district)):
                self._places[asked] = None, ""
            else:
                place = replace(self._located(place, heard.append), point_source="")
                if place.point is None and len(self._unlocated) < MOST_PLACES:
                    self._unlocated.add(place.address or place.name)
                self._places[asked] = writer.save_place(place, draft.wheelchair), f"{place}|{draft.wheelchair}"
        return self._places[asked]

    def _located(self, place: Place, warn: Warn) -> Place:
        """The place with its point; far from all regions that of its postcode or town, which is found once for all."""
        if self._around and place.street:
            town = self._locator.locate(replace(place, street="", number="", district=""), warn)
            if town.point and not any(box.contains(town.point) for box in self._around):
                return replace(town, street=place.street, number=place.number, district=place.district)
        return self._locator.locate(place, warn)

    def finish(self, writer: CourseWriter, head: CatalogueHead, complete: bool) -> None:
        """Take over what the file does not replace, and let further dates find their courses."""
        if not (complete and head.is_whole):
            replaced = list(self._providers) if head.is_whole else []
            writer.carry_over(without_providers=replaced, without_courses=self._withdrawn)
        count, named = writer.inherit()
        for ref, line, parent in named:
            self._reject(line, ref, f"The further date belongs to the course {parent}, which is not there.")
        self._told["rejected"] += count - len(named)

    def refuse_if_poor(self, writer: CourseWriter, counts: CourseCounts, head: CatalogueHead, complete: bool) -> None:
        """Refuse a file that would take away so much that it cannot be the whole catalogue."""
        if not counts.total:
            raise ImportRefused(f"The file {self._path.name} holds no course that can be read; what was there stays.")
        coming = writer.known_courses(self._today.isoformat())
        if head.is_whole and not complete and counts.gone > MAX_LOST * max(coming, 1) and counts.total < coming:
            raise ImportRefused(
                f"{counts.gone} courses that were there are missing in {self._path.name}, {coming} have not ended; "
                f"that is more than {MAX_LOST:.0%}, so nothing was changed. --complete takes the file as it is."
            )

    def _refuse(self, reject: Reject) -> None:
        where = f" (line {reject.line})" if reject.line else ""
        raise ImportRefused(f"{self._path.name}{where}: {reject.reason} Nothing was changed.")

    def _tell_repeated(self, repeated: list[tuple[str, int, int]]) -> None:
        for ref, line, first in repeated:
            self._reject(line, ref, f"The same key is already used in line {first}.")

    def _reject(self, line: int, ref: str, reason: str) -> None:
        self._told["rejected"] += 1
        if len(self._rejections) < MOST_TOLD:
            self._rejections.append(Remark(line, ref, reason))

    def _warn(self, line: int, ref: str, sentence: str) -> None:
        self._told["warnings"] += 1
        if len(self._warnings) < MOST_TOLD:
            self._warnings.append(Remark(line, ref, sentence))

    def report(self, label: str, counts: CourseCounts, dry_run: bool) -> ImportReport:
        """What came of it."""
        if self._unlocated:
            some = "; ".join(sorted(self._unlocated)[:3])
            count = len(self._unlocated)
            self._warn(0, "", f"{count} places are not known here; courses there cannot be found by place ({some}).")
        told = {"new": counts.new, "changed": counts.changed, "same": counts.same, "archived": counts.gone}
        told |= self._told
        return ImportReport(
            run_id=None, importer=self._importer.SOURCE.name, source=label, file_name=self._path.name, dry_run=dry_run,
            counts={name: told.get(name, 0) for name in COUNTS}, rejections=tuple(sorted(self._rejections)),
            warnings=tuple(sorted(self._warnings)),
        )  # fmt: skip


def _wider(box: Box) -> Box:
    """A box with everything from which people may still come."""
    return Box(max(box.west - REACH, -180.0), max(box.south - REACH, -90.0),
               min(box.east + REACH, 180.0), min(box.north + REACH, 90.0))  # fmt: skip


def _name(text: str) -> str:
    """The name of a catalogue, as keys of its courses begin."""
    plain = slug(text)
    plain = (plain if plain[:1].isalpha() else f"katalog-{plain}")[:40].strip("-")
    if not CATALOGUE_NAME.fullmatch(plain) or plain == "katalog":
        raise ImportRefused("The catalogue says no name of its own; give it one with --name.")
    return plain
