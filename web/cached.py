"""Answers that many may keep: one that the visitor still has is not sent again."""

import hashlib

from flask import Response, request

HOUR_SECONDS = 3_600


def cached(content: str | bytes, media: str, seconds: int = HOUR_SECONDS, *, for_all_sites: bool = False) -> Response:
    """An answer for everybody to keep for a while; `for_all_sites` lets scripts of other sites read it too."""
    response = Response(content, content_type=media)
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20])
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    if for_all_sites:
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    return response
