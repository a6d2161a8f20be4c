"""Takes the pictures of the README: a search in Marxloh, on a phone and on a desktop."""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.server import own_settings, running_server, seed

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
PLACE = "Marxloh"


def take(browser: Browser, site: str, name: str, size: dict[str, int]) -> Path:
    """Search as a visitor would, and keep what the screen shows."""
    context = browser.new_context(viewport=size, locale="de-DE", timezone_id="Europe/Berlin", device_scale_factor=1.5)
    page = context.new_page()
    page.goto(f"{site}/duisburg/")
    page.fill("#adresse", PLACE)
    page.click(".button-search")
    page.wait_for_url("**/suche")
    page.wait_for_selector("body[data-ready]", state="attached")
    page.evaluate("document.activeElement.blur()")
    target = ROOT / "docs" / f"screenshot-{name}.png"
    page.screenshot(path=str(target))
    context.close()
    return target


def main() -> int:
    """Start a server of its own, take the pictures, leave nothing running."""
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        print("script/screenshots: no Chromium is installed: apt install chromium (or set CHROMIUM).", file=sys.stderr)
        return 1
    # Chromium cannot isolate its processes when root starts it, as in a container.
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = own_settings(Path(folder))
        seed(ROOT, settings)
        with running_server(ROOT, settings, Path(folder) / "log") as site:
            browser = playwright.chromium.launch(executable_path=chromium, args=args)
            for name, size in PICTURES.items():
                print(take(browser, site, name, size).relative_to(ROOT))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
