"""What every browser test relies on: no other host is reachable, and axe-core works on pages with strict rules."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page

PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Seite</title></head>
<body><main><h1>Seite</h1>%s</main></body></html>"""


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = (PAGE % ('<img src="/bild.png">' if self.path == "/ohne-text" else "<p>Text</p>")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page of its own, without the project's server behind it."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_no_other_host_can_be_reached_not_even_this_machine_by_another_name(tab: Page, pages: str) -> None:
    tab.goto(f"{pages}/")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        tab.goto(f"{pages.replace('127.0.0.1', 'localhost')}/")


def test_axe_finds_nothing_in_a_good_page(tab: Page, pages: str, axe) -> None:
    tab.goto(f"{pages}/")
    assert axe(tab) == []


def test_axe_finds_a_picture_without_a_text(tab: Page, pages: str, axe) -> None:
    tab.goto(f"{pages}/ohne-text")
    assert [violation["id"] for violation in axe(tab)] == ["image-alt"]
