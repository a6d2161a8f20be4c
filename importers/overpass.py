"""Read the answer of an Overpass server, JSON or XML: join positions, and refuse what the server did not finish."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from importers.base import ImportRefused, Note, Reject
from importers.json_file import dict_of, list_of, number_of, read_json, text_of
from importers.osm_tags import is_wanted, kept
from importers.osm_thing import Spot, Thing, middle

_TYPES = ("node", "way", "relation")
_GAVE_UP = re.compile(r"error|timed? ?out|out of memory|exceeded", re.IGNORECASE)


def refuse_unfinished(name: str, remark: str) -> None:
    """Refuse an answer in which the server says that it gave up."""
    if _GAVE_UP.search(remark):
        raise ImportRefused(
            f"The file {name} is incomplete; the server wrote: {' '.join(remark.split())[:300]} "
            "Ask again, with more time or for a smaller area."
        )


def things(path: Path, *, is_xml: bool) -> Iterator[Thing | Reject | Note]:
    """The objects of an answer that matter to us, and those that cannot be used."""
    answer = _from_xml(path) if is_xml else read_json(path)
    remark = text_of(dict_of(answer).get("remark"))
    refuse_unfinished(path.name, remark)
    elements = list_of(answer, "elements")
    if not elements:
        raise ImportRefused(f"The file {path.name} is an answer without any object. Look at the question again.")
    if remark:
        yield Note(0, f"The server remarks: {' '.join(remark.split())[:300]}")
    positions, seen, areas = _Positions(elements), set(), 0
    for number, element in enumerate(elements, 1):
        if not isinstance(element, dict):
            yield Reject(number, "", f"Element {number} of the answer is no object.")
            continue
        tags = {name: text_of(value) for name, value in dict_of(element, "tags").items()}
        if not is_wanted(tags):
            continue
        kind, ref = text_of(element.get("type")), text_of(element.get("id"))
        areas += kind == "area"
        if kind == "area" or f"{kind}/{ref}" in seen:
            continue
        if kind not in _TYPES or number_of(ref) is None:
            yield Reject(number, "", f"Element {number} of the answer has no type and number by which to know it.")
            continue
        seen.add(f"{kind}/{ref}")
        version, changed = text_of(element.get("version")), text_of(element.get("timestamp"))
        yield Thing(f"{kind}/{ref}", kept(tags), positions.of(element), version, changed, number)
    if areas:
        yield Note(0, f"Areas have no position, and {areas} were left out; ask for nodes, ways and relations (nwr).")


class _Positions:
    """Where the objects of an answer lie, by whatever the answer tells of it."""

    def __init__(self, elements: list[Any]) -> None:
        known = [one for one in elements if isinstance(one, dict)]
        nodes = (one for one in known if one.get("type") == "node")
        self._nodes = {text_of(one.get("id")): spot for one in nodes if (spot := _spot(one))}
        self._ways = {text_of(one.get("id")): one for one in known if one.get("type") == "way"}

    def of(self, element: dict[str, Any]) -> Spot | None:
        """The position of an object: its own, its centre, or the middle of what it is made of."""
        told = _spot(element) or _spot(element.get("center")) or self._of_parts(element)
        return told or _middle_of_bounds(dict_of(element, "bounds"))

    def _of_parts(self, element: dict[str, Any]) -> Spot | None:
        if drawn := middle(filter(None, map(_spot, list_of(element, "geometry")))):
            return drawn
        if nodes := list(map(text_of, list_of(element, "nodes"))):
            return middle(self._nodes[node] for node in nodes if node in self._nodes)
        outer = (one for one in list_of(element, "members") if dict_of(one).get("role") != "inner")
        return middle(filter(None, map(self._of_member, outer)))

    def _of_member(self, member: Any) -> Spot | None:
        ref, kind = text_of(dict_of(member).get("ref")), dict_of(member).get("type")
        if spot := _spot(member) or middle(filter(None, map(_spot, list_of(member, "geometry")))):
            return spot
        if kind == "way" and ref in self._ways:
            return self.of(self._ways[ref])
        return self._nodes.get(ref) if kind == "node" else None


def _spot(told: Any) -> Spot | None:
    """Latitude and longitude, where both are numbers on the earth; parts outside a clipped area are null."""
    lat, lon = dict_of(told).get("lat"), dict_of(told).get("lon")
    try:
        spot = float(text_of(lat)), float(text_of(lon))
    except ValueError:
        return None
    return spot if abs(spot[0]) <= 90 and abs(spot[1]) <= 180 else None


def _middle_of_bounds(bounds: dict[str, Any]) -> Spot | None:
    corners = (_spot({"lat": bounds.get(f"{end}lat"), "lon": bounds.get(f"{end}lon")}) for end in ("min", "max"))
    found = [corner for corner in corners if corner]
    return middle(found) if len(found) == 2 else None


def _from_xml(path: Path) -> dict[str, Any]:
    """An answer in XML in the form it would have in JSON."""
    elements: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"elements": elements}
    try:
        for _, element in iterparse(path, events=("end",)):
            if element.tag in _TYPES:
                elements.append(_from_element(element))
                element.clear()
            elif element.tag == "remark":
                answer["remark"] = element.text or ""
    except ParseError as error:
        raise ImportRefused(f"The file {path.name} is cut off or damaged: {error}.") from error
    return answer


def _from_element(element: Element) -> dict[str, Any]:
    """A node, way or relation with its parts."""
    corners = element.findall("nd")
    centre, bounds = element.find("center"), element.find("bounds")
    members = [{**one.attrib, "geometry": [dict(nd.attrib) for nd in one.findall("nd")]}
               for one in element.findall("member")]  # fmt: skip
    return {
        **element.attrib,
        "type": element.tag,
        "tags": {tag.get("k", ""): tag.get("v", "") for tag in element.findall("tag")},
        "nodes": [nd.get("ref") for nd in corners],
        "geometry": [dict(nd.attrib) for nd in corners if nd.get("lat")],
        "members": members,
        "center": None if centre is None else dict(centre.attrib),
        "bounds": {} if bounds is None else dict(bounds.attrib),
    }
