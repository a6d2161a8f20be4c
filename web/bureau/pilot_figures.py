"""Sums of hand-overs for the office: the same tables on the page, as CSV and as a workbook, never more."""

import tempfile
from collections.abc import Iterator

from flask import Response, render_template, request, send_file

from actions.referral_counts import has_answers, quarters
from actions.referral_figures import Figures, figures
from exporters import office_csv, office_xlsx
from web.bureau.exports import XLSX
from web.errors import NotFound
from web.gate import Desk, Route

HEADINGS = ("Vierteljahr", "Tabelle", "Zeile", "Spalte", "Anzahl")
#: what stands in a file where a number is withheld
WITHHELD = "zurückgehalten"
TOO_FEW = "zu wenige"


class UnknownQuarter(NotFound):
    """A quarter of which nothing is told."""

    title_de = "Zu diesem Vierteljahr gibt es keine Zahlen"

    def __init__(self) -> None:
        super().__init__(
            "Zahlen gibt es, wenn ein Vierteljahr zu Ende ist, und zwei Jahre lang.", "There are no such figures."
        )


def pilot_figures(desk: Desk) -> str:
    """Show the tables of one quarter."""
    known = quarters(desk.services.store, desk.ags, desk.now.date())
    chosen = _chosen(desk, known) if known else ""
    return render_template(
        "bureau/pilot_figures.html", region=desk.region, quarters=known, chosen=chosen,
        told=_figures(desk, chosen) if chosen else None,
        answered=bool(chosen) and has_answers(chosen, desk.now.date()),
    )  # fmt: skip


def figures_csv(desk: Desk) -> Response:
    """Hand out the tables of one quarter as CSV."""
    told = _figures(desk, _chosen(desk, quarters(desk.services.store, desk.ags, desk.now.date())))
    answer = Response("".join(office_csv.write(_rows(told), HEADINGS)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(desk, told)}.csv"'
    return answer


def figures_xlsx(desk: Desk) -> Response:
    """Hand out the tables of one quarter as a workbook."""
    told = _figures(desk, _chosen(desk, quarters(desk.services.store, desk.ags, desk.now.date())))
    # The server closes it when the answer is sent.
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115
    office_xlsx.write(_rows(told), HEADINGS, file, title="Weiterleitungen")
    file.seek(0)
    return send_file(file, XLSX, as_attachment=True, download_name=f"{_name(desk, told)}.xlsx", etag=False)


def _chosen(desk: Desk, known: list[str]) -> str:
    wanted = request.args.get("quartal", known[0] if known else "")
    if wanted not in known:
        raise UnknownQuarter
    return wanted


def _figures(desk: Desk, quarter: str) -> Figures:
    services = desk.services
    return figures(services.store, services.vocabulary, desk.ags, quarter, desk.now.date())


def _rows(told: Figures) -> Iterator[dict[str, str]]:
    """The tables line by line, each number with its place."""
    total = TOO_FEW if told.total is None else str(told.total)
    yield _row(told.quarter, "Alle", "Alle", "Weiterleitungen", total)
    for table in told.tables:
        if table.too_few:
            yield _row(told.quarter, table.title, "", "", TOO_FEW)
        for row in table.rows:
            for column, count in zip(table.columns, row.counts, strict=True):
                yield _row(told.quarter, table.title, row.label, column, WITHHELD if count is None else str(count))


def _row(*values: str) -> dict[str, str]:
    return dict(zip(HEADINGS, values, strict=True))


def _name(desk: Desk, told: Figures) -> str:
    return f"weiterleitungen-{desk.region.slug}-{told.quarter}"


ROUTES: tuple[Route, ...] = (
    Route("/<region>/lotsen/zahlen", "pilot_figures", pilot_figures, "pilots"),
    Route("/<region>/lotsen/zahlen.csv", "figures_csv", figures_csv, "pilots"),
    Route("/<region>/lotsen/zahlen.xlsx", "figures_xlsx", figures_xlsx, "pilots"),
)
