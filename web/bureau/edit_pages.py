"""What the pages around the form of an offer show: the form itself, two changes side by side, the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for

from actions.edit_offer import Edited
from importers.match import Doubles
from model.fields import FIELDS, differing
from model.offer import Offer
from store.drafts import Draft
from web.field_words import label, say
from web.form_values import all_keys
from web.gate import Desk
from web.i18n import words
from web.offer_form import Reading, as_lists, offer_form
from web.offer_view import offer_map, offer_view
from web.present import Sight

#: links from the form to other pages about the offer, where there are such pages
ABOUT = (
    ("bureau.history", "Verlauf", "history"),
    ("bureau.neutrality", "Neutralität", "shield-check"),
)
#: offers close by or with like names that are compared with a new one
MOST_COMPARED = 60
SAME_SPOT_M = 150.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on: the offer as it was when the form was made, and as it is now (None: not yet there)."""

    desk: Desk
    base: Offer
    revision: int
    now: Offer | None = None

    @property
    def is_new(self) -> bool:
        """Whether the offer does not exist yet."""
        return self.now is None

    def clock_words(self, at: datetime) -> str:
        """A moment as people at the desk say it: "10:42 Uhr", on other days with the date."""
        zone = ZoneInfo(self.desk.region.zone)
        here, today = at.astimezone(zone), self.desk.now.astimezone(zone).date()
        return f"{here:%H:%M} Uhr" if here.date() == today else f"{here:%d.%m.%Y, %H:%M} Uhr"


def form_page(
    ground: Ground,
    *,
    typed: Any = None,
    errors: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    draft: Draft | None = None,
    from_draft: Draft | None = None,
    begun: Sequence[Draft] = (),
    twin: Offer | None = None,
    archive_error: str = "",
) -> str:
    """The form of an offer with everything around it."""
    desk, offer = ground.desk, ground.base
    form = offer_form(offer, FIELDS, desk.services, errors=errors, notes=notes, typed=typed)
    why = as_lists(typed).get("why", [""])[0] if typed is not None else ""
    return render_template(
        "bureau/edit.html",
        region=desk.region,
        form=form | {"hours_url": url_for("bureau.read_hours", region=desk.region.slug)},
        errors=errors or {},
        key=offer.key,
        name=(ground.now or offer).name,
        is_new=ground.is_new,
        archived=ground.now is not None and ground.now.status == "archived",
        revision=ground.revision,
        why=why,
        draft=_draft_view(ground, draft) if draft else None,
        from_draft=_draft_view(ground, from_draft) if from_draft else None,
        begun=[_draft_view(ground, one) for one in begun],
        twin=twin,
        archive_error=archive_error,
        about=() if ground.is_new else ABOUT,
    )


def merge_page(ground: Ground, mine: Offer, done: Edited, typed: Any) -> str:
    """Two changes of the same fields side by side; everything typed goes along."""
    desk, theirs = ground.desk, done.theirs or ground.base
    vocabulary = desk.services.vocabulary
    last = desk.services.store.revisions(mine.key)[0]
    sent = as_lists(typed)
    carried = [(name, text) for name in (*all_keys(FIELDS), "why") for text in sent.get(name, [])]
    return render_template(
        "bureau/merge_edit.html",
        region=desk.region,
        key=mine.key,
        name=theirs.name,
        revision=ground.revision,
        seen=done.revision or last.number,
        by=last.by,
        at=ground.clock_words(last.at),
        carried=carried,
        fields=[
            {
                "name": name,
                "label": label(name),
                "before": say(name, FIELDS[name].read(ground.base), vocabulary),
                "mine": say(name, FIELDS[name].read(mine), vocabulary),
                "theirs": say(name, FIELDS[name].read(theirs), vocabulary),
                "pick": sent.get(f"pick-{name}", [""])[0],
            }
            for name in done.conflicts
        ],
        mine=[label(name) for name in differing(ground.base, mine) if name not in done.conflicts],
        theirs=[label(name) for name in done.kept if name not in done.conflicts],
    )


def preview_page(ground: Ground, read: Reading) -> str:
    """The offer as citizens would see it."""
    desk = ground.desk
    hit = desk.services.finder.hit(read.offer)
    sight = Sight(desk.region, words("de"), desk.now, desk.services.vocabulary)
    background = desk.services.background
    return render_template(
        "bureau/preview.html",
        region=desk.region,
        offer=offer_view(hit, sight, ()),
        map=offer_map(hit, sight, background),
        background=background,
        errors={label(name): sentence for name, sentence in read.errors.items()},
        notes={label(name): sentence for name, sentence in read.notes.items()},
    )


def twin_of(ground: Ground, offer: Offer) -> Offer | None:
    """An offer of the region that may be the same as a new one, so that nobody enters it twice."""
    store = ground.desk.services.store
    point = offer.place.point if offer.place else None
    ids = [one for one, _ in store.near(point, MOST_COMPARED, SAME_SPOT_M)] if point else []
    ids += store.text_ids(offer.name)[:MOST_COMPARED]
    others = store.offers(list(dict.fromkeys(ids)))
    return Doubles(one for one in others if one.region == offer.region).like(offer)


def default_reason(before: Offer, after: Offer, *, is_new: bool) -> str:
    """Why something was changed, where nobody says so."""
    if is_new:
        return "Neu angelegt"
    changed = [label(name) for name in differing(before, after)]
    return f"Bearbeitet: {', '.join(changed[:4])}{' …' if len(changed) > 4 else ''}" if changed else "Bearbeitet"


def _draft_view(ground: Ground, draft: Draft) -> dict[str, Any]:
    return {"key": draft.key, "name": draft.name or "ohne Namen", "at": ground.clock_words(draft.at)}
