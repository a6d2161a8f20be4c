"""The to-do list: what the machine found and what people wait for, in one order, with the minutes it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.findings import KINDS
from model.region import Region
from store import Store


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of work: how many, how long, and what to do."""

    name: str
    #: how much it harms citizens as long as it waits, 0 to 100
    weight: int
    #: how long one takes
    minutes: int
    title: str
    advice: str
    count: int = 0

    @property
    def all_minutes(self) -> int:
        """How long all of them take."""
        return self.minutes * self.count


@dataclass(frozen=True, slots=True)
class Picked:
    """So many of one kind, for a stretch of time."""

    group: Group
    count: int

    @property
    def minutes(self) -> int:
        """How long they take."""
        return self.group.minutes * self.count


#: work that waits in other rooms; its weights stand among those of `model.findings`
_WAITING = (
    Group("reports", 97, 4, "Hinweise von Besuchern", "Jemand sagt: Hier stimmt etwas nicht. Sehen Sie nach."),
    Group("gone", 96, 3, "Gibt es vielleicht nicht mehr",
          "Der Anbieter sagt, das Angebot ist beendet. Nehmen Sie es von der Karte, oder behalten Sie es."),
    Group("suggestions", 86, 3, "Vorschläge warten", "Nehmen Sie an, was stimmt. Wer vorschlug, bekommt Antwort."),
    Group("evidence", 66, 5, "Nachweise warten auf die zweite Person", "Bestätigen Sie, was jemand geprüft hat."),
    Group("answers", 64, 3, "Antworten aus Erhebungen", "Übernehmen Sie, was die Stellen geantwortet haben."),
    Group("mails", 62, 3, "Mails kamen zurück", "Suchen Sie die richtige Adresse, oder rufen Sie an."),
    Group("phone_list", 58, 5, "Anrufen und bestätigen", "Auf Mails kam keine Antwort. Ein Anruf klärt es."),
    Group("doubles", 48, 4, "Vielleicht doppelt", "Sehen Sie beide nebeneinander an. Ist es dasselbe Angebot?"),
    Group("due", 40, 2, "Lange nicht bestätigt", "Fragen Sie nach, ob noch alles stimmt, am besten per Mail."),
    Group("silent", 28, 4, "Noch keine Antwort auf die Erhebung", "Erinnern Sie die Stellen, oder rufen Sie an."),
)  # fmt: skip


def todo_list(store: Store, region: Region, day: date) -> list[Group]:
    """All kinds of work of which there is some, what harms citizens most first."""
    found = store.findings.counts(region.ags, day)
    counted = _waiting(store, region, day)
    kinds = [Group(kind.name, kind.weight, kind.minutes, kind.title, kind.advice) for kind in KINDS.values()]
    groups = [
        Group(one.name, one.weight, one.minutes, one.title, one.advice, found.get(one.name, counted.get(one.name, 0)))
        for one in (*kinds, *_WAITING)
    ]
    return sorted((group for group in groups if group.count), key=lambda group: (-group.weight, group.name))


def fitting(groups: Sequence[Group], minutes: int) -> list[Picked]:
    """What can be done in some minutes: from the most harmful on, as many of each kind as still fit."""
    left, picked = minutes, []
    for group in groups:
        count = min(group.count, left // group.minutes)
        if count:
            picked.append(Picked(group, count))
            left -= count * group.minutes
    return picked


def _waiting(store: Store, region: Region, day: date) -> Mapping[str, int]:
    """How much waits in other rooms."""
    work = store.upkeep.work(region, day)
    return {**store.waiting.counts(region.ags), "gone": work.gone, "phone_list": work.phone, "due": work.due}
