"""Keeping a copy of everything, and putting it back."""

from pathlib import Path

from store.backup import copy_to, exchange


class BackupRefused(ValueError):
    """A copy that cannot be made or put back: the sentence says why."""


def back_up(database_url: str, file: Path) -> str:
    """Copy the database into a file while the service goes on; an existing file is not overwritten."""
    if file.exists():
        raise BackupRefused(f"{file} is there already; name a file that is not.")
    size = copy_to(database_url, file)
    return f"{file}: {size:,} bytes."


def restore(database_url: str, file: Path) -> str:
    """Put a copy in the place of the database; the present one is kept beside it."""
    kept = exchange(database_url, file)
    return f"The database is now {file}. The one before is kept as {kept}. Restart the service." if kept else \
        f"The database is now {file}. Restart the service."  # fmt: skip
