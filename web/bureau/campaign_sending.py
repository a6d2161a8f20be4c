"""Sending a campaign: inviting, reminding, and letters for those whom no mail reaches."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from actions.campaign_letters import write_letters
from actions.campaign_send import begin_round
from model.campaign import CampaignError
from store import StoreError
from web.bureau.campaign_common import bad, busy, campaign_of, good, to_page
from web.gate import Desk, Route


def campaign_send(desk: Desk, code: str) -> Response:
    """Begin to invite, or to remind."""
    one = campaign_of(desk, code)
    seen = request.form.get("rounds", type=int)
    try:
        begin_round(
            desk.services.store, one, by=desk.account.by, today=desk.now.date(), expected=-1 if seen is None else seen
        )
        good("Die Mails werden jetzt geschrieben und nach und nach verschickt. Sie können die Seite verlassen.")
    except CampaignError as error:
        bad(str(error))
    except StoreError as error:
        raise busy(error) from None
    return to_page(desk, "campaign", code)


def campaign_letters(desk: Desk, code: str) -> Response:
    """Hand out letters as a PDF: to all who need one, or to those who were picked."""
    one = campaign_of(desk, code)
    picked = request.form.getlist("who")[:1000] if request.form.get("picked") else None
    try:
        pdf, count = write_letters(
            desk.services.store, one, desk.region, desk.services.public_url, by=desk.account.by, now=desk.now,
            codes=picked, again=bool(request.form.get("again")),
        )  # fmt: skip
    except CampaignError as error:
        bad(str(error))
        return to_page(desk, "campaign_silent" if picked is not None else "campaign", code)
    except StoreError as error:
        raise busy(error) from None
    name = f"briefe-{desk.region.slug}-{desk.now:%Y-%m-%d}-{count}.pdf"
    return FlaskResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


ROUTES: tuple[Route, ...] = (
    Route("/<region>/erhebungen/<code>/verschicken", "campaign_send", campaign_send, "campaign", "POST"),
    Route("/<region>/erhebungen/<code>/briefe", "campaign_letters", campaign_letters, "campaign", "POST", 200_000),
)
