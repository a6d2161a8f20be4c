"""Saved answers in which one value is something nobody expects: a record may be lost, the rest goes in."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importers import importers
from importers.base import ImportRefused, Note, Options, Reject
from importers.clean.offer import Cleaner
from importers.locate import Locator
from importers.pipeline import run
from model.region import Region
from model.vocabulary import Vocabulary
from tests.importers.golden import HERE, TODAY

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", "x", "\x00", [], {}, [None], {"a": 1}, "<p>", "²", "1" * 5_000, float("nan"),
)  # fmt: skip
FILES = ("openstreetmap/antwort.json", "integreat/orte.json", "agency/weiterbildung.json", "agency/coaching.json")
TRIES = 60


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield here
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from paths(part, (*here, name))


def with_odd(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The same value with something odd in one place."""
    if not path:
        return odd
    changed = value.copy()
    changed[path[0]] = with_odd(value[path[0]], path[1:], odd)
    return changed


@pytest.mark.parametrize("name", FILES)
def test_one_odd_value_costs_one_record_at_most(
    name: str, tmp_path: Path, vocabulary: Vocabulary, region: Region, geocoder: Any
) -> None:
    module = importers()[name.partition("/")[0]]
    whole = json.loads((HERE / name).read_text(encoding="utf-8"))
    cleaner, path = Cleaner(vocabulary, region, module.SOURCE, TODAY), tmp_path / "antwort.json"

    def offers() -> int:
        steps = run(module, path, Options(), cleaner, Locator(geocoder, region.box))
        return sum(not isinstance(step, (Reject, Note)) for step in steps)

    path.write_text(json.dumps(whole), encoding="utf-8")
    good = offers()
    chance = random.Random(name)
    deep = [path for path in paths(whole) if any(isinstance(part, int) for part in path)]
    for place in chance.sample(deep, TRIES):
        path.write_text(json.dumps(with_odd(whole, place, chance.choice(ODD))), encoding="utf-8")
        assert offers() >= good - 1, place


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_anywhere_is_refused(name: str, tmp_path: Path) -> None:
    module, path = importers()[name.partition("/")[0]], tmp_path / "antwort.json"
    raw = (HERE / name).read_bytes().rstrip()
    for end in range(1, len(raw), len(raw) // 25):
        path.write_bytes(raw[:end])
        with pytest.raises(ImportRefused, match="cut off"):
            list(module.read(path, Options()))


@pytest.mark.parametrize("text", ["<html><h1>502 Bad Gateway</h1></html>", "Name;Ort\nRat;Ulm\n", "[1]", "{}", "null"])
@pytest.mark.parametrize("name", ["openstreetmap", "integreat", "agency"])
def test_another_kind_of_file_is_refused_with_a_sentence(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "datei.json"
    path.write_text(text, encoding="utf-8")
    try:
        told = list(importers()[name].read(path, Options()))
    except ImportRefused as refused:
        assert "datei.json" in str(refused)
    else:
        assert all(isinstance(piece, (Reject, Note)) for piece in told)
