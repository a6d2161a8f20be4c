"""For those who operate it: can this installation answer?"""

from flask import Blueprint, Response, jsonify

from store import StoreError
from web.context import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """ok, or impaired with what is missing, or down with the reason."""
    troubles = services().troubles
    try:
        offers = services().store.count_offers()
    except StoreError as error:
        response = jsonify(status="down", troubles=[str(error), *troubles], offers=0)
        response.status_code = 503
        return response
    return jsonify(status="impaired" if troubles else "ok", troubles=troubles, offers=offers)
