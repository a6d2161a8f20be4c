"""Writes the table of sources and formats from the code, so that it says what there is."""

import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

from exporters import EXPORTERS, MEDIA_TYPES
from geo import sources
from importers import importers

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "formats.md"
#: where other programs ask, and the function that answers
INTERFACES = {
    "`POST /api/v1/nearest`": ("web.api", "nearest"),
    "`GET /api/v1/offers`": ("web.api", "offers"),
    "`POST /api/v1/courses`": ("web.api_courses", "courses"),
    "`/ogc/`": ("web.ogc", ""),
    "`/hsds/`": ("web.hsds", ""),
    "`/dcat/catalog.ttl`": ("web.dcat", ""),
    "`/<region>/aenderungen.atom`": ("web.changes_feed", ""),
    "`/<region>/termine.ics`": ("web.feeds", ""),
    "`/<region>/eingebettet`": ("web.embedding", ""),
    "`/<region>/wegweiser.pdf`": ("exporters.guide", ""),
    "`/sitemap.xml`": ("web.sitemap", ""),
}
HEAD = """# Sources and formats

Written by `script/build-docs` from the code; a test fails where it says something else.
"""


def text() -> str:
    """The whole document."""
    return "\n".join([
        HEAD,
        "## What is read: offers and courses (`import`)\n",
        "| importer | reads | key | licence | becomes |\n|---|---|---|---|---|",
        *(_importer(name, module) for name, module in importers().items()),
        "\n## What is read: addresses and places (`gazetteer add`)\n",
        "| format | reads |\n|---|---|",
        *(f"| `{name}` | {_first(module)} |" for name, module in sorted(_readers().items())),
        "\n## What is handed out: files (`export`, `/<region>/daten`)\n",
        "| format | what it is | type |\n|---|---|---|",
        *(f"| `{name}` | {_first(inspect.getmodule(write))} | `{MEDIA_TYPES[name].partition(';')[0]}` |"
          for name, write in sorted(EXPORTERS.items())),
        "\n## What is handed out: interfaces and feeds\n",
        "| address | what it is |\n|---|---|",
        *(f"| {address} | {_answer(*where)} |" for address, where in INTERFACES.items()),
        "",
    ])  # fmt: skip


def _importer(name: str, module: Any) -> str:
    source = module.SOURCE
    becomes = "candidates for review" if source.candidates else "offers"
    becomes = "courses" if getattr(module, "COURSES", False) else becomes
    key = source.key_from or "made from name, provider and address"
    return f"| `{name}` | {_first(module)} | {key} | {source.licence or 'as the file says'} | {becomes} |"


def _readers() -> dict[str, Any]:
    found = {}
    for path in sorted((ROOT / "geo" / "sources").glob("*.py")):
        module = importlib.import_module(f"{sources.__name__}.{path.stem}")
        if hasattr(module, "FORMAT"):
            found[path.stem] = module
    return found


def _answer(module: str, name: str) -> str:
    found = importlib.import_module(module)
    return _first(getattr(found, name) if name else found)


def _first(thing: Any) -> str:
    """The first line of a docstring, as it may stand in a table."""
    return (inspect.getdoc(thing) or "").strip().splitlines()[0].replace("|", "\\|").rstrip(".")


def main() -> int:
    """Write the document."""
    TARGET.write_text(text(), encoding="utf-8")
    print(f"Written to {TARGET.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
