"""Column mappings: what the headings of a list mean in a region, kept for the next list with the same headings."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, select

from store.places import digest
from store.room import Changes, Room
from store.tables_mappings import column_mapping as table


class Mappings(Room):
    """What was decided about headings."""

    def of(self, region: str, headings: Iterable[str]) -> dict[str, str] | None:
        """The field of each heading ("" for those to pass over), None if nobody has decided."""
        statement = select(table.c.columns).where(table.c.region == region, table.c.headings == _mark(headings))
        with self._database.reading() as connection:
            text = connection.execute(statement).scalar_one_or_none()
        return json.loads(text) if text else None


class MappingChanges(Changes):
    """Decides about headings."""

    def keep(self, region: str, columns: Mapping[str, str]) -> None:
        """Keep what each heading means, in place of what was kept for the same headings."""
        mark = _mark(columns)
        self._connection.execute(delete(table).where(table.c.region == region, table.c.headings == mark))
        text = json.dumps(dict(columns), ensure_ascii=False)
        stamp = self._stamp
        row = {"region": region, "headings": mark, "columns": text, "by": stamp.by, "at": stamp.at}
        self._connection.execute(insert(table).values(**row))


def _mark(headings: Iterable[str]) -> str:
    return digest("\n".join(sorted(headings)))
