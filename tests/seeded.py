"""The data that a new installation begins with, copied: the fixture `seeded` builds it once for all tests."""

import shutil
from pathlib import Path

FILES = ("offers.sqlite", "gazetteer.sqlite")


def copy_seeded(seeded: Path, folder: Path) -> Path:
    """Lay a copy of the database and the gazetteer into a folder; gives the folder."""
    for file in FILES:
        shutil.copyfile(seeded / file, folder / file)
    return folder
