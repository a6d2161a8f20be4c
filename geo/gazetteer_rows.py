"""What one line of a gazetteer file holds: a place, a street within one postcode, city and district, or a layer."""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from geo.houses import SCALE
from geo.layers import MUNICIPALITIES, SPOTS, STATES
from geo.match import MatchPrecision
from geo.point import Point


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """What is known of one layer of a gazetteer."""

    name: str
    title: str
    licence: str
    attribution: str
    as_of: str
    entries: int

    def as_dict(self) -> dict[str, Any]:
        """The layer as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as the gazetteer knows it."""

    id: int
    name: str
    kind: str
    city: str
    city_key: str
    #: the district or state by which namesakes are told apart
    area: str
    ags: str
    point: Point
    radius_m: float
    population: int | None
    precision: MatchPrecision
    #: found under a shortened name: "Mülheim" for "Mülheim an der Ruhr"
    short: bool = False

    @property
    def is_municipality(self) -> bool:
        """Whether it is a whole town or village, not a part of one."""
        return self.kind in MUNICIPALITIES

    @property
    def lies_in(self) -> tuple[str, ...]:
        """What one may write behind its name to say which one is meant: its city, its district, its state."""
        around = (self.area, STATES.get(self.ags[:2], ""))
        return tuple(filter(None, around if self.is_municipality else (self.city, *around)))

    @property
    def label(self) -> str:
        """The place in words, with its city where it is only a part of one."""
        if self.is_municipality or not self.city or self.name.startswith(self.city):
            return self.name
        if self.kind in SPOTS:
            return self.name if self.city in self.name else f"{self.name}, {self.city}"
        return f"{self.name} {self.city}" if self.kind == "postcode" else f"{self.city}-{self.name}"


class StreetRow(NamedTuple):
    """A street within one postcode, city and district; without a point where nobody has located it."""

    #: tells it from all others: file, name, postcode, city, district and part
    id: tuple[int | str, ...]
    name: str
    postcode: str
    #: whether the postcode was not given by the source, but estimated
    guessed: bool
    city: str
    city_key: str
    district: str
    district_key: str
    north: int | None
    east: int | None
    #: how far the farthest known house lies from the point, in metres
    reach_m: int
    houses: bytes

    @property
    def point(self) -> Point | None:
        """Where the street is: at the house that lies most in its middle."""
        return None if self.north is None or self.east is None else Point(self.north / SCALE, self.east / SCALE)

    def label(self, number: str = "") -> str:
        """The street in words, as on an envelope."""
        town = f"{'' if self.guessed else self.postcode} {self.city}".strip()
        return ", ".join(part for part in (f"{self.name} {number}".strip(), town) if part)
