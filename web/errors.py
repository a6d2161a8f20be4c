"""Errors a visitor or a program can understand: a status, a sentence in both languages, the field it is about."""

from collections.abc import Mapping

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from model.query import QueryError
from model.source import is_kept_elsewhere
from store import StoreError
from store.errors import KeptElsewhere

KEPT_ELSEWHERE = "Dieses Angebot pflegt eine andere Karte. Hier kann man es nur lesen."


class WebError(Exception):
    """Something that cannot be answered, with the reason for people (German) and programs (English)."""

    status = 400
    title_de = "Das hat nicht geklappt"
    title_en = "The request cannot be answered"

    def __init__(self, sentence_de: str, sentence_en: str, field: str = "") -> None:
        super().__init__(sentence_en)
        self.sentence_de = sentence_de
        self.sentence_en = sentence_en
        self.field = field


class BadQuery(WebError):
    """A question that cannot be asked."""


class NotFound(WebError):
    """Something that is not there."""

    status = 404
    title_de = "Diese Seite gibt es nicht"
    title_en = "Not found"


class ReadOnlyHere(WebError):
    """Something that is kept elsewhere."""

    status = 409
    title_de = "Das pflegen andere"
    title_en = "Kept elsewhere"


def refuse_kept_elsewhere(key: str) -> None:
    """Refuse to change an offer that another installation keeps."""
    if is_kept_elsewhere(key):
        raise ReadOnlyHere(KEPT_ELSEWHERE, f"The offer {key[:160]} is kept by another installation.", "key")


class UnknownRegion(NotFound):
    """A region that this installation does not have."""

    title_de = "Diese Region gibt es hier nicht"

    def __init__(self, name: str) -> None:
        super().__init__(
            "Für diese Region haben wir noch keine Karte.",
            f"There is no region {name[:60]!r} here. GET /api/v1/regions lists those there are.",
            "region",
        )


class UnknownOffer(NotFound):
    """An offer that is not there."""

    title_de = "Dieses Angebot finden wir nicht"

    def __init__(self, key: str) -> None:
        super().__init__(
            "Dieses Angebot gibt es hier nicht. Vielleicht wurde die Adresse der Seite falsch abgeschrieben.",
            f"There is no offer with the key {key[:160]!r}.",
            "key",
        )


class Unavailable(WebError):
    """The installation cannot answer just now."""

    status = 503
    title_de = "Gerade geht das nicht"
    title_en = "Not available at the moment"


#: what to say for the errors that the framework raises itself
PLAIN: Mapping[int, tuple[str, str, str]] = {
    400: ("Das hat nicht geklappt", "Die Anfrage war unvollständig. Bitte versuchen Sie es noch einmal.",
          "The request cannot be read."),
    404: ("Diese Seite gibt es nicht", "Vielleicht wurde die Adresse der Seite falsch abgeschrieben.",
          "There is nothing at this address. GET /api/v1/openapi.json lists what there is."),
    405: ("So geht das nicht", "Diese Seite kann man so nicht aufrufen. Bitte beginnen Sie auf der Startseite.",
          "This address does not answer to that method."),
    413: ("Das ist zu viel auf einmal", "Die Anfrage ist zu groß.", "The request is larger than 64 kB."),
    415: ("Das hat nicht geklappt", "Dieses Format verstehen wir nicht.",
          "The body must be JSON with the header Content-Type: application/json."),
    500: ("Bei uns ist etwas schiefgegangen", "Das liegt nicht an Ihnen. Bitte versuchen Sie es später noch einmal.",
          "Something went wrong here; it has been noted."),
}  # fmt: skip


def wants_json() -> bool:
    """Whether a program is asking, so that the error must be problem+json."""
    return request.path.startswith("/api/") or request.path == "/healthz"


def problem(status: int, title: str, detail: str, field: str = "") -> Response:
    """An error after RFC 9457."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if field:
        body["field"] = field
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _answer(status: int, german: tuple[str, str], english: tuple[str, str], field: str = "") -> Response:
    """The error as a page (German title and sentence) or as problem+json (English)."""
    if wants_json():
        return problem(status, *english, field)
    page = render_template("error.html", status=status, title=german[0], sentence=german[1])
    return Response(page, status=status, content_type="text/html; charset=utf-8")


def register_errors(app: Flask) -> None:
    """Turn every error into a page or problem+json that helps."""

    @app.errorhandler(WebError)
    def on_web_error(error: WebError) -> Response:
        german, english = (error.title_de, error.sentence_de), (error.title_en, error.sentence_en)
        return _answer(error.status, german, english, error.field)

    @app.errorhandler(QueryError)
    def on_query_error(error: QueryError) -> Response:
        return on_web_error(BadQuery("Eine Angabe in der Suche stimmt nicht.", str(error), error.field))

    @app.errorhandler(KeptElsewhere)
    def on_kept_elsewhere(error: KeptElsewhere) -> Response:
        return on_web_error(ReadOnlyHere(KEPT_ELSEWHERE, str(error), "key"))

    @app.errorhandler(StoreError)
    def on_store_error(error: StoreError) -> Response:
        app.logger.error("The database did not answer: %s", error)
        return on_web_error(Unavailable("Die Karte ist gerade nicht erreichbar. Bitte versuchen Sie es später.",
                                        "The database does not answer at the moment."))  # fmt: skip

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> Response:
        status = error.code or 500
        title_de, sentence_de, sentence_en = PLAIN.get(status, PLAIN[500 if status >= 500 else 400])
        answer = _answer(status, (title_de, sentence_de), (error.name, sentence_en))
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after", "location"):
                answer.headers[name] = value
        if status in (301, 302, 307, 308):
            answer.status_code = status
        return answer
