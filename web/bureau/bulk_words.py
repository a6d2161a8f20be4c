"""What may be changed in many offers at once, in words."""

from model.bulk import BULK_FIELDS, BulkAction, How
from web.field_words import label

_HOW_WORDS: dict[How, str] = {"add": "dazunehmen", "remove": "wegnehmen", "set": "festlegen"}


def way(how: How, field: str = "") -> str:
    """A way to change offers, as it stands in a form and in an address."""
    return f"{how}-{field}" if field else how


#: ways and their words, in the order of the form
WAYS: tuple[tuple[str, str], ...] = (
    *((way(how, field), f"{label(field)} {_HOW_WORDS[how]}") for field, hows in BULK_FIELDS.items() for how in hows),
    ("archive", "Ins Archiv"),
    ("restore", "Aus dem Archiv holen"),
)
WAY_WORDS = dict(WAYS)


def action_of(text: str) -> BulkAction | None:
    """The way that a form names, still without values; None if there is none of that name."""
    if text not in WAY_WORDS:
        return None
    how, _, field = text.partition("-")
    return next(BulkAction(one, field) for one in ("add", "remove", "set", "archive", "restore") if one == how)


def title(action: BulkAction) -> str:
    """What is done, as the title of its page."""
    return WAY_WORDS[way(action.how, action.field)]
