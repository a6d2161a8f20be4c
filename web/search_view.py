"""The search page as plain values: its form, its answer, and what its map shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from actions.find_offers import Found
from geo.match import Match
from model.vocabulary import Term, Vocabulary
from search.answer import Answer, Hit
from web import place_words, wording
from web.context import Background
from web.i18n import Words
from web.present import Sight, card, pin
from web.question import NOT_SURE, PAGE, RADII_KM, Question, link_values

#: how many topics stand on the page at once; the others are folded away
FIRST_TOPICS = 7
#: formats that come to where people are
TRAVELLING = frozenset({"mobile", "outreach"})
CLUSTER_FACETS = ("topics", "languages", "formats", "costs")


def form_view(question: Question, answer: Answer, vocabulary: Vocabulary, words: Words) -> dict[str, Any]:
    """What the form holds: what was typed and chosen, and what may be chosen."""
    query, counts = question.query, answer.counts
    picked = chosen(question, vocabulary, words)
    topics = _options(vocabulary.terms("topics"), query.topics, counts.get("topics", {}), words)
    for option in topics:
        option["label"] = _short(vocabulary.terms("topics")[option["value"]], words)
    return {
        "address": question.address or question.place,
        "device": question.device,
        "by_hand": question.by_hand,
        "kinds": place_words.kind_words(words),
        "topics": topics[:FIRST_TOPICS],
        "more_topics": topics[FIRST_TOPICS:],
        "not_sure": {"value": NOT_SURE, "label": words("Weiß nicht"), "checked": question.not_sure, "count": None},
        "languages": _offered(vocabulary.terms("languages"), query.languages, counts.get("languages", {}), words),
        "formats": _offered(vocabulary.terms("formats"), query.formats, counts.get("formats", {}), words),
        "kind": question.kind,
        "neutral": query.neutral,
        "free": bool(query.costs),
        "free_count": counts.get("costs", {}).get("free", 0),
        "wheelchair": query.wheelchair,
        "wheelchair_count": counts.get("wheelchair", {}).get("yes", 0),
        "open_now": query.open_at is not None,
        "text": query.text,
        "radii": [(km, query.radius_m == km * 1000) for km in RADII_KM],
        "chosen": picked,
        "is_asked": question.names_a_place or bool(picked) or question.not_sure,
    }


def chosen(question: Question, vocabulary: Vocabulary, words: Words) -> list[str]:
    """The filters that are set, in words, so that they can be read while the form is folded."""
    query = question.query
    labels = vocabulary.labels("topics", query.topics, words.lang)
    labels += vocabulary.labels("languages", query.languages, words.lang)
    labels += vocabulary.labels("formats", query.formats, words.lang)
    for text, given in (
        (words("kostenlos"), bool(query.costs)),
        (words("barrierefrei"), query.wheelchair),
        (words("jetzt geöffnet"), query.open_at is not None),
        (words("im Umkreis von %(km)s km", km=f"{(query.radius_m or 0) / 1000:g}"), query.radius_m is not None),
        (f"„{query.text}“", bool(query.text)),
        (words("Lernangebote"), query.kind == "learning"),
        (words("auch nicht neutral"), query.kind == "counselling" and not query.neutral),
    ):
        labels += [text] if given else []
    return labels


def answer_view(found: Found, question: Question, sight: Sight, others: int) -> dict[str, Any]:
    """What was found: headline, cards, and what needs no way."""
    answer, words = found.answer, sight.words
    cards = [card(hit, sight, number) for number, hit in enumerate(answer.hits, 1)]
    nearest = cards[0]["distance"] if cards else ""
    promised = "" if answer.hits and answer.hits[0].faded else nearest  # nobody promises what nobody confirms
    return {
        "headline": wording.headline(answer, promised, sight.region.name, words),
        "widened": words("Hier ist die nächste Stelle: %(distance)s.", distance=nearest) if answer.widened else "",
        "cards": cards,
        "remote": [card(hit, sight) for hit in answer.remote if _needs_no_way(hit, sight)],
        "unplaced": [card(hit, sight) for hit in answer.remote if not _needs_no_way(hit, sight)],
        "not_neutral": [card(hit, sight) for hit in answer.nearer_not_neutral],
        "more": answer.total > len(cards) and not answer.widened and question.query.limit < 100,
        "next_limit": min(question.query.limit + PAGE, 100),
        "total": answer.total,
        "other_kind": others,
    }


def _needs_no_way(hit: Hit, sight: Sight) -> bool:
    """Whether it comes to the visitor, by phone or online or on wheels, rather than that nobody knows where it is."""
    return bool(set(hit.offer.formats) & (sight.vocabulary.remote_formats | TRAVELLING))


def map_view(found: Found, question: Question, sight: Sight, background: Background) -> dict[str, Any]:
    """What the map shows: the place searched from, the numbered pins, and where to ask for the rest."""
    origin = found.origin
    pins = [pin(hit, number) for number, hit in enumerate(found.answer.hits, 1)]
    box = sight.region.box
    return {
        "box": [box.west, box.south, box.east, box.north],
        "origin": _origin(origin, sight.words),
        "pins": [one for one in pins if one],
        "clusters": _clusters(question, found.answer),
        "borders": url_for("site.borders", region=sight.region.slug),
        "background": {"url": background.url, "attribution": background.attribution} if background.url else None,
        "lang": sight.words.lang,
        "words": {**map_words(sight.words), **move_words(sight.words)},
    }


def map_words(words: Words) -> dict[str, str]:
    """The texts that the map's script needs."""
    return {
        "in": words("Größer"),
        "out": words("Kleiner"),
        "start": words("Ihre Suche: %(label)s", label="{label}"),
        "pin": words("Nummer %(number)s: %(name)s", number="{number}", name="{name}"),
        "neutral": words("neutrale Beratung"),
        "counselling": words("Beratung"),
        "learning": words("Lernangebot"),
        "coarse": words("Ort ungefähr"),
        "group": words("%(count)s Angebote, größer zeigen", count="{count}"),
        "place": words("%(count)s Angebote an diesem Ort", count="{count}"),
    }


