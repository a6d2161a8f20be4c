"""Contestants that are servers: started for the benchmark in a temporary folder, stopped by their process id."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from _data import Offers, share
from _method import WANTED, best_start, key

from geo.point import Point
from search.columns import Filter

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "4GB",
    "effective_cache_size": "8GB",
    "maintenance_work_mem": "1GB",
    "work_mem": "64MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "off",
    "autovacuum": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_generic_plan",
}


class NotInstalled(Exception):
    """A contestant that cannot run on this machine, with the reason."""


class PostgresServer:
    """A PostgreSQL server with PostGIS, reachable over a Unix socket only."""

    def __init__(self, folder: Path) -> None:
        bins = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        found = shutil.which("postgres")
        if not bins and not found:
            raise NotInstalled("no PostgreSQL server is installed")
        home = bins[-1] if bins else Path(str(found)).parent
        # PostgreSQL refuses to run as root.
        self.who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self.folder = folder / "postgres"
        self.folder.mkdir()
        folder.chmod(0o755)
        if self.who:
            shutil.chown(self.folder, "postgres", "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder, **self.who}
        data = str(self.folder / "data")
        options = ["-D", data, "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "postgres"]
        subprocess.run([home / "initdb", *options], check=True, **quiet)
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen([home / "postgres", "-D", data, "-k", str(self.folder), *settings], **quiet)
        try:
            with self.connect(patience_s=30) as connection:
                connection.execute("CREATE EXTENSION postgis")
                connection.execute("CREATE EXTENSION intarray")
                numbers = "SELECT split_part(version(), ' ', 2), postgis_lib_version()"
                self.version = "PostgreSQL {} with PostGIS {}".format(*connection.execute(numbers).fetchone())
        except Exception as error:
            self.close()
            raise NotInstalled(f"PostgreSQL did not start with PostGIS and intarray ({error})") from error

    def connect(self, patience_s: float = 5, **settings: str):
        import psycopg  # noqa: PLC0415 - only where the contestant runs

        until = time.monotonic() + patience_s
        while True:
            try:
                connection = psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True)
                break
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        connection.prepared_max = 1000
        for name, value in settings.items():
            connection.execute(f"SET {name} = {value}")
        return connection

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def load_postgis(server: PostgresServer, offers: Offers) -> float:
    """Fills a table and builds all its indexes; how many seconds that took."""
    began, table = time.perf_counter(), f"offers_{len(offers)}"
    with server.connect() as connection:
        connection.execute(
            f"CREATE UNLOGGED TABLE {table} (id integer PRIMARY KEY, place geography(Point, 4326) NOT NULL,"
            " topic int[], language int[], audience int[], neutral boolean, wheelchair boolean, counselling boolean)"
        )
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for lines in _copy_lines(offers):
                copy.write(lines)
        connection.execute(f"CREATE INDEX ON {table} USING gist (place)")
        connection.execute(f"CREATE INDEX ON {table} USING gist (place, topic gist__intbig_ops)")
        for facet in ("topic", "language", "audience"):
            connection.execute(f"CREATE INDEX ON {table} USING gin ({facet} gin__int_ops)")
        connection.execute(f"VACUUM ANALYZE {table}")
    return time.perf_counter() - began


def _copy_lines(offers: Offers) -> Iterator[str]:
    arrays = {}
    for facet in ("topic", "language", "audience"):
        values: list[list[str]] = [[] for _ in range(len(offers))]
        for value, line in enumerate(offers.carries[facet]):
            for row in np.flatnonzero(line).tolist():
                values[row].append(str(value))
        arrays[facet] = ["{" + ",".join(listed) + "}" for listed in values]
    flags = [["t" if yes else "f" for yes in line.tolist()] for line in offers.carries["flag"]]
    columns = (offers.lon.tolist(), offers.lat.tolist(), *arrays.values(), *flags)
    for row, (x, y, *rest) in enumerate(zip(*columns, strict=True)):
        yield f"{row}\tPOINT({x!r} {y!r})\t" + "\t".join(rest) + "\n"


class PostGIS:
    """Nearest neighbours by index order, with prepared statements; the plan is the planner's or forced."""

    def __init__(self, server: PostgresServer, offers: Offers, build_s: float, forced: bool) -> None:
        self.name = "PostGIS, index order forced" if forced else "PostGIS, planner's choice"
        settings = {"enable_bitmapscan": "off", "enable_sort": "off"} if forced else {}
        self.connection = server.connect(**settings)
        self.cursor = self.connection.cursor(binary=True)
        self.table, self.build_s = f"offers_{len(offers)}", build_s
        self.statements: dict[str, str] = {}

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        conditions = " AND ".join(map(_condition, require)) or "true"
        here = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography"
        self.statements[key(require)] = (
            f"SELECT id, ST_Distance(place, {here}) FROM {self.table} WHERE {conditions}"
            f" ORDER BY place <-> {here} LIMIT {WANTED}"
        )
        for point in training[:3]:
            self.answer(require, point)

    def answer(self, require: Filter, point: Point) -> Sequence[int]:
        here = (point.lon, point.lat)
        found = self.cursor.execute(self.statements[key(require)], here + here, prepare=True).fetchall()
        return [row for row, _ in found]

    def close(self) -> None:
        self.connection.close()


