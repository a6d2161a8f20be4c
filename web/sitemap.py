"""What search engines may find: a map of all public pages, and which pages are for nobody else to list."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from flask import Response, url_for

from web.cached import cached
from web.context import services

#: no more addresses than this may stand in one map (sitemaps.org)
MOST = 50_000
PAGES = ("region_page", "neutral", "easy", "access", "imprint", "privacy", "open_data")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
#: back office, accounts, pages behind personal links and codes, and answers to what somebody typed
CLOSED = ("/buero/", "/konto/", "/anbieter/", "/umfrage/", "/stimmt/", "/schein/", "/lotse/", "/api/", "/*/suche",
          "/*/eingebettet")  # fmt: skip


def sitemap() -> Response:
    """The maps of all regions."""
    found = (url_for("site.region_sitemap", region=area.slug, _external=True) for area in services().regions())
    maps = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in found)
    return cached(f"{HEAD}<sitemapindex {SPACE}>{maps}</sitemapindex>\n", "application/xml")


def region_sitemap(region: str) -> Response:
    """All public pages of a region, offers with the day of their last change.

    Of courses only the page to search in: there may be millions, and each is gone in weeks.
    """
    here = services()
    area = here.region(region)
    names = (*PAGES, "courses") if here.courses.has_courses else PAGES
    pages = [(url_for(f"site.{name}", region=area.slug, _external=True), "") for name in names]
    offers = here.store.dated_keys(area.ags, MOST - len(pages))
    begins = url_for("site.offer", region=area.slug, key="a:b", _external=True).removesuffix("a:b")
    pages += [(begins + key, at.date().isoformat()) for key, at in offers]
    return cached(f"{HEAD}<urlset {SPACE}>{''.join(_entries(pages))}</urlset>\n", "application/xml")


def _entries(pages: Iterable[tuple[str, str]]) -> Iterable[str]:
    for address, day in pages:
        yield f"<url><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"


def robots() -> Response:
    """What search engines shall leave alone, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED),
             f"Sitemap: {url_for('site.sitemap', _external=True)}"]  # fmt: skip
    return cached("\n".join(lines) + "\n", "text/plain; charset=utf-8")
