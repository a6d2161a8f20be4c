"""A campaign (Erhebung): whom it asks, what it asks, until when, and what was answered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from model.fields import FIELDS
from model.offer import Offer

CampaignState = Literal["draft", "running", "closed"]
#: what can become of somebody who is asked; whether something is saved already is told by the answer
RecipientState = Literal["open", "answered", "declined"]
QuestionKind = Literal["short", "long", "one", "several", "number", "yes_no"]
QUESTION_KINDS: tuple[QuestionKind, ...] = ("short", "long", "one", "several", "number", "yes_no")
#: kinds whose answers name nobody by themselves, so that they may be counted and handed out
COUNTABLE: frozenset[QuestionKind] = frozenset({"one", "several", "number", "yes_no"})
YES_NO = ("yes", "no", "unknown")
#: what somebody says about one of their offers
Says = Literal["", "same", "changed", "gone", "new"]
#: what a greeting may name, and what stands there when nobody is named
PLACEHOLDERS = ("einrichtung", "name", "erhebung", "bis", "region")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: the space that stays before a comma where nobody is named
_GAP = re.compile(r" +([,.!?;:])")
MOST_QUESTIONS = 40
MOST_OPTIONS = 20


class CampaignError(ValueError):
    """What cannot be done with a campaign: the sentence, in German, says why; `field` says where."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the office's own. `code` stays the same when its words are mended."""

    code: str
    text: str
    kind: QuestionKind = "short"
    options: tuple[str, ...] = ()
    required: bool = False
    help: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers there are, where they are given."""
        return YES_NO if self.kind == "yes_no" else self.options


@dataclass(frozen=True, slots=True)
class Plan:
    """What the office writes before it sends: greetings, the fields of offers that are asked, own questions."""

    invitation: str = ""
    reminder: str = ""
    fields: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    def question(self, code: str) -> Question | None:
        """The question with this code."""
        return next((one for one in self.questions if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. `code` is how pages name it; the database id stays inside."""

    id: int
    code: str
    region: str
    name: str
    starts: date
    ends: date
    state: CampaignState = "draft"
    plan: Plan = field(default_factory=Plan)
    created_at: datetime | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    #: how many times it was sent: 0 not yet, 1 invited, 2 reminded once, …
    rounds: int = 0
    round_at: datetime | None = None
    #: the list that was uploaded and not yet taken over, as JSON
    pending: str = ""

    @property
    def about(self) -> str:
        """How its mails and suggestions say what they belong to."""
        return f"campaign:{self.code}"

    def takes_answers(self, today: date) -> bool:
        """Whether one may still answer, or change an answer, on a day."""
        return self.state == "running" and today <= self.ends


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a campaign asks, as a list or the entries name them."""

    institution: str
    contact: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    kind: str = ""
    district: str = ""
    offers: tuple[str, ...] = ()

    @property
    def street_line(self) -> str:
        """Street and house number."""
        return f"{self.street} {self.number}".strip()

    @property
    def city_line(self) -> str:
        """Postcode and town."""
        return f"{self.postcode} {self.city}".strip()

    @property
    def has_post_address(self) -> bool:
        """Whether a letter can reach them."""
        return bool(self.street and self.city_line)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One institution that is asked, and how far that is."""

    id: int
    code: str
    address: Address
    state: RecipientState = "open"
    #: the last round in which it was asked by mail, and when it was asked in whatever way
    round: int = 0
    asked_at: datetime | None = None
    letter_at: datetime | None = None
    answered_at: datetime | None = None
    #: when somebody last saved something without sending it
    saved_at: datetime | None = None
    #: what the office noted, or why they said no
    note: str = ""
    #: why the last mail did not arrive, in one sentence
    trouble: str = ""

    @property
    def by_mail(self) -> bool:
        """Whether mail is the way to reach it."""
        return bool(self.address.email) and not self.trouble


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """What somebody says about one offer: as it was shown to them, as they want it, and what came of it."""

    key: str
    says: Says = ""
    base: Offer | None = None
    proposed: Offer | None = None
    note: str = ""
    #: the suggestion that was made of it, so that sending again changes it and makes no second one
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer to one question of the office's own."""

    question: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything one institution has filled in."""

    offers: tuple[OfferAnswer, ...] = ()
    own: tuple[OwnAnswer, ...] = ()
    #: who filled it in, if they say so
    by: str = ""
    note: str = ""

    def of(self, question: str) -> tuple[str, ...]:
        """The values given to a question."""
        return next((one.values for one in self.own if one.question == question), ())

    def offer(self, key: str) -> OfferAnswer | None:
        """What is said about an offer."""
        return next((one for one in self.offers if one.key == key), None)


def read_own(question: Question, values: Iterable[str]) -> OwnAnswer:
    """An answer as it was sent, tidied; raises CampaignError for what cannot be one."""
    given = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    if question.choices:
        if any(value not in question.choices for value in given):
            raise CampaignError("Diese Antwort steht nicht zur Wahl.", question.code)
        return OwnAnswer(question.code, given if question.kind == "several" else given[:1])
    text = given[0][:5000] if given else ""
    if question.kind == "number" and text:
        text = text.replace("\u00a0", "").replace(" ", "")
        if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,3})?", text):
            raise CampaignError("Bitte schreiben Sie hier eine Zahl, zum Beispiel 12.", question.code)
        text = text.replace(".", ",") if re.fullmatch(r"-?\d+\.\d{1,2}", text) else text.replace(".", "")
    if question.kind == "short":
        text = " ".join(text.split())[:300]
    return OwnAnswer(question.code, (text,) if text else ())


def missing_own(plan: Plan, answers: Answers) -> dict[str, str]:
    """The required questions without an answer, each with a sentence."""
    return {
        one.code: f"Bitte beantworten Sie noch: „{one.text}“"
        for one in plan.questions
        if one.required and not answers.of(one.code)
    }


def check_greeting(text: str) -> str:
    """What is wrong with the placeholders of a greeting, as a German sentence; nothing if all is well."""
    wrong = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        return f"Den Platzhalter {{{wrong[0]}}} gibt es nicht. Es gibt: {known}."
    rest = _PLACEHOLDER.sub("", text)
    return "Eine geschweifte Klammer steht allein." if "{" in rest or "}" in rest else ""


def fill_greeting(text: str, values: Mapping[str, str]) -> str:
    """A greeting with its placeholders filled in; what is filled in is not read again."""
    filled = _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
    return _GAP.sub(r"\1", filled).strip()


def check_plan(name: str, starts: date | None, ends: date | None, plan: Plan) -> dict[str, str]:
    """What keeps a campaign from being sent, by field; empty if nothing does."""
    errors: dict[str, str] = {}
    if not name.strip():
        errors["name"] = "Bitte geben Sie der Erhebung einen Namen."
    if starts is None:
        errors["starts"] = "Bitte nennen Sie den ersten Tag."
    if ends is None:
        errors["ends"] = "Bitte nennen Sie den letzten Tag."
    if starts and ends and ends < starts:
        errors["ends"] = "Der letzte Tag liegt vor dem ersten."
    for label, text in (("invitation", plan.invitation), ("reminder", plan.reminder)):
        if not text.strip():
            errors[label] = "Bitte schreiben Sie einen Text."
        elif wrong := check_greeting(text):
            errors[label] = wrong
    return errors | _check_questions(plan)


def _check_questions(plan: Plan) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not plan.fields and not plan.questions:
        errors["fields"] = "Bitte wählen Sie wenigstens eine Frage aus."
    if any(name not in FIELDS for name in plan.fields):
        errors["fields"] = "Eine der Angaben gibt es nicht."
    if len(plan.questions) > MOST_QUESTIONS:
        errors["fields"] = f"Mehr als {MOST_QUESTIONS} eigene Fragen beantwortet niemand. Bitte kürzen Sie."
    for one in plan.questions:
        if not one.text.strip():
            errors[one.code] = "Diese Frage hat noch keinen Text."
        elif one.kind in ("one", "several") and not 2 <= len(one.options) <= MOST_OPTIONS:
            errors[one.code] = f"Diese Frage braucht 2 bis {MOST_OPTIONS} Antworten, eine in jeder Zeile."
    return errors
