"""Regions: their rules and texts as one document each, and their boundaries."""

from typing import Literal

from sqlalchemy import Connection, insert, or_, select, update

from model.region import Region
from store.documents import from_text, to_text
from store.tables import region as table


def all_regions(connection: Connection) -> list[Region]:
    """All regions by name."""
    statement = select(table.c.document).order_by(table.c.ags)
    found = [from_text(Region, document) for document in connection.execute(statement).scalars()]
    return sorted(found, key=lambda region: (region.name.casefold(), region.ags))


def by_name(connection: Connection, ags_or_slug: str) -> Region | None:
    """The region with this AGS or slug."""
    where = or_(table.c.ags == ags_or_slug, table.c.slug == ags_or_slug)
    document = connection.execute(select(table.c.document).where(where)).scalar()
    return from_text(Region, document) if document else None


def boundary(connection: Connection, ags: str) -> str | None:
    """The boundary as GeoJSON geometry, None where it is not known."""
    return connection.execute(select(table.c.boundary).where(table.c.ags == ags)).scalar()


def save(connection: Connection, region: Region, outline: str | None) -> Literal["new", "changed", "same"]:
    """Write a region; without a boundary the one it has stays."""
    row = {"name": region.name, "slug": region.slug, "document": to_text(region)}
    known = connection.execute(select(table).where(table.c.ags == region.ags)).first()
    if known is None:
        connection.execute(insert(table).values(ags=region.ags, boundary=outline, **row))
        return "new"
    if known.document == row["document"] and outline in (None, known.boundary):
        return "same"
    row["boundary"] = known.boundary if outline is None else outline
    connection.execute(update(table).where(table.c.ags == region.ags).values(**row))
    return "changed"
