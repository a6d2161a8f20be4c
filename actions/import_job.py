"""What the worker does with an uploaded list: a preview that writes nothing, and the import itself, wholly or not."""

import json
from collections.abc import Mapping
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from actions.build_gazetteer import rebuild_gazetteer
from actions.duties import Duty, JobFailed, JobLost, JobRunner, Progress, Tools
from actions.import_offers import import_file
from actions.upload import FOLDER, IMPORT, PREVIEW, forget_uploads
from importers import find_importer
from importers.base import ImportRefused, Options, Sample
from importers.columns import columns_of, is_known
from importers.readers import Row
from importers.report import ImportReport, Remark
from importers.table import open_table
from model.offer import Offer
from model.region import Region
from store import Writer
from store.documents import encode
from store.jobs import Job

#: so many examples of each kind are shown, and so many remarks kept
EXAMPLES = 25
MOST_REMARKS = 2000
SAMPLES = 3
#: what a column means whose provider is the name of the offer as well
BOTH = "provider_and_name"
#: where in the progress the reading ends and the writing begins
READS, WRITES, LOOKS = "Liest die Datei und sucht die Adressen.", "Übernimmt die Angebote.", "Baut die Ortssuche neu."


def preview(tools: Tools, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Say what taking a list over would do. A list that cannot be read tells why, and still shows its headings."""
    path, region = _file(tools, job), _region(tools, job)
    progress(0, 0, READS)
    result: dict[str, Any] = {"refused": "", "importer": "", "headings": [], "samples": {}, "columns": {}}
    try:
        importer = find_importer(Sample.of(path))
        result |= {"importer": importer.SOURCE.name, "title": importer.SOURCE.title}
        columns = None
        if importer.SOURCE.name == "spreadsheet":
            result |= _headings(path)
            chosen = job.payload.get("columns") or tools.store.mappings.of(region.ags, result["headings"])
            columns = _column_file(path.parent, job.code, chosen) if chosen else None
            result["columns"] = chosen if chosen is not None else result["guessed"]
        examples = Examples()
        report = _run(tools, job, progress, region, path, columns, dry_run=True, told=examples.add)
    except ImportRefused as error:
        return result | {"refused": str(error)}
    return result | _told(report) | {"examples": examples.found}


def take_over(tools: Tools, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Take a list over in one transaction that also notes what came of it; then let addresses be found."""
    result = job.result
    if not result:
        path, region = _file(tools, job), _region(tools, job)
        columns = _column_file(path.parent, job.code, job.payload["columns"]) if job.payload.get("columns") else None
        kept: list[dict[str, Any]] = []

        def note(writer: Writer, report: ImportReport) -> None:
            kept.append(_told(report))
            if not writer.jobs.note(job, kept[0]):
                raise JobLost  # it was cancelled, or another worker is at it: nothing of this is kept

        try:
            _run(tools, job, progress, region, path, columns, within=note)
        except ImportRefused as error:
            raise JobFailed(str(error)) from None
        result = kept[0]
    if any(result["counts"][name] for name in ("new", "changed", "archived")):
        progress(1, 1, LOOKS)
        rebuild_gazetteer(tools.gazetteer, tools.data_dir, tools.store)
    return result


def forget_lists(tools: Tools) -> int:
    """Delete old uploads."""
    return forget_uploads(tools.store, tools.private_dir, tools.clock())


class Examples:
    """Some of the differences that an import makes, with the offers before and after."""

    def __init__(self) -> None:
        self.found: dict[str, list[dict[str, Any]]] = {"new": [], "changed": [], "archived": []}

    def add(self, before: Offer | None, after: Offer | None) -> None:
        """Keep one more, if there is still room."""
        kind = "new" if before is None else "archived" if after is None else "changed"
        if len(self.found[kind]) < EXAMPLES:
            both = {"before": before and encode(before), "after": after and encode(after)}
            self.found[kind].append(both)


def _run(
    tools: Tools, job: Job, progress: Progress, region: Region, path: Path, columns: Path | None, **more: Any
) -> ImportReport:
    def step(done: int, total: int) -> None:
        progress(done, total, READS if done < total else WRITES)

    return import_file(
        tools.store, path, region, tools.vocabulary, tools.geocoder, name=job.payload.get("name") or None,
        columns=columns, complete=bool(job.payload.get("complete")), progress=step, clock=tools.clock, ahead=True,
        asked_by=job.by, **more,
    )  # fmt: skip


def _file(tools: Tools, job: Job) -> Path:
    path = tools.private_dir / FOLDER / str(job.payload.get("file", ""))
    if not path.is_file():
        raise JobFailed("Die hochgeladene Datei ist nicht mehr da. Laden Sie sie bitte noch einmal hoch.")
    return path


def _region(tools: Tools, job: Job) -> Region:
    region = tools.store.region(job.region)
    if region is None:
        raise JobFailed("Diese Region gibt es nicht mehr.")
    return region


def _headings(path: Path) -> dict[str, Any]:
    """The headings of a table, what they are taken for, and some cells below each to recognise it by."""
    table = open_table(path, Options(), is_known)
    guessed = columns_of(table.headings)
    if not {"name", BOTH} & set(guessed.values()):
        # Where no heading is known, a cell may look like one by chance: then the first full row is the header.
        table = open_table(path, Options(), lambda cell: bool(cell.strip()))
        guessed = columns_of(table.headings)
    rows = [row.cells for row in islice((row for row in table.rows if isinstance(row, Row)), SAMPLES)]
    samples = {
        heading: [row[number][:60] for row in rows if number < len(row) and row[number].strip()]
        for number, heading in enumerate(table.headings) if guessed.get(heading) != "contact_person"
    }  # fmt: skip
    known = {heading: guessed.get(heading, "") for heading in table.headings}
    return {"headings": list(table.headings), "guessed": known, "samples": samples}


def _column_file(folder: Path, code: str, columns: Mapping[str, str]) -> Path:
    """What somebody decided about the columns, as the file that importers read."""
    ours: dict[str, list[str]] = {}
    for heading, name in columns.items():
        if name:
            # Without a column for the name, reading takes the provider's by itself.
            ours.setdefault("provider" if name == BOTH else name, []).append(heading)
    path = folder / f"spalten-{code}.json"
    ignored = [heading for heading, name in columns.items() if not name]
    path.write_text(json.dumps({"columns": ours, "ignore": ignored}, ensure_ascii=False), encoding="utf-8")
    return path


def _told(report: ImportReport) -> dict[str, Any]:
    """A report as it is kept with the job, cut to what people read."""
    return {
        "run": report.run_id, "source": report.source, "counts": dict(report.counts),
        "rejections": _remarks(report.rejections), "warnings": _remarks(report.warnings),
        "unmapped": list(report.unmapped_columns), "missing": len(report.missing),
        "missing_keys": list(report.missing[:EXAMPLES]),
    }  # fmt: skip


def _remarks(remarks: tuple[Remark, ...]) -> list[list[Any]]:
    return [list(remark) for remark in remarks[:MOST_REMARKS]]


IMPORT_JOBS: Mapping[str, JobRunner] = {PREVIEW: preview, IMPORT: take_over}
IMPORT_DUTIES = (Duty("forget uploads", timedelta(days=1), forget_lists),)
