"""Old addresses of offers that were merged into others: they lead to where the offer is now."""

from typing import NoReturn

from flask import request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from web.context import services
from web.errors import UnknownOffer, problem, wants_json

#: a merge can be taken back, so nobody shall remember for good where an address led
REMEMBERED = "max-age=3600"


class OfferMoved(RequestRedirect):
    """An offer that is part of another one now. A page leads there; a program is told as well why."""

    def __init__(self, key: str) -> None:
        asked = {**(request.view_args or {}), "key": key, **request.args.to_dict(flat=False)}
        super().__init__(url_for(request.endpoint or "site.offer", **asked))
        self.key = key
        self.code = 301 if request.method in ("GET", "HEAD") else 308

    def get_response(self, environ: object = None, scope: object = None) -> Response:
        """The redirect, for programs with a problem after RFC 9457 as its body."""
        answer: Response = super().get_response()
        if wants_json():
            answer = problem(self.code, "Moved permanently", f"This offer is part of {self.key} now.", "key")
            answer.headers["Location"] = self.new_url
        answer.headers["Cache-Control"] = REMEMBERED
        return answer


def not_there(key: str) -> NoReturn:
    """Say that there is no offer with a key, or lead to the one that it was merged into."""
    if moved := services().store.doubles.redirect(key[:200]):
        raise OfferMoved(moved)
    raise UnknownOffer(key)
