"""The words of the field: topics, life phases, audiences, languages, formats, costs, funding, carriers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary: a slug for programs, labels and an explanation for people."""

    slug: str
    label_de: str
    label_en: str
    explanation_de: str = ""
    synonyms_de: tuple[str, ...] = ()
    #: a shorter label for buttons, where there is one
    short_de: str = ""
    own_name: str = ""
    remote: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    land: str = ""

    def label(self, lang: str = "de") -> str:
        """The word in German or English."""
        return self.label_de if lang == "de" else self.label_en

    @property
    def button(self) -> str:
        """The short German label where there is one, else the label."""
        return self.short_de or self.label_de

    def is_valid(self, day: date) -> bool:
        """Whether it is (still) in force on a day; matters for funding instruments."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Vocabulary:
    """All vocabularies by name, each an ordered mapping from slug to term."""

    lists: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    def terms(self, name: str) -> Mapping[str, Term]:
        """One vocabulary, in its order; empty if there is none of that name."""
        return self.lists.get(name, {})

    def label(self, name: str, slug: str, lang: str = "de") -> str:
        """The word for a slug, or the slug itself where the vocabulary does not know it."""
        term = self.terms(name).get(slug)
        return term.label(lang) if term else slug

    def labels(self, name: str, slugs: Iterable[str], lang: str = "de") -> list[str]:
        """The words for several slugs, in the given order."""
        return [self.label(name, slug, lang) for slug in slugs]

    @property
    def remote_formats(self) -> frozenset[str]:
        """The formats for which nobody needs to travel."""
        return frozenset(slug for slug, term in self.terms("formats").items() if term.remote)
