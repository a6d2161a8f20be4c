"""Setting up a region: from its key or name, from any polygon file, or from other regions."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.areas import AreaError, joined, read_area
from geo.boundaries import full_name
from geo.point import Box
from model.country import CountryFacts
from model.region import RESERVED_SLUGS, Region
from store import Store
from store.files import Area, load_boundaries, load_countries, load_region

#: whose keys need no country in front
HOME = "DE"
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: a key of another country, or of an area that nobody gave one: the country and whatever names it
FREE_KEY = re.compile(r"([A-Za-z]{2})-([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")
MAX_KEY = 30


class AddRegionRefused(ValueError):
    """A region that cannot be set up: the sentence says why.

    `why` is key, country, several, unknown, not_shipped, file, name or member; `names` are what it is about.
    """

    def __init__(self, why: str, sentence: str, names: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.why = why
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says about the region to be set up."""

    #: AGS, ARS, a free key such as "at-30101", or the name of a shipped district
    key: str
    #: any polygon file
    boundaries: Path | None = None
    name: str = ""
    #: the keys of regions or shipped districts that together are this one
    members: Sequence[str] = ()
    #: the part of the country whose holidays hold, where the key does not tell it
    land: str = ""


@dataclass(frozen=True, slots=True)
class _Outline:
    label: str
    kind: str
    geometry: str
    box: Box


def add_region(store: Store, data_dir: Path, wanted: Wanted, by: str = "operator") -> tuple[Region, str]:
    """Set a region up, or bring its boundary and name up to date; says which of it happened."""
    countries = load_countries(data_dir / "countries.toml")
    shipped = load_boundaries(data_dir / "boundaries" / "kreise.geojson")
    key, facts = _key(wanted.key.strip(), countries, shipped)
    outline = _outline(store, wanted, key, facts.merged, shipped)
    known, seed = store.region(key), data_dir / "regions" / f"{key}.toml"
    if known is not None:
        region = replace(known, name=wanted.name or known.name, box=outline.box, land=wanted.land or known.land)
    elif seed.exists():
        region = load_region(seed)
    else:
        taken = {*RESERVED_SLUGS, *(other.slug for other in store.regions())}
        name = wanted.name or full_name(outline.label, outline.kind)
        slug = _slug(wanted.name or outline.label, outline.kind, key, taken)
        land = wanted.land or facts.part_of(_bare(key)) or _common_part(wanted, facts)
        region = Region(key, name, slug, outline.box, land, facts.zone, facts.country)
    with store.write(by=by, why="region add") as writer:
        outcome = writer.save_region(region, outline.geometry)
    return region, {"new": "set up", "changed": "up to date again", "same": "set up already"}[outcome]


def _common_part(wanted: Wanted, facts: CountryFacts) -> str:
    """The part of the country in which all members of a group lie, "" if they lie in several."""
    parts = {facts.part_of(_bare(member if FREE_KEY.fullmatch(member) else mended_ags(member, facts.merged)))
             for member in wanted.members}  # fmt: skip
    return parts.pop() if len(parts) == 1 else ""


def mended_ags(text: str, merged: Mapping[str, str]) -> str:
    """The five or eight digits of an AGS, a lost leading zero put back; an eight-digit city key becomes its Kreis."""
    digits = text.strip()
    if not re.fullmatch(r"\d{4,5}|\d{7,8}|\d{11,12}", digits):
        raise AddRegionRefused("key", f"{text!r} is no AGS: it has 5 or 8 digits, such as 05112 or 05112000.")
    if len(digits) in (4, 7, 11):
        digits = "0" + digits
    if len(digits) == 12:
        digits = digits[:5] + digits[9:]
    kreis = digits[:5] if digits.endswith("000") and len(digits) == 8 else digits
    return merged.get(kreis, kreis)


def _bare(key: str) -> str:
    """The key without the country in front."""
    return key.partition("-")[2] or key


