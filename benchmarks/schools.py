"""A whole table of schools brought in: how long it takes beside only reading it, and how many are at their house.

    python benchmarks/schools.py [TABLE]

TABLE is a file of the Schulgrunddaten of North Rhine-Westphalia; without one the excerpt beside the project is taken.
The peers read the same file in the same run: the csv module line by line, and geopandas with the points in degrees.
"""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from actions.import_offers import import_file
from config import ROOT
from geo.live import LiveGeocoder
from geo.point import Box
from model.region import Region
from store import Store, open_store
from store.files import load_vocabulary

TABLE = ROOT.parent / "shared" / "data" / "institutions" / "schuldaten_nrw_2021_excerpt.csv"
LAND = Region("de-nrw", "Nordrhein-Westfalen", "nrw", Box(5.8, 50.3, 9.5, 52.6), "NW")
GOAL_S, GOAL_SHARE = 15, 0.99


def main() -> None:
    """Bring the table in, read it as the peers do, and print a table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(f"sqlite:///{folder / 'offers.sqlite'}", create=True)
        with store.write("benchmark", "region") as writer:
            writer.save_region(LAND)
        ours, report = timed(lambda: brought_in(store, path, folder))
        again, _ = timed(lambda: brought_in(store, path, folder))
        plain, lines = timed(lambda: sum(1 for _ in csv.reader(path.open(encoding="utf-8"), delimiter=";")) - 2)
        frame, _ = timed(lambda: with_geopandas(path))
        found = precisions(store)
    share = found["house"] / sum(found.values())
    goal = f"goal {GOAL_SHARE:.0%}{'' if share >= GOAL_SHARE else ' MISSED'}"
    print(f"{lines:,} lines; {sum(found.values()):,} schools on the map, {share:.1%} at their house; {goal}.")
    print(f"Found: {dict(found)}. Left out or rejected: {lines - sum(found.values())}.\n")
    print("| | seconds | as a multiple of the csv module |\n|---|---|---|")
    for label, seconds in (("this project", ours), ("this project, the same file again", again),
                           ("geopandas, points in degrees", frame), ("csv module", plain)):  # fmt: skip
        print(f"| {label} | {seconds:.2f} | {seconds / plain:.1f} |")
    print(f"\nGoal: below {GOAL_S} s on this machine{'' if ours < GOAL_S else ', MISSED'}.")
    print(f"Counts of the first time: {report}.")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """How long something takes, and what comes of it."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def brought_in(store: Store, path: Path, folder: Path) -> dict[str, int]:
    """Import the table into the region of the Land."""
    words = load_vocabulary(ROOT / "data" / "vocabulary")
    return import_file(store, path, LAND, words, LiveGeocoder(folder / "none")).counts


def with_geopandas(path: Path) -> int:
    """Read the table with pandas and make its points degrees, as somebody would without this project."""
    import geopandas  # noqa: PLC0415 - a peer, loaded where its turn begins
    import pandas  # noqa: PLC0415

    table = pandas.read_csv(path, sep=";", skiprows=1, index_col=False, dtype=str)
    points = geopandas.points_from_xy(table["UTMRechtswert"].astype(float), table["UTMHochwert"].astype(float))
    return len(geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:25832").to_crs("EPSG:4326"))


def precisions(store: Store) -> Counter[str]:
    """How many offers are placed how exactly."""
    found: Counter[str] = Counter()
    after: str | None = None
    while page := store.list_offers(region=LAND.ags, after=after, limit=1_000):
        found.update(o.place.precision if o.place and o.place.point else "no point" for o in page)
        after = page[-1].key
    return found


if __name__ == "__main__":
    main()
