"""Reading pages in tests: a document as a tree of tags, so that a test can ask for what a visitor would see."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from config import Settings
from tests.application import an_app

TAG = re.compile(r"<[^>]+>")


def text_of(html: str) -> str:
    """The words of a page or a part of it, without tags and without doubled blanks."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", without)).replace("\u00a0", " ")).strip()


def part(html: str, opening: str, closing: str) -> str:
    """What stands between two pieces of markup; the first of its kind."""
    start = html.index(opening)
    return html[start : html.index(closing, start) + len(closing)]


def cards(html: str) -> list[str]:
    """The numbered cards of the list, each as markup."""
    return re.findall(r'<li class="card" id="treffer-\d+".*?</article>', html, flags=re.DOTALL)


def links(html: str) -> list[str]:
    """All addresses that links and forms of a page lead to."""
    return [unescape(found) for found in re.findall(r'(?:href|action|src)="([^"]*)"', html)]


def reading_client(folder: Path, now: datetime) -> FlaskClient:
    """A visitor of an installation that nobody writes to; many tests may share it."""
    settings = Settings.from_env(
        {
            "DATABASE_URL": f"sqlite:///{folder / 'offers.sqlite'}",
            "GAZETTEER": str(folder / "gazetteer.sqlite"),
            "SECRET_KEY_FILE": str(folder / "secret"),
        }
    )
    app = an_app(settings, clock=lambda: now)
    return app.test_client()
