"""What the geocoders are asked: addresses in every way of writing them, each with all right answers."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from _geocode_addresses import Addresses, load
from _geocode_forms import FORMS, MISSPELT, Ask, Form
from _geocode_known import Known
from _geocode_typos import MODELS

from geo.layers import KnownAddress
from geo.point import Point

__all__ = ["FORMS", "MODELS", "Addresses", "Query", "load", "make_queries"]


@dataclass(frozen=True)
class Query:
    """One question with every place that is a right answer."""

    class_: str
    text: str
    accept: tuple[Point, ...]
    #: the label that an honest answer carries, where the class asks for a certain one
    expect_label: str = ""
    #: the misspelling happens to be the name of another street
    collides: bool = False
    layer: str = ""


def make_queries(
    addresses: Addresses | Mapping[str, Sequence[KnownAddress]],
    model: str = "slips",
    per_class: int = 500,
    seed: int = 1,
    classes: Iterable[str] | None = None,
) -> list[Query]:
    """The queries of all classes, or of those named, in equal parts from each layer as far as its addresses fit.

    Only the classes with misspellings are made for the model "mistakes": all others are the same under both.
    The numbers held back are asked for where they are known, that is in `Addresses`.
    """
    whole = (
        addresses
        if isinstance(addresses, Addresses)
        else Addresses({name: [*layer] for name, layer in addresses.items()}, [])
    )
    known = Known([one for layer in whole.layers.values() for one in layer])
    fitting = {layer: [one for one in pool if askable(one)] for layer, pool in whole.layers.items()}
    names = classes or (FORMS if model == "slips" else MISSPELT)
    queries: list[Query] = []
    for name in names:
        form = FORMS[name]
        drawn = []
        for layer, pool in ({"essen": whole.held} if form.held else fitting).items():
            rng = random.Random(f"{seed} {model} {name} {layer}")
            asks = (Ask(one, known, MODELS[model], rng) for one in rng.sample(pool, len(pool)))
            drawn.append(_queries(name, form, asks, layer, per_class))
        in_turn = filter(None, chain.from_iterable(zip_longest(*drawn)))
        queries += [query for query, _ in zip(in_turn, range(per_class), strict=False)]
    return queries


def askable(one: KnownAddress) -> bool:
    """Whether an address has a place, every part that is asked for, and a German postcode."""
    return (
        one.point is not None
        and bool(one.street and one.number and one.city)
        and bool(re.fullmatch(r"\d{5}", one.postcode))
    )


def _queries(name: str, form: Form, asks: Iterable[Ask], layer: str, wanted: int) -> list[Query]:
    found: list[Query] = []
    for ask in asks:
        if len(found) == wanted:
            break
        if draft := form.write(ask):
            found.append(Query(name, draft.text, draft.accept, form.label, draft.collides, layer))
    return found
