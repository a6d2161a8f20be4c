"""No bytes whatever make a reader of text files raise anything but a sentence."""

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.layers import Entry, GazetteerError, KnownAddress
from geo.sources import reader_named, recognise
from geo.sources.base import Options, Rejected
from tests.geo.sources.test_recognise import EXAMPLES, OURS

PIECES = [example.text.encode() for example in EXAMPLES]
CELLS = [
    b"", b'"', b'""', b";", b",", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"nan", b"1e999", b"-0", b"51,4", b"6.7", b"{",
    b"[", b'{"type":"Feature","properties":{}}', b"\xff", b"\xef\xbb\xbf", "Straße".encode(),
    "Straße".encode("cp1252"), b"lat", b"lon", b"street", b"kind", b"name", b"school", b"99999", b"sep=;\n", b"#",
]  # fmt: skip
RECORDS = (KnownAddress, Entry, Rejected)


def survives(path: Path, names: tuple[str, ...]) -> None:
    """Read a file as what it is taken for, and as what it is said to be."""
    for name in ("", *names):
        try:
            reader = reader_named(name) if name else recognise(path)
            if reader.FORMAT.name not in OURS:
                continue
            assert all(isinstance(record, RECORDS) for record in reader.read(path, Options(city="Musterstadt")))
        except GazetteerError as error:
            assert str(error).endswith((".", "HEADING.")) and len(str(error)) > 20


few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(st.binary(max_size=400), st.sampled_from(sorted(OURS)))
def test_any_bytes(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / "file").write_bytes(content)
    survives(tmp_path / "file", (name,))


@few
@given(st.lists(st.sampled_from(PIECES + CELLS), max_size=60), st.sampled_from(sorted(OURS)))
def test_any_mixture_of_what_files_are_made_of(tmp_path: Path, parts: list[bytes], name: str) -> None:
    (tmp_path / "file").write_bytes(b"".join(parts))
    survives(tmp_path / "file", (name,))


@few
@given(st.sampled_from(EXAMPLES), st.lists(st.sampled_from(CELLS), min_size=1, max_size=12), st.sampled_from(b";,\t|"))
def test_the_right_beginning_with_anything_behind_it(tmp_path: Path, example, cells: list[bytes], mark: int) -> None:
    (tmp_path / "file").write_bytes(example.text.encode() + bytes([mark]).join(cells * 3) + b"\n" + b"\n".join(cells))
    survives(tmp_path / "file", (example.format,))


def archives() -> list[bytes]:
    """A packed file of each kind."""
    content = "".join(example.text for example in EXAMPLES).encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.txt", content)
    several = io.BytesIO()
    with zipfile.ZipFile(several, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("ADRESSE.csv", "STRASSE.csv", "GEMEINDE.csv"):
            file.writestr(name, content)
    return [gzip.compress(content), zipped.getvalue(), several.getvalue()]


@pytest.mark.parametrize("number", range(3))
def test_a_packed_file_with_any_damage(tmp_path: Path, number: int) -> None:
    whole = archives()[number]
    dice = random.Random(number)
    for turn in range(40):
        damaged = bytearray(whole[: dice.randrange(len(whole))] if turn % 3 == 0 else whole)
        for _ in range(dice.randrange(6)):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        (tmp_path / "file").write_bytes(damaged)
        survives(tmp_path / "file", ("bev", "table"))
