"""The command that brings files in: once, or again and again."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from actions.build_gazetteer import rebuild_gazetteer
from actions.import_courses import import_courses, is_catalogue
from actions.import_due import Parts, import_due
from actions.import_offers import import_file
from cli_common import progress_bar, refusing, region_named, say, services, settings
from geo.online import open_online
from importers.base import look_over
from importers.report import ImportReport
from model.region import Region
from model.standing import StandingImport

EXISTING = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=EXISTING, required=False)
@click.option("--region", "ags", default="", help="AGS or slug of the region.")
@click.option("--source", default=None, help="Name of the importer, if the file is not recognised by itself.")
@click.option("--name", default=None, help="Name of the list; the keys of its offers begin with it.")
@click.option("--columns", type=click.Path(exists=True, path_type=Path), help="TOML file: our column = your heading.")
@click.option("--sheet", default="", help="Which sheet of a workbook; the first that holds a table if left out.")
@click.option("--relocate", is_flag=True, help="Look every address up anew, also those that have a point.")
@click.option("--online", is_flag=True, help="Ask the service of ONLINE_GEOCODER for addresses not known here.")
@click.option("--complete", is_flag=True, help="The file is the whole list: archive what is missing from it.")
@click.option("--dry-run", is_flag=True, help="Do all but write.")
@click.option("--every", type=click.IntRange(1, 3650), help="Read the file again after so many days, see --all-due.")
@click.option("--mail", default="", help="Who gets the report of later times; the office of the region if left out.")
@click.option("--all-due", is_flag=True, help="Read again every file that is due; for a daily task.")
@click.option("--stop", is_flag=True, help="Read this file of this region no more.")
@click.option("--json", "as_text", is_flag=True, help="The report as one JSON object.")
@with_appcontext
@refusing
def import_command(
    file: Path | None, ags: str, source: str | None, name: str | None, columns: Path | None, sheet: str,
    relocate: bool, online: bool, complete: bool, dry_run: bool, every: int | None, mail: str, all_due: bool,
    stop: bool, as_text: bool,
) -> None:  # fmt: skip
    """Bring a file of offers in; a broken line is named and the rest goes in."""
    if all_due:
        _all_due(as_text)
        return
    if file is None or not ags:
        raise click.UsageError("Say which file to import and into which --region, or --all-due.")
    region = region_named(ags)
    if stop:
        _stop(region, file)
        return
    if not file.is_file():
        raise click.UsageError(f"The file {str(file)!r} does not exist.")
    if every and (columns or sheet):
        raise click.UsageError("A file that needs --columns or --sheet cannot be read again by itself.")
    here = services()
    asked = open_online(settings().online, settings().online_file, here.clock) if online else None
    if asked:
        click.echo(f"Addresses of offers that are not known here are sent to {asked.service.name}.", err=True)
    with progress_bar(f"Reading {file.name}") as progress:
        if is_catalogue(file, source or ""):
            report = import_courses(
                settings().courses_dir, file, here.geocoder, here.clock().date(), source=source or "", name=name or "",
                country=region.country, complete=complete, relocate=relocate, dry_run=dry_run, progress=progress,
                around=tuple(known.box for known in here.regions()),
            )  # fmt: skip
        else:
            report = import_file(
                here.store, file, region, here.vocabulary, here.geocoder, source=source, name=name,
                dry_run=dry_run, columns=columns, sheet=sheet, complete=complete, relocate=relocate, online=asked,
                progress=progress, clock=here.clock,
            )  # fmt: skip
    say(report.as_dict(), as_text, report.lines())
    if dry_run:
        return
    if every:
        standing = StandingImport(
            region.ags, str(file.resolve()), every, source or "", name or "", complete, mail.strip(), here.clock(),
            look_over(file).sha256,
        )  # fmt: skip
        with here.store.write(by="operator", why="import --every") as writer:
            writer.standing.keep(standing)
        click.echo(f"It is read again after {every} days by `import --all-due`.", err=True)
    _refresh([report])


def _all_due(as_text: bool) -> None:
    here = services()
    done = []
    parts = Parts(here.store, here.vocabulary, here.geocoder, here.clock, settings().courses_dir)
    for one in import_due(parts):
        done.append(one)
        if not as_text:
            click.echo("\n".join(one.lines()))
    if as_text:
        told = [{"region": one.standing.region, "file": one.standing.path, "refused": one.refused,
                 "report": one.report and one.report.as_dict()} for one in done]  # fmt: skip
        say(told, True, [])
    elif not done:
        click.echo("Nothing is due.")
    _refresh([one.report for one in done if one.report])
    if any(one.refused for one in done):
        raise click.exceptions.Exit(1)


def _stop(region: Region, file: Path) -> None:
    with services().store.write(by="operator", why="import --stop") as writer:
        there = writer.standing.forget(region.ags, str(file.resolve()))
    click.echo("It is read no more." if there else "It was not read again anyway.")


def _refresh(reports: list[ImportReport]) -> None:
    """Let the geocoder know the addresses of new and changed offers."""
    if any(report.changed_anything for report in reports):
        rebuild_gazetteer(settings().gazetteer, settings().data_dir, services().store)
