"""The commands around regions: set one up, list them, show one."""

from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext

from actions.add_gazetteer_layer import add_layer, county_names
from actions.add_region import Wanted, add_region
from actions.build_gazetteer import rebuild_gazetteer
from actions.import_offers import import_file
from actions.region_check import House, Item, check_region
from cli_common import progress_bar, refusing, region_named, say, services, settings
from geo.sources.base import Options
from model.region import Region
from web import as_json

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("region")
def region_group() -> None:
    """Regions of this installation."""


@region_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def region_list(as_text: bool) -> None:
    """List the regions that are set up."""
    regions = services().regions()
    lines = [f"{region.ags}  {region.name}  /{region.slug}/" for region in regions] or ["No region is set up yet."]
    say([as_json.region(region) for region in regions], as_text, lines)


@region_group.command("add")
@click.argument("key")
@click.option("--boundaries", type=EXISTING, help="Any polygon file, also OpenStreetMap, instead of what is shipped.")
@click.option("--name", default="", help="Its name, if not the one in the file; in a file of many areas also which.")
@click.option("--member", "members", multiple=True, metavar="KEY", help="An area of a group; may come several times.")
@click.option("--land", default="", help="The part of the country whose holidays hold, such as NW.")
@click.option("--gazetteer", "layers", multiple=True, type=EXISTING, help="A file of addresses or places to add.")
@click.option("--layer-licence", default="", help="The licence of these files, where they do not tell it.")
@click.option("--layer-city", default="", help="The town of all their addresses, where they do not tell it.")
@click.option("--districts", type=EXISTING, help="A polygon file of its districts, so that people may name them.")
@click.option("--offers", multiple=True, type=EXISTING, help="A file of offers to import afterwards.")
@with_appcontext
@refusing
def region_add(
    key: str, boundaries: Path | None, name: str, members: tuple[str, ...], land: str, layers: tuple[Path, ...],
    layer_licence: str, layer_city: str, districts: Path | None, offers: tuple[Path, ...],
) -> None:  # fmt: skip
    """Set up a region; afterwards `import` and its site work.

    Several files may be given at once; what they hold is added one after the other.

    KEY is an AGS or ARS (05112), the name of a Kreis or city (Münster), or a key of another country or of your own that
    begins with the country (at-30101, de-my-area).
    """
    wanted = Wanted(key, boundaries, name, members, land)
    region, outcome = add_region(services().store, settings().data_dir, wanted)
    click.echo(f"{region.name} ({region.ags}) is {outcome}. Its address is /{region.slug}/")
    for file in layers:
        _add_layer(file, layer_licence, Options(layer_city.strip()))
    if districts:
        _add_layer(districts, layer_licence, Options(layer_city.strip() or region.name, {"kind": "district"}))
    for file in offers:
        _import(file, region)
    if offers:
        rebuild_gazetteer(settings().gazetteer, settings().data_dir, services().store)
    if region.missing_imprint:
        click.echo(f"Still empty in its imprint: {', '.join(region.missing_imprint)}")


def _add_layer(file: Path, licence: str, options: Options) -> None:
    here = settings()
    with progress_bar(f"Reading {file.name}") as progress:
        report = add_layer(
            here.gazetteer, file, licence=licence, options=options, counties=county_names(here.data_dir),
            progress=progress,
        )  # fmt: skip
    click.echo("\n".join(report.lines()))


def _import(file: Path, region: Region) -> None:
    here = services()
    with progress_bar(f"Reading {file.name}") as progress:
        report = import_file(
            here.store, file, region, here.vocabulary, here.geocoder, progress=progress, clock=here.clock
        )
    click.echo("\n".join(report.lines()))


@region_group.command("check")
@click.argument("key")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def region_check(key: str, as_text: bool) -> None:
    """List what a region still lacks before everybody may see it; ends with 1 while something necessary is missing."""
    here, region = services(), region_named(key)
    house = House(here.is_local, here.keeps_mail)
    items = check_region(here.store, region, house, here.clock())
    lines = [f"{_STATES[item.state]:8} {item.code}{_about(item)}" for item in items]
    say([asdict(item) for item in items], as_text, lines)
    if any(item.state == "missing" for item in items):
        raise click.exceptions.Exit(1)


_STATES = {"done": "done", "missing": "MISSING", "later": "later"}


def _about(item: Item) -> str:
    numbers = f"{item.count} of {item.total}" if item.total else str(item.count or "")
    told = ", ".join(filter(None, (numbers, *item.names)))
    return f": {told}" if told else ""


@region_group.command("show")
@click.argument("ags")
@click.option("--json", "as_text", is_flag=True, help="One JSON object.")
@with_appcontext
@refusing
def region_show(ags: str, as_text: bool) -> None:
    """Show one region with its rules and how many offers it has."""
    region = region_named(ags)
    count = services().store.count_offers(region.ags)
    value = {**as_json.region(region), "offers": count, "missing_imprint": list(region.missing_imprint)}
    say(value, as_text, [f"{name}: {content}" for name, content in value.items()])
