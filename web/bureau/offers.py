"""The list of all offers with filters, and where changes of many offers at once begin."""

from functools import lru_cache
from typing import Any

from flask import current_app, render_template, request, url_for
from markupsafe import Markup

from model.dates import say_day
from store.office_list import PAGE, Listed
from web.bureau import bulk
from web.bureau.bulk_words import WAYS
from web.bureau.selection import GRADE_WORDS, LACK_WORDS, as_args, filter_view, selection
from web.field_words import CHOICES
from web.gate import Desk, Route

__all__ = ["ROUTES", "selection"]


#: pages that hand out the same selection as a file
EXPORTS = (("bureau.export_xlsx", "Excel"), ("bureau.export_csv", "CSV"), ("bureau.export", "mit Pflegekontakten"))


def offers(desk: Desk) -> str:
    """Show a page of the offers that fit the filters."""
    query, day = selection(request.args, desk), desk.now.date()
    office, can_edit = desk.services.store.office, desk.account.may("edit", desk.ags)
    total = office.count(query, day)
    pages = max(1, -(-total // PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    return render_template(
        "bureau/offers.html",
        region=desk.region,
        query=query,
        args=as_args(query),
        filters=filter_view(query),
        rows=[_row_html(one, desk.region.slug, can_edit) for one in office.page(query, day, number)],
        total=total,
        number=number,
        pages=pages,
        is_filtered=bool(set(as_args(query)) - {"ordnung"}),
        bulk=WAYS if can_edit else (),
        exports=EXPORTS,
    )


@lru_cache(maxsize=10_000)
def _row_html(one: Listed, slug: str, can_edit: bool) -> Markup:
    """One offer as a row of the list; nothing else is in it, so it can be remembered."""
    edit_url = url_for("bureau.edit", region=slug, key=one.key)
    template = current_app.jinja_env.get_template("bureau/_offers_row.html")
    return Markup(template.render(row=_row(one), can_edit=can_edit, edit_url=edit_url))


def _row(one: Listed) -> dict[str, Any]:
    """What the row shows, in words."""
    return {
        "key": one.key,
        "name": one.name,
        "provider": one.provider,
        "where": one.where,
        "kind": CHOICES["kind"][one.kind],
        "grade": GRADE_WORDS[one.grade] if one.kind == "counselling" else "",
        "verified": say_day(one.verified_on) if one.verified_on else "",
        "faded": one.faded_on is not None,
        "archived": one.status == "archived",
        "lacks": [LACK_WORDS[lack] for lack in one.lacks],
    }


ROUTES: tuple[Route, ...] = (Route("/<region>/angebote", "offers", offers, "desk"), *bulk.ROUTES)
