"""Calendars of offers that travel: all of a region, or those of one offer."""


from flask import Response, url_for

from exporters import MEDIA_TYPES, ical
from exporters.content import Export
from model.offer import Offer
from model.region import Region
from web.cached import cached
from web.context import services
from web.open_data import whole
from web.site_offer import published


def calendar(region: str) -> Response:
    """The stops of all offers of a region that are still to come."""
    here = services()
    area = here.region(region)
    return _answer(area, whole(here, area))


def offer_calendar(region: str, key: str) -> Response:
    """The stops of one offer that are still to come."""
    here = services()
    area, offer = here.region(region), published(key)
    return _answer(area, Export((offer,), here.clock().date(), offer.name))


def _answer(area: Region, export: Export) -> Response:
    begins = url_for("site.offer", region=area.slug, key="a:b", _external=True).removesuffix("a:b")
    travelling: list[Offer] = [offer for offer in export.offers if offer.stops]
    content = ical.write(Export(tuple(travelling), export.day, export.title), area.zone, begins)
    return cached(content, MEDIA_TYPES["ics"], for_all_sites=True)