def move_words(words: Words) -> dict[str, Any]:
    """The texts with which the map follows a point that is moved by hand."""
    return {
        "point": words("Ihr Suchpunkt. Mit den Pfeiltasten verschieben."),
        "moved": words("%(distance)s vom alten Punkt, nach %(direction)s.", distance="{distance}",
                       direction="{direction}"),
        "unmoved": words("Der Punkt liegt an der alten Stelle."),
        "directions": [
            words("Norden"), words("Nordosten"), words("Osten"), words("Südosten"),
            words("Süden"), words("Südwesten"), words("Westen"), words("Nordwesten"),
        ],
    }  # fmt: skip


def _clusters(question: Question, answer: Answer) -> str:
    """The address of the other offers that fit; empty where the list shows all of them or words were searched."""
    query = question.query
    if answer.total <= len(answer.hits) or query.text or query.open_at:
        return ""
    values: dict[str, Any] = {"region": query.region, "kind": query.kind}
    values |= {"neutral": 1} if query.neutral else {}
    values |= {"wheelchair": 1} if query.wheelchair else {}
    values |= {facet: ",".join(getattr(query, facet)) for facet in CLUSTER_FACETS if getattr(query, facet)}
    return url_for("api.clusters", **values)


def share_link(question: Question, place: str, region: str) -> str:
    """A link to this view for others, with filters and a place's name at most."""
    values: dict[str, Any] = link_values(question, place)
    return url_for("site.region_page", region=region, **values, _external=True)


def _origin(origin: Match, words: Words) -> dict[str, Any] | None:
    if origin.point is None:
        return None
    doubt = place_words.origin_doubt_m(origin)
    radius = wording.distance(doubt, 0, words)
    return {
        "lat": origin.point.lat,
        "lon": origin.point.lon,
        "label": place_words.named(origin, words),
        "doubt": round(doubt),
        "within": words("irgendwo im Umkreis von %(distance)s", distance=radius) if doubt else "",
    }


def _options(
    terms: Mapping[str, Term], picked: Iterable[str], counts: Mapping[str, int], words: Words
) -> list[dict[str, Any]]:
    ticked = frozenset(picked)
    return [
        {"value": slug, "label": term.label(words.lang), "count": counts.get(slug, 0), "checked": slug in ticked}
        for slug, term in terms.items()
    ]


def radio_options(terms: Mapping[str, Term], picked: str, words: Words) -> list[dict[str, Any]]:
    """The values of one choice, each with a short label."""
    return [{"value": slug, "label": _short(term, words), "checked": slug == picked} for slug, term in terms.items()]


def _offered(
    terms: Mapping[str, Term], picked: Iterable[str], counts: Mapping[str, int], words: Words
) -> list[dict[str, Any]]:
    """Only the values that some offer has, or that are chosen already."""
    return [one for one in _options(terms, picked, counts, words) if one["count"] or one["checked"]]


def _short(term: Term, words: Words) -> str:
    return term.button if words.lang == "de" else term.label(words.lang)
