"""The commands around the gazetteer: its layers, and asking it."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from actions.add_gazetteer_layer import add_layer, county_names, remove_layer
from cli_common import progress_bar, refusing, region_named, say, services, settings
from geo.sources import formats
from geo.sources.base import Options
from geo.sources.table_headings import COLUMNS
from web import as_json

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("gazetteer")
def gazetteer_group() -> None:
    """Places, postcodes and addresses: one file of our own, and a layer for each file that was added."""


@gazetteer_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def gazetteer_list(as_text: bool) -> None:
    """List the layers of the gazetteer with licence and date."""
    layers = services().geocoder.layers()
    lines = [
        f"{layer.name}: {layer.entries} entries, {layer.licence}, {layer.as_of or 'date unknown'}" for layer in layers
    ]
    say([layer.as_dict() for layer in layers], as_text, lines)


@gazetteer_group.command("add")
@click.argument("file", type=EXISTING)
@click.option("--format", "format_name", default="", help="Its format, if it is not recognised by itself.")
@click.option("--name", default="", help="Name of the layer; the name of the file if left out.")
@click.option("--title", default="", help="What the layer is, in words.")
@click.option("--licence", default="", help="Its licence; needed where the format does not tell it.")
@click.option("--attribution", default="", help="Whom its licence asks us to name.")
@click.option("--date", default="", help="The state of the data: a year, a month or a day.")
@click.option("--city", default="", help="The town of all addresses, where the file does not say it.")
@click.option("--column", "columns", multiple=True, metavar="OURS=HEADING",
              help=f"What a column holds, for tables and map files; ours: {', '.join(COLUMNS)}.")  # fmt: skip
@click.option("--crs", default="", help="The coordinate system, such as EPSG:25832, where the file does not say it.")
@click.option("--postcodes", multiple=True, type=EXISTING, help="A table or map of postcodes, for addresses without.")
@click.option("--boundaries", type=EXISTING, help="A map of municipalities, for addresses without a town.")
@click.option("--json", "as_text", is_flag=True, help="The report as one JSON object.")
@with_appcontext
@refusing
def gazetteer_add(
    file: Path, format_name: str, name: str, title: str, licence: str, attribution: str, date: str, city: str,
    columns: tuple[str, ...], crs: str, postcodes: tuple[Path, ...], boundaries: Path | None, as_text: bool,
) -> None:  # fmt: skip
    """Add a file of addresses or places as a layer; a layer of the same name is replaced once the new one answers."""
    options = Options(city.strip(), _columns(columns), crs.strip())
    with progress_bar(f"Reading {file.name}") as progress:
        report = add_layer(
            settings().gazetteer, file, name=name, title=title, licence=licence, attribution=attribution, date=date,
            format_name=format_name, options=options, postcodes=postcodes, boundaries=boundaries,
            counties=county_names(settings().data_dir), progress=progress,
        )  # fmt: skip
    say(report.as_dict(), as_text, report.lines())


@gazetteer_group.command("remove")
@click.argument("name")
@with_appcontext
@refusing
def gazetteer_remove(name: str) -> None:
    """Take a layer out again that was added."""
    click.echo(remove_layer(settings().gazetteer, name))


@gazetteer_group.command("formats")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@refusing
def gazetteer_formats(as_text: bool) -> None:
    """List the formats of files that can be added, with the licence where there is a usual one."""
    known = formats()
    lines = [f"{one.name}: {one.title}; {one.licence or 'licence to be said'}" for one in known]
    value = [
        {"name": one.name, "title": one.title, "licence": one.licence, "attribution": one.attribution} for one in known
    ]
    say(value, as_text, lines)


@click.command("geocode")
@click.argument("query", required=False)
@click.option("--batch", type=click.File("r", encoding="utf-8"), help="A file with one query a line.")
@click.option("--region", "ags", default="", help="Prefer places of this region.")
@with_appcontext
@refusing
def geocode_command(query: str | None, batch: Any, ags: str) -> None:
    """Find the place meant by a query, or by each line of a file; one JSON line each."""
    if (query is None) == (batch is None):
        raise click.UsageError("Give either a query or --batch FILE.")
    within = region_named(ags).box if ags else None
    for line in [query] if batch is None else (text.rstrip("\n") for text in batch):
        match = services().geocoder.find(line or "", within)
        click.echo(json.dumps({"query": line, **as_json.origin(match)}, ensure_ascii=False))


def _columns(told: tuple[str, ...]) -> dict[str, str]:
    """OURS=HEADING as a mapping."""
    found = {}
    for one in told:
        ours, equals, heading = one.partition("=")
        if not equals or not heading.strip() or ours.strip() not in COLUMNS:
            raise click.UsageError(f"--column {one!r}: give OURS=HEADING, with one of ours: {', '.join(COLUMNS)}.")
        found[ours.strip()] = heading.strip()
    return found
