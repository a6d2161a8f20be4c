"""The colours and the logo of a region, and the host name under which it may be reached."""

import base64

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from model.look import Look, by_day, by_night
from web.cached import cached
from web.context import services
from web.errors import NotFound


def colours(region: str) -> Response:
    """The colours of a region, over those that all pages have."""
    return cached(style_sheet(services().region(region).look), "text/css; charset=utf-8")


def logo(region: str) -> Response:
    """The logo that a region has chosen."""
    chosen = services().region(region).look.logo
    if not chosen:
        raise NotFound("Diese Region hat kein eigenes Logo.", "This region has no logo of its own.")
    return cached(base64.b64decode(chosen), "image/png")


def style_sheet(look: Look) -> str:
    """The style sheet for the colours that a region has chosen."""
    chosen = {name: colour for name, colour in (("action", look.action), ("neutral", look.neutral)) if colour}
    day = _rules({name: by_day(colour) for name, colour in chosen.items()}, ":root:root")
    night = _rules({name: by_night(colour) for name, colour in chosen.items()}, ":root:root")
    return f"{day}\n@media (prefers-color-scheme: dark) {{ {night} }}\n" if chosen else ""


def _rules(shades: dict[str, dict[str, str]], selector: str) -> str:
    lines = []
    for name, colours in shades.items():
        lines += [f"--{name}: {colours['']};", f"--on-{name}: {colours['on']};", f"--{name}-soft: {colours['soft']};"]
        if name == "action":
            lines.append(f"--action-strong: {colours['strong']};")
    return f"{selector} {{ {' '.join(lines)} }}"


def of_this_host() -> AnyResponse | None:
    """The way to the one region that has the host name of this request for itself; None where no region has it."""
    host = request.host.partition(":")[0].lower()
    own = next((one for one in services().regions() if one.host and one.host == host), None)
    return redirect(url_for("site.region_page", region=own.slug)) if own else None
