"""What all pages of a questionnaire share: whose form a code opens, and how it is shown and checked."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.campaign_answer import NoEntry, open_form
from model.campaign import Answers, Campaign, Recipient
from model.campaign_code import grouped, read_letter_code
from model.dates import say_day
from model.region import Region
from store import StoreError
from web.context import services
from web.errors import WebError
from web.gate import FORM_FIELD
from web.open_form import check_open_form, open_form_token
from web.remote import daily_sender

PURPOSE = "questionnaire"
#: so many codes that there are not may be typed from one address in an hour
MOST_GUESSES = 20


class UnknownCode(WebError):
    """A code that opens nothing."""

    status = 404
    title_de = "Diesen Code kennen wir nicht"
    title_en = "There is no such code"

    def __init__(self) -> None:
        super().__init__(
            "Bitte vergleichen Sie den Code mit Ihrem Brief oder Ihrer Mail. Er gilt bis zum Ende der Erhebung.",
            "There is no such code, or no longer.",
        )


class CampaignOver(WebError):
    """A code of a campaign that takes no answers any more."""

    status = 410
    title_de = "Diese Erhebung ist zu Ende"
    title_en = "This campaign is over"

    def __init__(self) -> None:
        super().__init__(
            "Antworten nehmen wir dazu nicht mehr an. Stimmt etwas nicht? Bei jedem Angebot können Sie es melden.",
            "This campaign takes no answers any more.",
        )


class TooManyCodes(WebError):
    """Somebody types one code after the other."""

    status = 429
    title_de = "Das waren zu viele falsche Codes"
    title_en = "Too many wrong codes"

    def __init__(self) -> None:
        super().__init__(
            "Bitte versuchen Sie es in einer Stunde noch einmal, oder rufen Sie das Bildungsbüro an.",
            "Too many codes that do not exist; try again in an hour.",
        )


@dataclass(frozen=True, slots=True)
class Form:
    """The form that a code opens, and whose it is."""

    code: str
    campaign: Campaign
    who: Recipient
    answers: Answers
    region: Region


def opened(code: str) -> Form:
    """The form that a code in an address opens; typing many wrong ones is slowed down."""
    here, known = services(), read_letter_code(code)
    sender, hour = daily_sender("questionnaire"), here.clock().strftime("%Y-%m-%dT%H")
    if here.store.campaigns.guesses(sender, hour) >= MOST_GUESSES:
        raise TooManyCodes
    if known is None:
        raise UnknownCode
    try:
        campaign, who, answers = open_form(here.store, known, here.clock().date())
    except NoEntry as error:
        if error.over:
            raise CampaignOver from None
        _count_guess(sender, hour)
        raise UnknownCode from None
    return Form(known, campaign, who, answers, here.region(campaign.region))


def _count_guess(sender: str, hour: str) -> None:
    """Note a wrong code; without the database nobody gets in anyway."""
    try:
        with services().store.write(by="questionnaire", why="wrong code") as writer:
            writer.campaigns.count_guess(sender, hour)
    except StoreError:
        return


def page(template: str, form: Form, **values: object) -> str:
    """A page of somebody's form."""
    token = (FORM_FIELD, open_form_token(f"{PURPOSE} {form.who.code}"))
    return render_template(
        f"questionnaire/{template}.html", form=form, campaign=form.campaign, who=form.who, region=form.region,
        code=form.code, code_words=grouped(form.code), token=token, day=say_day, **values,
    )  # fmt: skip


def check(form: Form) -> None:
    """Refuse what was not sent from somebody's own form."""
    check_open_form(f"{PURPOSE} {form.who.code}")


def enter() -> str:
    """Show where a code is typed."""
    return _enter("")


def read_code() -> Response | tuple[str, int]:
    """Lead from a typed code to its form."""
    check_open_form(PURPOSE)
    typed = request.form.get("code", "")[:100]
    code = read_letter_code(typed)
    if code is None:
        error = "Dieser Code stimmt nicht ganz. Ein Buchstabe ist anders, oder es fehlt einer."
        return _enter(typed, error if typed.strip() else "Bitte geben Sie den Code aus Ihrem Brief ein."), 400
    try:
        form = opened(code)
    except UnknownCode as error:
        return _enter(typed, error.sentence_de), 404
    return redirect(url_for("questionnaire.overview", code=form.code), 303)


def _enter(typed: str, error: str = "") -> str:
    token = (FORM_FIELD, open_form_token(PURPOSE))
    return render_template("questionnaire/enter.html", typed=typed, error=error, token=token, region=None)

