"""A real server on this machine that plays Nominatim and Photon: it answers what a test tells it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LICENCE = "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"


@dataclass
class Reply:
    """What the server answers; one that hangs says nothing until the test is over."""

    body: bytes = b"[]"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


class Server:
    """The server as a test sees it: what it is to answer, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        #: query -> reply; every other query gets the usual reply
        self.replies: dict[str, Reply] = {}
        self.usual = Reply()
        self.asked: list[str] = []
        self.parameters: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.over = threading.Event()

    def say(self, query: str, *places: dict[str, Any]) -> None:
        """Answer a query as Nominatim does."""
        self.replies[query] = Reply(json.dumps(places).encode())

    def say_photon(self, query: str, *features: dict[str, Any]) -> None:
        """Answer a query as Photon does."""
        self.replies[query] = Reply(json.dumps({"type": "FeatureCollection", "features": features}).encode())

    def reply_to(self, path: str, headers: dict[str, str]) -> Reply:
        """Note a request and find the reply to it."""
        parts = urlsplit(path)
        parameters = parse_qs(parts.query)
        query = parameters.get("q", [""])[0]
        self.paths.append(parts.path)
        self.asked.append(query)
        self.parameters.append(parameters)
        self.headers.append(headers)
        return self.replies.get(query, self.usual)


@contextmanager
def playing() -> Iterator[Server]:
    """The server, for as long as it is needed."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = server.reply_to(self.path, dict(self.headers.items()))
            if reply.hangs:
                server.over.wait()
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.over.set()
        listening.shutdown()
        thread.join()


def house(street: str, number: str, lat: float, lon: float, **more: Any) -> dict[str, Any]:
    """A house as Nominatim tells it; what is given more replaces the rest, in its address too."""
    address = {
        "house_number": number, "road": street, "suburb": "Hochfeld", "city": "Duisburg", "postcode": "47053",
        "country": "Deutschland", "country_code": "de",
    } | more.pop("address", {})  # fmt: skip
    return {
        "place_id": 1, "licence": LICENCE, "osm_type": "way", "osm_id": 7, "lat": str(lat), "lon": str(lon),
        "class": "building", "type": "yes", "place_rank": 30, "addresstype": "building", "name": "",
        "display_name": f"{number}, {street}, Hochfeld, Duisburg, 47053, Deutschland",
        "boundingbox": [str(lat - 0.001), str(lat + 0.001), str(lon - 0.001), str(lon + 0.001)],
        "address": {name: value for name, value in address.items() if value},
    } | more  # fmt: skip


def road(street: str, lat: float, lon: float, **more: Any) -> dict[str, Any]:
    """A street as Nominatim tells it."""
    told = {"class": "highway", "type": "residential", "place_rank": 26, "addresstype": "road", "name": street,
            "display_name": f"{street}, Hochfeld, Duisburg, 47053, Deutschland"}  # fmt: skip
    return house(street, "", lat, lon, **(told | more))


def feature(lat: float, lon: float, **properties: Any) -> dict[str, Any]:
    """A house as Photon tells it; properties replace those of the house, None leaves one out."""
    told = {
        "osm_type": "W", "osm_id": 7, "osm_key": "building", "osm_value": "yes", "type": "house", "street": "Neuer Weg",
        "housenumber": "5", "postcode": "47053", "city": "Duisburg", "district": "Hochfeld", "countrycode": "DE",
        "country": "Deutschland", "state": "Nordrhein-Westfalen",
    } | properties  # fmt: skip
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {name: value for name, value in told.items() if value is not None},
    }
