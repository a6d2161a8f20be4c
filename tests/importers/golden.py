"""Run the inputs in tests/importers/<name>/ through their importer and compare with what is written beside them.

`python -m tests.importers.golden` writes the expected files anew; look at the difference before you commit it.
"""

import json
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from geo.live import LiveGeocoder
from geo.point import Box
from importers import find_importer, importers
from importers.base import Note, Options, Reject, Sample
from importers.clean.offer import Cleaner
from importers.drafting import drafted
from importers.locate import Locator
from importers.pipeline import Columns, run
from model.region import Region
from store.files import load_vocabulary

HERE = Path(__file__).resolve().parent
TODAY = date(2026, 3, 3)
EXPECTED = "expected.json"
COLUMNS = ".columns.toml"


def inputs(name: str) -> list[Path]:
    """The input files of one importer."""
    files = sorted((HERE / name).glob("*")) if (HERE / name).is_dir() else []
    return [file for file in files if file.is_file() and file.name != EXPECTED and not file.name.endswith(COLUMNS)]


def outcome(path: Path) -> dict[str, Any]:
    """What comes of one input file, without the fields of which the source says nothing."""
    importer = find_importer(Sample.of(path))
    if getattr(importer, "COURSES", False):
        return _courses(importer, path)
    region = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")
    source = replace(importer.SOURCE, title=importer.SOURCE.title)
    cleaner = Cleaner(load_vocabulary(HERE.parents[1] / "data" / "vocabulary"), region, source, TODAY)
    columns = path.with_name(path.stem + COLUMNS)
    options = Options(columns=columns if columns.exists() else None)
    no_places = LiveGeocoder(HERE / "no_gazetteer")  # so that nothing changes with the gazetteer
    told: dict[str, Any] = {"offers": {}, "rejected": [], "notes": [], "unmapped": []}
    for step in run(importer, path, options, cleaner, Locator(no_places, region.box)):
        if isinstance(step, Columns):
            told["unmapped"] = list(step.unmapped)
        elif isinstance(step, Note):
            told["notes"].append(f"line {step.line}: {step.sentence}")
        elif isinstance(step, Reject):
            told["rejected"].append(f"line {step.line} {step.ref}: {step.reason}")
        else:
            offer = _said(asdict(step.cleaned.offer))
            if step.cleaned.maintenance:
                offer["(maintenance)"] = _said(asdict(step.cleaned.maintenance))
            if step.cleaned.warnings:
                offer["(warnings)"] = list(step.cleaned.warnings)
            told["offers"][offer.pop("key")] = offer
    return json.loads(json.dumps(told, default=str))


def _courses(importer: Any, path: Path) -> dict[str, Any]:
    """What comes of a catalogue of courses: heads, providers, courses and what is taken back, piece by piece."""
    pieces = drafted(importer.SOURCE.name, path)
    told = [{"(piece)": type(piece).__name__, **_said(asdict(piece))} for piece in pieces]
    return json.loads(json.dumps({"pieces": told}, default=str))


def _said(value: Any) -> Any:
    """Only what is told: empty and unknown values left out, at every depth."""
    if isinstance(value, dict):
        parts = {name: _said(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ("", None, [], {}, "unknown")}
    return [_said(part) for part in value] if isinstance(value, (list, tuple)) else value


def expected(name: str) -> dict[str, Any]:
    """What is written down for an importer, by input file."""
    path = HERE / name / EXPECTED
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write() -> None:
    """Write the expected files of all importers anew."""
    for name in importers():
        if files := inputs(name):
            told = {file.name: outcome(file) for file in files}
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            (HERE / name / EXPECTED).write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: {len(files)} inputs\n")


if __name__ == "__main__":
    write()
