"""Read places and stops as they are typed: find the point of a new address, keep that of an unchanged one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from geo.match import Geocoder
from geo.point import Point, PointError
from importers.clean.dates import moment
from importers.clean.place import Where, coordinate, place
from importers.locate import Locator
from model.draft import DraftPlace
from model.place import Place, Stop
from model.region import Region
from web.form_values import PLACE_PARTS, place_texts, stop_texts

#: where a point comes from that somebody put on the map
BY_HAND = "hand"
_FOUND = {
    "house": "Die Adresse haben wir auf das Haus genau gefunden.",
    "interpolated": "Die Straße haben wir gefunden. Der Punkt der Hausnummer ist geschätzt.",
    "street": "Wir kennen die Straße, aber nicht die Hausnummer. Der Punkt ist ungefähr.",
    "postcode": "Wir kennen nur die Postleitzahl. Der Punkt ist ungefähr.",
    "district": "Wir kennen nur den Stadtteil. Der Punkt ist ungefähr.",
    "place": "Wir kennen nur den Ort. Der Punkt ist ungefähr.",
}
NOT_FOUND = "Diese Adresse finden wir nicht. Das Angebot hat damit keinen Punkt auf der Karte."
NO_ADDRESS = "Ohne Adresse hat das Angebot keinen Punkt auf der Karte."


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Turns typed places into places; each answer is the value, what was understood, and what is wrong."""

    geocoder: Geocoder
    region: Region

    def place(self, texts: Sequence[str], before: Place | None) -> tuple[Place | None, str, str]:
        """The place of an offer from the parts of an address and, where it was put by hand, its point."""
        *address, lat, lon = texts
        same_address = tuple(address) == place_texts(before)
        typed = (
            before
            if before and same_address
            else self._typed(DraftPlace(**dict(zip(PLACE_PARTS, address, strict=True))))
        )
        if lat or lon:
            return self._by_hand(typed or Place(), lat, lon)
        if typed is None or typed is before:
            return typed, "", ""
        return (*self._located(self._kept(typed, before)), "")

    def _kept(self, typed: Place, before: Place | None) -> Place:
        """The place with the point it had, where only its name or its district is told in other words."""
        if before is None or before.point is None or before.address != typed.address or not typed.street:
            return typed
        return replace(
            typed, point=before.point, precision=before.precision, radius_m=before.radius_m,
            point_source=before.point_source,
        )  # fmt: skip

    def _typed(self, draft: DraftPlace) -> Place | None:
        return place(draft, Where(self.region.box, self.region.land, self.region.country), lambda _: None)

    def _by_hand(self, typed: Place, lat: str, lon: str) -> tuple[Place | None, str, str]:
        point = _point(lat, lon)
        if point is None or not self.region.box.contains(point):
            return None, "", f"Der Punkt auf der Karte liegt nicht in {self.region.name}. Bitte setzen Sie ihn neu."
        put = replace(typed, point=point, precision="house", radius_m=None, point_source=BY_HAND)
        return put, "Der Punkt liegt da, wo Sie ihn gesetzt haben.", ""

    def _located(self, typed: Place) -> tuple[Place, str]:
        """The place with the best point we know for it, and how good that is."""
        if typed.point is not None:
            return typed, ""
        found = Locator(self.geocoder, self.region.box).locate(typed, lambda _: None)
        if found.point is None:
            return found, NOT_FOUND if found.address or found.district else NO_ADDRESS
        beyond = "" if self.region.box.contains(found.point) else f" Sie liegt nicht in {self.region.name}."
        return found, _FOUND.get(found.precision, "") + beyond

    def stops(self, typed: Sequence[Sequence[str]], before: Sequence[Stop]) -> tuple[tuple[Stop, ...], str, str]:
        """The dated stops of an offer that travels, in the order of their days."""
        zone = ZoneInfo(self.region.zone)
        known = {stop_texts(stop, zone): stop for stop in before}
        places = {stop_texts(stop, zone)[3:5]: stop.place for stop in before}
        stops: list[Stop] = []
        without: list[str] = []
        for row in typed:
            stop = known.get(tuple(row)) or self._stop(row, places)
            if isinstance(stop, str):
                return (), "", stop
            stops.append(stop)
            if stop.place.point is None:
                without.append(stop.place.address or stop.place.name)
        said = f"Ohne Punkt auf der Karte: {'; '.join(dict.fromkeys(without))}." if without else ""
        return tuple(sorted(stops, key=lambda one: one.starts)), said, ""

    def _stop(self, row: Sequence[str], places: dict[tuple[str, ...], Place]) -> Stop | str:
        """One stop, or what is wrong with it."""
        day, start, end, name, address, note = row
        zone = ZoneInfo(self.region.zone)
        starts, ends = moment(f"{day} {start}", zone), moment(f"{day} {end}", zone)
        told = " ".join(filter(None, (day, name, address))) or note
        if starts is None or ends is None:
            return f"Zum Haltepunkt „{told[:60]}“ fehlt der Tag, der Beginn oder das Ende."
        if ends <= starts:
            return f"Der Haltepunkt „{told[:60]}“ endet, bevor er beginnt."
        where = places.get((name, address)) or self._typed(DraftPlace(name=name[:300], address=address[:300]))
        if where is None:
            return f"Zum Haltepunkt „{told[:60]}“ fehlt der Ort."
        return Stop(starts, ends, self._located(where)[0], note[:300])


def _point(lat: str, lon: str) -> Point | None:
    """The point that two typed numbers name, if they can be one."""
    north, east = coordinate(lat), coordinate(lon)
    try:
        return None if north is None or east is None else Point(north, east)
    except PointError:
        return None
