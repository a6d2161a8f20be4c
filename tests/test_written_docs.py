"""Documents that are made from the code, and code that stands in documents."""

import importlib.util
import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from config import ROOT
from geo.live import LiveGeocoder
from geo.point import Box
from importers.base import Options, Sample
from importers.clean.offer import Cleaner
from importers.locate import Locator
from importers.pipeline import run
from model.region import Region
from store.files import load_vocabulary

GUIDE = ROOT / "docs" / "write-an-importer.md"


@pytest.fixture
def formats():
    """The script that writes the table."""
    spec = importlib.util.spec_from_file_location("formats", ROOT / "script" / "formats.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_sources_and_formats_is_that_of_the_code(formats) -> None:
    told = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert told == formats.text(), "script/build-docs writes it anew"


def test_every_export_and_importer_has_its_line(formats) -> None:
    from exporters import EXPORTERS
    from importers import importers

    told = formats.text()
    assert all(f"| `{name}` |" in told for name in (*EXPORTERS, *importers()))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_importer_of_the_guide_does_what_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,), (sample,) = blocks("python"), blocks("json")
    (tmp_path / "cafes.py").write_text(code, encoding="utf-8")
    path = tmp_path / "cafes.json"
    path.write_text(json.dumps(json.loads(sample)), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("importers.cafes", tmp_path / "cafes.py")
    assert spec and spec.loader
    cafes = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "importers.cafes", cafes)
    spec.loader.exec_module(cafes)
    assert cafes.recognise(Sample.of(path)) and cafes.SOURCE.name == "cafes"
    region = Region("05112", "Duisburg", "duisburg", Box(6.62, 51.33, 6.84, 51.56), land="NW")
    cleaner = Cleaner(load_vocabulary(ROOT / "data" / "vocabulary"), region, cafes.SOURCE, date(2026, 3, 3))
    locator = Locator(LiveGeocoder(tmp_path / "none"), region.box)
    (step,) = run(cafes, path, Options(), cleaner, locator)
    offer = step.cleaned.offer  # type: ignore[union-attr]
    assert (offer.key, offer.name, offer.kind) == ("cafes:7", "Lerncafé Mitte", "learning")
    assert offer.place and (offer.place.street_line, offer.place.city_line) == ("Musterallee 12", "47051 Duisburg")
    assert offer.contact.phone == "0203 555 010" and offer.provenance.licence == "CC BY 4.0"
