"""Keep an uploaded list where only the worker finds it, and refuse at once what no importer can read."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from importers import find_importer, is_fallback
from importers.base import ImportRefused, Sample
from importers.clean.offer import slug
from importers.readers import refuse_unreadable
from importers.workbook import check_packed, check_sizes
from store import Store
from store.codes import fresh_code
from store.jobs import Job

FOLDER = "uploads"
MOST_BYTES = 50_000_000
#: an uploaded list is kept for so long, and after it was taken over for so long
STAYS = timedelta(days=30)
STAYS_DONE = timedelta(days=7)
PREVIEW, IMPORT = "import_preview", "import"
KINDS = (PREVIEW, IMPORT)
_STRANGE = re.compile(r"[^\w .()+&,-]")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says about a list: which one it is, and whether it is the whole of it."""

    region: str
    name: str = ""
    complete: bool = False
    by: str = ""


def keep_upload(
    store: Store, private_dir: Path, wish: Wish, file_name: str, save: Callable[[Path], object]
) -> str:
    """Keep a file and let the worker look at it; returns the code of that job. Refuses with a sentence."""
    folder = private_dir / FOLDER / fresh_code(20)
    folder.mkdir(parents=True, mode=0o700)
    try:
        path = folder / safe_name(file_name)
        save(path)
        refuse_at_once(path)
        name = list_name(wish.name)
        payload = {"file": f"{folder.name}/{path.name}", "name": name, "complete": wish.complete, "columns": None}
        with store.write(by=wish.by, why=f"Einlesen von {path.name}") as writer:
            return writer.jobs.add(PREVIEW, wish.region, payload)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def safe_name(file_name: str) -> str:
    """The name of a file without folders and without anything that could mean something else somewhere."""
    last = re.split(r"[/\\]", file_name)[-1]
    plain = _STRANGE.sub("_", " ".join(last.split())).lstrip(". ")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:80].strip()}.{suffix[:10]}" if dot and stem.strip() else plain[:80] or "liste"


def list_name(text: str) -> str:
    """The name of a list as keys may begin with it, empty if none is given."""
    name = text.strip()
    if name and not slug(name):
        raise ImportRefused(f"The name {name[:60]!r} has no letters or digits; keys could not begin with it.")
    return slug(name)[:40].rstrip("-")


def refuse_at_once(path: Path) -> None:
    """Refuse what no importer reads, and what would swell when it is unpacked, before anybody waits for it."""
    sample = Sample.of(path)
    if not sample.head:
        raise ImportRefused(f"The file {path.name} is empty (0 bytes).")
    importer = find_importer(sample)
    if is_fallback(importer):
        refuse_unreadable(sample.name, sample.head)
    if sample.head.startswith(b"PK"):
        check_packed(path) if is_fallback(importer) else check_sizes(path)


def forget_uploads(store: Store, private_dir: Path, now: datetime) -> int:
    """Delete old uploads, and what the jobs around them knew; returns how many files that were."""
    for job in store.jobs.ended_before(KINDS, now - STAYS):
        if job.payload:
            with store.write(by="worker", why="uploads") as writer:
                writer.jobs.forget(job.code)
    done = {
        Path(str(job.payload["file"])).parts[0] for job in store.jobs.ended_before([IMPORT], now - STAYS_DONE)
        if job.state == "done" and job.payload.get("file")
    }  # fmt: skip
    count = 0
    for folder in sorted((private_dir / FOLDER).glob("*")):
        age = now.timestamp() - folder.stat().st_mtime
        if folder.is_dir() and (folder.name in done or age > STAYS.total_seconds()):
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def discard(store: Store, private_dir: Path, job: Job, by: str) -> None:
    """Delete an uploaded list and what was found in it, before it was taken over."""
    folder = str(job.payload.get("file", "")).partition("/")[0]
    if folder:
        shutil.rmtree(private_dir / FOLDER / folder, ignore_errors=True)
    with store.write(by=by, why="Upload gelöscht") as writer:
        writer.jobs.cancel(job.code, job.region)
        writer.jobs.forget(job.code)


def preview_again(store: Store, job: Job, columns: Mapping[str, str], by: str) -> str:
    """Keep what somebody decided about the columns, and look at the list once more; returns the code of that job."""
    with store.write(by=by, why="Spalten zugeordnet") as writer:
        writer.mappings.keep(job.region, columns)
        return writer.jobs.add(PREVIEW, job.region, {**job.payload, "columns": dict(columns)})


def ask_import(store: Store, job: Job, by: str) -> str:
    """Let a list be taken over as its preview showed it; asking twice is the same as asking once."""
    with store.write(by=by, why="Einlesen") as writer:
        for other in store.jobs.latest(job.region, [IMPORT]):
            if other.payload.get("preview") == job.code and other.state in ("waiting", "running", "done"):
                return other.code
        # The columns as they were shown, whatever is decided about the same headings meanwhile.
        columns = job.result.get("columns") or None
        return writer.jobs.add(IMPORT, job.region, {**job.payload, "columns": columns, "preview": job.code})
