"""Proposing a change of an offer, or a new one, without an account; the office decides before anybody else sees it."""

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.admit import ProofNeeded
from actions.suggest import suggest
from model.offer import Offer
from model.region import Region
from store import StoreError
from web.context import services
from web.errors import refuse_kept_elsewhere
from web.gate import FORM_FIELD, FormExpired
from web.i18n import language, words
from web.offer_form import blank_offer
from web.open_form import FASTEST, check_open_form, open_form_token
from web.sending import PROOF_FIELD, TRAP, fresh_challenge, sending
from web.site_offer import published
from web.suggest_form import CLOSED, NOTE, REPLY, SEEN, Proposal, form_parts, read_proposal, seen_mark

PURPOSE = "suggest"
Answer = Response | str | tuple[str, int]


def change(region: str, key: str) -> Answer:
    """Show the form for changes of an offer, filled in with what is public, or the thanks after it was sent."""
    refuse_kept_elsewhere(key)
    area, offer = services().region(region), published(key)
    home = services().finder.region(offer.region)
    if home is not None and home.ags != area.ags:
        return redirect(url_for("site.change", region=home.slug, key=key))
    return _page(area, offer, is_new=False)


def send_change(region: str, key: str) -> Answer:
    """Keep what somebody proposes about an offer."""
    refuse_kept_elsewhere(key)
    offer = published(key)
    area = services().region(offer.region)
    return _send(area, offer, is_new=False)


def propose(region: str) -> Answer:
    """Show the empty form for a new offer, or the thanks after it was sent."""
    area = services().region(region)
    return _page(area, blank_offer(area), is_new=True)


def send_proposal(region: str) -> Answer:
    """Keep a proposal of a new offer."""
    area = services().region(region)
    return _send(area, blank_offer(area), is_new=True)


def _send(area: Region, offer: Offer, *, is_new: bool) -> Answer:
    done = redirect(_address(area, offer, is_new, gesendet="1"), code=303)
    if request.form.get(TRAP):
        return done
    proposal = read_proposal(offer, area, is_new=is_new)
    if proposal.errors:
        return _page(area, offer, proposal, is_new=is_new), 400
    problem, status, bits = _keep(area, proposal, is_new)
    if not status:
        return done
    return _page(area, offer, proposal, is_new=is_new, problem=problem, bits=bits), status


def _keep(area: Region, proposal: Proposal, is_new: bool) -> tuple[str, int, int]:
    """Keep a proposal, or say why not: in words, as a status, and how many bits of work are asked for."""
    say = words(language())
    work = sending(f"new:{area.ags}:{proposal.proposed.name[:80]}" if is_new else proposal.base.key, proposal.text)
    try:
        # Whoever has just shown a piece of work has read the form before.
        check_open_form(PURPOSE, fastest=timedelta(0) if work.bits else FASTEST)
        code = suggest(
            services().store, region=area.ags, base=None if is_new else proposal.base, proposed=proposal.proposed,
            channel="public", names=proposal.names, note=proposal.note, reply_to=proposal.reply_to, sending=work,
        )  # fmt: skip
    except FormExpired:
        return say("Die Seite war zu lange offen, oder es ging sehr schnell. Bitte senden Sie noch einmal."), 400, 0
    except ProofNeeded as asked:
        return "", 429, asked.bits
    except StoreError:
        return say("Wir können das gerade nicht speichern. Bitte senden Sie in einer Minute noch einmal."), 503, 0
    return ("", 0, 0) if code else (say("Sie haben noch nichts geändert und nichts geschrieben."), 400, 0)


def _page(
    area: Region, offer: Offer, proposal: Proposal | None = None, *, is_new: bool, problem: str = "", bits: int = 0
) -> str:
    seen = proposal.base if proposal else offer
    opened: tuple[Any, ...] = ("what", "who") if is_new else ()
    return render_template(
        "site/suggest.html",
        region=area,
        offer=offer,
        is_new=is_new,
        sent=proposal is None and request.args.get("gesendet") == "1",
        parts=form_parts(seen, proposal, opened=opened),
        errors=proposal.errors if proposal else {},
        problem=problem,
        action=_address(area, offer, is_new),
        names={"note": NOTE, "reply": REPLY, "seen": SEEN, "closed": CLOSED, "trap": TRAP, "proof": PROOF_FIELD},
        typed=request.form,
        seen=seen_mark(seen),
        token=(FORM_FIELD, open_form_token(PURPOSE)),
        challenge=fresh_challenge(bits) if bits else "",
        bits=bits,
    )


def _address(area: Region, offer: Offer, is_new: bool, **asked: Any) -> str:
    if is_new:
        return url_for("site.propose", region=area.slug, **asked)
    return url_for("site.change", region=area.slug, key=offer.key, **asked)
