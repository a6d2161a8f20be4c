"""Which reader a file goes to: exactly one, or a sentence that says what is known."""

import gzip
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from geo.layers import GazetteerError
from geo.sources import formats, reader_named, readers, recognise, recognising, sample_of
from geo.sources.base import Options, Sample

OURS = {"hkde", "gebref", "openaddresses", "ban", "bev", "swisstopo", "bag", "geonames", "opengeodb", "table"}


class Example(NamedTuple):
    """The beginning of a file of each format."""

    format: str
    text: str


EXAMPLES = [
    Example("hkde", "N;DEXX1;A;05;1;12;0;1;1;7;a;32345678,123;5701234,567;Musterweg;47051;Musterstadt;;Nord\n"),
    Example("gebref", "N;DEXX1;A;05;L;1;X;12;Y;0;Musterstadt;1;Nord;1;Musterweg;7;;32;345678,12;5701234,56;2024\n"),
    Example("gebref", "N;DEXX1;A;05;1;12;000;01;00123;7;;32345678,123;5701234,567;Musterweg;2018-01-01\n"),
    Example("openaddresses", "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH\n6,51,1,W,,A,,,1,,\n"),
    Example("openaddresses", '{"type":"Feature","properties":{"number":"1","street":"Weg","unit":"","city":"A",'
            '"district":"","region":"","postcode":"1","id":""},"geometry":{"type":"Point","coordinates":[6.7,51.4]}}\n'),
    Example("ban", "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position\n"),
    Example("bev", "ADRCD;GKZ;OKZ;PLZ;SKZ;HAUSNRZAHL1;RW;HW;EPSG\n"),
    Example("bev", "ADRCD,HNR_ADR_ZUSAMMEN,STRASSENNAME,ZUSTELLORT,PLZ,GEMEINDENAME,lat,lon\n"),
    Example("swisstopo", "\ufeffADR_EGAID;STN_LABEL;ADR_NUMBER;ZIP_LABEL;COM_NAME;ADR_EASTING;ADR_NORTHING\n"),
    Example("bag", "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;lon;lat\n"),
    Example("geonames", "country_code,zipcode,place,state,state_code,province,province_code,community,community_code,"
            "latitude,longitude\n"),
    Example("geonames", "DE\t47051\tMusterstadt\tNRW\tNW\t\t\tMusterstadt\t05112\t51.4\t6.7\t4\n"),
    Example("opengeodb", "#loc_id\tplz\tlon\tlat\tOrt\n1\t47051\t6.7\t51.4\tMusterstadt\n"),
    Example("table", "Straße;Hausnr.;PLZ;Ort;Breite;Länge\nMusterweg;1;47051;Musterstadt;51,4;6,7\n"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.format)
@pytest.mark.parametrize("packed", ["plain", "gz", "zip"])
def test_every_format_is_recognised_by_exactly_one_reader(tmp_path: Path, example: Example, packed: str) -> None:
    path = tmp_path / "file.dat"
    content = (example.text + "\n").encode()
    if packed == "zip":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("the_file.txt", content)
    else:
        path.write_bytes(gzip.compress(content) if packed == "gz" else content)
    assert recognising(sample_of(path)) == [example.format]
    assert recognise(path).FORMAT.name == example.format


def test_each_of_our_formats_has_an_example() -> None:
    assert {example.format for example in EXAMPLES} == OURS
    assert readers().keys() >= OURS


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_reader_says_what_it_is(name: str) -> None:
    module = reader_named(name)
    assert module.FORMAT.name == name and module.FORMAT.title
    assert (module.__doc__ or "").strip() and module.recognise.__doc__ and module.read.__doc__
    assert module.FORMAT in formats()


def test_a_new_reader_needs_no_other_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import geo.sources

    (tmp_path / "stones.py").write_text(
        '"""Stones."""\nfrom geo.sources.base import Format\nFORMAT = Format("stones", "stones")\n'
        "def recognise(sample): return sample.head.startswith(b'STONE')\ndef read(path, options): return iter(())\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(geo.sources, "__path__", [*geo.sources.__path__, str(tmp_path)])
    readers.cache_clear()
    try:
        (tmp_path / "file").write_bytes(b"STONE AGE\n")
        assert recognise(tmp_path / "file").FORMAT.title == "stones"
    finally:
        monkeypatch.undo()
        readers.cache_clear()


def test_a_half_built_reader_is_noticed_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import geo.sources

    (tmp_path / "half.py").write_text("FORMAT = None\n", encoding="utf-8")
    monkeypatch.setattr(geo.sources, "__path__", [*geo.sources.__path__, str(tmp_path)])
    readers.cache_clear()
    try:
        with pytest.raises(TypeError, match="half has a FORMAT but lacks recognise, read"):
            readers()
    finally:
        monkeypatch.undo()
        readers.cache_clear()


def test_several_readers_for_one_file_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(EXAMPLES[3].text, encoding="utf-8")
    monkeypatch.setattr(reader_named("ban"), "recognise", lambda sample: True)
    with pytest.raises(GazetteerError, match=r"file.csv fits several formats: ban, openaddresses\. Say which it is\."):
        recognise(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Sehr geehrte Damen und Herren\n", "Nobody here can read a file like letter.txt. Known are: bag, ban, "),
        (b"a;b\n1;2\n".decode().encode("utf-16"), "is written in UTF-16; save it as UTF-8"),
        (b"a;b\x00\x01\x02\n1;2\n", "holds NUL bytes, so it is no text"),
        (b"PK\x05\x06" + bytes(18), "The archive letter.txt holds several files or none that is known"),
        (b"%PDF-1.7\n1;2;3\n4;5;6\n", "Nobody here can read"),
    ],
)
def test_what_nobody_knows_is_refused_with_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(GazetteerError) as refused:
        recognise(path)
    assert words in str(refused.value)


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(GazetteerError, match=r"There is no format 'shape'\. Known are: bag, ban"):
        reader_named("shape")


def test_a_format_asked_for_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for name in OURS - {"table", "hkde", "gebref", "geonames"}:
        with pytest.raises(GazetteerError, match=r"file.csv (has no column|needs STRASSE.csv)"):
            list(reader_named(name).read(path, Options()))


def test_a_sample_is_only_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Straße;lat;lon\n" + "Mühlenweg 1;51,4;6,7\n" * 10_000, encoding="utf-8")
    sample = sample_of(path)
    assert isinstance(sample, Sample) and len(sample.head) == 65_536
    assert recognising(sample) == ["table"]
