"""What the pages about courses say: one course as plain values, and the choices of their form."""

from datetime import date
from typing import Any

from flask import url_for

from importers.clean.contact import e164
from importers.clean.text import known_text
from model.course import COURSE_FORMS, LEVELS, Catalogue, Course, CourseHit
from model.dates import say_day
from model.region import Region
from model.vocabulary import Vocabulary
from web import wording
from web.i18n import Words

WEEKS = (2, 4, 8, 12, 26)
RADII_KM = (5, 10, 25, 50)
PRICES = (100, 500, 1000, 2500)
#: the instruments that a course can be asked for; catalogues name no others
FUNDING = ("bildungsgutschein", "avgs", "bildungsurlaub", "aufstiegs-bafoeg")


def form_words(say: Words) -> dict[str, str]:
    """How one takes part, in words."""
    return {
        "in_person": say("vor Ort"),
        "online": say("online"),
        "blended": say("teils online, teils vor Ort"),
        "distance": say("Fernunterricht"),
        "unknown": "",
    }


def time_words(say: Words) -> dict[str, str]:
    """How much time it takes, in words."""
    return {"full": say("Vollzeit"), "part": say("Teilzeit"), "weekend": say("am Wochenende"), "unknown": ""}


def course_card(hit: CourseHit, region: Region, today: date, vocabulary: Vocabulary, say: Words) -> dict[str, Any]:
    """A course as its card shows it."""
    course = hit.course
    doubt = wording.place_doubt_m(course.place)
    return {
        "title": course.title,
        "provider": course.provider,
        "url": url_for("site.course", region=region.slug, key=course.key),
        "distance": "" if hit.distance_m is None else wording.distance(hit.distance_m, doubt, say),
        "address": course.place.address if course.place and not course.is_afar else "",
        "when": when(course, today, say),
        "how": " · ".join(filter(None, (form_words(say)[course.form], time_words(say)[course.time]))),
        "price": price(course, say),
        "funding": [_label(slug, vocabulary, say) for slug in course.funding],
        "levels": ", ".join(course.levels),
    }


def course_page(course: Course, today: date, vocabulary: Vocabulary, say: Words) -> dict[str, Any]:
    """A course as its own page shows it."""
    place = course.place
    wheelchair = {True: say("Mit dem Rollstuhl erreichbar"), False: say("Mit dem Rollstuhl nicht erreichbar"),
                  None: say("Ob man mit dem Rollstuhl hineinkommt, wissen wir nicht.")}  # fmt: skip
    languages = [_language(code, vocabulary, say) for code in course.languages]
    facts = [
        (say("Wann"), when(course, today, say)),
        (say("Zeiten"), course.dates_note),
        (say("Wie"), " · ".join(filter(None, (form_words(say)[course.form], time_words(say)[course.time])))),
        (say("Kosten"), ". ".join(filter(None, (price(course, say), course.price_note)))),
        (say("Wer bezahlt vielleicht?"), ", ".join(_label(slug, vocabulary, say) for slug in course.funding)),
        (say("Zur Förderung"), course.funding_note),
        (say("Sprachniveau"), ", ".join(course.levels)),
        (say("Unterrichtssprache"), ", ".join(languages)),
        (say("Abschluss"), course.degree),
        (say("Was Sie brauchen"), course.requirements),
    ]
    return {
        "title": course.title,
        "provider": course.provider,
        "over": _is_over(course, today),
        "facts": [(name, text) for name, text in facts if text],
        "description": known_text(course.description),
        "place": [line for line in (place.name, place.street_line, place.city_line, place.district) if line]
        if place and not course.is_afar else [],
        "wheelchair": wheelchair[course.wheelchair] if place and not course.is_afar else "",
        "phone": course.phone,
        "call": f"tel:{e164(course.phone)}" if e164(course.phone) else "",
        "email": course.email,
        "website": course.url or course.website,
    }  # fmt: skip


def catalogue_line(catalogue: Catalogue, say: Words) -> dict[str, str]:
    """Where courses come from, as of which day, under which licence."""
    day = say_day(catalogue.made_on, say.lang) if catalogue.made_on else ""
    return {"title": catalogue.title, "day": day, "licence": catalogue.licence}


def when(course: Course, today: date, say: Words) -> str:
    """When a course begins, in words; that nobody knows is said as well."""
    if course.flexible:
        return say("Beginn jederzeit möglich")
    if course.starts is None:
        return say("Beginn nicht bekannt")
    first = say_day(course.starts, say.lang)
    if course.starts < today:
        return say("Hat am %(day)s begonnen", day=first)
    if course.ends is None or course.ends == course.starts:
        return say("Beginn: %(day)s", day=first) if course.ends is None else first
    return say("%(first)s bis %(last)s", first=first, last=say_day(course.ends, say.lang))


def price(course: Course, say: Words) -> str:
    """What a course costs, in words."""
    if course.price is None:
        return say("Preis nicht bekannt")
    if course.price == 0:
        return say("kostenfrei")
    amount = wording.decimal(course.price, 0 if course.price == int(course.price) else 2, say.lang)
    return f"{amount} {'€' if course.currency in ('', 'EUR') else course.currency}"


def choices(asked: dict[str, Any], vocabulary: Vocabulary, say: Words) -> dict[str, Any]:
    """What may be chosen in the form, each with whether it is."""
    forms = form_words(say)
    times = time_words(say)

    def options(pairs: list[tuple[Any, str]], chosen: Any) -> list[dict[str, Any]]:
        picked = chosen if isinstance(chosen, tuple) else (chosen,)
        return [{"value": str(value), "label": label, "checked": value in picked} for value, label in pairs]

    return {
        "weeks": options([(n, say("in %(count)s Wochen", count=n)) for n in WEEKS], asked["weeks"]),
        "radii": options([(km, say("bis %(km)s km", km=km)) for km in RADII_KM], asked["km"]),
        "prices": options(
            [(0, say("kostenfrei")), *((n, say("bis %(amount)s €", amount=n)) for n in PRICES)], asked["max_price"]
        ),
        "funding": options([(slug, _label(slug, vocabulary, say)) for slug in FUNDING], asked["funding"]),
        "levels": options([(level, level) for level in LEVELS], asked["levels"]),
        "forms": options([(form, forms[form]) for form in COURSE_FORMS if forms[form]], asked["forms"]),
        "times": options([(time, label) for time, label in times.items() if label], asked["times"]),
    }


def _label(slug: str, vocabulary: Vocabulary, say: Words) -> str:
    term = vocabulary.terms("funding").get(slug)
    return (term.label(say.lang) if term else "") or slug


def _language(code: str, vocabulary: Vocabulary, say: Words) -> str:
    term = vocabulary.terms("languages").get(code)
    return (term.label(say.lang) if term else "") or code


def _is_over(course: Course, today: date) -> bool:
    last = course.ends or (None if course.flexible else course.starts)
    return last is not None and last < today
