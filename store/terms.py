"""TermIds: the topics, audiences, languages … of offers, numbered, with the words by which they are found."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, insert, select, update

from model.neutrality import Assessment
from model.offer import Offer
from model.vocabulary import Vocabulary
from store import tables
from store.places import next_id

#: the facets of an offer that are plain lists of slugs
LISTS = ("topics", "phases", "audiences", "formats", "funding", "issues_funding")
#: the facets that an offer has exactly one value of; few different values among many offers
CATEGORIES = ("region", "kind", "cost", "wheelchair", "appointment", "grade", "evidence")
#: where the words of a facet come from when they are not in the vocabulary of its own name
VOCABULARY_OF = {"issues_funding": "funding"}
Name = tuple[str, str]


def names_of(offer: Offer) -> Iterator[Name]:
    """Facet and slug of every term of an offer, languages included."""
    for facet in LISTS:
        for slug in getattr(offer, facet):
            yield facet, slug
    for language in offer.languages:
        yield "languages", language.code


def categories_of(offer: Offer, assessment: Assessment) -> tuple[Name, ...]:
    """Facet and value of every category of an offer."""
    values = (
        offer.region,
        offer.kind,
        offer.cost.kind,
        offer.accessibility.wheelchair,
        offer.appointment,
        assessment.grade,
        assessment.evidence,
    )
    return tuple(zip(CATEGORIES, values, strict=True))


class TermIds:
    """All terms of the database as a transaction sees them; unknown ones are made on demand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        columns = tables.term.c
        rows = connection.execute(select(columns.facet, columns.slug, columns.id, columns.words))
        self._known: dict[Name, tuple[int, str]] = {
            (facet, slug): (term_id, words) for facet, slug, term_id, words in rows
        }
        self._next = next_id(connection, tables.term)

    def __getitem__(self, name: Name) -> int:
        term_id, _ = self._known[name]
        return term_id

    def words(self, names: Iterable[Name]) -> list[str]:
        """The words by which each of the terms is found."""
        return [self._known[name][1] for name in names]

    def settle(self, names: Iterable[Name]) -> None:
        """Make sure that each of the terms has a row; one that no vocabulary knows is found by its slug."""
        rows = []
        for facet, slug in names:
            if (facet, slug) not in self._known:
                self._known[facet, slug] = (self._next, slug)
                rows.append({"id": self._next, "facet": facet, "slug": slug, "words": slug})
                self._next += 1
        if rows:
            self._connection.execute(insert(tables.term), rows)

    def learn(self, vocabulary: Vocabulary) -> list[int]:
        """Take over the words of a vocabulary and return the ids of the terms whose words changed."""
        wanted = dict(_words_of(vocabulary))
        self.settle(wanted)
        changed = [(self[name], name, words) for name, words in wanted.items() if self._known[name][1] != words]
        for term_id, name, words in changed:
            self._known[name] = (term_id, words)
            self._connection.execute(update(tables.term).where(tables.term.c.id == term_id).values(words=words))
        return [term_id for term_id, _, _ in changed]


def _words_of(vocabulary: Vocabulary) -> Iterator[tuple[Name, str]]:
    for facet in (*LISTS, "languages"):
        for slug, term in vocabulary.terms(VOCABULARY_OF.get(facet, facet)).items():
            labels = (term.label_de, term.label_en, term.own_name, *term.synonyms_de)
            yield (facet, slug), " ".join(dict.fromkeys(label for label in labels if label))
