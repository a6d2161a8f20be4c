"""Whom to ask about entries: contacts that stay in the house, read many at a time."""

from collections.abc import Sequence

from sqlalchemy import select

from model.contact import MaintenanceContact
from store.dialect import among
from store.room import Room
from store.tables import maintenance_contact, offer


class Maintenance(Room):
    """Reads them."""

    def of(self, keys: Sequence[str]) -> dict[str, MaintenanceContact]:
        """The contacts of some offers by their keys; offers without one are left out."""
        columns = maintenance_contact.c
        named = (offer.c.key, columns.name, columns.email, columns.phone, columns.note)
        statement = select(*named).join_from(maintenance_contact, offer).where(among(offer.c.key, keys))
        with self._database.reading() as connection:
            return {key: MaintenanceContact(*parts) for key, *parts in connection.execute(statement)}
