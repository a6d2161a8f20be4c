"""The page of one offer, and the form that tells the Bildungsbüro what is wrong with it."""

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from actions.admit import ProofNeeded
from actions.report_error import MAX_TEXT, REASONS, ReportError, report_error
from exporters import jsonld
from model.offer import Offer
from model.region import Region
from store import StoreError
from web.context import services
from web.errors import Unavailable, refuse_kept_elsewhere
from web.gate import FORM_FIELD, FormExpired
from web.i18n import Words, language, words
from web.moved import not_there
from web.offer_view import offer_map, offer_view
from web.open_form import check_open_form, open_form_token
from web.present import Sight
from web.sending import PROOF_FIELD, fresh_challenge, sending

#: a field that people do not see; programs that fill in everything fill it in too
TRAP = "webseite"
PURPOSE = "report"


def offer(region: str, key: str) -> Response | str:
    """Show everything the public may know about an offer, in its own region."""
    found_by = services()
    area = found_by.region(region)
    found = published(key)
    home = found_by.finder.region(found.region)
    if home is not None and home.ags != area.ags:
        return redirect(url_for("site.offer", region=home.slug, key=key))
    hit = found_by.finder.hit(found)
    neighbours = [other for other in found_by.finder.same_place(found) if same_address(other, found)]
    sight = Sight(area, words(language()), found_by.clock(), found_by.vocabulary)
    return render_template(
        "site/offer.html",
        region=area,
        offer=offer_view(hit, sight, neighbours),
        map=offer_map(hit, sight, found_by.background),
        structured=Markup(jsonld.script(jsonld.of_offer(found, home or area, _address_of(found, area)))),
        background=found_by.background,
    )


def _address_of(found: Offer, area: Region) -> str:
    """The full address of an offer's page."""
    return url_for("site.offer", region=area.slug, key=found.key, _external=True)


def report(region: str, key: str) -> str:
    """Show the form for an error, or the thanks after it was sent."""
    area = services().region(region)
    refuse_kept_elsewhere(key)
    return _form(area.slug, published(key), sent=request.args.get("gesendet") == "1")


def send_report(region: str, key: str) -> Response | tuple[str, int]:
    """Take what somebody says is wrong; nobody needs an account, and no name is asked."""
    area = services().region(region)
    refuse_kept_elsewhere(key)
    found = published(key)
    if not request.form.get(TRAP):
        reason, text = request.form.get("grund", ""), request.form.get("text", "")
        try:
            check_open_form(PURPOSE)
            report_error(services().store, found, reason, text, sending(key, text))
        except ReportError as error:
            problem = _problem(error.field, words(language()))
            return _form(area.slug, found, problem=problem, field=error.field, reason=reason, text=text), 400
        except FormExpired:
            say = words(language())
            problem = say("Die Seite war zu lange offen. Bitte senden Sie noch einmal.")
            return _form(area.slug, found, problem=problem, reason=reason, text=text), 400
        except ProofNeeded as asked:
            return _form(area.slug, found, reason=reason, text=text, bits=asked.bits), 429
        except StoreError:
            raise Unavailable(
                "Wir können Ihren Hinweis gerade nicht speichern. Bitte versuchen Sie es später noch einmal.",
                "The report cannot be stored at the moment.",
            ) from None
    return redirect(url_for("site.report", region=area.slug, key=key, gesendet="1"), code=303)


def _form(
    slug: str,
    found: Offer,
    *,
    sent: bool = False,
    problem: str = "",
    field: str = "",
    reason: str = "",
    text: str = "",
    bits: int = 0,
) -> str:
    say = words(language())
    return render_template(
        "site/report.html",
        region=services().region(slug),
        offer=found,
        reasons=reason_words(say),
        sent=sent,
        problem=problem,
        field=field,
        reason=reason,
        text=text,
        max_text=MAX_TEXT,
        trap=TRAP,
        token=(FORM_FIELD, open_form_token(PURPOSE)),
        proof_field=PROOF_FIELD,
        challenge=fresh_challenge(bits) if bits else "",
        bits=bits,
    )


def reason_words(say: Words) -> list[tuple[str, str]]:
    """What can be wrong, in the order of the form."""
    texts = {
        "hours": say("Die Zeiten stimmen nicht."),
        "moved": say("Die Stelle ist umgezogen."),
        "closed": say("Die Stelle gibt es nicht mehr."),
        "contact": say("Telefon, E-Mail oder Webseite ist falsch."),
        "not_neutral": say("Die Beratung war nicht neutral."),
        "other": say("Etwas anderes."),
    }
    return [(reason, texts[reason]) for reason in REASONS]


def same_address(one: Offer, other: Offer) -> bool:
    """Whether two offers share a house; sharing the middle of a postcode does not count."""
    if one.place is None or other.place is None or not one.place.number:
        return False
    return (one.place.street_line, one.place.postcode) == (other.place.street_line, other.place.postcode)


def _problem(field: str, say: Words) -> str:
    if field == "reason":
        return say("Bitte wählen Sie aus, was nicht stimmt.")
    return say("Bitte schreiben Sie in wenigen Worten, was nicht stimmt (höchstens %(most)s Zeichen).", most=MAX_TEXT)


def published(key: str) -> Offer:
    """The offer with this key, if everybody may see it."""
    found = services().store.offer(key)
    if found is None or found.status != "published":
        not_there(key)
    return found
