"""Addresses of pages for templates: the same ones come again on every page, so they are made once."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g, has_request_context, request, url_for

from web.i18n import language

#: where addresses hold names of pages, regions and offers only; what holds a personal code is never kept
KEPT = ("static", "bureau.", "site.", "konto.own", "konto.sign_out")
#: more different addresses than this are not kept; then it begins anew, so that nobody can fill the memory
MOST = 5_000
LONGEST = 300
_kept: dict[Any, str] = {}


def register_links(app: Flask) -> None:
    """Give templates a quicker `url_for` that makes the very same addresses."""
    app.context_processor(lambda: {"url_for": _quick()})


def _quick() -> Callable[..., str]:
    """A `url_for` for this request: addresses depend on where the application is and on the language asked for."""
    if not has_request_context():
        return url_for
    if "links" in g:
        found: Callable[..., str] = g.links
        return found
    where = (request.scheme, request.host, request.script_root, language())

    def link(endpoint: str, **values: Any) -> str:
        if not endpoint.startswith(KEPT):
            return url_for(endpoint, **values)
        key = (endpoint, *values.items(), where)
        try:
            address = _kept.get(key)
        except TypeError:  # a list of filters
            return url_for(endpoint, **values)
        return address or _keep(key, url_for(endpoint, **values))

    g.links = link
    return link


def _keep(key: Any, address: str) -> str:
    if len(_kept) >= MOST:
        _kept.clear()
    if len(address) <= LONGEST:
        _kept[key] = address
    return address
