"""A list or a map of a region on other people's pages: in a frame, by one line of script, without cookies."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from actions.find_offers import list_offers
from model.region import Region
from web import search_view
from web.cached import cached
from web.context import services
from web.i18n import Words, language, words
from web.present import Sight
from web.question import Question, link_values, read
from web.security import may_be_embedded
from web.site_search import PRIVATE, others

#: so many offers a frame shows; the page of the region shows all
MOST = 50
VIEWS = ("liste", "karte")
SCRIPT = """(() => {{
  const own = document.currentScript, host = {host};
  const frame = document.createElement("iframe");
  const asked = new URLSearchParams(own.dataset.filter || "");
  if (own.dataset.view) asked.set("ansicht", own.dataset.view);
  frame.src = `${{host}}/${{encodeURIComponent(own.dataset.region || "")}}/eingebettet?${{asked}}`;
  frame.title = own.dataset.title || "Bildungsberatung";
  frame.loading = "lazy";
  frame.style.cssText = "border:0;width:100%;height:40rem";
  own.after(frame);
  addEventListener("message", (event) => {{
    if (event.origin !== host || event.source !== frame.contentWindow) return;
    const height = Number(event.data && event.data.bildungsberatung);
    if (height > 0) frame.style.height = `${{Math.min(Math.ceil(height), 20000)}}px`;
  }});
}})();
"""


def embed(region: str) -> str:
    """Choose what to show elsewhere, and get the line that shows it."""
    here, say = services(), words(language())
    area = here.region(region)
    question, view = _asked(area)
    found = list_offers(here.finder, question.query, counts=True)
    values = {**link_values(question), **({"ansicht": view} if view != VIEWS[0] else {})}
    return render_template(
        "site/embed.html",
        region=area,
        form=search_view.form_view(question, found.answer, here.vocabulary, say),
        question=question,
        view=view,
        frame=url_for("site.embedded", region=area.slug, **values),
        code=_iframe(area, values, say),
        script=_script(area, values, view),
    )


def embedded(region: str) -> Response:
    """The list or map as it stands in a frame: filters in the address, no address of anybody, no cookie."""
    here, say = services(), words(language())
    area = here.region(region)
    question, view = _asked(area)
    found = list_offers(here.finder, question.query)
    sight = Sight(area, say, here.clock(), here.vocabulary, found.origin)
    shown = search_view.answer_view(found, question, sight, others(question.query, found.origin, here.finder))
    page = render_template(
        "site/embedded.html", region=area, view=view, answer=shown,
        cards=[*shown["cards"], *shown["remote"], *shown["unplaced"]][:MOST],
        map=search_view.map_view(found, question, sight, here.background), background=here.background,
        whole=url_for("site.region_page", region=area.slug, **link_values(question)),
    )  # fmt: skip
    may_be_embedded()
    return make_response(page)


def embed_script() -> Response:
    """The script behind the one line; it puts the frame where it stands and fits its height."""
    host = request.host_url.rstrip("/")
    text = SCRIPT.format(host=f'"{host}"')
    may_be_embedded()
    return cached(text, "text/javascript; charset=utf-8")


def _asked(area: Region) -> tuple[Question, str]:
    here = services()
    values = MultiDict((key, value) for key, value in request.args.items(multi=True) if key not in PRIVATE)
    values.pop("ort", None)
    values.pop("worte", None)
    values.setlist("zeige", [str(MOST)])
    view = request.args.get("ansicht", VIEWS[0])
    return read(values, area, here.vocabulary, here.clock()), view if view in VIEWS else VIEWS[0]


def _iframe(area: Region, values: dict[str, Any], say: Words) -> str:
    address = url_for("site.embedded", region=area.slug, _external=True, **values)
    title = say("Bildungsberatung %(region)s", region=area.name)
    return (f'<iframe src="{_attribute(address)}" title="{_attribute(title)}" loading="lazy" '
            'style="border:0;width:100%;height:40rem"></iframe>')  # fmt: skip


def _script(area: Region, values: dict[str, Any], view: str) -> str:
    query = url_for("site.embedded", region=area.slug, **{k: v for k, v in values.items() if k != "ansicht"})
    asked = query.partition("?")[2]
    parts = [f'src="{url_for("site.embed_script", _external=True)}"', f'data-region="{area.slug}"']
    parts += [f'data-filter="{_attribute(asked)}"'] if asked else []
    parts += [f'data-view="{view}"'] if view != VIEWS[0] else []
    return f"<script {' '.join(parts)}></script>"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
