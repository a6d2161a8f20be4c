"""Bring a file of offers in: the whole file in one transaction, each broken line named, each correction respected."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.import_one import Keeper
from actions.rehearsal import Pen, Rehearsal, Told
from actions.within_region import within_region
from geo.finding import OnlineFinder
from geo.match import Geocoder
from importers import find_importer, is_fallback
from importers.base import FileFacts, ImportRefused, Note, Options, Reject, Sample, look_over
from importers.clean.offer import Cleaner, slug
from importers.locate import Locator
from importers.match import Doubles
from importers.pipeline import Columns, Step, run
from importers.report import COUNTS, ImportReport, Remark
from model.offer import Offer
from model.region import Region
from model.source import ELSEWHERE, Source, is_kept_elsewhere
from model.vocabulary import Vocabulary
from store import Store, Writer

__all__ = ["ImportRefused", "import_file"]

#: a file that lacks more than this part of what its source had is not taken for the whole list
MAX_LOST = 0.3
#: what is read ahead must fit into the memory of a small machine
MOST_STEPS = 100_000
PAGE = 1000
TELL_EVERY = 50
Progress = Callable[[int, int], None]
#: adds to the transaction of an import, once everything is written
Within = Callable[[Writer, ImportReport], None]


def _now() -> datetime:
    return datetime.now(UTC)


def import_file(
    store: Store,
    path: Path,
    region: Region,
    vocabulary: Vocabulary,
    geocoder: Geocoder,
    *,
    source: str | None = None,
    name: str | None = None,
    dry_run: bool = False, columns: Path | None = None, sheet: str = "",
    complete: bool = False, relocate: bool = False, online: OnlineFinder | None = None,
    progress: Progress | None = None, clock: Callable[[], datetime] = _now, asked_by: str = "",
    ahead: bool = False, told: Told | None = None, within: Within | None = None,
) -> ImportReport:  # fmt: skip
    """Import a file of offers and report what came of it; refuses with a sentence what cannot be imported at all.

    `source` names the importer where the file does not show which one it needs; `name` is the name of the list, with
    which the keys of its offers begin; `complete` says that offers missing from the file are to be archived;
    `relocate` looks every address up anew, where otherwise a point stays for as long as its address stays; `online` is
    a service to ask for houses that the geocoder does not know. Of a dry run, `told` hears each difference. `ahead`
    reads to the end before the transaction begins, `within` adds to it; `asked_by` is named in the history.
    """
    about = _look_over(path)
    importer = find_importer(Sample.of(path), source or "")
    if getattr(importer, "COURSES", False):
        raise ImportRefused(f"The file {path.name} is a catalogue of courses; `flask --app app import` brings it in.")
    origin = _source(importer.SOURCE, path, region, name, named_by_file=is_fallback(importer))
    cleaner = Cleaner(vocabulary, region, origin, clock().astimezone(ZoneInfo(region.zone)).date())
    steps = run(importer, path, Options(sheet, columns, region.box), cleaner, Locator(geocoder, region.box, online))
    if origin.candidates:
        steps = within_region(steps, store.boundary(region.ags))
    steps = _told(steps, about.lines, progress, 1 if online else TELL_EVERY)
    if online or ahead:  # nobody shall wait for a service or a long file to write to the database
        steps = iter(_all_of(steps))

    def begin() -> _Import:
        keeper = Keeper(store, origin, importer, cleaner, region.ags, relocate=relocate)
        return _Import(store, region, origin, complete, keeper, (importer.SOURCE.name, path.name))

    if dry_run:
        return begin().carry_out(Rehearsal(store, told), None, steps)
    why = f"{importer.SOURCE.title}: {path.name}{f' ({asked_by})' if asked_by else ''}"
    with store.write(by=f"import {origin.name}", why=why) as writer:
        writer.save_vocabulary(vocabulary)
        run_id = writer.start_run(origin, path.name, about.sha256, region.ags)
        # What is known is read only now, when nobody else can change it any more.
        report = begin().carry_out(writer, run_id, steps)
        if within:
            within(writer, report)
        return report


def _all_of(steps: Iterator[Step]) -> list[Step]:
    read = list(islice(steps, MOST_STEPS + 1))
    if len(read) > MOST_STEPS:
        raise ImportRefused(f"The file has more than {MOST_STEPS:,} rows. Divide it into several lists.")
    return read


class _Import:
    """One import under way: what was seen, counted and noticed so far."""

    def __init__(
        self, store: Store, region: Region, origin: Source, complete: bool, keeper: Keeper, names: tuple[str, str]
    ) -> None:
        self._importer, self._file_name = names
        self._store = store
        self._region = region
        self._origin = origin
        self._complete = complete
        self._keeper = keeper
        self._doubles = Doubles(_others(store, region, origin))
        self._counts: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._rejections: list[Remark] = []
        self._warnings: list[Remark] = []
        self._columns = Columns({}, ())
        self._is_whole = True
        self.missing: tuple[str, ...] = ()

    def carry_out(self, writer: Pen, run: int | None, steps: Iterator[Step]) -> ImportReport:
        """Take all steps of the file, then look after what the file no longer has; what has no run is a rehearsal."""
        run_id = run or 0
        for step in steps:
            if isinstance(step, Columns):
                self._columns = step
            elif isinstance(step, Note):
                self._warnings.append(Remark(step.line, step.ref, step.sentence))
            elif isinstance(step, Reject):
                self._reject(step)
            else:
                offer = step.cleaned.offer
                self._seen.add(offer.key)
                twin = self._double(offer)
                note = f"Vielleicht dasselbe wie „{twin.name}“ ({twin.key})." if twin else ""
                outcome, warnings = self._keeper.keep(writer, run_id, step, note)
                self._counts[outcome] += 1
                warnings += [f"This may be the same as {twin.key} ({twin.name})."] if twin else []
                self._warnings += [Remark(step.cleaned.line, step.cleaned.ref, sentence) for sentence in warnings]
        self._keeper.refuse_another_list()
        self._look_after_missing(writer)
        if self._keeper.could_be_finer:
            self._say(f"{self._keeper.could_be_finer} offers could be located more exactly now; relocate does that.")
        self._rejections.sort()
        self._warnings.sort()
        for remark in self._rejections:
            writer.reject(run_id, *remark)
        self._counts["rejected"] = len(self._rejections)
        self._counts["warnings"] = len(self._warnings)
        writer.finish_run(run_id, self._all_counts())
        return self._report(run)

    def _reject(self, reject: Reject) -> None:
        self._rejections.append(Remark(reject.line, reject.ref, reject.reason))
        if reject.ref:
            self._seen.add(f"{self._origin.name}:{reject.ref}")
        self._is_whole = self._is_whole and bool(reject.ref) and not reject.ends_early

    def _double(self, offer: Offer) -> Offer | None:
        twin = self._doubles.like(offer)
        self._doubles.add(offer)
        return twin

    def _look_after_missing(self, writer: Pen) -> None:
        """Archive what a complete file no longer has, unless so much is missing that the file cannot be complete."""
        known = self._store.keys(region=self._region.ags, source=self._origin.name)
        missing = [key for key in known if key not in self._seen]
        self.missing = tuple(missing)
        if not missing:
            return
        if not self._complete:
            self._say(f"{len(missing)} offers of this source are not in the file; they stay as they are.")
        elif self._origin.candidates:
            self._say(f"{len(missing)} offers are missing; this source only proposes, so they stay as they are.")
        elif not self._is_whole:
            self._say(f"{len(missing)} offers are missing, but not every line could be read; nothing was archived.")
        elif len(missing) > MAX_LOST * len(known):
            self._say(
                f"{len(missing)} of {len(known)} offers are missing; that is more than {MAX_LOST:.0%}, so the file "
                "was not taken for the whole list and nothing was archived."
            )
        else:
            self._counts["archived"] += sum(writer.archive_offer(key) for key in missing)

    def _say(self, sentence: str) -> None:
        self._warnings.append(Remark(0, "", sentence))

    def _all_counts(self) -> dict[str, int]:
        return {name: self._counts[name] for name in COUNTS}

    def _report(self, run_id: int | None) -> ImportReport:
        return ImportReport(
            run_id=run_id,
            importer=self._importer,
            source=self._origin.name,
            file_name=self._file_name,
            dry_run=run_id is None,
            counts=self._all_counts(),
            rejections=tuple(self._rejections),
            warnings=tuple(self._warnings),
            columns=self._columns.read,
            unmapped_columns=self._columns.unmapped,
            missing=self.missing,
        )


def _look_over(path: Path) -> FileFacts:
    try:
        about = look_over(path)
    except OSError as error:
        raise ImportRefused(f"The file {path.name} cannot be read: {error.strerror or error}.") from error
    if not about.size:
        raise ImportRefused(f"The file {path.name} is empty (0 bytes).")
    return about


def _source(template: Source, path: Path, region: Region, name: str | None, *, named_by_file: bool) -> Source:
    """The source of this import: the importer's, under the name of the list where there is one."""
    if template.elsewhere:
        name = f"{ELSEWHERE}{(name or region.slug).removeprefix(ELSEWHERE)}"
    elif name and is_kept_elsewhere(slug(name)):
        sentence = f"The name {name!r} is for offers of another installation; choose one without {ELSEWHERE!r}."
        raise ImportRefused(sentence)
    if not name and not named_by_file:
        return template
    label = slug(name or f"liste-{region.ags}")
    if not label:
        raise ImportRefused(f"The name {name!r} has no letters or digits; keys could not begin with it.")
    label = label if label[0].isalpha() else f"liste-{label}"
    title = name or f"Liste „{path.stem}“"
    return replace(template, name=label[:40].rstrip("-"), title=title)


def _others(store: Store, region: Region, origin: Source) -> Iterator[Offer]:
    """The published offers of the region that come from other sources."""
    after: str | None = None
    while page := store.list_offers(region=region.ags, after=after, limit=PAGE):
        yield from (offer for offer in page if offer.provenance.source != origin.name)
        after = page[-1].key


def _told(steps: Iterator[Step], total: int, progress: Progress | None, every: int) -> Iterator[Step]:
    """The same steps, with somebody told how far they are."""
    done = 0
    for done, step in enumerate(steps, 1):
        if progress and done % every == 0:
            progress(done, max(total, done + every))
        yield step
    if progress:
        progress(max(total, done), max(total, done))
