"""Suggestions in German words, for the office and for providers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from model.suggestion import STATUS, Channel, Listed, State, Suggestion
from web import field_words
from web.history_words import say_moment

CHANNEL_WORDS: Mapping[Channel, str] = {
    "public": "Öffentlichkeit",
    "provider": "Träger",
    "confirmation": "Bestätigung",
    "campaign": "Erhebung",
    "import": "Datenquelle",
}
STATE_WORDS: Mapping[State, str] = {"open": "offen", "half": "zweite Person fehlt", "done": "erledigt"}
STATUS_LABEL = "Auf der Karte"
PROBLEMS: Mapping[str, str] = {
    "decided": "Darüber ist inzwischen entschieden.",
    "changed": "Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal hin und entscheiden Sie neu.",
    "missing": "Bitte wählen Sie: annehmen oder ablehnen.",
    "needed": "Ohne diese Angabe kann das Angebot nicht auf die Karte. Nehmen Sie sie an, oder lehnen Sie alles ab.",
    "gone": "Das Angebot gibt es nicht mehr. Sie können den Vorschlag nur ablehnen.",
    "elsewhere": "Das Angebot steht schon bei einer anderen Region. Sie können den Vorschlag nur ablehnen.",
    "same_person": "Sie haben schon entschieden. Jetzt muss eine zweite Person bestätigen.",
}


def label(name: str) -> str:
    """What a field is called; taking an offer off the map counts as one."""
    return STATUS_LABEL if name == STATUS else field_words.label(name)


def moment(at: datetime | None, zone: str) -> str:
    """A day and a time, "" where there is none."""
    return say_moment(at, zone) if at else ""


def what(suggestion: Suggestion | Listed) -> str:
    """What a suggestion is about, in a few words."""
    if suggestion.is_new:
        return "Neues Angebot"
    if STATUS in suggestion.names:
        return "Gibt es nicht mehr" if suggestion.closes else "Gibt es wieder"
    return ", ".join(map(label, suggestion.names)) or "Nachricht"


def outcome(done: Suggestion) -> str:
    """What came of a decision, as a sentence for whoever decided."""
    if done.state == "half":
        return "Ihre Entscheidung ist gespeichert. Jetzt muss eine zweite Person bestätigen."
    if done.accepted and done.rejected:
        return "Angenommenes steht auf der Karte. Das andere ist abgelehnt."
    return "Der Vorschlag steht jetzt auf der Karte." if done.accepted else "Der Vorschlag ist erledigt."


def row(one: Listed, zone: str) -> dict[str, Any]:
    """A suggestion as lists show it."""
    return {**head(one, zone), "code": one.code, "name": one.name, "provider": one.provider}


def head(suggestion: Suggestion | Listed, zone: str) -> dict[str, Any]:
    """What stands on top of a suggestion, in lists and on its own page."""
    return {
        "what": what(suggestion),
        "from": CHANNEL_WORDS[suggestion.channel],
        "at": moment(suggestion.at, zone),
        "state": suggestion.state,
        "state_words": STATE_WORDS[suggestion.state],
        "decided": moment(suggestion.decided_at, zone),
        "deciders": " und ".join(suggestion.deciders),
    }
