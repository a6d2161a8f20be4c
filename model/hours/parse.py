"""Reads hours as people and OSM write them; what cannot be understood is refused with the piece that stopped us."""

from __future__ import annotations

from functools import lru_cache

from model.hours.build import build
from model.hours.grammar import Grammar
from model.hours.hours import Hours
from model.hours.osm import write
from model.hours.phrases import looks_elsewhere, nobody_knows
from model.hours.rules import HoursError, Rule
from model.hours.tokens import LONGEST_TEXT, tidy


def parse(text: str | None) -> Hours:
    """Return the hours a text means, German or OSM; HoursError says which part is not understood.

    Nothing, "k. A." and the like give Hours.unknown().
    """
    given = text or ""
    if len(given) > LONGEST_TEXT:
        message = f"Opening hours may have at most {LONGEST_TEXT} characters, these have {len(given)}."
        raise HoursError(message, given[:40])
    return _parse(given)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Hours:
    clean = tidy(text)
    if nobody_knows(clean):
        return Hours.unknown()
    rules = (Rule("note", comment=clean.replace('"', "'")),) if looks_elsewhere(clean) else _read(clean)
    if all(rule.is_bare and rule.kind == "unknown" and not rule.comment for rule in rules):
        return Hours.unknown()
    return Hours(text, write(rules), rules)


def _read(text: str) -> tuple[Rule, ...]:
    grammar = Grammar(text)
    clauses = grammar.read()
    if not clauses:
        raise HoursError(f"The opening hours “{text[:40]}” name neither days nor times.", text[:40])
    return build(clauses, grammar.cursor.german, grammar.needed)
