"""Nominatim as a contestant: PostgreSQL on a Unix socket, fed with the same points as an OpenStreetMap file."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from _geocode_contestants import FOLDER, Contestant, NotInstalled, peer_python, read_table, run
from _geocode_osm import write_osm

NOMINATIM = "Nominatim"
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "effective_cache_size": "4GB", "maintenance_work_mem": "512MB",
    "work_mem": "50MB", "max_wal_size": "4GB", "checkpoint_timeout": "60min", "random_page_cost": "1.0",
    "synchronous_commit": "off", "fsync": "off", "full_page_writes": "off",
}  # fmt: skip
"""What Nominatim's manual recommends, for a machine of this size; nothing needs to survive."""


class Postgres:
    """A PostgreSQL server that is reachable over a Unix socket only."""

    def __init__(self, folder: Path) -> None:
        homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not homes or not (homes[-1] / "postgres").is_file():
            raise NotInstalled("no PostgreSQL server is installed")
        self.home, self.folder = homes[-1], folder / "postgres"
        self.folder.mkdir()
        folder.chmod(0o755)
        # PostgreSQL refuses to run as root.
        self.who: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        )
        if self.who:
            shutil.chown(self.folder, "postgres", "postgres")
        quiet: dict[str, Any] = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "cwd": self.folder,
            **self.who,
        }
        data = self.folder / "data"
        options = ["-D", str(data), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres"]
        subprocess.run([str(self.home / "initdb"), *options], check=True, **quiet)
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self.home / "postgres", "-D", data, "-k", self.folder, *settings]
        self.process = subprocess.Popen([*map(str, command)], **quiet)
        until = time.monotonic() + 30
        while subprocess.run([self.home / "pg_isready", "-q", "-h", self.folder], check=False).returncode:
            if time.monotonic() > until or self.process.poll() is not None:
                self.close()
                raise NotInstalled("PostgreSQL did not start")
            time.sleep(0.1)

    def tell(self, statement: str, database: str = "postgres") -> str:
        """The answer to one statement."""
        command = [self.home / "psql", "-h", self.folder, "-U", "postgres", "-d", database, "-Atqc", statement]
        return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout.strip()

    def close(self) -> None:
        """Stop the server, whoever is still connected."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)


def nominatim(table: Path, folder: Path, stack: ExitStack) -> list[Contestant]:
    """Start PostgreSQL, write and import the points, and prepare the process that answers."""
    python = peer_python("nominatim")
    if shutil.which("osm2pgsql") is None:
        raise NotInstalled("no osm2pgsql is installed")
    postgres = Postgres(folder)
    stack.callback(postgres.close)
    postgres.tell('CREATE USER "www-data"')
    project, log = folder / "nominatim", folder / "nominatim.log"
    project.mkdir()
    dsn = f"pgsql:host={postgres.folder};user=postgres;dbname=nominatim"
    (project / ".env").write_text(f'NOMINATIM_DATABASE_DSN="{dsn}"\nNOMINATIM_IMPORT_STYLE=address\n')
    began = time.perf_counter()
    count = write_osm(folder / "addresses.osm", read_table(table))
    options: list[str | Path] = ["--osm-file", folder / "addresses.osm", "--project-dir", project, "--offline"]
    run([python.with_name("nominatim"), "import", *options, "--no-updates"], log, cwd=project)
    took = time.perf_counter() - began
    postgres.tell("VACUUM ANALYZE", "nominatim")
    size = int(postgres.tell("SELECT pg_database_size('nominatim')"))
    versions = postgres.tell(
        "SELECT split_part(version(), ' ', 2) || ' with PostGIS ' || postgis_lib_version()", "nominatim"
    )
    ask = "from importlib.metadata import version; print(version('nominatim-api'))"
    own = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    command = [python, FOLDER / "_geocode_nominatim_worker.py", project]
    return [Contestant(NOMINATIM, command, f"Nominatim {own} on PostgreSQL {versions}", count, size, took)]
