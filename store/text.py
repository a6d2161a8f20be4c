"""Full text: words folded in Python, so that both databases find the same."""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, text

from model.offer import Offer
from model.place import Place
from store.dialect import dialect_of

WORD = re.compile(r"[^\W_]+")
DIGRAPH = re.compile(r"(?<=[aou])e")
LONGEST_WORD = 60
#: PostgreSQL takes no more than a megabyte of words, and a character may need four bytes
LONGEST_TEXT = 200_000
#: of a question, no more than these are looked for
MOST_WORDS = 20


class _Plain(dict[int, str]):
    """For each character what remains of it without accents, found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return plain


_PLAIN = _Plain()


def fold(words: str) -> list[str]:
    """The words of a text without case, accents and umlauts: ä, ae and a are the same, and so are ß and ss.

    Whatever begins a word, folded, also begins the folded word; so half-typed words find what they begin.
    """
    plain = DIGRAPH.sub("", words.casefold())
    if not plain.isascii():
        plain = plain.translate(_PLAIN)
    return [word[:LONGEST_WORD] for word in WORD.findall(plain)]


def words_of(offer: Offer, labels: Iterable[str]) -> str:
    """All words by which an offer is found, each once, parted by spaces."""
    places = [offer.place, *(stop.place for stop in offer.stops)]
    parts = (
        offer.name,
        offer.provider.name,
        offer.summary,
        offer.description,
        offer.restriction,
        *(_words_of_place(place) for place in places if place),
        *labels,
    )
    return " ".join(dict.fromkeys(fold(" ".join(parts))))[:LONGEST_TEXT]


def find(connection: Connection, words: str) -> list[int]:
    """The ids of the published offers in which every word begins a word, in ascending order."""
    folded = list(dict.fromkeys(fold(words)))[:MOST_WORDS]
    if not folded:
        return []
    dialect = dialect_of(connection)
    query = dialect.words_query(folded)
    return list(connection.execute(text(dialect.find_words), {"query": query}).scalars())


def index(connection: Connection, words: dict[int, str | None]) -> None:
    """Put the words of offers into the text index; None takes an offer out."""
    dialect = dialect_of(connection)
    put = [{"id": offer_id, "words": found} for offer_id, found in words.items() if found is not None]
    drop = [{"id": offer_id} for offer_id, found in words.items() if found is None]
    if put:
        connection.execute(text(dialect.put_words), put)
    if drop:
        connection.execute(text(dialect.drop_words), drop)


def _words_of_place(place: Place) -> str:
    return f"{place.name} {place.district} {place.city}"
