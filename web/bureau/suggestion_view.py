"""The fields of a suggestion as the review page shows them: public now, proposed, and what the sender saw."""

from collections.abc import Mapping
from typing import Any

from actions.review import moved_on
from model.fields import FIELDS, take
from model.offer import Offer, Status
from model.suggestion import STATUS, Suggestion
from model.vocabulary import Vocabulary
from web import field_words, suggestion_words

STATUS_WORDS: Mapping[Status, str] = {"published": "ja", "archived": "nein, im Archiv"}


def field_views(
    suggestion: Suggestion,
    current: Offer | None,
    vocabulary: Vocabulary,
    chosen: Mapping[str, bool],
    errors: Mapping[str, str],
) -> list[dict[str, Any]]:
    """One view for each field, in the order of the form; `chosen` is what was chosen for it before."""
    told = _told(suggestion, current, vocabulary)
    moved = moved_on(suggestion, current)
    return [
        {
            **told[name],
            "name": name,
            "label": suggestion_words.label(name),
            "moved": name in moved,
            "seen": _seen(name, suggestion, vocabulary) if name in moved else "",
            "choice": {True: "ja", False: "nein", None: ""}[chosen.get(name)],
            "error": errors.get(f"feld-{name}", ""),
        }
        for name in suggestion.names
    ]


def _told(suggestion: Suggestion, current: Offer | None, vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """Each field with what is public, what is proposed, and whether that is the same by now."""
    names = [name for name in suggestion.names if name in FIELDS]
    proposed = suggestion.proposed
    said = {name: field_words.say(name, FIELDS[name].read(proposed), vocabulary) for name in names}
    told = {name: {"before": said[name] if current else "", "after": said[name], "same": current is not None}
            for name in names}  # fmt: skip
    if current:
        for one in field_words.changes(current, take(current, proposed, names), vocabulary):
            told[one.name] = {"before": one.before, "after": one.after, "same": False}
    if STATUS in suggestion.names:
        old, new = STATUS_WORDS[current.status] if current else "", STATUS_WORDS[proposed.status]
        told[STATUS] = {"before": old, "after": new, "same": old == new}
    return told


def _seen(name: str, suggestion: Suggestion, vocabulary: Vocabulary) -> str:
    """What the sender saw, where that is not what is public now."""
    if name == STATUS or suggestion.base is None:
        return ""
    return field_words.say(name, FIELDS[name].read(suggestion.base), vocabulary)
