"""The offers as an Excel workbook with the columns of the list template, and a sheet with the sources to be named."""

import io

from exporters import csv_table, office_xlsx
from exporters.content import Export


def write(export: Export) -> bytes:
    """The workbook; what it writes can be imported again."""
    rows = [csv_table.row_of(offer) for offer in export.offers]
    headings = list(rows[0]) if rows else ["Kennung", "Name", "Träger"]
    sources = [{"Quelle": one.source, "Lizenz": one.licence, "Namensnennung": one.attribution,
                "Angebote": str(one.offers)} for one in export.sources]  # fmt: skip
    into = io.BytesIO()
    office_xlsx.write_sheets([("Angebote", headings, rows), ("Quellen", list(_SOURCES), sources)], into)
    return into.getvalue()


_SOURCES = ("Quelle", "Lizenz", "Namensnennung", "Angebote")
