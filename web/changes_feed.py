"""What changed on the map, as a feed (Atom, RFC 4287): which offers came, changed or ended, and never who did it."""

from xml.etree import ElementTree

from flask import Response, url_for

from model.offer import Offer
from model.region import Region
from model.vocabulary import Vocabulary
from store.revisions import Revision
from web.cached import cached
from web.context import services
from web.history_words import all_changes

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml; charset=utf-8"
#: so many offers are told, each with its newest change
MOST = 50
#: what an empty feed says of its age
NEVER = "1970-01-01T00:00:00+00:00"


def changes_feed(region: str) -> Response:
    """The newest change of each offer of a region that changed lately, newest first."""
    here = services()
    area = here.region(region)
    newest = here.store.history.latest(area.ags, MOST)
    return cached(_feed(area, newest, here.vocabulary), MEDIA, for_all_sites=True)


def _feed(area: Region, newest: list[Revision], vocabulary: Vocabulary) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    feed = ElementTree.Element(_name("feed"))
    own = url_for("site.changes_feed", region=area.slug, _external=True)
    _text(feed, "id", own)
    _text(feed, "title", f"Änderungen: Bildungsberatung {area.name}")
    _text(feed, "updated", newest[0].at.isoformat() if newest else NEVER)
    _text(ElementTree.SubElement(feed, _name("author")), "name", area.bureau.get("name") or "Bildungsbüro")
    for rel, address in (("self", own), ("alternate", url_for("site.region_page", region=area.slug, _external=True))):
        ElementTree.SubElement(feed, _name("link"), rel=rel, href=address)
    for one in newest:
        _entry(feed, area, one, vocabulary)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(feed, encoding="utf-8") + b"\n"


def _entry(feed: ElementTree.Element, area: Region, one: Revision, vocabulary: Vocabulary) -> None:
    entry = ElementTree.SubElement(feed, _name("entry"))
    page = url_for("site.offer", region=area.slug, key=one.key, _external=True)
    title, text = _words(one, vocabulary)
    _text(entry, "id", f"{page}#{one.number}")
    _text(entry, "title", title)
    _text(entry, "updated", one.at.isoformat())
    if one.offer.status == "published":
        ElementTree.SubElement(entry, _name("link"), rel="alternate", href=page)
    _text(entry, "summary", text)


def _words(one: Revision, vocabulary: Vocabulary) -> tuple[str, str]:
    """A title and a sentence for a change, without who made it and why."""
    name = one.offer.name
    if one.offer.status == "archived":
        return f"Nicht mehr auf der Karte: {name}", "Dieses Angebot steht nicht mehr auf der Karte."
    if one.before is None or one.before.status == "archived":
        return f"Neu auf der Karte: {name}", one.offer.summary or _provider(one.offer)
    changed = ", ".join(dict.fromkeys(field.label for field in all_changes(one.before, one.offer, vocabulary)))
    return f"Geändert: {name}", f"Geändert: {changed}." if changed else _provider(one.offer)


def _provider(offer: Offer) -> str:
    return f"Träger: {offer.provider.name}." if offer.provider.name else "Der Träger ist nicht bekannt."


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _name(name)).text = "".join(filter(_allowed, text))


def _allowed(character: str) -> bool:
    """Whether XML may hold a character at all."""
    code = ord(character)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
