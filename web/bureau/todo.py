"""The to-do list, the start page of the office, and the work list of each kind of finding."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.todo_list import Group, fitting, todo_list
from model.dates import say_day
from model.finding_words import sentence
from model.findings import KINDS, Finding
from web.errors import NotFound
from web.gate import Desk, Route

PAGE = 50
SHORT_BREAK = 15
LATER = timedelta(days=30)
#: where the work of other rooms waits: endpoint and what it is asked
PAGES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "reports": ("bureau.suggestions", {"von": "hinweise"}),
    "gone": ("bureau.freshness", {"gruppe": "gone"}),
    "suggestions": ("bureau.suggestions", {}),
    "evidence": ("bureau.neutrality_waiting", {}),
    "answers": ("bureau.suggestions", {"von": "campaign"}),
    "mails": ("bureau.mails", {}),
    "phone_list": ("bureau.phone_list", {}),
    "doubles": ("bureau.doubles", {}),
    "due": ("bureau.freshness", {"gruppe": "due"}),
    "silent": ("bureau.campaigns", {}),
}


class NoSuchKind(NotFound):
    """A kind of finding that there is not."""

    def __init__(self) -> None:
        super().__init__("Diese Aufgabe kennen wir nicht.", "There is no such kind of finding.")


class NoSuchFinding(NotFound):
    """A finding that is gone, or that somebody changed meanwhile."""

    def __init__(self) -> None:
        super().__init__("Diese Aufgabe gibt es nicht mehr. Vielleicht hat sie schon jemand erledigt.",
                         "There is no such finding any more.")  # fmt: skip


def todo(desk: Desk) -> str:
    """Show what needs doing, the most pressing first."""
    store, day = desk.services.store, today(desk)
    groups = todo_list(store, desk.region, day)
    return render_template(
        "bureau/todo.html",
        region=desk.region,
        groups=[(group, _link(group, desk)) for group in groups],
        picked=[(one, _link(one.group, desk)) for one in fitting(groups, SHORT_BREAK)],
        minutes=SHORT_BREAK,
        total=sum(group.all_minutes for group in groups),
        unseen=store.findings.unseen(desk.ags),
        is_watched=bool(store.findings.state("version")),
        say_minutes=say_minutes,
    )


def todo_kind(desk: Desk, kind: str) -> str:
    """Show all findings of one kind, each with what can be done about it."""
    if kind not in KINDS:
        raise NoSuchKind
    day, room = today(desk), desk.services.store.findings
    total = room.counts(desk.ags, day).get(kind, 0)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    rows = room.page(desk.ags, kind, day, offset=(number - 1) * PAGE, limit=PAGE)
    return render_template(
        "bureau/todo_kind.html",
        region=desk.region,
        kind=KINDS[kind],
        rows=[_row(one, desk) for one in rows],
        hidden=[_row(one, desk) for one in room.hidden(desk.ags, kind, day)],
        total=total,
        number=number,
        pages=pages,
        say_minutes=say_minutes,
    )


def put_off(desk: Desk, kind: str) -> Response:
    """Hide one finding for a month."""
    key = _asked_key(desk, kind)
    until = today(desk) + LATER
    with desk.services.store.write(by=desk.account.by, why="to-do list") as writer:
        if not writer.findings.put_off(key, kind, until):
            raise NoSuchFinding
    return _onwards(desk, kind, f"Zurückgestellt bis {say_day(until)}.")


def dismiss(desk: Desk, kind: str) -> Response:
    """Note that something is right as it is."""
    key = _asked_key(desk, kind)
    with desk.services.store.write(by=desk.account.by, why="to-do list") as writer:
        if not writer.findings.dismiss(key, kind, request.form.get("stand", "")):
            raise NoSuchFinding
    return _onwards(desk, kind, "Gemerkt: Das stimmt so. Wir fragen erst wieder, wenn sich die Angabe ändert.")


def bring_back(desk: Desk, kind: str) -> Response:
    """Take back that something was put off or is right."""
    key = _asked_key(desk, kind)
    with desk.services.store.write(by=desk.account.by, why="to-do list") as writer:
        if not writer.findings.bring_back(key, kind):
            raise NoSuchFinding
    return _onwards(desk, kind, "Steht wieder in der Liste.")


def today(desk: Desk) -> date:
    """The day as it is in the region."""
    return desk.now.astimezone(ZoneInfo(desk.region.zone)).date()


def say_minutes(minutes: int) -> str:
    """A stretch of time as people say it: "12 Minuten", "etwa 3 Stunden"."""
    if minutes < 90:
        return "1 Minute" if minutes == 1 else f"{minutes} Minuten"
    hours = round(minutes / 60)
    return f"etwa {hours} Stunden" if hours < 16 else f"etwa {round(hours / 8)} Arbeitstage"


def _asked_key(desk: Desk, kind: str) -> str:
    """The key in the form, if it is that of an offer of this region."""
    key = request.form.get("angebot", "")
    offer = desk.services.store.offer(key) if kind in KINDS else None
    if offer is None or offer.region != desk.ags:
        raise NoSuchFinding
    return key


def _onwards(desk: Desk, kind: str, words: str) -> Response:
    """Back to the same row of the list, where the next one stands now, with a way to take it back."""
    flash(words, "good")
    page, row = request.form.get("seite", 1, type=int), request.form.get("zeile", 0, type=int)
    place = url_for("bureau.todo_kind", region=desk.region.slug, kind=kind, seite=page if page > 1 else None)
    return redirect(f"{place}#{f'zeile-{row}' if row else 'liste'}", code=303)


def _row(one: Finding, desk: Desk) -> dict[str, Any]:
    """One finding as a row of the work list."""
    field = str(one.detail.get("field") or KINDS[one.kind].field)
    return {
        "key": one.key,
        "name": one.name,
        "provider": one.provider,
        "sentence": sentence(one.kind, one.detail),
        "url": one.detail.get("url", ""),
        "since": say_day(one.found_on),
        "mark": one.mark,
        "link": _mend_link(one, field, desk),
    }


def _mend_link(one: Finding, field: str, desk: Desk) -> str:
    """Where it is set right: the field of the form, or the page about neutrality."""
    endpoint = "bureau.neutrality" if one.kind.startswith("evidence") else "bureau.edit"
    return url_for(endpoint, region=desk.region.slug, key=one.key, _anchor=field or None)


def _link(group: Group, desk: Desk) -> str:
    """Where the work of a group is done."""
    if group.name in KINDS:
        return url_for("bureau.todo_kind", region=desk.region.slug, kind=group.name)
    endpoint, asked = PAGES[group.name]
    return url_for(endpoint, region=desk.region.slug, **asked)


ROUTES: tuple[Route, ...] = (
    Route("/<region>/", "todo", todo, "desk"),
    Route("/<region>/zu-tun/<kind>", "todo_kind", todo_kind, "desk"),
    Route("/<region>/zu-tun/<kind>/spaeter", "put_off", put_off, "edit", "POST"),
    Route("/<region>/zu-tun/<kind>/stimmt", "dismiss", dismiss, "edit", "POST"),
    Route("/<region>/zu-tun/<kind>/wieder", "bring_back", bring_back, "edit", "POST"),
)
