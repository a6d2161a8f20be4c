"""Adding a file of addresses or places to the gazetteer, as a layer of its own that can be taken out again."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from geo.boundaries import full_name
from geo.gazetteer import GazetteerError, build
from geo.layers import Entry, KnownAddress, Layer
from geo.live import layers_folder
from geo.sources import reader_named, recognise, recognising, sample_of
from geo.sources.base import Options, Record, Rejected
from geo.sources.enrich import enriched, postcode_points
from geo.sources.table_headings import guessed
from geo.sources.tables import first_rows
from geo.spelling import plain
from store.files import load_boundaries

SENTENCES = 20
"""So many of the lines that could not be used are named; the rest is counted."""
_NAME = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(slots=True)
class LayerReport:
    """What came of a file."""

    name: str
    title: str
    format: str
    licence: str
    attribution: str
    date: str
    #: whether there was a layer of this name, which it took the place of
    replaces: bool = False
    addresses: int = 0
    places: int = 0
    rejected: int = 0
    sentences: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The report in words."""
        found = f"{self.addresses:,} addresses, {self.places:,} places"
        instead = " It takes the place of the one that was there." if self.replaces else ""
        first = f"Layer {self.name} ({self.format}, {self.licence}): {found}.{instead}"
        if not self.rejected:
            return [first]
        left = self.rejected - len(self.sentences)
        more = [f"  … and {left:,} more."] if left else []
        count = "1 line" if self.rejected == 1 else f"{self.rejected:,} lines"
        return [first, f"{count} could not be used:", *(f"  {one}" for one in self.sentences), *more]


def add_layer(
    gazetteer: Path,
    file: Path,
    *,
    name: str = "",
    title: str = "",
    licence: str = "",
    attribution: str = "",
    date: str = "",
    format_name: str = "",
    options: Options | None = None,
    postcodes: Sequence[Path] = (),
    boundaries: Path | None = None,
    counties: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> LayerReport:
    """Read a file and make its layer, or make it anew; a layer that was there stays if the file is of no use.

    Without a name it is called after the file; without a licence it has that of its format, if that has one.
    `postcodes` and `boundaries` are tables and maps that tell postcode and town of the addresses that lack them.
    """
    options = replace(options or Options(), progress=progress)
    name = layer_name(name or name_from(file))
    if date and not _DATE.fullmatch(date):
        raise GazetteerError(f"{date!r} is no date: it must be a year, a month or a day, such as 2026-03-31.")
    reader = reader_named(format_name) if format_name else recognise(file)
    licence = licence.strip() or reader.FORMAT.licence
    if not licence:
        raise GazetteerError(f"Nobody knows the licence of {file.name} (format {reader.FORMAT.name}): say --licence.")
    title = title.strip() or file.name
    helpers = postcode_files(postcodes)
    attribution = "; ".join([attribution.strip() or reader.FORMAT.attribution or title, *helpers.attributions])
    report = LayerReport(name, title, reader.FORMAT.name, licence, attribution, date, name in layer_files(gazetteer))
    records: Iterable[Record] = reader.read(file, options)
    if postcodes or boundaries:
        points = postcode_points(*helpers.points, towns=helpers.towns) if helpers.points else None
        records = enriched(records, points, helpers.areas, boundaries, options.city)
    layer = Layer(name, title, licence, attribution, date, records=_usable(records, report, file))
    build(_file_of(gazetteer, name), [layer], counties or {})
    return report


def remove_layer(gazetteer: Path, name: str) -> str:
    """Take a layer out again; says which."""
    name = layer_name(name)
    path = _file_of(gazetteer, name)
    if not path.is_file():
        there = ", ".join(layer_files(gazetteer)) or "none"
        raise GazetteerError(f"No layer called {name!r} was added. There are: {there}.")
    path.unlink()
    return f"The layer {name} is removed."


class PostcodeFiles(NamedTuple):
    """Files that tell postcodes, by what they hold."""

    points: list[Path]
    areas: Path | None
    towns: Path | None
    attributions: list[str]


def postcode_files(files: Sequence[Path]) -> PostcodeFiles:
    """Which of some files is a map of postcodes, which says only in what towns they lie, and which have points."""
    points: list[Path] = []
    areas: Path | None = None
    towns: Path | None = None
    attributions: list[str] = []
    for file in files:
        sample = sample_of(file)
        names = recognising(sample)
        attributions += [reader_named(name).FORMAT.attribution for name in names]
        if "vector" in names:
            areas = file
        elif names == ["table"] and "lat" not in guessed(first_rows(sample, comment="\0")[0], {}):
            towns = file
        else:
            points.append(file)
    if towns and not points:
        raise GazetteerError(f"{towns.name} has no points: add a table of postcodes that has, such as GeoNames.")
    return PostcodeFiles(points, areas, towns, [words for words in dict.fromkeys(attributions) if words])


def layer_files(gazetteer: Path) -> dict[str, Path]:
    """The files of the layers that were added, by name."""
    return {path.stem: path for path in sorted(layers_folder(gazetteer).glob("*.sqlite"))}


def layer_name(name: str) -> str:
    """The name of a layer, which is that of its file too: letters, digits and dashes."""
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise GazetteerError(f"{name!r} is no name for a layer: letters, digits and single dashes only. Say --name.")
    return name


def name_from(file: Path) -> str:
    """A name for the layer of a file: essen_haus.csv.gz becomes essen-haus."""
    unpacked = Path(file.name.removesuffix(".gz").removesuffix(".bz2"))
    stem = plain(unpacked.stem).casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60].rstrip("-")


def county_names(data_dir: Path) -> dict[str, str]:
    """What the German districts are called, by their five-digit key."""
    areas = load_boundaries(data_dir / "boundaries" / "kreise.geojson")
    return {ags: full_name(area.name, area.kind) for ags, area in areas.items()}


def _file_of(gazetteer: Path, name: str) -> Path:
    return layers_folder(gazetteer) / f"{name}.sqlite"


def _usable(records: Iterable[Record], report: LayerReport, file: Path) -> Iterator[Entry | KnownAddress]:
    """What can be used of a file, the rest counted; refuses the file at its end if that was nothing."""
    for record in records:
        if isinstance(record, KnownAddress):
            report.addresses += 1
            yield record
        elif isinstance(record, Entry):
            report.places += 1
            yield record
        else:
            _count(record, report, file)
    if not report.addresses and not report.places:
        why = f" {report.sentences[0]}" if report.sentences else ""
        raise GazetteerError(f"Nothing in {file.name} could be used, so no layer was made of it.{why}")


def _count(rejected: Rejected, report: LayerReport, file: Path) -> None:
    report.rejected += 1
    if len(report.sentences) < SENTENCES:
        where = f"{file.name}, line {rejected.line}: " if rejected.line else f"{file.name}: "
        report.sentences.append(where + rejected.reason)
