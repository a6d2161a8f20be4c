"""Bring in again what is due: every file by itself, with a report by mail, and no file stops the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.build_gazetteer import rebuild_gazetteer
from actions.duties import Tools
from actions.import_courses import import_courses, is_catalogue
from actions.import_offers import ImportRefused, import_file
from actions.mail_texts import mail_text
from geo.match import Geocoder
from importers.base import look_over
from importers.report import ImportReport
from model.mail import Mail, MailError
from model.region import Region
from model.standing import StandingImport
from model.vocabulary import Vocabulary
from store import Store, StoreError

#: so many lines that were not taken over stand in a mail; the command shows all of them
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one file: a report, or why there is none; neither if the file is the same as before."""

    standing: StandingImport
    report: ImportReport | None = None
    refused: str = ""
    #: why no mail tells of it, "" if one does or nothing is to be told
    unheard: str = ""

    def lines(self) -> list[str]:
        """What the command says about it."""
        first = self.report.lines() if self.report else [self.refused or "the same file as the last time."]
        told = [f"{self.standing.region}, {Path(self.standing.path).name}: {first[0]}", *first[1:]]
        return [*told, self.unheard] if self.unheard else told


@dataclass(frozen=True, slots=True)
class Parts:
    """What bringing files in again needs."""

    store: Store
    vocabulary: Vocabulary
    geocoder: Geocoder
    clock: Callable[[], datetime]
    #: where catalogues of courses are kept
    courses_dir: Path


def import_due(parts: Parts) -> Iterator[Done]:
    """Read every file that is due, one after the other, and tell of each as soon as it is done."""
    store, clock = parts.store, parts.clock
    for one in store.standing.all():
        region = store.region(one.region)
        if region is not None and one.is_due(clock()):
            yield _again(parts, one, region)


def import_due_duty(tools: Tools) -> int:
    """Read every file that is due, and let the geocoder know the addresses of what is new."""
    done = list(import_due(Parts(tools.store, tools.vocabulary, tools.geocoder, tools.clock, tools.courses_dir)))
    if any(one.report and one.report.changed_anything for one in done):
        rebuild_gazetteer(tools.gazetteer, tools.data_dir, tools.store)
    return len(done)


def _again(parts: Parts, one: StandingImport, region: Region) -> Done:
    now, path = parts.clock(), Path(one.path)
    try:
        sha256 = look_over(path).sha256
        done = Done(one) if sha256 == one.last_sha256 else Done(one, _read(parts, one, path, region))
    except OSError as error:
        sha256, done = one.last_sha256, Done(one, refused=f"The file cannot be read: {error.strerror or error}.")
    except (ImportRefused, StoreError) as error:
        sha256, done = one.last_sha256, Done(one, refused=str(error))
    with parts.store.write(by="import", why=f"{path.name} wieder eingelesen") as writer:
        writer.standing.note(one, now, sha256)
        if done.report is None and not done.refused:
            return done
        try:
            writer.mails.queue(_mail(done, region, now))
        except MailError:
            who = one.mail or region.bureau.get("email", "")
            return Done(one, done.report, done.refused, f"No mail tells of it: {who!r} is no mail address.")
    return done


def _read(parts: Parts, one: StandingImport, path: Path, region: Region) -> ImportReport:
    """Bring one file in, offers or courses."""
    if is_catalogue(path, one.importer):
        return import_courses(
            parts.courses_dir, path, parts.geocoder, parts.clock().date(), source=one.importer, name=one.name,
            country=region.country, complete=one.complete,
            around=tuple(known.box for known in parts.store.regions()),
        )  # fmt: skip
    return import_file(
        parts.store, path, region, parts.vocabulary, parts.geocoder, source=one.importer or None,
        name=one.name or None, complete=one.complete, clock=parts.clock, ahead=True,
    )  # fmt: skip


def _mail(done: Done, region: Region, now: datetime) -> Mail:
    """The report for the office."""
    report, name = done.report, Path(done.standing.path).name
    counts = report.counts if report else {}
    remarks = [*(report.rejections if report else ()), *(report.warnings if report else ())]
    subject, text = mail_text(
        "import_report", file=name, region=region.name, counts=counts, refused=done.refused,
        remarks=[f"Zeile {one.line}: {one.sentence}" if one.line else one.sentence for one in remarks[:SHOWN]],
        more=max(0, len(remarks) - SHOWN),
    )  # fmt: skip
    to = done.standing.mail or region.bureau.get("email", "")
    return Mail(f"import:{region.ags}:{name}:{now:%Y%m%d%H%M%S}", to, subject, text, "import", region.ags)
