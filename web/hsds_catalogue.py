"""All services as HSDS has them, made once for each version of the store and found by id."""

from collections import defaultdict
from functools import cached_property
from threading import Lock
from typing import Any

from exporters import every_offer
from exporters.content import Export
from exporters.hsds import taxonomies, terms, write
from web.context import Services, services

Thing = dict[str, Any]


class Catalogue:
    """Everything that the interface tells, as of one version of the store."""

    def __init__(self, here: Services) -> None:
        export = Export(tuple(every_offer(here.store)), here.clock().date(), "Bildungsberatungslandkarte")
        self.services = write(export, here.store.regions(), here.vocabulary)
        self.taxonomies = taxonomies(here.vocabulary)
        self.terms = list(terms(here.vocabulary).values())
        self._regions = {own["id"]: offer.region for own, offer in zip(self.services, export.offers, strict=True)}

    @cached_property
    def organizations(self) -> list[Thing]:
        """All organizations, each once."""
        return list({one["organization_id"]: one["organization"] for one in self.services}.values())

    @cached_property
    def _by_organization(self) -> dict[str, list[Thing]]:
        found = defaultdict(list)
        for one in self.services:
            found[one["organization_id"]].append(one)
        return found

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Thing]]:
        places = [place for one in self.services for place in self.places_of(one)]
        lists = {"services": self.services, "organizations": self.organizations, "service_at_locations": places,
                 "taxonomies": self.taxonomies, "taxonomy_terms": self.terms}  # fmt: skip
        return {name: {one["id"]: one for one in things} for name, things in lists.items()}

    def by_id(self, name: str) -> dict[str, Thing]:
        """The things of a list by id."""
        return self._indexes[name]

    def services_of(self, organization: str) -> list[Thing]:
        """The services of an organization."""
        return self._by_organization.get(organization, [])

    def places_of(self, service: Thing) -> list[Thing]:
        """A service at each of its places, with the service told beside it."""
        plain = {name: value for name, value in service.items() if not isinstance(value, (list, dict))}
        return [{**place, "service": plain} for place in service.get("service_at_locations", ())]

    def region_of(self, service: Thing) -> str:
        """The AGS of the region that a service belongs to."""
        return self._regions[service["id"]]


_KEPT: dict[str, tuple[tuple[int, str], Catalogue]] = {}
_LOCK = Lock()


def catalogue() -> Catalogue:
    """The catalogue as of now."""
    here = services()
    mark = (here.store.version(), here.clock().date().isoformat())
    known = _KEPT.get(here.store.url)
    if known and known[0] == mark:
        return known[1]
    with _LOCK:
        known = _KEPT.get(here.store.url)
        if known is None or known[0] != mark:
            _KEPT.clear()
            known = _KEPT[here.store.url] = (mark, Catalogue(here))
    return known[1]
