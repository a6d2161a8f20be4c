"""Questionnaires from the list to the return rate: all of a region, one with its steps, its texts and its end."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from actions.campaign_plan import DEFAULT, close_campaign, forget_persons, save_campaign
from actions.campaign_send import KIND
from model.campaign import (
    PLACEHOLDERS,
    Campaign,
    CampaignError,
    check_greeting,
    check_plan,
    fill_greeting,
)
from model.campaign_results import Tally, by_day, rate_of, rates_by
from model.dates import say_day
from store import StoreError
from store.campaign_rows import Which
from web.bureau import campaign_answers, campaign_people, campaign_questions, campaign_sending
from web.bureau.campaign_common import NOTHING, STATES, Answer, bad, busy, campaign_of, good, to_page
from web.gate import Desk, Route

MOST_TEXT = 5000
#: what the page of a campaign tells the number of
COUNTED: tuple[Which, ...] = ("all", "by_mail", "by_letter", "letters", "silent", "declined")
PLACEHOLDER_WORDS = {
    "einrichtung": "Name der Einrichtung", "name": "Ansprechperson, wenn sie bekannt ist", "bis": "letzter Tag",
    "erhebung": "Name der Erhebung", "region": "Name der Region",
}  # fmt: skip


def campaigns(desk: Desk) -> str:
    """Show all campaigns of the region with how far they are."""
    store = desk.services.store
    rows = []
    for one in store.campaigns.of_region(desk.ags):
        asked = store.campaigns.count(one, "silent") + store.campaigns.count(one, "answered")
        answered = store.campaigns.count(one, "answered")
        rows.append({"campaign": one, "total": store.campaigns.count(one), "asked": asked, "answered": answered})
    return render_template("bureau/campaigns.html", region=desk.region, rows=rows, states=STATES, day=say_day)


def campaign_new(desk: Desk) -> str:
    """Show the form of a new campaign."""
    return _form(desk, None, {"invitation": DEFAULT.invitation, "reminder": DEFAULT.reminder})


def campaign_create(desk: Desk) -> Answer:
    """Begin a campaign."""
    typed, errors = _typed()
    if errors:
        return _form(desk, None, typed, errors), 400
    plan = replace(DEFAULT, invitation=typed["invitation"], reminder=typed["reminder"])
    starts, ends = date.fromisoformat(typed["starts"]), date.fromisoformat(typed["ends"])
    try:
        with desk.services.store.write(by=desk.account.by, why="Erhebung angelegt") as writer:
            code = writer.campaigns.add(desk.ags, typed["name"], starts, ends, plan)
    except StoreError as error:
        raise busy(error) from None
    good("Die Erhebung ist angelegt. Wählen Sie jetzt die Fragen aus.")
    return to_page(desk, "campaign_questions", code)


def campaign_texts(desk: Desk, code: str) -> str:
    """Show name, days and texts of a campaign."""
    one = campaign_of(desk, code)
    typed = {"name": one.name, "starts": one.starts.isoformat(), "ends": one.ends.isoformat(),
             "invitation": one.plan.invitation, "reminder": one.plan.reminder}  # fmt: skip
    return _form(desk, one, typed)


def campaign_save_texts(desk: Desk, code: str) -> Answer:
    """Keep name, days and texts of a campaign."""
    one = campaign_of(desk, code)
    typed, errors = _typed()
    if errors:
        return _form(desk, one, typed, errors), 400
    plan = replace(one.plan, invitation=typed["invitation"], reminder=typed["reminder"])
    starts, ends = date.fromisoformat(typed["starts"]), date.fromisoformat(typed["ends"])
    changed = replace(one, name=typed["name"], starts=starts, ends=ends, plan=plan)
    try:
        save_campaign(desk.services.store, changed, by=desk.account.by)
    except CampaignError as error:
        return _form(desk, one, typed, {"name": str(error)}), 400
    except StoreError as error:
        raise busy(error) from None
    good("Gespeichert.")
    return to_page(desk, "campaign", code)


def _typed() -> tuple[dict[str, str], dict[str, str]]:
    """What was typed into the form of a campaign, and what is wrong with it."""
    typed = {name: request.form.get(name, "").strip() for name in ("name", "starts", "ends")}
    typed["name"] = " ".join(typed["name"].replace("\x00", "").split())[:120]
    for name in ("invitation", "reminder"):
        typed[name] = request.form.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()[:MOST_TEXT]
    plan = replace(DEFAULT, invitation=typed["invitation"], reminder=typed["reminder"])
    return typed, check_plan(typed["name"], _day(typed["starts"]), _day(typed["ends"]), plan)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _form(desk: Desk, one: Campaign | None, typed: dict[str, str], errors: dict[str, str] | None = None) -> str:
    until = _day(typed.get("ends", ""))
    sample = {"einrichtung": "[Einrichtung]", "name": "[Ansprechperson]", "erhebung": typed.get("name") or "Erhebung",
              "bis": say_day(until) if until else "…", "region": desk.region.name}  # fmt: skip
    shown = {
        name: fill_greeting(typed.get(name, ""), sample)
        for name in ("invitation", "reminder")
        if not check_greeting(typed.get(name, ""))
    }
    return render_template(
        "bureau/campaign_texts.html", region=desk.region, campaign=one, typed=typed, errors=errors or {},
        placeholders=[(f"{{{name}}}", PLACEHOLDER_WORDS[name]) for name in PLACEHOLDERS], shown=shown,
    )  # fmt: skip


def campaign(desk: Desk, code: str) -> str:
    """Show one campaign: what is still to do before it is sent, and then what comes back."""
    one, store = campaign_of(desk, code), desk.services.store
    tallies = store.campaigns.tallies(one)
    counts = {name: store.campaigns.count(one, name) for name in COUNTED}
    return render_template(
        "bureau/campaign.html", region=desk.region, campaign=one, state=STATES[one.state], day=say_day, counts=counts,
        people=counts["all"], rate=rate_of("alle", tallies), tables=_tables(tallies),
        days=by_day(store.campaigns.answered_at(one), desk.region.zone), mails=store.mails.states(one.about),
        job=_job(desk, one), troubles=check_plan(one.name, one.starts, one.ends, one.plan),
        today=desk.now.date(), suggestions=store.suggestions.count(desk.ags, channel="campaign"),
    )  # fmt: skip


def _tables(tallies: list[Tally]) -> list[dict[str, Any]]:
    """The return rate by type and by district, for whatever is known of them."""
    return [
        {"title": title, "head": head, "rates": rates_by(tallies, group, NOTHING)}
        for title, head, group in (
            ("Rücklauf nach Typ", "Typ", lambda one: one.kind),
            ("Rücklauf nach Stadtteil", "Stadtteil", lambda one: one.district),
        )
    ]


def _job(desk: Desk, one: Campaign) -> Any:
    """The latest round as the worker does it, as long as it is not over; none otherwise."""
    jobs = desk.services.store.jobs.latest(desk.ags, [KIND], 20)
    own = next((job for job in jobs if job.payload.get("campaign") == one.code), None)
    return None if own is None or own.state == "done" else own


def campaign_close(desk: Desk, code: str) -> Response:
    """End a campaign."""
    return _do(desk, code, close_campaign, "Die Erhebung ist abgeschlossen. Die Codes gelten nicht mehr.")


def campaign_forget(desk: Desk, code: str) -> Response:
    """Delete the personal data of a campaign that is over."""
    return _do(desk, code, forget_persons, "Namen, Mail-Adressen, Telefonnummern und Straßen sind gelöscht.")


def _do(desk: Desk, code: str, action: Any, done: str) -> Response:
    one = campaign_of(desk, code)
    try:
        action(desk.services.store, one, by=desk.account.by)
        good(done)
    except CampaignError as error:
        bad(str(error))
    except StoreError as error:
        raise busy(error) from None
    return to_page(desk, "campaign", code)


ROUTES: tuple[Route, ...] = (
    Route("/<region>/erhebungen", "campaigns", campaigns, "campaign"),
    Route("/<region>/erhebungen/neu", "campaign_new", campaign_new, "campaign"),
    Route("/<region>/erhebungen/neu", "campaign_create", campaign_create, "campaign", "POST"),
    Route("/<region>/erhebungen/<code>", "campaign", campaign, "campaign"),
    Route("/<region>/erhebungen/<code>/texte", "campaign_texts", campaign_texts, "campaign"),
    Route("/<region>/erhebungen/<code>/texte", "campaign_save_texts", campaign_save_texts, "campaign", "POST"),
    Route("/<region>/erhebungen/<code>/schluss", "campaign_close", campaign_close, "campaign", "POST"),
    Route("/<region>/erhebungen/<code>/vergessen", "campaign_forget", campaign_forget, "campaign", "POST"),
    *campaign_questions.ROUTES,
    *campaign_people.ROUTES,
    *campaign_sending.ROUTES,
    *campaign_answers.ROUTES,
)
