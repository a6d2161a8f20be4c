"""Building the gazetteer from the committed places and the addresses of known offers."""

from collections.abc import Iterator
from pathlib import Path

from exporters import every_offer
from geo.boundaries import full_name
from geo.gazetteer import build
from geo.layers import KnownAddress, Layer, address_layer, germany_layer, places_layer
from store import Store
from store.files import load_boundaries


def rebuild_gazetteer(path: Path, data_dir: Path, store: Store) -> int:
    """Build the file anew beside the old one and exchange them; returns the number of its entries."""
    areas = load_boundaries(data_dir / "boundaries" / "kreise.geojson")
    counties = {ags: full_name(area.name, area.kind) for ags, area in areas.items()}
    layers: list[Layer] = [germany_layer(data_dir / "places" / "germany.csv")]
    layers += [places_layer(file) for file in sorted((data_dir / "places").glob("*.csv")) if file.stem != "germany"]
    layers.append(address_layer(known_addresses(store)))
    return build(path, layers, counties)


def known_addresses(store: Store) -> Iterator[KnownAddress]:
    """The addresses of published offers, each as exactly located as it is, which may be not at all."""
    for offer in every_offer(store):
        place = offer.place
        if place and place.street:
            yield KnownAddress(place.street, place.number, place.postcode, place.city, place.district, place.point,
                               place.precision)  # fmt: skip
