"""German phrases of several words that mean one thing in hours, and texts that mean: nobody knows.

Each phrase is a pattern over small letters and single spaces; digits at the end of a name only tell twins apart.
"""

from __future__ import annotations

import re
from typing import Final

_BY_APPOINTMENT: Final = (
    r"(?:nach (?:vorheriger |telefonischer |tel\. ?|individueller |persönlicher |und |oder |[/,] ?){0,4}"
    r"(?:termin)?(?:vereinbarungen|vereinbarung|absprache|anmeldung|voranmeldung|vergabe|termin)\b"
    r"|n\. ?v\.|nv\b|n\. ?vereinb\.|(?:auf|nach) anfrage\b|(?:by|on) appointment\b"
    r"|mit (?:vorheriger )?(?:termin|terminvereinbarung|anmeldung|voranmeldung)\b"
    r"|terminvereinbarung\b|vereinbarung\b)(?: möglich\b)?(?: (?:telefonisch )?(?:unter|tel\.?:?) ?[\d /()+-]{5,25})?"
)
_NEEDED: Final = r"(?: ist| sind)? (?:erforderlich|notwendig|nötig|erbeten|erwünscht)\b"
_MEETINGS: Final = "(?:termine?|beratungstermine?|beratungen|beratung|gespräche|beratungszeiten|zeiten|sprechzeiten)"
_LINKS: Final = "und |oder |sowie |u\\. |auch |gern |gerne |sonst |ansonsten |darüber hinaus |zusätzlich |außerdem "

PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("always", r"24 ?/ ?7\b|rund um die uhr\b|24 ?(?:stunden|std\.?|h)\b"),
    ("needed1", rf"(?:nur|ausschließlich|ausschliesslich) (?:noch )?(?:termine )?{_BY_APPOINTMENT}"),
    ("needed2", rf"(?:terminvereinbarung|terminabsprache|termin|(?:vor)?anmeldung){_NEEDED}|appointment only\b"
                r"|um (?:vorherige )?(?:vor)?anmeldung wird gebeten\b|bitte (?:vorher )?(?:telefonisch )?anmelden\b"
                r"|bitte (?:vorher )?(?:telefonisch )?(?:einen )?termin vereinbaren\b"),
    ("remark", rf"(?:auch )?ohne (?:vorherige )?(?:termin\w{{0,14}}|(?:vor)?anmeldung)\b(?: möglich\b)?"
               rf"|keine? (?:vorherige )?(?:termin\w{{0,14}}|(?:vor)?anmeldung){_NEEDED}"
               r"|telefonische?[rn]?\b|online\b"),
    ("also1", rf"(?:{_LINKS}){{0,3}}(?:weitere |andere |individuelle |zusätzliche )?{_MEETINGS} "
              rf"(?:auch |sind |jederzeit |gerne |außerhalb dieser zeiten |möglich ){{0,3}}{_BY_APPOINTMENT}"),
    ("also2", rf"(?:{_LINKS}){{1,3}}{_BY_APPOINTMENT}"),
    ("appointment", _BY_APPOINTMENT),
    ("sometimes", r"14[- ]?tägig\b|vierzehntägig\b|alle (?:14 tage|(?:zwei|2|drei|3|vier|4) wochen)\b"
                  r"|jede (?:zweite|2\.) woche\b|(?:einmal|1 ?x|1 ?mal) (?:im monat|pro monat|monatlich)\b"
                  r"|unregelmäßig\b|in der regel\b|i\. ?d\. ?r\.|meist(?:ens)?\b|circa\b|ca\.|etwa\b"
                  r"|voraussichtlich\b"),
    ("somedays", r"(?:sommer|herbst|weihnachts|oster|pfingst|winter)ferien\b"),
    ("schoolterm", r"(?:während|in) der schulzeit\b|außerhalb der (?:schul)?ferien\b|an schultagen\b"),
    ("monthly", r"(?:im|des|eines jeden|eines|jeden|pro|in jedem|jedes) monats?\b|monatlich\b"),
    ("betweenyears", r"zwischen (?:den jahren|weihnachten und neujahr)\b"),
    ("except", r"mit ausnahme (?:von|der|des)\b"),
    ("everyday", r"jeden tag\b|alle tage\b|an allen tagen\b"),
    ("workweek", r"unter der woche\b"),
    ("forever", r"bis auf weiteres\b"),
    ("closing", r"statt(?= ?(?:$|[.;]))"),
)  # fmt: skip

_NOBODY_KNOWS: Final = re.compile(
    r"[-–—?./ ]*|k\. ?a\.?|ka|n\.? ?/? ?a\.?|none|null|keine angaben?|ohne angaben?|unbekannt|nicht bekannt|unknown"
    r"|(?:zeiten|öffnungszeiten|sprechzeiten)?:? ?(?:sind )?(?:noch )?(?:nicht bekannt|unbekannt|offen)", re.IGNORECASE,
)  # fmt: skip
_LOOK_ELSEWHERE: Final = re.compile(
    r"(?:(?:öffnungszeiten|sprechzeiten|termine|zeiten):? )?(?:s\.|siehe) [\w./: -]{3,80}"
    r"|(?:bitte|auf) (?:anfragen|nachfragen)|(?:telefonisch|bitte) (?:zu )?erfragen", re.IGNORECASE,
)  # fmt: skip
_APPOINTMENT: Final = re.compile(
    r"vereinbarung|absprache|termin|anmeldung|appointment|\bn\. ?v\.|anfrage", re.IGNORECASE
)
_NO_APPOINTMENT: Final = re.compile(r"\b(?:ohne|keine?|kein|no|without)\b", re.IGNORECASE)


def nobody_knows(text: str) -> bool:
    """Whether the text says in so many words that the hours are unknown."""
    return _NOBODY_KNOWS.fullmatch(text) is not None


def looks_elsewhere(text: str) -> bool:
    """Whether the text only points to another place where the hours may be found."""
    return _LOOK_ELSEWHERE.fullmatch(text) is not None


def means_appointment(comment: str) -> bool:
    """Whether a free comment says that an appointment is needed."""
    return _APPOINTMENT.search(comment) is not None and not denies_appointment(comment)


def denies_appointment(comment: str) -> bool:
    """Whether a free comment says that one may come without an appointment."""
    return _NO_APPOINTMENT.search(comment) is not None
