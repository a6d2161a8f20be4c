"""The hours of an offer as one value: the text as given, its OSM spelling and the rules behind both."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from model.hours.rules import Rule


@dataclass(frozen=True)
class Hours:
    """Consultation hours; equal when text and OSM spelling are equal."""

    text: str
    osm: str
    rules: tuple[Rule, ...] = field(default=(), compare=False)

    @classmethod
    def unknown(cls) -> Hours:
        """Hours that nobody has told us; never to be shown as closed."""
        return cls("", "")

    @cached_property
    def is_known(self) -> bool:
        """Whether anything is known that an answer can be built on."""
        return any(not (rule.is_bare and rule.kind in ("note", "unknown")) for rule in self.rules)

    @cached_property
    def appointment(self) -> bool:
        """Whether one can (also) come by appointment."""
        return any(rule.kind == "appointment" for rule in self.rules)

    @cached_property
    def is_always(self) -> bool:
        """Whether this is around the clock, every day, without exception."""
        return any(rule.is_always for rule in self.rules) and not any(
            rule.kind != "note" and not rule.is_always for rule in self.rules
        )

    @cached_property
    def has_open_rules(self) -> bool:
        """Whether any rule opens without an appointment."""
        return any(rule.kind == "open" for rule in self.rules)

    @cached_property
    def appointment_any_time(self) -> bool:
        """Whether appointments are offered without naming days or times for them."""
        return any(rule.kind == "appointment" and rule.is_bare for rule in self.rules)

    @cached_property
    def tells_openings(self) -> bool:
        """Whether any opening is named; "an Feiertagen geschlossen" alone says nothing about other days."""
        closed_always = any(rule.kind == "closed" and rule.is_bare for rule in self.rules)
        return closed_always or any(rule.kind in ("open", "appointment", "unknown") for rule in self.rules)

    @cached_property
    def names_public_holidays(self) -> bool:
        """Whether the hours themselves say what happens on public holidays."""
        return any(rule.days.public for rule in self.rules)

    @cached_property
    def names_school_holidays(self) -> bool:
        """Whether the hours themselves say what happens in school holidays."""
        return any(rule.days.school for rule in self.rules)

    @cached_property
    def passes_midnight(self) -> bool:
        """Whether some opening may last into the next day."""
        return any(span.end > 24 * 60 or span.open_end for rule in self.rules for span in rule.spans)
