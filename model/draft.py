"""What a source claims about one offer: raw texts in named places, before anything is cleaned, located or believed."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A place as the source writes it. `address` is the whole address in one text, where the parts are not told."""

    name: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    #: WGS84 degrees as text; a decimal comma is fine
    lat: str = ""
    lon: str = ""
    precision: str = ""
    point_source: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the source says nothing at all about the place."""
        return not any(
            (self.name, self.street, self.number, self.postcode, self.city, self.district, self.address, self.lat,
             self.lon)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftFact:
    """One claim about neutrality in the words of the source; a claim is reported, never checked."""

    code: str
    value: str
    #: who says so; empty means the source of the whole entry
    source: str = ""
    url: str = ""
    as_of: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class DraftStop:
    """A dated stop of a mobile offer; beginning and end as text with day and time."""

    starts: str
    ends: str = ""
    place: DraftPlace = field(default_factory=DraftPlace)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry as its source tells it: nothing is decided, an empty text means the source does not say.

    Lists hold values or whole cells with several values; cleaning splits them against the vocabulary.
    Vocabulary values may be slugs, German or English labels or synonyms.
    """

    #: how the source calls this entry; empty if it does not, then one is made from name, provider and address
    ref: str
    line: int = 0
    #: the source says that the offer no longer exists
    withdrawn: bool = False

    name: str = ""
    kind: str = ""
    provider: str = ""
    provider_website: str = ""
    provider_seat: DraftPlace = field(default_factory=DraftPlace)
    summary: str = ""
    description: str = ""

    topics: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    #: in words, to whom the offer is restricted
    restriction: str = ""
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    cost: str = ""
    cost_note: str = ""
    funding: tuple[str, ...] = ()
    issues_funding: tuple[str, ...] = ()

    place: DraftPlace = field(default_factory=DraftPlace)
    stops: tuple[DraftStop, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    appointment: str = ""
    booking_url: str = ""
    wheelchair: str = ""
    wheelchair_note: str = ""
    bring: str = ""

    facts: tuple[DraftFact, ...] = ()

    #: where the source itself has it from: web addresses or words
    origins: tuple[str, ...] = ()
    as_of: str = ""
    licence: str = ""
    attribution: str = ""
    verified_on: str = ""
    verified_by: str = ""
    verified_how: str = ""

    #: whom the Bildungsbüro asks; never published
    maintenance_name: str = ""
    maintenance_email: str = ""
    maintenance_phone: str = ""
    maintenance_note: str = ""

    #: what the importer wants the report to say about this record
    notes: tuple[str, ...] = ()
