"""The commands about catalogues of courses."""

import click
from flask.cli import with_appcontext

from cli_common import refusing, say, services, settings
from store.courses import Courses
from store.errors import StoreError


@click.group("courses")
def courses_group() -> None:
    """See which catalogues of courses there are, and take one away; `import` brings them in."""


@courses_group.command("list")
@click.option("--json", "as_text", is_flag=True, help="One JSON array.")
@with_appcontext
@refusing
def list_command(as_text: bool) -> None:
    """List the catalogues with their day, licence and number of courses."""
    known = services().courses.catalogues()
    told = [{"name": one.name, "title": one.title, "made_on": one.made_on and one.made_on.isoformat(),
             "imported_on": one.imported_on and one.imported_on.isoformat(), "licence": one.licence,
             "courses": one.courses} for one in known]  # fmt: skip
    lines = [f"{one.name}: {one.title}, {one.courses:,} courses, as of {one.made_on or 'an unknown day'}"
             f"{f', {one.licence}' if one.licence else ''}" for one in known]  # fmt: skip
    say(told, as_text, lines or ["There is no catalogue of courses."])


@courses_group.command("remove")
@click.argument("name")
@with_appcontext
@refusing
def remove_command(name: str) -> None:
    """Take a catalogue and all its courses away."""
    if not Courses(settings().courses_dir).remove(name):
        raise StoreError(f"There is no catalogue {name!r} here; `courses list` names those there are.")
    click.echo(f"The catalogue {name} is gone.")
