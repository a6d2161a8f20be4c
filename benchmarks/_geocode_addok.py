"""Addok as a contestant: Redis on a Unix socket, settings for German addresses, an index from the same table."""

import json
import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from _geocode_addresses import plain
from _geocode_contestants import FOLDER, Contestant, NotInstalled, peer_python, read_table, run
from _geocode_typos import NEIGHBOURS

ADDOK = "Addok"
SYNONYMS = """\
st => sankt
pl => platz
dr => doktor
prof => professor
gr => grosse
kl => kleine
bgm => burgermeister
"""
SETTINGS = """\
REDIS = {{"unix_socket_path": {socket!r}, "host": None, "port": None, "indexes": {{"db": 0}}, "documents": {{"db": 1}}}}
SYNONYMS_PATHS = [{synonyms!r}]
QUERY_PROCESSORS_PYPATHS = ["addok.helpers.text.check_query_length", "_geocode_addok_german.tidy"]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize", "addok.helpers.text.normalize", "_geocode_addok_german.fold",
    "_geocode_addok_german.flag_number", "addok.helpers.text.synonymize",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber", "_geocode_addok_german.labels",
    "addok.helpers.results.score_by_importance", "addok.helpers.results.score_by_autocomplete_distance",
    "addok.helpers.results.score_by_ngram_distance", "addok.helpers.results.score_by_geo_distance",
    "addok.helpers.results.adjust_scores",
]
FUZZY_KEY_MAP = {keys!r}
LOG_DIR = {folder!r}
"""
"""A German keyboard instead of the French one; what else is German is in the plugin."""

_FIRST = re.compile(r"(?<=.)[-–/]")


class Redis:
    """A Redis server on a Unix socket that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            raise NotInstalled("no redis-server is installed")
        self.socket = folder / "redis.sock"
        options = ["--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no", "--dir", folder]
        self.process = subprocess.Popen(
            [binary, *map(str, options)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while not self.socket.exists():
            if time.monotonic() > until or self.process.poll() is not None:
                self.close()
                raise NotInstalled("redis-server did not start")
            time.sleep(0.05)
        told = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
        self.version = "Redis " + told.partition("v=")[2].split()[0]

    def used_bytes(self) -> int:
        """What the data takes in memory."""
        command = ["redis-cli", "-s", str(self.socket), "info", "memory"]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return int(told.partition("used_memory:")[2].split()[0])

    def close(self) -> None:
        """Stop the server."""
        self.process.terminate()
        self.process.wait(timeout=30)


def addok(table: Path, folder: Path, stack: ExitStack) -> list[Contestant]:
    """Start Redis and import the table as Addok's manual says; two contestants, which ask it for 5 answers and for 1.

    Five is what its own interface asks for; with one it stops looking sooner.
    """
    python = peer_python("addok")
    redis = Redis(folder)
    stack.callback(redis.close)
    settings, synonyms, log = folder / "addok.conf", folder / "synonyms.txt", folder / "addok.log"
    synonyms.write_text(SYNONYMS, encoding="utf-8")
    settings.write_text(
        SETTINGS.format(keys=_keys(), socket=str(redis.socket), synonyms=str(synonyms), folder=str(folder)),
        encoding="utf-8",
    )
    environment = {"ADDOK_CONFIG_MODULE": str(settings), "PYTHONPATH": str(FOLDER), "PATH": "/usr/bin:/bin"}
    empty = redis.used_bytes()
    began = time.perf_counter()
    documents, count = folder / "addok.json", 0
    with documents.open("w", encoding="utf-8") as file:
        for document in _documents(table):
            count += len(document["housenumbers"])
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    program = python.with_name("addok")
    run([program, "batch", documents], log, env=environment, cwd=folder)
    run([program, "ngrams"], log, env=environment, cwd=folder)
    took = time.perf_counter() - began
    version = subprocess.run(
        [python, "-c", "from importlib.metadata import version; print(version('addok'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    worker = FOLDER / "_geocode_addok_worker.py"
    return [
        Contestant(
            name, [python, worker, wanted], f"Addok {version} with {redis.version}", count, redis.used_bytes() - empty,
            took, environment,
        )
        for name, wanted in ((ADDOK, "5"), (f"{ADDOK}, one answer", "1"))
    ]  # fmt: skip


def _keys() -> dict[str, str]:
    """The keys around each letter, as Addok sees letters: without accents."""
    plain_letters = str.maketrans("äöü", "aou")
    return {letter: near.translate(plain_letters) for letter, near in NEIGHBOURS.items() if letter.isascii()}


def _documents(table: Path) -> Iterator[dict[str, Any]]:
    """One document for each street of a postcode, with all its numbers; the street lies in the middle of its houses."""
    streets: dict[tuple[str, ...], dict[str, dict[str, float]]] = defaultdict(dict)
    for one in read_table(table):
        if one.street and one.point:
            place = (one.street, one.postcode, one.city, one.district)
            streets[place].setdefault(_FIRST.split(plain(one.number))[0], {"lat": one.point.lat, "lon": one.point.lon})
    for number, ((street, postcode, city, district), houses) in enumerate(streets.items(), 1):
        points = list(houses.values())
        middle = points[len(points) // 2]
        yield {
            "id": str(number), "_id": str(number), "type": "street", "name": street, "postcode": postcode,
            "city": city, "context": district, "importance": 0.1, **middle, "housenumbers": houses,
        }  # fmt: skip
