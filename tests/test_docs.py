"""The documents say what is true: every endpoint, importer and vocabulary is named, and no link leads nowhere."""

import json
import re
from pathlib import Path

import pytest

from config import ROOT
from importers import importers

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "data" / "README.md",
             ROOT / "benchmarks" / "README.md"]  # fmt: skip
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(document):
    targets = [target for target in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_endpoint_of_the_interface_is_told():
    described = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").replace("<key>", "{key}")
    missing = [
        f"{method.upper()} {path}" for path, methods in described.items() for method in methods
        if f"`{method.upper()} {path}`" not in told
    ]  # fmt: skip
    assert missing == []


def test_every_field_of_a_question_is_told():
    described = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    body = described["/api/v1/nearest"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [field for field in body["properties"] if f"`{field}`" not in told] == []


def test_every_importer_is_told():
    told = (ROOT / "docs" / "importers.md").read_text(encoding="utf-8")
    assert [name for name in importers() if f"`{name}`" not in told] == []


def test_every_folder_of_data_is_told():
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    folders = {Path(name).parts[1] for name in map(str, (p.relative_to(ROOT) for p in (ROOT / "data").rglob("*.csv")))}
    assert [folder for folder in folders if f"`{folder}/" not in told] == []


def test_the_change_log_begins_with_what_is_not_released():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
