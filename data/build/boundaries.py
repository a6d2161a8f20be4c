"""Builds data/boundaries/kreise.geojson: every German district and independent city, with common borders kept.

The source is older than two mergers of districts. They are carried out here, so that the keys are those in force today.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.build.areas import fetched_package, read_land

TARGET = Path(__file__).resolve().parents[1] / "boundaries" / "kreise.geojson"
ATTRIBUTION = "© GeoBasis-DE / BKG 2017, Daten verändert"
#: what the package leaves in vertices that should be equal is far below this
SOURCE_DECIMALS = 7
DECIMALS = 4
#: side of the triangles that simplification may drop, in degrees of latitude: about 330 m
TOLERANCE = 0.003
#: a degree of longitude is this much shorter than one of latitude in the middle of Germany
SQUEEZE = 0.629

#: districts that merged after the source was made: new key -> properties that change, old keys
MERGED: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    # Göttingen and Osterode am Harz became the new district of Göttingen on 1 November 2016
    "03159": ({"name": "Göttingen", "kind": "Landkreis", "nuts": "DE91C"}, ("03152", "03156")),
    # Eisenach joined the Wartburgkreis on 1 July 2021; its new NUTS code is not confirmed, so it stays empty
    "16063": ({"name": "Wartburgkreis", "kind": "Landkreis", "nuts": ""}, ("16056", "16063")),
}


def build(source: Path, target: Path = TARGET, tolerance: float = TOLERANCE) -> int:
    """Write the simplified districts of a package file and return how many there are."""
    districts = merged([described(feature) for feature in read_land(source)])
    outlines = simplified([outline for _, outline in districts], tolerance)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(as_text([properties for properties, _ in districts], outlines), encoding="utf-8")
    return len(districts)


def described(feature: dict[str, Any]) -> tuple[dict[str, str], BaseGeometry]:
    """The properties we keep of one source feature, and its outline."""
    source = feature["properties"]
    properties = {
        "ags": source["AGS"],
        "name": source["GEN"],
        "kind": source["BEZ"],
        "land": source["AGS"][:2],
        "nuts": source["NUTS"],
    }
    outline = shapely.transform(shape(feature["geometry"]), lambda points: np.round(points, SOURCE_DECIMALS))
    return properties, outline


def merged(districts: list[tuple[dict[str, str], BaseGeometry]]) -> list[tuple[dict[str, str], BaseGeometry]]:
    """The districts as they are today, sorted by key."""
    by_key = {properties["ags"]: (properties, outline) for properties, outline in districts}
    for ags, (changes, parts) in MERGED.items():
        outline = shapely.union_all([by_key.pop(part)[1] for part in parts])
        by_key[ags] = ({"ags": ags, "land": ags[:2], **changes}, outline)
    return [by_key[ags] for ags in sorted(by_key)]


def simplified(outlines: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """The outlines with fewer points; neighbours still share their border, point by point."""
    flat = shapely.transform(np.array(outlines), lambda points: points * (SQUEEZE, 1))
    simple = shapely.coverage_simplify(flat, tolerance)
    return [_valid(outline) for outline in shapely.transform(simple, _round_back)]


def _round_back(points: np.ndarray) -> np.ndarray:
    return np.round(points / (SQUEEZE, 1), DECIMALS)


def _valid(outline: BaseGeometry) -> BaseGeometry:
    """Rounding makes a few outlines touch or cross themselves; those are snapped to the grid of the rounding."""
    return outline if outline.is_valid else shapely.set_precision(outline, 10**-DECIMALS)


def as_text(properties: list[dict[str, str]], outlines: list[BaseGeometry]) -> str:
    """A GeoJSON collection with one feature per line, so that a change is readable in the history."""
    order = ("ags", "name", "kind", "land", "nuts")
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {name: values[name] for name in order},
                "geometry": json.loads(shapely.to_geojson(outline)),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for values, outline in zip(properties, outlines, strict=True)
    ]
    head = json.dumps({"name": "kreise", "attribution": ATTRIBUTION}, ensure_ascii=False)[1:-1]
    return f'{{"type":"FeatureCollection",{head},"features":[\n' + ",\n".join(lines) + "\n]}\n"


def main() -> None:
    """Fetch the package and write the file."""
    with fetched_package() as package:
        count = build(package / "kreise.geo.json")
    print(f"{count} Kreise, {TARGET.stat().st_size / 1e6:.2f} MB: {TARGET}")


if __name__ == "__main__":
    main()
