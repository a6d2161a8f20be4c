"""Parts of forms that say the same for many offers, rendered once: ticks, the choice of a language, what is empty."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

#: what is no plain text: rows and options are told apart by what they hold, the rest is the same for every field
_OTHER = frozenset({"rows", "options", "labels", "types"})
#: more different parts than this are not kept; then it begins anew
MOST = 5_000
_kept: dict[Any, Markup] = {}


def remembered(macro: Callable[[Mapping[str, Any]], Markup], field: Mapping[str, Any]) -> Markup:
    """What a macro makes of a field that is nothing but texts, options and rows, which all are part of the key."""
    rows = tuple(tuple(row.items()) for row in field.get("rows", ()))
    plain = tuple((name, value) for name, value in field.items() if name not in _OTHER)
    key = (getattr(macro, "name", ""), plain, tuple(field.get("options", ())), rows)
    html = _kept.get(key)
    if html is None:
        if len(_kept) >= MOST:
            _kept.clear()
        html = _kept[key] = macro(field)
    return html
