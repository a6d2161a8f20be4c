"""Lists and maps on other people's pages: filtered, without cookies, and only they may be framed."""

import html
import re

import pytest
from flask.testing import FlaskClient

FRAME, PAGE = "/duisburg/eingebettet", "/duisburg/einbetten"


def test_a_frame_shows_what_its_address_asks_for(client: FlaskClient) -> None:
    neutral, learning = client.get(FRAME).text, client.get(f"{FRAME}?art=lernen").text
    assert "Bildungsberatung im Stadtfenster" in neutral and "Bildungsberatung im Stadtfenster" not in learning
    assert '<base target="_blank">' in neutral and 'href="/duisburg/"' in neutral
    assert "<form" not in neutral and 'name="robots" content="noindex"' in neutral
    assert "data-map=" in client.get(f"{FRAME}?ansicht=karte").text and "data-map=" not in neutral


def test_only_the_frame_and_its_script_may_be_used_elsewhere(client: FlaskClient) -> None:
    for path in (FRAME, "/einbetten.js"):
        headers = client.get(path).headers
        assert "frame-ancestors *" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "default-src 'self'" in headers["Content-Security-Policy"] and "Set-Cookie" not in headers
    for path in (PAGE, "/duisburg/", "/duisburg/angebot/seed-05112:du-c-001", "/konto/anmelden"):
        headers = client.get(path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_page_gives_code_that_leads_to_what_was_chosen(client: FlaskClient) -> None:
    text = client.get(f"{PAGE}?thema=sprache&thema=weiterbildung&neutral=0&kostenlos=1&ansicht=karte").text
    script, frame = (html.unescape(one) for one in re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL))
    assert script.startswith('<script src="http://localhost/einbetten.js" data-region="duisburg" data-filter="')
    assert 'data-view="karte"' in script
    address = html.unescape(re.findall(r'src="([^"]*)"', frame)[0]).removeprefix("http://localhost")
    assert address.startswith(f"{FRAME}?") and client.get(address).status_code == 200
    asked = ("thema=sprache", "thema=weiterbildung", "neutral=0", "kostenlos=1", "karte")
    assert all(part in address for part in asked)
    assert f'src="{html.escape(address)}"' in text, "the preview shows the same"


@pytest.mark.parametrize(
    "query", ["adresse=Heimweg+3", "ort=Marxloh", "worte=geheim", "ansicht=%22%3E%3Cscript%3E", "thema=x"]
)
def test_nothing_that_somebody_typed_gets_into_the_code(client: FlaskClient, query: str) -> None:
    text = client.get(f"{PAGE}?{query}").text
    codes = "".join(re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL))
    assert not any(word in codes for word in ("Heimweg", "Marxloh", "geheim", "&lt;script&gt;&lt;", "thema"))
    assert client.get(f"{FRAME}?{query}").status_code == 200


def test_other_methods_are_refused(client: FlaskClient) -> None:
    assert {client.post(path).status_code for path in (FRAME, PAGE, "/einbetten.js")} == {405}
