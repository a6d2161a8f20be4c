"""Opens pages and sends their forms as a browser does: every field as it stands, with some typed anew."""

import gzip
import http.client
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page: where it goes, and what it would send."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def body(self, **typed: str) -> str:
        """What is sent when some fields are typed anew."""
        kept = [(name, value) for name, value in self.fields if name not in typed]
        return urllib.parse.urlencode([*kept, *typed.items()])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area: str | None = None
        self._text = ""
        self._select = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(has.get("action", ""), has.get("method", "get").lower()))
        elif not self.forms:
            return
        elif tag == "input" and has.get("name"):
            kind = has.get("type", "text")
            if (kind in ("checkbox", "radio") and "checked" not in has) or kind in ("submit", "file"):
                return
            self.forms[-1].fields.append((has["name"], has.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea" and has.get("name"):
            self._area, self._text = has["name"], ""
        elif tag == "select" and has.get("name"):
            self._select, self._options = has["name"], []
        elif tag == "option" and self._select:
            self._options.append((has.get("value", ""), "selected" in has))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.forms[-1].fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, picked in self._options if picked] or [v for v, _ in self._options[:1]]
            self.forms[-1].fields += [(self._select, value) for value in chosen]
            self._select = ""


def forms(page: str) -> list[Form]:
    """The forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class Visitor:
    """Somebody with a connection of their own that stays open, as browsers keep it."""

    def __init__(self, address: str, *, cookie: str = "", seen_from: str = "") -> None:
        self._host = address.removeprefix("http://")
        self._connection = http.client.HTTPConnection(self._host, timeout=60)
        self._headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
        if cookie:
            self._headers["Cookie"] = cookie
        if seen_from:
            self._headers["X-Forwarded-For"] = seen_from

    def get(self, path: str) -> tuple[int, str]:
        """Open a page: its status and its text."""
        return self._ask("GET", path)

    def post(self, path: str, body: str) -> tuple[int, str]:
        """Send a form: the status, and the text of the answer itself."""
        return self._ask("POST", path, body)

    def fetch(self, path: str) -> int:
        """Open a page and take its bytes as they are; how many there were."""
        self._connection.request("GET", path, headers=self._headers)
        return len(self._connection.getresponse().read())

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = self._headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {})
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()  # the server ends connections that were idle for some seconds
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        data = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        return answer.status, data.decode()
