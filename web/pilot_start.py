"""The start page for new pilots: what neutral means, when to hand on, how; and a small self-check at the end.

The answers of the self-check are told right away and kept nowhere.
"""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from web.context import services
from web.i18n import Words, language, words


@dataclass(frozen=True, slots=True)
class Check:
    """One question of the self-check: the right answer is yes or no, and there is a reason."""

    name: str
    case: str
    right: str
    because: str


def checks(say: Words) -> list[Check]:
    """The questions of the self-check."""
    return [
        Check("kurse", say("Eine Sprachschule berät kostenlos zu ihren eigenen Kursen. Ist das neutrale Beratung?"),
              "nein", say("Nein. Neutral ist, wer keine eigenen Kurse verkauft. Die Schule kann trotzdem gut sein.")),
        Check("selbst", say("Jemand fragt: Welche Weiterbildung soll ich machen? Raten Sie selbst zu einem Kurs?"),
              "nein", say("Nein. Sie leiten weiter. Die Beratungsstelle nimmt sich Zeit und kennt alle Wege.")),
        Check("name", say("Sie möchten sich merken, wen Sie weitergeleitet haben. Schreiben Sie den Namen hier auf?"),
              "nein", say("Nein. Hier ist kein Feld für Namen. Der Schein gehört der Person, sie trägt ihn selbst.")),
        Check("unsicher", say("Sie wissen das Thema nicht genau. Dürfen Sie trotzdem weiterleiten?"),
              "ja", say("Ja. Wählen Sie „weiß nicht“. Die Beratung klärt, worum es geht.")),
        Check("anrufen", say("Die Angaben einer Stelle sind lange nicht geprüft. Rufen Sie vorher dort an?"),
              "ja", say("Ja, am besten gemeinsam. Ein Weg umsonst entmutigt.")),
    ]  # fmt: skip


def start(region: str) -> Response:
    """Show what a pilot needs to know, in five minutes."""
    return _page(region, {})


def check(region: str) -> Response:
    """Show it again with what was right in the self-check."""
    names = {one.name for one in checks(words(language()))}
    return _page(region, {name: request.form[name] for name in names if request.form.get(name) in ("ja", "nein")})


def _page(region: str, given: dict[str, str]) -> Response:
    questions = checks(words(language()))
    right = sum(given.get(one.name) == one.right for one in questions)
    response = make_response(
        render_template(
            "pilot/start.html", region=services().region(region), questions=questions, given=given, right=right
        )
    )
    if given:
        response.headers["Cache-Control"] = "no-store"
    return response
