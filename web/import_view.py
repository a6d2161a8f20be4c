"""How an uploaded list, its preview and its report are shown."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from importers.columns import EXTRA, TEMPLATE
from model.offer import Offer
from model.vocabulary import Vocabulary
from store.documents import decode
from store.jobs import Job
from web.field_words import FieldWords, changes
from web.import_words import in_german

#: kinds of outcome in the order of the page: count, word for one, word for several
OUTCOMES = (
    ("new", "neu", "Das kommt dazu."), ("changed", "geändert", "Das ändert sich."),
    ("same", "gleich", "Das bleibt, wie es ist."), ("archived", "ins Archiv", "Das fehlt in der Datei."),
    ("rejected", "abgelehnt", "Diese Zeilen gehen nicht."), ("warnings", "Hinweise", "Das sollten Sie ansehen."),
)  # fmt: skip
NOT_TAKEN = "nicht übernehmen"
MORE_COLUMNS = {
    "address": "Adresse in einem Feld", "neutral": "Neutral (ja oder nein)",
    "neutral_basis": "Begründung der Neutralität", "provider_and_name": "Träger, zugleich Name",
    "contact_person": "Ansprechperson (bleibt weg)",
}  # fmt: skip
#: what a column may mean: the field, and its name on the screen
CHOICES: tuple[tuple[str, str], ...] = (
    ("", NOT_TAKEN), *((name, heading) for heading, name in (TEMPLATE | EXTRA).items()), *MORE_COLUMNS.items(),
)  # fmt: skip
NAMES = frozenset(name for name, _ in CHOICES)
STATE_WORDS = {
    "waiting": "wartet", "running": "läuft", "done": "fertig", "failed": "nicht gelungen", "cancelled": "abgebrochen",
}  # fmt: skip
#: so many lines with remarks are shown; all are in the table to take along
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Example:
    """One offer that an import changes, adds or takes off the map."""

    key: str
    name: str
    provider: str
    changes: Sequence[FieldWords] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """A sentence and the lines of the file it is said of."""

    sentence: str
    lines: list[int] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)


def file_name(job: Job) -> str:
    """The name of the file as it was uploaded; empty once it is forgotten."""
    return str(job.payload.get("file", "")).rpartition("/")[2]


def examples(job: Job, vocabulary: Vocabulary) -> dict[str, list[Example]]:
    """The examples of a preview by kind."""
    found: Mapping[str, Any] = job.result.get("examples", {})
    return {kind: [_example(both, vocabulary) for both in some] for kind, some in found.items()}


def _example(both: Mapping[str, Any], vocabulary: Vocabulary) -> Example:
    before = decode(Offer, both["before"]) if both["before"] else None
    after = decode(Offer, both["after"]) if both["after"] else None
    offer = after or before
    assert offer is not None
    told = changes(before, after, vocabulary) if before and after else []
    return Example(offer.key, offer.name, offer.provider.name, told)


def remarks(job: Job, kind: str) -> list[Remarks]:
    """The rejections or warnings of a job, in German, those that many lines share told once."""
    together: dict[str, Remarks] = {}
    for line, ref, sentence in job.result.get(kind, []):
        german = in_german(sentence)
        one = together.setdefault(german, Remarks(german))
        if line:
            one.lines.append(line)
        elif ref:
            one.refs.append(ref)
    return list(together.values())


def column_rows(job: Job) -> list[dict[str, Any]]:
    """The headings of a table with what they are taken for and what stands below them."""
    result = job.result
    columns, samples = result.get("columns", {}), result.get("samples", {})
    return [
        {"number": number, "heading": heading, "name": columns.get(heading, ""), "samples": samples.get(heading, [])}
        for number, heading in enumerate(result.get("headings", []))
    ]


def rejected_table(rows: Sequence[tuple[int, str, str]]) -> str:
    """The rejected lines as CSV that Excel opens; no cell can be taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Zeile", "Kennung", "Grund"))
    for line, ref, reason in rows:
        writer.writerow((line or "", _harmless(ref), _harmless(in_german(reason))))
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
