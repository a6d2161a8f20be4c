"""Browser tests: a real Chromium that reaches nobody but a real server of the project with fresh data."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.office import Office
from tests.browser.places import build_lively
from tests.seeded import copy_seeded
from tests.server import own_settings, running_server

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
SWITCHES = [
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Whatever a page asks of another host fails: "no third party" is a guarantee here, not a hope.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test here needs a browser; with ONE_SIZE=1 a story of the office is played at one size, in turn."""
    here = [item for item in items if item.path.is_relative_to(HERE)]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if os.environ.get("ONE_SIZE") == "1":
        dropped = {item.nodeid for item in _second_sizes(here)}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in dropped])
        items[:] = [item for item in items if item.nodeid not in dropped]


def _second_sizes(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Of each story that the office plays on a phone and at a desk the one at the other size than the story before."""
    sizes = {"390": 0, "phone": 0, "1280": 1, "desktop": 1}
    stories: list[str] = []
    for item in items:
        size = next((sizes[word] for word in re.split(r"[\[\]-]", item.name) if word in sizes), None)
        if size is None or not item.path.name.startswith("test_office_"):
            continue
        story = item.nodeid.partition("[")[0]
        if story not in stories:
            stories.append(story)
        if stories.index(story) % 2 != size:
            yield item


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How the machine's own Chromium is started."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no Chromium is installed: apt install chromium-headless-shell (or set CHROMIUM to a path)")
    # Chromium cannot isolate its processes when root starts it, as in a container.
    args = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    return browser_type_launch_args | {"executable_path": chromium, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor who reads German."""
    return browser_context_args | {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(scope="session")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the project, with the data that a new installation begins with."""
    folder = copy_seeded(seeded, tmp_path_factory.mktemp("site"))
    settings = own_settings(folder)
    with running_server(ROOT, settings, folder / "log") as address:
        yield address


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Lets tests write page.goto("/")."""
    return site


@pytest.fixture
def axe() -> Callable[..., list[dict[str, Any]]]:
    """Asks axe-core what in a page keeps people out: axe(page) gives its violations, one dictionary per rule."""

    def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
        if not AXE.is_file():
            pytest.skip(f"{AXE.relative_to(ROOT)} is not installed: script/setup test")
        page.wait_for_load_state("load")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, {resultTypes: ['violations'], ...options})", options)
        return list(found["violations"])

    return violations


@pytest.fixture(scope="session")
def lively(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second server on the same offers, whose gazetteer knows streets, stops and schools too."""
    assert site
    (offers,) = tmp_path_factory.getbasetemp().glob("site*[0-9]/offers.sqlite")
    folder = tmp_path_factory.mktemp("lively")
    build_lively(folder / "gazetteer.sqlite", ROOT / "data")
    settings = own_settings(folder) | {"DATABASE_URL": f"sqlite:///{offers}", "WORKERS": "1", "WORKER": "none"}
    with running_server(ROOT, settings, folder / "log") as address:
        yield address


@pytest.fixture(scope="module")
def office(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server with a database of its own for one file of tests; tests.browser.office.sign_in is the way in."""
    folder = copy_seeded(seeded, tmp_path_factory.mktemp("office"))
    settings = own_settings(folder) | {"WORKERS": "1"}
    with running_server(ROOT, settings, folder / "log") as address:
        yield Office(address, settings["DATABASE_URL"], folder / "outbox", folder)
