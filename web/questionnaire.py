"""The questionnaire: a personal form without an account; which address shows which page."""

from flask import Blueprint, Flask, Response

from web import questionnaire_form, questionnaire_offer, questionnaire_pages

questionnaire = Blueprint("questionnaire", __name__, url_prefix="/umfrage")

for path, endpoint, view, method in (
    ("", "enter", questionnaire_form.enter, "GET"),
    ("", "read_code", questionnaire_form.read_code, "POST"),
    ("/<code>", "overview", questionnaire_pages.overview, "GET"),
    ("/<code>", "keep", questionnaire_pages.keep, "POST"),
    ("/<code>/danke", "thanks", questionnaire_pages.thanks, "GET"),
    ("/<code>/absagen", "no_thanks", questionnaire_pages.no_thanks, "GET"),
    ("/<code>/absagen", "say_no", questionnaire_pages.say_no, "POST"),
    ("/<code>/angebot/<path:key>", "show_offer", questionnaire_offer.show_offer, "GET"),
    ("/<code>/angebot/<path:key>", "keep_offer", questionnaire_offer.keep_offer, "POST"),
    ("/<code>/neu", "show_new", questionnaire_offer.show_new, "GET"),
    ("/<code>/neu", "keep_new", questionnaire_offer.keep_new, "POST"),
):
    questionnaire.add_url_rule(path, endpoint, view, methods=[method], strict_slashes=False)


def register_questionnaire(app: Flask) -> None:
    """Put the questionnaire on the application."""
    app.register_blueprint(questionnaire)


@questionnaire.after_request
def keep_private(response: Response) -> Response:
    """Let no cache keep what somebody filled in, and no search engine find it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
