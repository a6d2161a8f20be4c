"""A copy of the whole database in one file, made while others write, and put back."""

import os
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from store.base import open_store
from store.errors import StoreError


def copy_to(url: str, file: Path) -> int:
    """Copy the database into a new file; returns its size in bytes."""
    parsed = make_url(url)
    unfinished = file.with_name(file.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(_path(parsed), unfinished)
        else:
            _run("pg_dump", parsed, "--format=custom", "--no-owner", f"--file={unfinished}")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def exchange(url: str, file: Path) -> Path | None:
    """Put a copy in the database's place; returns where the one before is kept, None if there was none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _run("pg_restore", parsed, "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={_libpq(parsed)}", str(file))  # fmt: skip
        return None
    target = _path(parsed)
    fresh = target.with_name(target.name + ".restoring")
    shutil.copyfile(file, fresh)
    try:
        open_store(f"sqlite:///{fresh}").close()  # a file that is no database of ours is refused here
        kept = _set_aside(parsed, target) if target.exists() else None
        fresh.replace(target)
    finally:
        for leftover in (fresh, *_side_files(fresh)):
            leftover.unlink(missing_ok=True)
    return kept


def _set_aside(url: URL, target: Path) -> Path:
    kept = target.with_name(f"{target.stem}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}{target.suffix}")
    copy_to(url.render_as_string(hide_password=False), kept)  # complete, also what is still in the write-ahead log
    for side in _side_files(target):
        side.unlink(missing_ok=True)
    return kept


def _side_files(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm")]


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise StoreError(f"There is no database at {source}.")
    try:
        with (
            sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True) as here,
            sqlite3.connect(target) as there,
        ):
            here.backup(there)
    except sqlite3.Error as error:
        raise StoreError(f"The database {source} cannot be copied: {error}.") from error


def _path(url: URL) -> Path:
    if not url.database:
        raise StoreError("A database in memory cannot be copied.")
    return Path(url.database)


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, url: URL, *arguments: str) -> None:
    """Run PostgreSQL's own tool; the password goes through the environment, never into the list of processes."""
    if shutil.which(program) is None:
        raise StoreError(f"{program} is not installed; the package postgresql-client has it.")
    target = () if any(argument.startswith("--dbname") for argument in arguments) else (_libpq(url),)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run([program, *arguments, *target], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreError(f"{program} failed: {done.stderr.strip()[-400:]}")
