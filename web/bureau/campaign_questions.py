"""What a campaign asks: fields of offers, and questions of the office's own in their order."""

from dataclasses import replace
from typing import Any

from flask import render_template, request

from actions.campaign_plan import save_campaign
from model.campaign import (
    MOST_QUESTIONS,
    QUESTION_KINDS,
    Campaign,
    CampaignError,
    Plan,
    Question,
    QuestionKind,
    check_plan,
)
from model.fields import FIELDS, GROUPS
from store import StoreError
from store.codes import fresh_code
from web.bureau.campaign_common import KINDS, Answer, busy, campaign_of, good, to_page
from web.field_words import GROUP_TITLES, label
from web.gate import Desk, Route


def campaign_questions(desk: Desk, code: str) -> str:
    """Show what a campaign asks."""
    one = campaign_of(desk, code)
    return _page(desk, one, one.plan)


def campaign_save_questions(desk: Desk, code: str) -> Answer:
    """Keep what a campaign asks; with the button for one more question, show an empty one below."""
    one = campaign_of(desk, code)
    plan = replace(one.plan, fields=_fields(), questions=_questions(one.plan))
    if one.state != "draft":
        error = "Die Erhebung wurde schon verschickt. Ihre Fragen bleiben, wie sie sind."
        return _page(desk, one, plan, {"fields": error}), 400
    errors = check_plan(one.name, one.starts, one.ends, plan)
    errors = {name: told for name, told in errors.items() if name == "fields" or plan.question(name)}
    more = request.form.get("do") == "more"
    if more and set(errors) == {"fields"} and len(plan.questions) <= MOST_QUESTIONS:
        errors = {}
    if errors:
        return _page(desk, one, plan, errors), 400
    try:
        save_campaign(desk.services.store, replace(one, plan=plan), by=desk.account.by)
    except CampaignError as error:
        return _page(desk, one, plan, {"fields": str(error)}), 400
    except StoreError as error:
        raise busy(error) from None
    if more:
        return to_page(desk, "campaign_questions", code, mehr=1, _anchor="neue-frage")
    good("Die Fragen sind gespeichert.")
    return to_page(desk, "campaign", code)


def _fields() -> tuple[str, ...]:
    ticked = set(request.form.getlist("fields"))
    return tuple(name for name in FIELDS if name in ticked)


def _questions(before: Plan) -> tuple[Question, ...]:
    """The questions as they were typed, those that were crossed out or left empty left out, in their order."""
    found: list[tuple[float, int, Question]] = []
    codes = list(dict.fromkeys(request.form.getlist("question")))[: MOST_QUESTIONS + 2]
    for place, code in enumerate(codes):
        text = " ".join(_typed(f"{code}-text").split())[:300]
        options = tuple(dict.fromkeys(" ".join(line.split())[:200] for line in _typed(f"{code}-options").splitlines()))
        options = tuple(filter(None, options))
        is_new = before.question(code) is None
        if request.form.get(f"{code}-drop") or (is_new and not text and not options):
            continue
        kind: QuestionKind = next((one for one in QUESTION_KINDS if one == request.form.get(f"{code}-kind")), "short")
        kept = Question(
            f"frage-{fresh_code()}" if is_new else code, text, kind, options if kind in ("one", "several") else (),
            bool(request.form.get(f"{code}-required")), " ".join(_typed(f"{code}-help").split())[:300],
        )  # fmt: skip
        found.append((_order(f"{code}-order", place + 1), place, kept))
    return tuple(question for _, _, question in sorted(found, key=lambda one: one[:2]))


def _typed(name: str) -> str:
    return request.form.get(name, "").replace("\x00", "").strip()[:5000]


def _order(name: str, otherwise: float) -> float:
    try:
        wanted = float(request.form.get(name, "").replace(",", "."))
    except ValueError:
        return otherwise
    return wanted if 0 <= wanted <= 1000 else otherwise


def _page(desk: Desk, one: Campaign, plan: Plan, errors: dict[str, str] | None = None) -> str:
    groups: list[dict[str, Any]] = [
        {"title": GROUP_TITLES[group],
         "fields": [(name, label(name), name in plan.fields) for name in FIELDS if FIELDS[name].group == group]}
        for group in GROUPS
    ]  # fmt: skip
    questions = list(plan.questions)
    if one.state == "draft" and (request.args.get("mehr") or not questions):
        questions.append(Question("neue-frage", ""))
    return render_template(
        "bureau/campaign_questions.html", region=desk.region, campaign=one, groups=groups, questions=questions,
        kinds=list(KINDS.items()), errors=errors or {}, fixed=one.state != "draft",
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("/<region>/erhebungen/<code>/fragen", "campaign_questions", campaign_questions, "campaign"),
    Route("/<region>/erhebungen/<code>/fragen", "campaign_save_questions", campaign_save_questions, "campaign", "POST"),
)
