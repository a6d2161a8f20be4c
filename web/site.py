"""Everything a citizen sees: which address shows which page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, request, url_for

from web import (
    changes_feed,
    embedding,
    feeds,
    look,
    open_data,
    site_courses,
    site_offer,
    site_pages,
    site_search,
    site_suggest,
    sitemap,
)
from web.context import services
from web.i18n import SOURCE, register_i18n
from web.icons import icon
from web.links import register_links
from web.remembered import remembered
from web.view_count import register_view_count

site = Blueprint("site", __name__)

for path, endpoint, view, method in (
    ("/", "regions", site_pages.regions, "GET"),
    ("/", "find_region", site_pages.find_region, "POST"),
    ("/<region>/", "region_page", site_search.region_page, "GET"),
    ("/<region>/suche", "search", site_search.search, "POST"),
    ("/<region>/suche", "search_again", site_search.search_again, "GET"),
    ("/<region>/angebot/<path:key>", "offer", site_offer.offer, "GET"),
    ("/<region>/angebot/<path:key>/fehler", "report", site_offer.report, "GET"),
    ("/<region>/angebot/<path:key>/fehler", "send_report", site_offer.send_report, "POST"),
    ("/<region>/angebot/<path:key>/aendern", "change", site_suggest.change, "GET"),
    ("/<region>/angebot/<path:key>/aendern", "send_change", site_suggest.send_change, "POST"),
    ("/<region>/vorschlag", "propose", site_suggest.propose, "GET"),
    ("/<region>/vorschlag", "send_proposal", site_suggest.send_proposal, "POST"),
    ("/<region>/was-heisst-neutral", "neutral", site_pages.neutral, "GET"),
    ("/<region>/leichte-sprache", "easy", site_pages.easy, "GET"),
    ("/<region>/barrierefreiheit", "access", site_pages.access, "GET"),
    ("/<region>/datenschutz", "privacy", site_pages.privacy, "GET"),
    ("/<region>/impressum", "imprint", site_pages.imprint, "GET"),
    ("/<region>/gemerkt", "saved", site_pages.saved, "GET"),
    ("/<region>/grenzen.json", "borders", site_pages.borders, "GET"),
    ("/<region>/daten", "open_data", open_data.open_data, "GET"),
    ("/<region>/wegweiser.pdf", "guide", open_data.guide, "GET"),
    ("/<region>/daten/offers.<ending>", "download", open_data.download, "GET"),
    ("/<region>/termine.ics", "calendar", feeds.calendar, "GET"),
    ("/<region>/angebot/<path:key>/termine.ics", "offer_calendar", feeds.offer_calendar, "GET"),
    ("/<region>/aenderungen.atom", "changes_feed", changes_feed.changes_feed, "GET"),
    ("/<region>/sitemap.xml", "region_sitemap", sitemap.region_sitemap, "GET"),
    ("/sitemap.xml", "sitemap", sitemap.sitemap, "GET"),
    ("/robots.txt", "robots", sitemap.robots, "GET"),
    ("/<region>/einbetten", "embed", embedding.embed, "GET"),
    ("/<region>/eingebettet", "embedded", embedding.embedded, "GET"),
    ("/einbetten.js", "embed_script", embedding.embed_script, "GET"),
    ("/<region>/kurse", "courses", site_courses.courses, "GET"),
    ("/<region>/kurse", "find_courses", site_courses.find_courses, "POST"),
    ("/<region>/kurs/<path:key>", "course", site_courses.course, "GET"),
    ("/<region>/logo.png", "logo", look.logo, "GET"),
    ("/<region>/farben.css", "colours", look.colours, "GET"),
):
    site.add_url_rule(path, endpoint, view, methods=[method])


def register_site(app: Flask) -> None:
    """Put the visitors' pages on the application, with their languages and icons."""
    register_i18n(app)
    register_links(app)
    app.jinja_env.globals["icon"] = icon
    app.jinja_env.globals["remembered"] = remembered
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_for_every_page)
    app.register_blueprint(site)
    register_view_count(app)


def _for_every_page() -> dict[str, Any]:
    return {"other_language": _other_language() if request.endpoint else None, "several_regions": _several_regions}


def _several_regions() -> bool:
    return len(services().regions()) > 1


def _other_language() -> Callable[[str], str]:
    """How to get from this page to the same page in another language."""
    endpoint, values = request.endpoint or "site.regions", dict(request.view_args or {})
    asked = {name: request.args.getlist(name) for name in request.args if name != "lang"}

    def link(lang: str) -> str:
        return url_for(endpoint, **{**asked, **values, "lang": None if lang == SOURCE else lang})

    return link
