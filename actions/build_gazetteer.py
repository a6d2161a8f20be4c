"""Building the gazetteer from the committed places, and from the addresses and named places of known offers."""

from collections.abc import Iterator
from pathlib import Path

from exporters import every_offer
from geo.boundaries import full_name
from geo.gazetteer import build
from geo.layers import Entry, KnownAddress, Layer, address_layer, germany_layer, places_layer
from model.place import Place
from store import Store
from store.files import load_boundaries


def rebuild_gazetteer(path: Path, data_dir: Path, store: Store) -> int:
    """Build the file anew beside the old one and exchange them; returns the number of its entries."""
    areas = load_boundaries(data_dir / "boundaries" / "kreise.geojson")
    counties = {ags: full_name(area.name, area.kind) for ags, area in areas.items()}
    layers: list[Layer] = [germany_layer(data_dir / "places" / "germany.csv")]
    layers += [places_layer(file) for file in sorted((data_dir / "places").glob("*.csv")) if file.stem != "germany"]
    layers.append(address_layer(known_addresses(store), known_spots(store)))
    return build(path, layers, counties)


def known_addresses(store: Store) -> Iterator[KnownAddress]:
    """The addresses of published offers, each as exactly located as it is, which may be not at all."""
    for offer in every_offer(store):
        place = offer.place
        if place and place.street:
            yield KnownAddress(place.street, place.number, place.postcode, place.city, place.district, place.point,
                               place.precision)  # fmt: skip


#: parts of names, and what kind of place bears such a name
SPOTS = (
    (("biblioth", "bücherei"), "library"), (("rathaus", "bezirksamt", "bürgerservice"), "townhall"),
    (("universität", "hochschule", "campus"), "university"),
    (("schule", "gymnasium", "kolleg", "schulzentrum"), "school"),
    (("agentur für arbeit", "jobcenter", "behörde"), "office"),
)  # fmt: skip
#: how far the point of a place may be off, by how it is located
RADIUS_M = {"house": 100.0, "interpolated": 100.0, "street": 300.0}


def known_spots(store: Store) -> Iterator[Entry]:
    """The places of published offers that have a name people use, such as "Stadtfenster", each once."""
    named = (offer.place for offer in every_offer(store) if offer.place and offer.place.name)
    located = {(place.name, place.city): place for place in named if place.point and place.precision in RADIUS_M}
    yield from map(spot, located.values())


def spot(place: Place) -> Entry:
    """A place as one that can be searched by its name; its kind follows from that name."""
    assert place.point is not None
    kind = next((kind for words, kind in SPOTS if any(word in place.name.lower() for word in words)), "centre")
    return Entry(place.name, kind, place.point, RADIUS_M[place.precision], city=place.city)
