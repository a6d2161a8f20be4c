"""What visitors do in several tests: open a page and wait until it is ready, search, notice what goes wrong."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


@dataclass
class Noise:
    """Everything that a page should not do: messages in the console, errors, requests that leave the house."""

    messages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def listen(page: Page) -> Noise:
    """Notice from now on what a page says and asks for."""
    noise = Noise()
    page.on("console", lambda message: noise.messages.append(message.text))
    page.on("pageerror", lambda error: noise.messages.append(str(error)))
    page.on("request", lambda request: noise.addresses.append(request.url))
    return noise


def ready(page: Page) -> None:
    """Wait until the scripts of a page have done their work."""
    page.wait_for_selector("body[data-ready]", state="attached")


def visit(page: Page, path: str) -> None:
    """Open a page and wait for its scripts."""
    page.goto(path)
    ready(page)


def search(page: Page, place: str, site: str = "") -> None:
    """Type a place on the search page, of another server if one is named, and press the button."""
    visit(page, f"{site}/duisburg/")
    page.fill("#adresse", place)
    page.click(".button-search")
    page.wait_for_url("**/suche")
    ready(page)
