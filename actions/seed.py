"""Building the database and the gazetteer of a new installation from the committed seeds."""

import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from actions.build_gazetteer import rebuild_gazetteer
from actions.import_offers import import_file
from geo.gazetteer_file import is_current
from geo.live import LiveGeocoder
from model.region import Region
from store import Store, open_store
from store.files import load_boundaries, load_region, load_vocabulary


def seed(database_url: str, gazetteer: Path, data_dir: Path, *, again: bool = False) -> Iterator[str]:
    """Build what is missing, telling each step in one line; what is there stays as it is."""
    with closing(open_store(database_url, create=True)) as store:
        if again or not is_current(gazetteer):
            yield f"Gazetteer: {rebuild_gazetteer(gazetteer, data_dir, store)} places and addresses."
        if store.regions():
            yield f"Database: there, with {store.count_offers()} offers."
            return
        geocoder = LiveGeocoder(gazetteer)
        for file in sorted((data_dir / "regions").glob("*.toml")):
            yield from _seed_region(store, geocoder, file, data_dir)
        entries = rebuild_gazetteer(gazetteer, data_dir, store)
        yield f"Gazetteer: {entries} places and addresses, those of the offers among them."


def _seed_region(store: Store, geocoder: LiveGeocoder, file: Path, data_dir: Path) -> Iterator[str]:
    """Bring in the offers, then the region: a start that was cut off half-way is taken up again by the next."""
    region = load_region(file)
    for name in tomllib.loads(file.read_text(encoding="utf-8")).get("seeds", []):
        yield _seed_offers(store, geocoder, region, data_dir / name, data_dir)
    boundary = load_boundaries(data_dir / "boundaries" / "kreise.geojson").get(region.ags)
    with store.write(by="seed", why="first start") as writer:
        writer.save_region(region, boundary.geometry if boundary else None)


def _seed_offers(store: Store, geocoder: LiveGeocoder, region: Region, file: Path, data_dir: Path) -> str:
    vocabulary = load_vocabulary(data_dir / "vocabulary")
    report = import_file(store, file, region, vocabulary, geocoder, name=f"seed-{region.ags}",
                         clock=lambda: datetime.now(UTC))  # fmt: skip
    return f"{region.name}: {report.counts['new']} offers from {file.name}, {report.counts['rejected']} rejected."
