"""The `flask --app app …` commands: what an office or an operator does from a terminal.

Exit codes: 0 it worked, 1 what was given was refused, 2 the command was used wrongly.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from actions.add_region import AddRegionRefused, add_region
from actions.back_up import BackupRefused, back_up, restore
from actions.build_gazetteer import rebuild_gazetteer
from actions.check_installation import check_installation
from actions.find_offers import find_near_address
from actions.import_offers import ImportRefused, import_file
from actions.seed import seed
from config import SETTINGS, SettingError, Settings
from exporters import EXPORTERS, export
from geo.gazetteer import GazetteerError
from geo.online import OnlineError, open_online
from model.query import Query, QueryError
from model.region import Region
from store import StoreError
from web import as_json
from web.context import Services

REFUSED = (
    StoreError, QueryError, SettingError, ImportRefused, AddRegionRefused, BackupRefused, GazetteerError, OnlineError,
    OSError,
)  # fmt: skip


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what is refused into one sentence and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except REFUSED as error:
            click.echo(f"Refused: {error}", err=True)
            sys.exit(1)

    return run


def _services() -> Services:
    found: Services = current_app.extensions["open_services"]()
    return found


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _region(name: str) -> Region:
    region = _services().finder.region(name) or _services().finder.region(name.zfill(5))
    if region is None:
        raise AddRegionRefused(f"There is no region {name!r} yet. `flask --app app region add {name}` sets it up.")
    return region


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that is told how much of how much is done."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield step


def _print(value: object, as_json_text: bool, lines: list[str]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False) if as_json_text else "\n".join(lines))


@click.command("seed")
@click.option("--rebuild-gazetteer", is_flag=True, help="Build the gazetteer again even if it is there.")
@with_appcontext
@refusing
def seed_command(rebuild_gazetteer: bool) -> None:
    """Build the database and the gazetteer from the committed seeds, where they are missing."""
    settings = _settings()
    for line in seed(settings.database_url, settings.gazetteer, settings.data_dir, again=rebuild_gazetteer):
        click.echo(line)


@click.group("region")
def region_group() -> None:
    """Regions of this installation."""


@region_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def region_list(as_text: bool) -> None:
    """List the regions that are set up."""
    regions = _services().regions()
    lines = [f"{region.ags}  {region.name}  /{region.slug}/" for region in regions] or ["No region is set up yet."]
    _print([as_json.region(region) for region in regions], as_text, lines)


@region_group.command("add")
@click.argument("ags")
@click.option("--boundaries", type=click.Path(exists=True, path_type=Path), help="Any polygon file instead.")
@click.option("--name", default="", help="Its name, if not the one in the file.")
@with_appcontext
@refusing
def region_add(ags: str, boundaries: Path | None, name: str) -> None:
    """Set up a region by its AGS; afterwards `import` and its site work."""
    region, outcome = add_region(_services().store, _settings().data_dir, ags, boundaries=boundaries, name=name)
    click.echo(f"{region.name} ({region.ags}) is {outcome}. Its address is /{region.slug}/")
    if region.missing_imprint:
        click.echo(f"Still empty in its imprint: {', '.join(region.missing_imprint)}")


@region_group.command("show")
@click.argument("ags")
@click.option("--json", "as_text", is_flag=True, help="One JSON object.")
@with_appcontext
@refusing
def region_show(ags: str, as_text: bool) -> None:
    """Show one region with its rules and how many offers it has."""
    region = _region(ags)
    count = _services().store.count_offers(region.ags)
    value = {**as_json.region(region), "offers": count, "missing_imprint": list(region.missing_imprint)}
    _print(value, as_text, [f"{name}: {content}" for name, content in value.items()])


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", "ags", required=True, help="AGS or slug of the region.")
@click.option("--source", default=None, help="Name of the importer, if the file is not recognised by itself.")
@click.option("--name", default=None, help="Name of the list; the keys of its offers begin with it.")
@click.option("--columns", type=click.Path(exists=True, path_type=Path), help="TOML file: our column = your heading.")
@click.option("--sheet", default="", help="Which sheet of a workbook; the first that holds a table if left out.")
@click.option("--relocate", is_flag=True, help="Look every address up anew, also those that have a point.")
@click.option("--online", is_flag=True, help="Ask the service of ONLINE_GEOCODER for addresses not known here.")
@click.option("--complete", is_flag=True, help="The file is the whole list: archive what is missing from it.")
@click.option("--dry-run", is_flag=True, help="Do all but write.")
@click.option("--json", "as_text", is_flag=True, help="The report as one JSON object.")
@with_appcontext
@refusing
def import_command(
    file: Path, ags: str, source: str | None, name: str | None, columns: Path | None, sheet: str, relocate: bool,
    online: bool, complete: bool, dry_run: bool, as_text: bool,
) -> None:  # fmt: skip
    """Bring a file of offers in; a broken line is named and the rest goes in."""
    services = _services()
    region = _region(ags)
    asked = open_online(_settings().online, _settings().online_file, services.clock) if online else None
    if asked:
        click.echo(f"Addresses of offers that are not known here are sent to {asked.service.name}.", err=True)
    with _progress(f"Reading {file.name}") as progress:
        report = import_file(
            services.store, file, region, services.vocabulary, services.geocoder, source=source, name=name,
            dry_run=dry_run, columns=columns, sheet=sheet, complete=complete, relocate=relocate, online=asked,
            progress=progress, clock=services.clock,
        )  # fmt: skip
    _print(report.as_dict(), as_text, report.lines())
    if not dry_run and report.changed_anything:
        rebuild_gazetteer(_settings().gazetteer, _settings().data_dir, services.store)


@click.group("gazetteer")
def gazetteer_group() -> None:
    """The file with places, postcodes and addresses."""


@gazetteer_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON list.")
@with_appcontext
@refusing
def gazetteer_list(as_text: bool) -> None:
    """List the layers of the gazetteer with licence and date."""
    layers = _services().geocoder.layers()
    lines = [f"{layer.name}: {layer.entries} entries, {layer.licence}, {layer.as_of}" for layer in layers]
    _print([layer.as_dict() for layer in layers], as_text, lines)


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
    within = _region(ags).box if ags else None
    for line in [query] if batch is None else (text.rstrip("\n") for text in batch):
        match = _services().geocoder.find(line or "", within)
        click.echo(json.dumps({"query": line, **as_json.origin(match)}, ensure_ascii=False))


@click.command("nearest")
@click.argument("query")
@click.option("--region", "ags", default="", help="AGS or slug; with only one region that one.")
@click.option("--neutral", is_flag=True, help="Only what the region counts as neutral.")
@click.option("--kind", type=click.Choice(["counselling", "learning"]))
@click.option("--topic", "topics", multiple=True, help="May be given several times: any of them.")
@click.option("--limit", default=20, show_default=True)
@click.option("--json", "as_text", is_flag=True, help="JSON lines (also without this option; kept for scripts).")
@with_appcontext
@refusing
def nearest_command(
    query: str, ags: str, neutral: bool, kind: Any, topics: tuple[str, ...], limit: int, as_text: bool
) -> None:
    """Find the nearest offers to an address; one JSON line each."""
    services = _services()
    known = services.regions()
    region = _region(ags) if ags else known[0] if len(known) == 1 else None
    asked = Query(region.ags if region else None, kind=kind, neutral=neutral, topics=topics, limit=limit)
    found = find_near_address(services.finder, services.geocoder, asked, query, region)
    with current_app.test_request_context():
        for hit in found.answer.hits:
            click.echo(json.dumps(as_json.hit(hit, services.finder.region), ensure_ascii=False))
    if not found.origin.found:
        hint = "; ".join(one.label for one in found.origin.candidates)
        click.echo(f"Which place is meant? {hint}" if hint else "This place is not known.", err=True)


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(sorted(EXPORTERS)))
@click.option("--region", "ags", default="", help="Only this region.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; the terminal if left out.")
@with_appcontext
@refusing
def export_command(format_name: str, ags: str, output: Path | None) -> None:
    """Hand the published offers out in a format other programs read."""
    region = _region(ags) if ags else None
    text = export(format_name, _services().store, region.ags if region else None)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="")
        click.echo(f"Written to {output}.", err=True)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@refusing
def backup_command(file: Path) -> None:
    """Write everything the database holds into one file, while the service goes on."""
    click.echo(back_up(_settings().database_url, file))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
@refusing
def restore_command(file: Path, yes: bool) -> None:
    """Put a backup in the place of the database; the present one is kept beside it."""
    if not yes:
        click.confirm("The present database is replaced and kept beside it. Go on?", abort=True)
    click.echo(restore(_settings().database_url, file))


@click.command("check")
@click.option("--json", "as_text", is_flag=True, help="One JSON object.")
@with_appcontext
@refusing
def check_command(as_text: bool) -> None:
    """Check database, gazetteer and freshness; exit code 1 if something is wrong."""
    services = _services()
    findings = check_installation(services.store, services.geocoder.trouble, services.regions(), services.clock())
    lines = [f"{'ok   ' if finding.good else 'WRONG'} {finding.sentence}" for finding in findings]
    _print([{"good": finding.good, "sentence": finding.sentence} for finding in findings], as_text, lines)
    if not all(finding.good for finding in findings):
        sys.exit(1)


@click.group("report")
def report_group() -> None:
    """What visitors reported as wrong."""


@report_group.command("list")
@with_appcontext
@refusing
def report_list() -> None:
    """List the reports that nobody has dealt with."""
    for report in _services().store.reports():
        click.echo(f"{report.at:%Y-%m-%d} {report.key} {report.reason}: {report.text}")


@click.command("settings")
def settings_command() -> None:
    """List every setting with its default and what it means."""
    for name, (default, meaning) in SETTINGS.items():
        click.echo(f"{name} (default {default or 'empty'}): {meaning}")


COMMANDS = (
    seed_command, region_group, import_command, gazetteer_group, geocode_command, nearest_command, export_command,
    backup_command, restore_command, check_command, report_group, settings_command,
)  # fmt: skip


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask --app app`."""
    for command in COMMANDS:
        app.cli.add_command(command)
