"""Copies the few files that the browser needs out of the installed npm packages.

Which files: the list "vendor" in package.json (from a folder of a package, to a folder of the project).
What goes to tests/ is only copied for tests.
"""

import json
import shutil
from pathlib import Path


class VendorError(Exception):
    """A file that package.json asks for and no package has."""


def wanted(root: Path, tests: bool) -> dict[str, str]:
    """Which file of the project comes from which file of a package, by path."""
    groups = json.loads((root / "package.json").read_text(encoding="utf-8")).get("vendor", [])
    chosen = [group for group in groups if tests or not group["to"].startswith("tests/")]
    return {f"{group['to']}/{name}": f"{group['from']}/{name}" for group in chosen for name in group["files"]}


def missing(root: Path, tests: bool) -> list[str]:
    """The wanted files that are not there yet."""
    return [target for target in wanted(root, tests) if not (root / target).is_file()]


def copy(packages: Path, root: Path, tests: bool) -> int:
    """Copies the wanted files, removes what nobody wants any more, and tells how many there are."""
    files = wanted(root, tests)
    for target, source in files.items():
        if not (packages / source).is_file():
            raise VendorError(f'package.json lists "{source}" under "vendor", but no installed package has it.')
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        # A page may be loading the old file right now: replacing it in one step never shows half of it.
        shutil.copyfile(packages / source, root / f"{target}.new")
        (root / f"{target}.new").replace(root / target)
    _sweep(root, set(files), ["static/vendor", "tests/vendor"] if tests else ["static/vendor"])
    return len(files)


def _sweep(root: Path, keep: set[str], folders: list[str]) -> None:
    for folder in folders:
        for path in sorted((root / folder).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(root).as_posix() not in keep:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
