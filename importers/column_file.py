"""Read a column file, in which somebody says what the columns of a list mean."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.base import ImportRefused
from importers.clean.text import fold
from importers.columns import EXTRA, FIELDS, TEMPLATE


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a column file declares: headings by field, headings to pass over, and values for all rows."""

    fields: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=dict)


def read_column_map(path: Path | None) -> ColumnMap:
    """Read a column file: TOML or JSON, `our heading = "your heading"` or a list of yours; see docs/importers.md."""
    if path is None:
        return ColumnMap()
    content = _load(path)
    defaults = _texts(path, content.pop("defaults", {}), "defaults")
    ignored = content.pop("ignore", [])
    if not isinstance(ignored, list) or not all(isinstance(heading, str) for heading in ignored):
        raise ImportRefused(f"In the column file {path.name}, `ignore` must be a list of headings.")
    pairs = content.pop("columns", None)
    pairs = content if pairs is None else pairs
    fields: dict[str, str] = {}
    for ours, theirs in _entries(path, pairs):
        fields[theirs] = _field(path, ours)
    return ColumnMap(
        fields, frozenset(ignored), {_field(path, ours): value for ours, value in defaults.items()}
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise ImportRefused(f"The column file {path.name} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ImportRefused(f"The column file {path.name} is no valid TOML or JSON: {error}.") from error
    if not isinstance(content, dict):
        raise ImportRefused(f"The column file {path.name} must hold lines like Name = \"your heading\".")
    return content


def _entries(path: Path, pairs: Any) -> list[tuple[str, str]]:
    if not isinstance(pairs, dict):
        raise ImportRefused(f"In the column file {path.name}, `columns` must be a table of our = \"your heading\".")
    entries = []
    for ours, theirs in pairs.items():
        for heading in theirs if isinstance(theirs, list) else [theirs]:
            if not isinstance(heading, str):
                raise ImportRefused(f"In the column file {path.name}, {ours!r} must name a heading, not {heading!r}.")
            entries.append((ours, heading))
    return entries


def _texts(path: Path, table: Any, what: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise ImportRefused(f"In the column file {path.name}, `{what}` must be a table of texts.")
    return table


def _field(path: Path, ours: str) -> str:
    """The field that our side of a column map names: a heading of the template, or a field itself."""
    headings = {fold(heading): name for heading, name in (TEMPLATE | EXTRA).items()}
    found = headings.get(fold(ours)) or {fold(name): name for name in FIELDS}.get(fold(ours))
    if not found:
        raise ImportRefused(f"The column file {path.name} names {ours!r}; known are: {', '.join(TEMPLATE | EXTRA)}.")
    return found
