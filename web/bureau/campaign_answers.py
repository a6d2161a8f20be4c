"""What came of a campaign: who is silent, what was answered, and files to take out."""

from flask import Response, render_template, request

from exporters.campaign_csv import WORDS, answers_csv, status_csv, texts_csv
from model.campaign import COUNTABLE
from model.campaign_results import K, counted, nameless
from model.dates import say_day
from web.bureau.campaign_common import KINDS, campaign_of
from web.gate import Desk, Route

PAGE = 50


def campaign_silent(desk: Desk, code: str) -> str:
    """Show who was asked and has not answered, with how to reach them."""
    one, store = campaign_of(desk, code), desk.services.store
    total = store.campaigns.count(one, "silent")
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    return render_template(
        "bureau/campaign_silent.html", region=desk.region, campaign=one, total=total, number=number, pages=pages,
        people=store.campaigns.recipients(one, "silent", offset=(number - 1) * PAGE, limit=PAGE),
        day=lambda moment: say_day(moment.date()) if moment else "",
    )  # fmt: skip


def campaign_answers(desk: Desk, code: str) -> str:
    """Show what was answered to the office's own questions."""
    one = campaign_of(desk, code)
    sent = [answers for _, _, answers in desk.services.store.campaigns.all_sent(one)]
    questions = []
    for question in one.plan.questions:
        found = [(WORDS.get(words, words) if question.kind == "yes_no" else words, number)
                 for words, number in counted(question, sent)]  # fmt: skip
        texts = [] if question.kind in COUNTABLE else sorted(text for one in sent for text in one.of(question.code))
        given = sum(1 for one in sent if one.of(question.code))
        questions.append({"question": question, "kind": KINDS[question.kind], "counted": found, "texts": texts[:200],
                          "given": given})  # fmt: skip
    notes = sorted(one.note for one in sent if one.note)
    return render_template(
        "bureau/campaign_answers.html", region=desk.region, campaign=one, sent=len(sent), questions=questions, least=K,
        notes=notes[:200],
    )  # fmt: skip


def campaign_anonymous(desk: Desk, code: str) -> Response:
    """Hand out the answers so that nobody is recognised."""
    one = campaign_of(desk, code)
    found = nameless(one.plan, desk.services.store.campaigns.all_sent(one))
    return _file(answers_csv(one.plan, found), f"antworten-{one.code}.csv")


def campaign_written(desk: Desk, code: str) -> Response:
    """Hand out what was written in sentences, with nothing beside it."""
    one = campaign_of(desk, code)
    sent = [answers for _, _, answers in desk.services.store.campaigns.all_sent(one)]
    return _file(texts_csv(one.plan, sent), f"texte-{one.code}.csv")


def campaign_status(desk: Desk, code: str) -> Response:
    """Hand out where everybody stands, for the office."""
    one = campaign_of(desk, code)
    return _file(status_csv(desk.services.store.campaigns.recipients(one)), f"stand-{one.code}.csv")


def _file(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


_AT = "/<region>/erhebungen/<code>"
ROUTES: tuple[Route, ...] = (
    Route(f"{_AT}/ausstehend", "campaign_silent", campaign_silent, "campaign"),
    Route(f"{_AT}/antworten", "campaign_answers", campaign_answers, "campaign"),
    Route(f"{_AT}/antworten.csv", "campaign_anonymous", campaign_anonymous, "export"),
    Route(f"{_AT}/texte.csv", "campaign_written", campaign_written, "export"),
    Route(f"{_AT}/stand.csv", "campaign_status", campaign_status, "export"),
)
