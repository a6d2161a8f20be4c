"""Setting up a region: from its AGS and the shipped boundaries, or from any polygon file."""

import json
import re
from dataclasses import replace
from pathlib import Path

from geo.areas import AreaError, read_area
from geo.boundaries import full_name
from geo.point import Box
from model.region import LAND_BY_KEY, RESERVED_SLUGS, Region
from store import Store
from store.files import load_boundaries, load_region

#: keys that a merger ended, with the key of what they belong to now
MERGED = {"03152": "03159", "03156": "03159", "16056": "16063"}
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class AddRegionRefused(ValueError):
    """A region that cannot be set up: the sentence says why."""


def mended_ags(text: str) -> str:
    """The five or eight digits of an AGS, a lost leading zero put back; an eight-digit city key becomes its Kreis."""
    digits = text.strip()
    if not re.fullmatch(r"\d{4,5}|\d{7,8}|\d{11,12}", digits):
        raise AddRegionRefused(f"{text!r} is no AGS: it has 5 or 8 digits, such as 05112 or 05112000.")
    if len(digits) in (4, 7, 11):
        digits = "0" + digits
    if len(digits) == 12:
        digits = digits[:5] + digits[9:]
    kreis = digits[:5] if digits.endswith("000") and len(digits) == 8 else digits
    return MERGED.get(kreis, kreis)


def add_region(
    store: Store, data_dir: Path, ags: str, *, boundaries: Path | None = None, name: str = ""
) -> tuple[Region, str]:
    """Set a region up, or bring its boundary and name up to date; says which of it happened."""
    ags = mended_ags(ags)
    known = store.region(ags)
    if boundaries is not None:
        label, kind, land, geometry, box = _from_file(boundaries, ags, name)
    else:
        label, kind, land, geometry, box = _shipped(data_dir, ags)
    seed = data_dir / "regions" / f"{ags}.toml"
    if known is not None:
        region = replace(known, name=name or known.name, box=box)
    elif seed.exists():
        region = load_region(seed)
    else:
        taken = {*RESERVED_SLUGS, *(other.slug for other in store.regions())}
        called = name or full_name(label, kind)
        region = Region(ags, called, _slug(name or label, kind, ags, taken), box, land)
    with store.write(by="operator", why="region add") as writer:
        outcome = writer.save_region(region, geometry)
    return region, {"new": "set up", "changed": "up to date again", "same": "set up already"}[outcome]


def _shipped(data_dir: Path, ags: str) -> tuple[str, str, str, str, Box]:
    areas = load_boundaries(data_dir / "boundaries" / "kreise.geojson")
    area = areas.get(ags)
    if area is None:
        raise AddRegionRefused(
            f"There is no Kreis or kreisfreie Stadt with the AGS {ags} among the {len(areas)} that are shipped. "
            "For another area give a polygon file with --boundaries."
        )
    return area.name, area.kind, LAND_BY_KEY.get(area.land, ""), area.geometry, area.box


def _from_file(path: Path, ags: str, name: str) -> tuple[str, str, str, str, Box]:
    try:
        area = read_area(path, ags)
    except AreaError as error:
        raise AddRegionRefused(str(error)) from error
    label = name or area.name
    if not label:
        raise AddRegionRefused(f"{path.name} does not say what the area is called; give it a name with --name.")
    return label, "", LAND_BY_KEY.get(ags[:2], ""), json.dumps(area.geometry), area.box


def _slug(name: str, kind: str, ags: str, taken: set[str]) -> str:
    """A short address for the region; one that is taken gets the AGS in front."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(LETTERS)).strip("-") or ags
    if kind in ("Kreis", "Landkreis") and "kreis" not in plain:
        plain = f"kreis-{plain}"
    return plain if plain not in taken else f"{ags}-{plain}"
