"""What every file export is made of: offers on a day, with the sources and licences that must be named with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from model.neutrality import Assessment, Policy, assess
from model.offer import Offer
from model.region import Region
from model.vocabulary import Vocabulary


class SourceLine(NamedTuple):
    """A source that must be named, and how many offers are from it."""

    source: str
    licence: str
    attribution: str
    offers: int


@dataclass(frozen=True)
class Export:
    """The published offers of a region, or of all regions, on a day."""

    offers: Sequence[Offer]
    day: date
    title: str
    #: the region, where it is one, with its boundary as GeoJSON
    region: Region | None = None
    boundary: str | None = None
    #: all regions by AGS, and what words of the vocabularies mean
    regions: Mapping[str, Region] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))

    @property
    def policy(self) -> Policy:
        """What counts as neutral in the region."""
        return self.region.policy if self.region else Policy()

    def label(self, facet: str, slug: str) -> str:
        """What a language or a topic is called, its slug where nobody told us."""
        return self.vocabulary.label(facet, slug)

    @cached_property
    def sources(self) -> list[SourceLine]:
        """All sources with licence and attribution; one export may hold several, each record names its own."""
        made = (offer.provenance for offer in self.offers)
        found = Counter((one.source, one.licence, one.attribution) for one in made)
        return [SourceLine(*key, count) for key, count in sorted(found.items())]

    @property
    def notice(self) -> str:
        """Whom to name, as one text."""
        lines = [f"{one.source}: {one.attribution or 'ohne Namensnennung'}, {one.licence or 'Lizenz nicht genannt'} "
                 f"({one.offers})" for one in self.sources]  # fmt: skip
        return f"{self.title}, Stand {self.day.isoformat()}. Quellen: " + ("; ".join(lines) or "keine") + "."

    def assessment(self, offer: Offer) -> Assessment:
        """How neutral an offer is on the day of the export."""
        return assess(offer.facts, self.day)


def properties(offer: Offer, judged: Assessment) -> dict[str, Any]:
    """What formats for maps tell about an offer, in plain values; None and "" mean that nobody has told us."""
    place, made, checked = offer.place, offer.provenance, offer.verification
    counselling = offer.kind == "counselling"
    return {
        "name": offer.name,
        "provider": offer.provider.name,
        "kind": offer.kind,
        "region": offer.region,
        "summary": offer.summary,
        "topics": list(offer.topics),
        "formats": list(offer.formats),
        "languages": list(offer.languages_spoken),
        "cost": offer.cost.kind,
        "wheelchair": offer.accessibility.wheelchair,
        "address": place.address if place else "",
        "precision": place.precision if place and place.point else "unknown",
        "hours": offer.hours,
        "phone": offer.contact.phone,
        "email": offer.contact.email,
        "website": offer.contact.website,
        "neutrality_grade": judged.grade if counselling else None,
        "neutrality_evidence": judged.evidence if counselling and judged.because else None,
        "neutrality_as_of": _as_of(judged) if counselling else None,
        "verified_on": checked.on.isoformat() if checked else None,
        "updated": offer.edited_at.date().isoformat() if offer.edited_at else None,
        "source": made.source,
        "source_urls": list(made.urls),
        "source_as_of": made.as_of,
        "licence": made.licence,
        "attribution": made.attribution,
    }


def _as_of(judged: Assessment) -> str | None:
    """Since when the facts behind a grade are known: the latest day or state that one of them tells."""
    told = [fact.checked_on.isoformat() if fact.checked_on else fact.as_of for fact in judged.because]
    return max(filter(None, told), default=None)
