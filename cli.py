"""The `flask --app app …` commands: what an office or an operator does from a terminal.

Exit codes: 0 it worked, 1 what was given was refused, 2 the command was used wrongly.
"""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from actions.back_up import back_up, restore
from actions.check_installation import check_installation
from actions.find_offers import find_near_address
from actions.seed import seed
from cli_account import account_group
from cli_common import refusing, region_named, say, services, settings
from cli_courses import courses_group
from cli_gazetteer import gazetteer_group, geocode_command
from cli_import import import_command
from cli_region import region_group
from cli_worker import worker_command
from config import SETTINGS
from exporters import EXPORTERS, export
from model.query import Query
from store.courses import Courses
from web import as_json


@click.command("seed")
@click.option("--rebuild-gazetteer", is_flag=True, help="Build the gazetteer again even if it is there.")
@with_appcontext
@refusing
def seed_command(rebuild_gazetteer: bool) -> None:
    """Build the database and the gazetteer from the committed seeds, where they are missing."""
    here = settings()
    for line in seed(here.database_url, here.gazetteer, here.data_dir, again=rebuild_gazetteer):
        click.echo(line)


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
    here = services()
    known = here.regions()
    region = region_named(ags) if ags else known[0] if len(known) == 1 else None
    asked = Query(region.ags if region else None, kind=kind, neutral=neutral, topics=topics, limit=limit)
    found = find_near_address(here.finder, here.geocoder, asked, query, region)
    with current_app.test_request_context():
        for hit in found.answer.hits:
            click.echo(json.dumps(as_json.hit(hit, here.finder.region), ensure_ascii=False))
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
    region = region_named(ags) if ags else None
    here = services()
    title = f"Bildungsberatung {region.name}" if region else ""
    content = export(format_name, here.store, here.clock().date(), region.ags if region else None, title,
                     here.vocabulary)  # fmt: skip
    if output is None:
        click.get_binary_stream("stdout").write(content)
    else:
        output.write_bytes(content)
        click.echo(f"Written to {output}.", err=True)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@refusing
def backup_command(file: Path) -> None:
    """Write everything the database holds into one file, while the service goes on."""
    click.echo(back_up(settings().database_url, file))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
@refusing
def restore_command(file: Path, yes: bool) -> None:
    """Put a backup in the place of the database; the present one is kept beside it."""
    if not yes:
        click.confirm("The present database is replaced and kept beside it. Go on?", abort=True)
    click.echo(restore(settings().database_url, file))


@click.command("check")
@click.option("--json", "as_text", is_flag=True, help="One JSON object.")
@with_appcontext
@refusing
def check_command(as_text: bool) -> None:
    """Check database, gazetteer and freshness; exit code 1 if something is wrong."""
    here = services()
    findings = check_installation(here.store, here.geocoder.trouble, here.regions(), here.clock(),
                                  Courses(settings().courses_dir))  # fmt: skip
    lines = [f"{'ok   ' if finding.good else 'WRONG'} {finding.sentence}" for finding in findings]
    say([{"good": finding.good, "sentence": finding.sentence} for finding in findings], as_text, lines)
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
    for report in services().store.reports():
        click.echo(f"{report.at:%Y-%m-%d} {report.key} {report.reason}: {report.text}")


@click.command("settings")
def settings_command() -> None:
    """List every setting with its default and what it means."""
    for name, (default, meaning) in SETTINGS.items():
        click.echo(f"{name} (default {default or 'empty'}): {meaning}")


COMMANDS = (
    seed_command, region_group, import_command, gazetteer_group, geocode_command, nearest_command, export_command,
    backup_command, restore_command, check_command, report_group, settings_command, worker_command,
    account_group, courses_group,
)  # fmt: skip


def register_commands(app: Flask) -> None:
    """Make the commands known to `flask --app app`."""
    for command in COMMANDS:
        app.cli.add_command(command)
