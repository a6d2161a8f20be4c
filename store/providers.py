"""Providers: who offers, kept once for all offers that name them in the same way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from model.place import Place
from model.provider import Provider
from store import tables
from store.places import PLACE_NAMES, Shared, place_columns, place_from

#: the place of a provider's own address, apart from the places of its offers
seat = tables.place.alias("seat")
PROVIDER_WIDTH = 2 + len(PLACE_NAMES)


def shared_providers(connection: Connection, places: Shared[Place]) -> Shared[Provider]:
    """Providers found or made on demand; their seats must be settled before them."""
    return Shared(
        connection,
        tables.provider,
        lambda provider: {
            "name": provider.name,
            "website": provider.website,
            "seat_id": provider.seat and places[provider.seat],
        },
    )


def provider_columns() -> list[Any]:
    """The columns to select for a provider, its seat last."""
    return [tables.provider.c.name, tables.provider.c.website, *place_columns(seat)]


def provider_from(values: Sequence[Any]) -> Provider:
    """The provider of a row."""
    name, website, *own_place = values
    return Provider(name, website, place_from(own_place))
