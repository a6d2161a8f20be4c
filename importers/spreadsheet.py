"""Tabelle (CSV oder Excel)

A list of offers as a town hall keeps it: CSV with any separator and encoding, or an Excel workbook (.xlsx). The
headings of our own template are read exactly; other German or English headings are guessed, and every column that
means nothing is named in the report. A column file (`--columns`) says what guessing cannot know.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers.base import ImportRefused, Note, Options, Piece, Record, Reject, Sample
from importers.clean.text import fold, known
from importers.clean.words import yes_no
from importers.column_file import ColumnMap, read_column_map
from importers.columns import columns_of, is_known
from importers.table import Table, open_table, records
from model.draft import Draft, DraftFact, DraftPlace
from model.source import Source

SOURCE = Source(
    name="spreadsheet",
    title="Tabelle (CSV oder Excel)",
    key_from="the column Kennung; without it made from name, provider and address",
    key_stable=True,
)
#: asked only when no other importer knows the file
FALLBACK = True

_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm"})
#: facts about neutrality that have a column of their own
_FACTS = ("carrier_type", "own_courses", "paid_per_result", "own_staff", "own_premises", "mandate", "open_outcome",
          "label")  # fmt: skip
#: where several columns may hold one field, how their texts are put together; elsewhere the first that is filled counts
_JOINED = {"phone": " ; ", "description": "\n\n", "hours": "; ", "restriction": "; "}
#: what to say of a row that leaves empty what its table has a column for
_MISSING = {
    "kind": "The row does not say whether it is Beratung or Lernangebot; it was taken for Beratung.",
    "ref": "The row has no key; one was made from name, provider and address.",
}
_LISTS = ("topics", "phases", "audiences", "languages", "formats", "funding", "issues_funding", "origins")
_PLACE = ("street", "number", "postcode", "city", "district", "address", "lat", "lon", "precision", "point_source")
_PLAIN = ("kind", "provider", "summary", "description", "restriction", "cost", "cost_note", "phone", "email", "website",
          "hours", "appointment", "booking_url", "wheelchair", "wheelchair_note", "bring", "as_of", "licence",
          "verified_on", "verified_by", "verified_how", "maintenance_name", "maintenance_email", "maintenance_phone",
          "maintenance_note")  # fmt: skip


def recognise(sample: Sample) -> bool:
    """Whether this is a table by its name, and not plainly something else inside."""
    if sample.suffix not in _SUFFIXES:
        return False
    return sample.head.startswith(b"PK") or sample.text.lstrip("\ufeff \r\n\t")[:1] not in ("<", "{", "[")


def read(path: Path, options: Options) -> Iterator[Piece]:
    """The rows of the table, each cell under its heading, after notes on how the columns were read."""
    declared = read_column_map(options.columns)
    ours = {fold(heading) for heading in declared.fields}
    table = open_table(path, options, lambda heading: is_known(heading) or fold(heading) in ours)
    columns = columns_of(table.headings, declared.fields, declared.ignored)
    if not {"name", "provider_and_name"} & set(columns.values()) and "name" not in declared.defaults:
        found = ", ".join(repr(heading) for heading in table.headings[:12])
        raise ImportRefused(
            f"The file {path.name} has no column with the name of the offer. Its columns are: {found}. "
            "Call one of them Name, or say in a column file which one it is."
        )
    yield from _notes(table, columns, declared)
    people = {heading for heading, name in columns.items() if name == "contact_person"}
    more = {f"{name} (default)": value for name, value in declared.defaults.items()}
    columns |= {f"{name} (default)": name for name in declared.defaults}
    yield from records(table, columns, people, more)


def _notes(table: Table, columns: Mapping[str, str], declared: ColumnMap) -> Iterator[Note]:
    """What the report should say about the columns."""
    line, meant = table.header_line, set(columns.values()) | set(declared.defaults)
    headings = {fold(heading) for heading in table.headings}
    for heading in declared.fields:
        if fold(heading) not in headings:
            yield Note(line, f"The column file names the column {heading!r}, but the file has none.")
    for heading, name in columns.items():
        if name == "contact_person":
            yield Note(line, f"The column {heading!r} names persons; it was not taken over.")
    if "ref" not in meant:
        yield Note(line, "There is no column Kennung; the keys were made from name, provider and address. They change "
                         "when one of these is corrected.")  # fmt: skip
    if "kind" not in meant:
        yield Note(line, "There is no column Art; every row was taken for Beratung.")
    if not meant & {"provider", "provider_and_name"}:
        yield Note(line, "There is no column Träger; the provider of every row is unknown.")


def draft(record: Record) -> Draft | Reject:
    """What a row claims."""
    cells, meant = _by_field(record), set((record.columns or {}).values())
    named = cells.get("provider_and_name", [])
    one = {name: _JOINED[name].join(texts) if name in _JOINED else texts[0] for name, texts in cells.items()}
    name, ref = one.get("name") or "".join(named[:1]), known(one.get("ref", ""))
    if not known(name):
        return Reject(record.line, ref, "The row has no name.")
    if named:
        one.setdefault("provider", named[0])
    texts: dict[str, Any] = {field: one.get(field, "") for field in _PLAIN}
    texts |= {field: tuple(cells.get(field, ())) for field in _LISTS}
    return Draft(
        ref=ref,
        line=record.line,
        name=name,
        place=DraftPlace(name=one.get("place_name", ""), **{part: one.get(part, "") for part in _PLACE}),
        facts=tuple(_facts(one)),
        notes=tuple(note for field, note in _MISSING.items() if field in meant and not known(one.get(field, ""))),
        **texts,
    )


def _by_field(record: Record) -> dict[str, list[str]]:
    """The filled cells of a row by the field they mean."""
    cells: dict[str, list[str]] = {}
    for heading, name in (record.columns or {}).items():
        text = record.values.get(heading, "")
        if text:
            cells.setdefault(name, []).append(text)
    return cells


def _facts(one: Mapping[str, str]) -> Iterator[DraftFact]:
    """The claims about neutrality. The columns with the evidence speak for the statement, if there is one."""
    names = {"url": "evidence_url", "as_of": "evidence_as_of", "quote": "quote"}
    evidence = {name: one.get(column, "") for name, column in names.items()}
    row = {"url": one.get("origins", ""), "as_of": one.get("as_of", "")}
    by = known(one.get("neutral_by", ""))
    if by and yes_no(by) in (None, "yes"):
        yield DraftFact("statement", "yes", source="" if yes_no(by) else by, **evidence)
    elif known(one.get("neutral", "")):
        quote = one.get("neutral_basis") or evidence["quote"]
        yield DraftFact("statement", one["neutral"], **(row | _filled(evidence) | {"quote": quote}))
    else:
        row |= _filled(evidence)
    for code in _FACTS:
        if code in one:
            yield DraftFact(code, one[code], **row)


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}
