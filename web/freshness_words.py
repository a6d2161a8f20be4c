"""How the office reads about freshness: rhythms, stages and groups in German words."""

from collections.abc import Mapping
from datetime import date

from model.dates import MONTHS, say_day
from model.freshness import Rhythm, next_due
from model.region import OfficeRules
from store.upkeep import Group, Kept

GROUP_WORDS: Mapping[Group, str] = {
    "due": "Fällig",
    "asked": "Gefragt",
    "phone": "Telefonliste",
    "faded": "Nach hinten gerückt",
    "gone": "Soll es nicht mehr geben",
    "current": "Aktuell",
    "all": "Alle",
}


def rhythm_words(rhythm: Rhythm, rules: OfficeRules) -> str:
    """How often an entry is confirmed: "alle 6 Monate", "im Februar und August"."""
    if rhythm.months:
        names = [MONTHS["de"][month - 1] for month in rhythm.months]
        return "im " + (" und ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0])
    if rhythm.every:
        return _every(rhythm.every)
    return f"{_every(rules.confirm_every_months)} (wie die Region)"


def state_words(entry: Kept, rules: OfficeRules, day: date) -> str:
    """What is happening with an entry."""
    since = f" am {say_day(entry.asked_on)}" if entry.asked_on else ""
    told = {
        "asked": f"gefragt{since}",
        "reminded_1": f"gefragt{since}, einmal erinnert",
        "reminded_2": f"gefragt{since}, zweimal erinnert",
        "gone": "soll es nicht mehr geben",
        "phone": "bitte anrufen",
    }
    if entry.faded_on and entry.stage != "gone":
        return f"nach hinten gerückt seit {say_day(entry.faded_on)}"
    if entry.stage in told:
        return told[entry.stage]
    due = next_due(entry.verified_on, entry.rhythm, rules.confirm_every_months)
    return "fällig" if due is None or due <= day else f"aktuell, wieder fällig am {say_day(due)}"


def _every(months: int) -> str:
    return "jeden Monat" if months == 1 else f"alle {months} Monate"