def _key(text: str, countries: Mapping[str, CountryFacts], shipped: Mapping[str, Area]) -> tuple[str, CountryFacts]:
    """The key of the region and what its country brings along."""
    if free := FREE_KEY.fullmatch(text):
        facts = countries.get(free[1].upper())
        if facts is None:
            known = ", ".join(f"{code.lower()}- for {one.name}" for code, one in countries.items())
            raise AddRegionRefused("country", f"{text!r} begins with no country we know: {known}.")
        if len(text) > MAX_KEY:
            raise AddRegionRefused("key", f"The key {text!r} is longer than {MAX_KEY} characters.")
        return text.lower(), facts
    home = countries[HOME]
    if re.search(r"[^\W\d_]{2}", text) and not re.search(r"\d", text):
        return _by_name(text, shipped), home
    return mended_ags(text, home.merged), home


def _by_name(text: str, shipped: Mapping[str, Area]) -> str:
    """The key of the one shipped district that is called so."""
    asked, names = text.casefold(), {key: full_name(area.name, area.kind) for key, area in shipped.items()}
    found = [key for key, name in names.items() if asked in (name.casefold(), shipped[key].name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        choices = [f"{names[key]} ({key})" for key in found]
        listed = "; ".join(choices)
        raise AddRegionRefused(
            "several", f"Several districts are called {text!r}: {listed}. Give the AGS of one of them.", choices
        )
    near = [f"{name} ({key})" for key, name in names.items() if asked in name.casefold()][:5]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise AddRegionRefused(
        "unknown",
        f"No shipped district is called {text!r}.{hint} Give an AGS such as 05112, or a key of your own such as "
        "de-my-area together with a polygon file (--boundaries).",
        near,
    )


def _outline(
    store: Store, wanted: Wanted, key: str, merged: Mapping[str, str], shipped: Mapping[str, Area]
) -> _Outline:
    if wanted.members:
        return _group(store, wanted, merged, shipped)
    if wanted.boundaries is not None:
        return _from_file(wanted.boundaries, key, wanted.name)
    area = shipped.get(key)
    if area is None:
        raise AddRegionRefused(
            "not_shipped",
            f"There is no Kreis or kreisfreie Stadt with the AGS {key} among the {len(shipped)} that are shipped. "
            "For another area give a polygon file with --boundaries.",
            [key],
        )
    return _Outline(area.name, area.kind, area.geometry, area.box)


def _from_file(path: Path, key: str, name: str) -> _Outline:
    try:
        area = read_area(path, _bare(key), name)
    except AreaError as error:
        raise AddRegionRefused("file", str(error)) from error
    label = name or area.name
    if not label:
        raise AddRegionRefused("name", f"{path.name} does not say what the area is called; give it a name with --name.")
    return _Outline(label, "", json.dumps(area.geometry), area.box)


def _group(store: Store, wanted: Wanted, merged: Mapping[str, str], shipped: Mapping[str, Area]) -> _Outline:
    """Several regions, districts or municipalities as one."""
    if not wanted.name:
        raise AddRegionRefused("name", "A group of areas needs a name of its own: give it with --name.")
    parts = [_member(store, wanted, member, merged, shipped) for member in wanted.members]
    whole = joined(wanted.name, parts)
    return _Outline(wanted.name, "", json.dumps(whole.geometry), whole.box)


def _member(
    store: Store, wanted: Wanted, member: str, merged: Mapping[str, str], shipped: Mapping[str, Area]
) -> str:
    key = member.lower() if FREE_KEY.fullmatch(member) else mended_ags(member, merged)
    if wanted.boundaries is not None:
        return _from_file(wanted.boundaries, key, "").geometry
    outline = store.boundary(key) or (shipped[key].geometry if key in shipped else None)
    if outline is None:
        raise AddRegionRefused(
            "member",
            f"There is no outline of {member}: it is neither set up nor among the districts that are shipped. "
            "Give a polygon file that holds it with --boundaries.",
            [member],
        )
    return outline


def _slug(name: str, kind: str, ags: str, taken: set[str]) -> str:
    """A short address for the region; one that is taken gets the AGS in front."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(LETTERS)).strip("-") or ags
    if kind in ("Kreis", "Landkreis") and "kreis" not in plain:
        plain = f"kreis-{plain}"
    return plain if plain not in taken else f"{ags}-{plain}"