def _condition(group: Sequence[tuple[str, int]]) -> str:
    facet = group[0][0]
    if facet == "flag":
        return " OR ".join(("neutral", "wheelchair", "counselling")[value] for _, value in group)
    return f"{facet} && '{{{','.join(str(value) for _, value in group)}}}'::int[]"


class RedisServer:
    """A Redis server on a Unix socket that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            raise NotInstalled("no redis-server is installed")
        if find_spec("redis") is None:
            raise NotInstalled("the Python package redis is not installed")
        self.socket = str(folder / "redis.sock")
        options = ["--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no", "--dir", str(folder)]
        self.process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not Path(self.socket).exists():
            if time.monotonic() > until or self.process.poll() is not None:
                self.close()
                raise NotInstalled("redis-server did not start")
            time.sleep(0.05)
        told = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
        self.version = "Redis " + told.partition("v=")[2].split()[0]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


class Redis:
    """GEOSEARCH on one key for all offers and one per topic; the radius is doubled until enough offers pass.

    Speaks to the server by a plain socket, because the usual Python client takes longer to read the answer than the
    server takes to give it. What the keys cannot tell (flags, languages) is looked up in a prepared mask.
    """

    name = "Redis GEOSEARCH"

    def __init__(self, server: RedisServer, offers: Offers) -> None:
        import redis  # noqa: PLC0415 - only where the contestant runs

        began = time.perf_counter()
        self.offers = offers
        client = redis.Redis(unix_socket_path=server.socket)
        client.flushall()
        places = list(zip(offers.lon.tolist(), offers.lat.tolist(), range(len(offers)), strict=True))
        _add(client, "all", places)
        for value, line in enumerate(offers.carries["topic"]):
            _add(client, f"topic{value}", [places[row] for row in np.flatnonzero(line).tolist()])
        client.close()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(server.socket)
        self.plans: dict[str, tuple] = {}
        self.build_s = time.perf_counter() - began

    def prepare(self, require: Filter, training: Sequence[Point], reach_m: Sequence[float], wanted: int) -> None:
        topics = next((group for group in require if group[0][0] == "topic"), None)
        keys = [f"topic{value}" for _, value in topics] if topics else ["all"]
        rest = [group for group in require if group is not topics]
        mask = self.offers.mask(rest) if rest else None
        count = int(WANTED / share(rest) * (1.5 if rest else 1))
        plan = (keys, mask, wanted, count)
        best = best_start(lambda point, start_m: self._search(*plan, point, start_m), training, reach_m)
        self.plans[key(require)] = (*plan, best)

    def answer(self, require: Filter, point: Point) -> Sequence[int]:
        *plan, start_m = self.plans[key(require)]
        return self._search(*plan, point, start_m)

    def _search(
        self, keys: list[str], mask: np.ndarray | None, wanted: int, count: int, point: Point, reach_m: float
    ) -> list[int]:
        while True:
            answers = self._ask(keys, point, reach_m, count)
            found: dict[int, float] = {}
            for rows, metres in answers:
                found.update(zip(map(int, rows), map(float, metres), strict=True))
            kept = [row for row in found if mask is None or mask[row]]
            if len(kept) >= wanted:
                return kept[:wanted] if len(keys) == 1 else sorted(kept, key=found.__getitem__)[:wanted]
            if any(len(rows) == count for rows, _ in answers):
                count *= 4
            else:
                reach_m *= 2

    def _ask(self, keys: list[str], point: Point, reach_m: float, count: int) -> list[tuple[list[bytes], list[bytes]]]:
        end = f"FROMLONLAT {point.lon!r} {point.lat!r} BYRADIUS {reach_m!r} m ASC COUNT {count} WITHDIST\r\n"
        self.socket.sendall("".join(f"GEOSEARCH {name} {end}" for name in keys).encode())
        received = self.socket.recv(1 << 20)
        answers = []
        for _ in keys:
            while True:
                # An answer is *n, and for each of n hits five lines: *2, a length, the member, a length, the metres.
                lines = received.split(b"\r\n")
                wanted = 1 + 5 * int(lines[0][1:]) if len(lines) > 1 else 1
                if len(lines) > wanted:
                    break
                received += self.socket.recv(1 << 20)
            answers.append((lines[3:wanted:5], lines[5:wanted:5]))
            received = b"\r\n".join(lines[wanted:])
        return answers

    def close(self) -> None:
        self.socket.close()


def _add(client, name: str, places: list[tuple[float, float, int]]) -> None:
    for start in range(0, len(places), 5_000):
        client.geoadd(name, [part for place in places[start : start + 5_000] for part in place])
