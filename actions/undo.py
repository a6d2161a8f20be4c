"""Take back all that a run of an importer did, except where people have changed something since."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store import Store
from store.history import RunChange
from store.runs import Run

MAX_REASON = 500


class UndoError(ValueError):
    """A run that cannot be taken back: `why` is gone, unfinished, done or reason."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The run cannot be taken back: {why}.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Kept:
    """An offer that stays as it is because somebody changed it after the run."""

    key: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking a run back does, or did."""

    run: Run
    #: how many offers are again what they were before, and how many new ones were taken off the map
    reverted: int
    archived: int
    kept: tuple[Kept, ...] = ()


def preview_undo(store: Store, run: Run) -> UndoReport:
    """What taking a run back would do at this moment."""
    return _report(run, store.history.run_changes(run.id))


def undo_run(store: Store, run_id: int, by: str, why: str) -> UndoReport:
    """Take a run back as a whole: what it changed is again what it was, and what it made is archived.

    Offers that somebody changed since then stay as they are and are named. Maintenance contacts stay as well: they have
    no history. A later delivery of the same source may change everything again, as if the run had never been.
    """
    reason = " ".join(why.split())
    if not reason or len(reason) > MAX_REASON:
        raise UndoError("reason")
    known = store.run(run_id)
    if known is None:
        raise UndoError("gone")
    with store.write(by=by, why=f"Einlesen von {known.file_name} zurückgenommen: {reason}") as writer:
        run = writer.history.run(run_id) or known
        if run.undone_at is not None:
            raise UndoError("done")
        if run.finished_at is None:
            raise UndoError("unfinished")
        changes = writer.history.run_changes(run_id)
        writer.note_undone(run_id)
        for change in changes:
            if change.since_by:
                continue
            if change.before is not None:
                writer.save_offer(replace(change.before, edited_at=None))
            elif change.is_new:
                writer.archive_offer(change.key)
    return _report(run, changes)


def _report(run: Run, changes: Iterable[RunChange]) -> UndoReport:
    told = list(changes)
    free = [change for change in told if not change.since_by]
    archived = sum(change.is_new for change in free)
    kept = tuple(Kept(change.key, change.name, change.since_by) for change in told if change.since_by)
    return UndoReport(run, len(free) - archived, archived, kept)
