"""HSDS in both directions: what goes out comes in again, and official examples are read."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from config import ROOT
from exporters import export
from geo.live import LiveGeocoder
from importers import find_importer, hsds
from importers.base import ImportRefused, Options, Record, Reject, Sample
from importers.clean.offer import Cleaner
from importers.locate import Locator
from importers.pipeline import Ready, run
from model.offer import Offer
from store import Store, open_store
from store.files import load_vocabulary
from tests.seeded import copy_seeded

DAY = date(2026, 3, 3)
WORDS = load_vocabulary(ROOT / "data" / "vocabulary")


@pytest.fixture(scope="module")
def store(seeded: Path, tmp_path_factory: pytest.TempPathFactory):
    """The seeds of Duisburg."""
    folder = copy_seeded(seeded, tmp_path_factory.mktemp("hsds"))
    opened = open_store(f"sqlite:///{folder / 'offers.sqlite'}")
    yield opened
    opened.close()


def offers_in(path: Path, store: Store) -> list[Offer]:
    region = store.region("05112")
    assert region is not None and find_importer(Sample.of(path)) is hsds
    cleaner = Cleaner(WORDS, region, replace(hsds.SOURCE), DAY)
    steps = run(hsds, path, Options(), cleaner, Locator(LiveGeocoder(path.parent / "none"), region.box))
    return [step.cleaned.offer for step in steps if isinstance(step, Ready)]


def facts(offer: Offer) -> dict[str, Any]:
    """What HSDS can carry of an offer."""
    place = offer.place if offer.place and (offer.place.point or offer.place.address) else None
    whole = place and place.street and place.city and place.postcode
    return {
        "kind": offer.kind, "provider": offer.provider.name or offer.name, "topics": offer.topics,
        "formats": offer.formats, "languages": sorted(offer.languages_spoken), "phone": offer.contact.phone,
        "cost": offer.cost.kind == "free", "restriction": offer.restriction, "appointment": offer.appointment,
        "hours": offer.hours, "wheelchair": offer.accessibility.wheelchair,
        "address": place.address if whole and place else "",
        "point": place and place.point and (round(place.point.lat, 5), round(place.point.lon, 5)),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["hsds", "hsds-csv"])
def test_what_goes_out_comes_in_again(store: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / ("offers.zip" if form == "hsds-csv" else "offers.json")
    path.write_bytes(export(form, store, DAY, "05112", "Duisburg", WORDS))
    came = {offer.name + offer.provider.name: facts(offer) for offer in offers_in(path, store)}
    went = [one for key in store.keys("05112") if (one := store.offer(key))]
    assert len(came) == len(went) == 135
    different = [
        (one.key, name, value, came[one.name + (one.provider.name or one.name)][name])
        for one in went for name, value in facts(one).items()
        if came[one.name + (one.provider.name or one.name)][name] != value
    ]  # fmt: skip
    assert different == []


def test_the_files_are_valid(store: Store, shared_data: Path) -> None:
    page = json.loads(export("hsds", store, DAY, "05112", "Duisburg", WORDS))
    folder = shared_data / "hsds" / "schema"
    schemas = {path.name: {"$id": f"https://hsds.local/schema/{path.name}", **json.loads(path.read_text())}
               for path in folder.glob("*.json") if path.name != "openapi.json"}  # fmt: skip
    registry = Registry().with_resources((one["$id"], Resource(one, jsonschema_spec())) for one in schemas.values())
    validator = jsonschema.Draft202012Validator(
        schemas["service.json"], registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    errors = [error.message for service in page["contents"] for error in validator.iter_errors(service)]
    assert errors == [] and page["total_items"] == len(page["contents"]) == 135


def jsonschema_spec():
    from referencing.jsonschema import DRAFT202012

    return DRAFT202012


def test_every_row_of_a_table_leads_to_rows_that_are_there(store: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(export("hsds-csv", store, DAY, "05112", "Duisburg", WORDS))) as archive:
        package = json.loads(archive.read("datapackage.json"))
        tables = {one["name"]: list(csv.DictReader(io.StringIO(archive.read(one["path"]).decode())))
                  for one in package["resources"]}  # fmt: skip
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        assert all(list(row) == columns for row in tables[resource["name"]])
        assert len({row["id"] for row in tables[resource["name"]]}) == len(tables[resource["name"]])
    links = {"service_id": "services", "organization_id": "organizations", "location_id": "locations",
             "taxonomy_term_id": "taxonomy_terms", "taxonomy_id": "taxonomies", "link_id": "services"}  # fmt: skip
    known = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    asked = [(target, row[column]) for rows in tables.values() for row in rows
             for column, target in links.items() if row.get(column)]  # fmt: skip
    assert asked and all(own in known[target] for target, own in asked)


@pytest.mark.parametrize("name", ["hsds/examples/service_full.json", "hsds/examples/organization_full.json",
                                  "hsds_uk/service_full.json"])  # fmt: skip
def test_official_examples_are_read(shared_data: Path, name: str) -> None:
    path = shared_data / name
    records = [piece for piece in hsds.read(path, Options()) if isinstance(piece, Record)]
    drafts = [hsds.draft(record) for record in records]
    assert [one.name for one in drafts] == ["Community Counselling"]  # type: ignore[union-attr]
    assert "Persona" not in repr(drafts) and "Ann " not in repr(records)


def test_the_official_tables_are_read(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in (shared_data / "hsds" / "examples" / "csv").glob("*.csv"):
            archive.write(file, file.name)
    assert hsds.recognise(Sample.of(path))
    (record,) = (piece for piece in hsds.read(path, Options()) if isinstance(piece, Record))
    draft = hsds.draft(record)
    assert not isinstance(draft, Reject) and draft.phone == "+44 1234 234567" and draft.provider.startswith("Example")


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", b'{"contents": [], "total_items": 0, "status": "ok"}'), ("b.json", b"<html>503</html>"),
    ("c.json", b'{"total_items": 3, "contents": [{"id": "1", "status": "acti'), ("d.ndjson", b'{"status": 1}\n{"na'),
    ("e.zip", b"PK\x03\x04services.csv organizations.csv"),
])  # fmt: skip
def test_what_is_empty_or_cut_off_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused):
        list(hsds.read(tmp_path / name, Options()))
