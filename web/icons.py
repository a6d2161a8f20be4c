"""Icons as inline SVG, from the installed icon set; always beside a word, never instead of one."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor" / "icons"


@cache
def icon(name: str) -> Markup:
    """The icon of that name, hidden from screen readers; nothing if it is not installed."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        return Markup("")
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    inside = re.sub(r"\s+", " ", shapes[1]).strip() if shapes else ""
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{inside}</svg>"
    )
