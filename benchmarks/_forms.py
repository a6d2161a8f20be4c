"""Opens pages and sends their forms as a browser does: every field as it stands, with some typed anew."""

import gzip
import http.client
import re
import urllib.parse
from dataclasses import dataclass, field
from html import unescape


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


#: reading pages this way costs a tenth of what a parser costs, so that the visitors slow the server down less
PIECE = re.compile(r"<(/?)(form|input|textarea|select|option)\b([^>]*)>([^<]*)")
HAS = re.compile(r'([a-z-]+)(?:="([^"]*)")?')


def forms(page: str) -> list[Form]:
    """The forms of a page, as our own pages are written: attributes in double quotes, no tags within text."""
    found: list[Form] = []
    select = ""
    options: list[tuple[str, bool]] = []
    for closing, tag, inside, text in PIECE.findall(page):
        if closing:
            if tag == "select" and select:
                chosen = [value for value, picked in options if picked] or [value for value, _ in options[:1]]
                found[-1].fields += [(select, value) for value in chosen]
                select = ""
            continue
        has = {name: unescape(value) for name, value in HAS.findall(inside)}
        if tag == "form":
            found.append(Form(has.get("action", ""), has.get("method", "get").lower()))
        elif tag == "option" and select:
            options.append((has.get("value", ""), "selected" in has))
        elif "name" in has and found:
            if tag == "select":
                select, options = has["name"], []
            elif tag == "textarea":
                found[-1].fields.append((has["name"], unescape(text).removeprefix("\n")))
            elif has.get("type") not in ("submit", "file") and (
                has.get("type") not in ("checkbox", "radio") or "checked" in has
            ):
                found[-1].fields.append((has["name"], has.get("value", "on" if has.get("type") == "checkbox" else "")))
    return found


class Visitor:
    """Somebody with a connection of their own that stays open, as browsers keep it."""

    def __init__(self, address: str, *, cookie: str = "", seen_from: str = "", packed: bool = True) -> None:
        self._host = address.removeprefix("http://")
        self._connection = http.client.HTTPConnection(self._host, timeout=60)
        self._headers = {"Accept-Encoding": "gzip" if packed else "identity", "Sec-Fetch-Site": "same-origin"}
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
