"""The selection of the office's list as a file: CSV for every program, XLSX for Excel."""

import tempfile
from collections.abc import Iterator
from typing import Any

from flask import Response, current_app, render_template, request, send_file

from actions.hand_out_list import rows_of
from exporters import office_csv, office_xlsx
from exporters.office_table import headings
from web.bureau.selection import as_args, selection
from web.gate import Desk, Route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(desk: Desk) -> str:
    """Show what can be handed out, and what has to stay in the house."""
    query = selection(request.args, desk)
    return render_template(
        "bureau/export.html", region=desk.region, args=as_args(query),
        total=desk.services.store.office.count(query, desk.now.date()), problem="",
    )  # fmt: skip


def export_csv(desk: Desk) -> Response:
    """Hand out the selection as CSV."""
    return _csv(desk, request.args, internal=False)


def export_xlsx(desk: Desk) -> Response:
    """Hand out the selection as a workbook."""
    return _xlsx(desk, request.args, internal=False)


def export_internal(desk: Desk) -> Response | tuple[str, int]:
    """Hand out the selection with the contacts that stay in the house, to somebody who said that they know."""
    query = selection(request.form, desk)
    if request.form.get("bleibt_im_haus") != "ja":
        problem = "Bitte bestätigen Sie, dass die Datei im Haus bleibt."
        total = desk.services.store.office.count(query, desk.now.date())
        page = render_template(
            "bureau/export.html", region=desk.region, args=as_args(query), total=total, problem=problem
        )
        return page, 400
    current_app.logger.info("A list with maintenance contacts was handed out for region %s.", desk.ags)
    make = _xlsx if request.form.get("format") == "xlsx" else _csv
    return make(desk, request.form, internal=True)


def _csv(desk: Desk, args: Any, *, internal: bool) -> Response:
    def pieces() -> Iterator[str]:
        yield from office_csv.write(rows, headings(internal=internal))

    rows = _rows(desk, args, internal=internal)
    answer = Response(pieces(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(desk, internal)}.csv"'
    return answer


def _xlsx(desk: Desk, args: Any, *, internal: bool) -> Response:
    # The server closes it when the answer is sent.
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115
    office_xlsx.write(_rows(desk, args, internal=internal), headings(internal=internal), file)
    file.seek(0)
    answer = send_file(
        file, XLSX, as_attachment=True, download_name=f"{_name(desk, internal)}.xlsx", etag=False,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rows(desk: Desk, args: Any, *, internal: bool) -> Iterator[dict[str, str]]:
    store, day = desk.services.store, desk.now.date()
    keys = store.office.keys(selection(args, desk), day)
    return rows_of(store, keys, desk.services.vocabulary, day, internal=internal)


def _name(desk: Desk, internal: bool) -> str:
    return f"{'intern-' if internal else ''}angebote-{desk.region.slug}-{desk.now.date().isoformat()}"


ROUTES: tuple[Route, ...] = (
    Route("/<region>/ausgabe", "export", export, "export"),
    Route("/<region>/ausgabe.csv", "export_csv", export_csv, "export"),
    Route("/<region>/ausgabe.xlsx", "export_xlsx", export_xlsx, "export"),
    Route("/<region>/ausgabe", "export_internal", export_internal, "export", "POST"),
)
