"""The words people use for hours, German and OSM, each with the token it stands for.

A word that is not listed here stops the parser: it is better to say "not understood" than to guess.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Word(NamedTuple):
    """What a word means to the parser; `german` tells that no OSM expression would use it."""

    kind: str
    value: object = None
    german: bool = True


OSM_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
OSM_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WORKING_DAYS: Final = 0b0011111
WEEKEND: Final = 0b1100000
EVERY_DAY: Final = 0b1111111

# Days whose OSM spelling is a German one as well are left out of the German list.
_GERMAN_DAYS: Final = (
    ("mon montag", "mon-"),
    ("di die dienstag", "diens-"),
    ("mi mit mittwoch", "mittwochs-"),
    ("do don donnerstag", "donners-"),
    ("fre freitag", "frei-"),
    ("sam samstag sonnabend", "sams- sonnabend-"),
    ("so son sonntag", "sonn-"),
)
_ENGLISH_DAYS: Final = (
    "monday mondays",
    "tue tues tuesday tuesdays",
    "wed wednesday wednesdays",
    "thu thur thurs thursday thursdays",
    "fri friday fridays",
    "sat saturday saturdays",
    "sun sunday sundays",
)
# "die" and "mit" are articles and prepositions far more often than days.
_NOT_DAYS: Final = frozenset({"die", "mit"})
_DAY_PARTS: Final = ("vormittag", "nachmittag", "mittag", "morgen", "abend")

_GERMAN_MONTHS: Final = (
    "januar jänner jaenner january",
    "februar feber february",
    "märz maerz mär mrz march",
    "april",
    "mai",
    "juni juno june",
    "juli july",
    "august",
    "sept september",
    "okt oktober october",
    "november",
    "dez dezember december",
)

_ORDINALS: Final = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "letzt": -1, "vorletzt": -2}

_SPLIT: Final = {
    "and": "und u sowie bzw plus and",
    "range": "bis to",
    "from": "ab seit",
    "between": "zwischen",
    "too": "auch ebenso ebenfalls",
    "uhr": "uhr uhrzeit h std",
    "closed": "geschlossen geschl entfällt entfallen keine kein ruhetag",
    "except": "außer ausser ausgenommen nicht except",
    "public": "feiertag feiertage feiertagen feiertags gesetzlichen gesetzliche",
    "school": "schulferien ferien ferienzeit",
    "each": "jede jeden jeder jedes jedem",
    "week": "kw kalenderwoche kalenderwochen woche wochen",
    "part": "vormittags nachmittags mittags morgens abends früh vormittag nachmittag mittag ganztägig ganztags",
}
_FILLERS: Final = (
    "von vom am an im in der die das den dem des zum zur um für immer nur zusätzlich außerdem sonst stets zeit "
    "zeiten sprechzeit sprechzeiten sprechstunde sprechstunden sprechtag sprechtage beratungszeit beratungszeiten "
    "beratungsstunde beratungsstunden beratung öffnungszeit öffnungszeiten bürozeiten servicezeiten geöffnet offen "
    "offene offener besetzt findet finden während wir sind ist haben büro folgenden uns unsere wochentag mit "
    "jew jeweils regulär regelmäßig persönlich persönliche allgemeine "
    "durchgehend vorübergehend derzeit zurzeit aktuell momentan"
)
_OSM_WORDS: Final = {
    "ph": Word("public", german=False),
    "sh": Word("school", german=False),
    "off": Word("closed", german=False),
    "closed": Word("closed", german=False),
    "open": Word("open", german=False),
    "unknown": Word("unknown", german=False),
    "week": Word("week", german=False),
    "easter": Word("easter", german=False),
    "day": Word("daycount", german=False),
    "days": Word("daycount", german=False),
}
_GROUPS: Final = {
    "täglich": Word("days", EVERY_DAY),
    "tgl": Word("days", EVERY_DAY),
    "daily": Word("days", EVERY_DAY),
    "werktags": Word("workdays"),
    "werktag": Word("workdays"),
    "werktäglich": Word("workdays"),
    "werktagen": Word("workdays"),
    "wochentags": Word("days", WORKING_DAYS),
    "wochentagen": Word("days", WORKING_DAYS),
    "wochenende": Word("days", WEEKEND),
    "wochenenden": Word("days", WEEKEND),
    "gerade": Word("parity", 0),
    "geraden": Word("parity", 0),
    "ungerade": Word("parity", 1),
    "ungeraden": Word("parity", 1),
}
# Days of the calendar that have a name of their own: (month, day) or days after Easter Sunday.
_NAMED_DAYS: Final[dict[str, tuple[int, int] | int]] = {
    "heiligabend": (12, 24),
    "heiligabends": (12, 24),
    "silvester": (12, 31),
    "sylvester": (12, 31),
    "neujahr": (1, 1),
    "weiberfastnacht": -52,
    "rosenmontag": -48,
    "rosenmontags": -48,
    "faschingsdienstag": -47,
    "veilchendienstag": -47,
    "aschermittwoch": -46,
    "gründonnerstag": -3,
    "karfreitag": -2,
    "ostermontag": 1,
    "pfingstmontag": 50,
    "fronleichnam": 60,
}


def _days() -> dict[str, Word]:
    words: dict[str, Word] = {}
    for number, (names, stems) in enumerate(_GERMAN_DAYS):
        for name in names.split():
            words |= {form: Word("day", number) for form in (name, name + "s", name + "en", name + "e")}
            words |= {name + part + s: Word("daypart", number) for part in _DAY_PARTS for s in ("", "s")}
        words |= {stem: Word("day", number) for stem in stems.split()}
    for number, names in enumerate(_ENGLISH_DAYS):
        words |= {name: Word("day", number, german=False) for name in names.split()}
    words |= {name.lower(): Word("day", number, german=False) for number, name in enumerate(OSM_DAYS)}
    return {name: word for name, word in words.items() if name not in _NOT_DAYS}


def _months() -> dict[str, Word]:
    words = {
        name: Word("month", number) for number, names in enumerate(_GERMAN_MONTHS, 1) for name in names.split()
    }
    return words | {name.lower(): Word("month", number, german=False) for number, name in enumerate(OSM_MONTHS, 1)}


def _ordinals() -> dict[str, Word]:
    return {
        stem + ending: Word("ordinal", number)
        for stem, number in _ORDINALS.items()
        for ending in ("e", "en", "er", "em", "es")
    }


def lexicon() -> dict[str, Word]:
    """Return every known word in small letters with its meaning."""
    words = {filler: Word("filler") for filler in _FILLERS.split()}
    words |= {name: Word(kind) for kind, names in _SPLIT.items() for name in names.split()}
    words |= {name: Word("named", value) for name, value in _NAMED_DAYS.items()}
    return _ordinals() | words | _GROUPS | _months() | _days() | _OSM_WORDS
