"""Bringing a file in, with a preview, and undoing it."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.upload import (
    IMPORT,
    KINDS,
    MOST_BYTES,
    PREVIEW,
    Wish,
    ask_import,
    discard,
    keep_upload,
    preview_again,
)
from importers.base import ImportRefused
from store.jobs import Job
from web.errors import WebError
from web.gate import Desk, Route
from web.history_words import say_moment
from web.import_view import (
    CHOICES,
    NAMES,
    OUTCOMES,
    SHOWN,
    STATE_WORDS,
    column_rows,
    examples,
    file_name,
    rejected_table,
    remarks,
)
from web.import_words import in_german

LISTED = 30


class UnknownUpload(WebError):
    """An uploaded list that there is not, or not in this region."""

    status = 404
    title_de = "Das haben wir nicht gefunden"
    title_en = "There is no such list"

    def __init__(self) -> None:
        super().__init__(
            "In dieser Region wurde unter dieser Nummer nichts hochgeladen.", "Nothing was uploaded under this code."
        )


class TooLate(WebError):
    """Something that cannot be done with a list any more, or not yet."""

    status = 409
    title_de = "Das geht gerade nicht"
    title_en = "Not possible now"

    def __init__(self) -> None:
        super().__init__(
            "Die Liste ist noch nicht so weit, oder es ist schon geschehen. Laden Sie die Seite neu.",
            "The list is not in a state that allows this.",
        )


def imports(desk: Desk) -> str:
    """Show the form to upload a list, and what was brought in so far."""
    return _start(desk)


def upload(desk: Desk) -> Response | tuple[str, int]:
    """Take a list in and let the worker look at it."""
    given = request.files.get("datei")
    typed = {"liste": request.form.get("liste", "")[:100], "ganz": request.form.get("ganz", "") == "ja"}
    if given is None or not given.filename:
        return _start(desk, {"datei": "Wählen Sie bitte eine Datei."}, typed), 400
    wish = Wish(desk.ags, str(typed["liste"]), bool(typed["ganz"]), desk.account.by)
    try:
        code = keep_upload(desk.services.store, desk.services.private_dir, wish, given.filename, given.save)
    except ImportRefused as error:
        sentence = in_german(str(error))
        return _start(desk, {"liste" if "Der Name" in sentence else "datei": sentence}, typed), 400
    return _to(desk, code)


def import_job(desk: Desk, code: str) -> str:
    """Show how far a list is, what taking it over would do, or what it did."""
    return _page(desk, _job(desk, code))


def import_state(desk: Desk, code: str) -> FlaskResponse:
    """Tell a script how far a list is."""
    job = _job(desk, code)
    return jsonify(over=job.is_over, done=job.done, total=job.total, words=_words(job))


def import_columns(desk: Desk, code: str) -> Response | tuple[str, int]:
    """Keep what the columns mean, and look at the list once more."""
    job = _job(desk, code, PREVIEW)
    headings = job.result.get("headings", [])
    if job.state != "done" or not headings:
        raise TooLate
    columns = {heading: request.form.get(f"spalte-{number}", "") for number, heading in enumerate(headings)}
    if not NAMES.issuperset(columns.values()) or not {"name", "provider", "provider_and_name"} & set(columns.values()):
        words = "Sagen Sie bitte, in welcher Spalte der Name des Angebots oder der Träger steht."
        return _page(desk, job, {"spalte-0": words}, columns), 400
    return _to(desk, preview_again(desk.services.store, job, columns, desk.account.by))


def import_take(desk: Desk, code: str) -> Response:
    """Let a list be taken over as its preview showed it."""
    job = _job(desk, code, PREVIEW)
    if job.state != "done" or job.result.get("refused", "gone"):
        raise TooLate
    return _to(desk, ask_import(desk.services.store, job, desk.account.by))


def import_cancel(desk: Desk, code: str) -> Response:
    """Stop a list on its way; what it has already brought about stays."""
    job = _job(desk, code)
    with desk.services.store.write(by=desk.account.by, why="Einlesen abgebrochen") as writer:
        stopped = writer.jobs.cancel(job.code, desk.ags)
    if stopped:
        flash("Abgebrochen. Nichts wurde geändert.", "good")
    else:
        flash("Zum Abbrechen war es zu spät.", "bad")
    return _to(desk, code)


def import_discard(desk: Desk, code: str) -> Response:
    """Delete an uploaded list that is not to be taken over."""
    discard(desk.services.store, desk.services.private_dir, _job(desk, code, PREVIEW), desk.account.by)
    flash("Die hochgeladene Datei ist gelöscht.", "good")
    return redirect(url_for("bureau.imports", region=desk.region.slug), code=303)


def import_rejected(desk: Desk, code: str) -> FlaskResponse:
    """Hand the rejected lines out as a table."""
    job = _job(desk, code)
    run = job.result.get("run")
    if run:
        rows = [(one.line, one.ref, one.reason) for one in desk.services.store.rejections(run)]
    else:
        rows = [(line, ref, reason) for line, ref, reason in job.result.get("rejections", [])]
    answer = FlaskResponse(rejected_table(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="abgelehnt-{job.code}.csv"'
    return answer


def _start(desk: Desk, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None) -> str:
    store, zone = desk.services.store, desk.region.zone
    jobs = [
        (job, file_name(job) or "gelöscht", STATE_WORDS[job.state], say_moment(job.created_at, zone))
        for job in store.jobs.latest(desk.ags, KINDS, LISTED)
    ]
    runs = [(run, say_moment(run.started_at, zone)) for run in store.runs(LISTED, desk.ags)]
    return render_template(
        "bureau/imports.html", region=desk.region, jobs=jobs, runs=runs, errors=errors or {},
        typed=typed or {"liste": "", "ganz": False}, most_bytes=MOST_BYTES, most=MOST_BYTES // 1_000_000,
        lists=sorted({run.source for run, _ in runs}),
    )  # fmt: skip


def _page(
    desk: Desk, job: Job, errors: dict[str, str] | None = None, columns: dict[str, str] | None = None
) -> str:
    store, result = desk.services.store, job.result
    run = store.run(result["run"]) if result.get("run") else None
    rows = column_rows(job)
    if columns:
        rows = [{**row, "name": columns.get(row["heading"], "")} for row in rows]
    return render_template(
        "bureau/import_job.html", region=desk.region, job=job, is_import=job.kind == IMPORT, file=file_name(job),
        at=say_moment(job.created_at, desk.region.zone), words=_words(job), state=STATE_WORDS[job.state],
        outcomes=OUTCOMES, examples=examples(job, desk.services.vocabulary), rejections=remarks(job, "rejections"),
        warnings=remarks(job, "warnings"), columns=rows, choices=CHOICES, errors=errors or {}, shown=SHOWN,
        refused=in_german(result.get("refused", "")), run=run,
    )  # fmt: skip


def _words(job: Job) -> str:
    if job.state == "waiting":
        return "Wartet. Gleich geht es los."
    return in_german(job.words) if job.words else STATE_WORDS[job.state]


def _job(desk: Desk, code: str, kind: str = "") -> Job:
    job = desk.services.store.jobs.by_code(code)
    if job is None or job.region != desk.ags or job.kind not in KINDS or (kind and job.kind != kind):
        raise UnknownUpload
    return job


def _to(desk: Desk, code: str) -> Response:
    return redirect(url_for("bureau.import_job", region=desk.region.slug, code=code), code=303)


_AT = "/<region>/einlesen"
ROUTES: tuple[Route, ...] = (
    Route(_AT, "imports", imports, "import"),
    Route(_AT, "upload", upload, "import", "POST", most_bytes=MOST_BYTES + 100_000),
    Route(f"{_AT}/<code>", "import_job", import_job, "import"),
    Route(f"{_AT}/<code>/stand", "import_state", import_state, "import"),
    Route(f"{_AT}/<code>/abgelehnt.csv", "import_rejected", import_rejected, "import"),
    Route(f"{_AT}/<code>/spalten", "import_columns", import_columns, "import", "POST"),
    Route(f"{_AT}/<code>/uebernehmen", "import_take", import_take, "import", "POST"),
    Route(f"{_AT}/<code>/abbrechen", "import_cancel", import_cancel, "import", "POST"),
    Route(f"{_AT}/<code>/loeschen", "import_discard", import_discard, "import", "POST"),
)
