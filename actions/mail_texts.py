"""The texts of mails, one file in templates/mail/ each: a first line "Betreff: …", an empty line, the text."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "mail"
SUBJECT = "Betreff: "


def mail_text(name: str, **values: object) -> tuple[str, str]:
    """Subject and text of a mail with its values filled in; a value that is missing is an error, not a gap.

    Line breaks in the subject become spaces, so that a value cannot add a header.
    """
    text = _texts().get_template(f"{name}.txt").render(**values)
    first, _, rest = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"templates/mail/{name}.txt does not begin with {SUBJECT!r}.")
    return " ".join(first.removeprefix(SUBJECT).split()), rest.strip() + "\n"


@cache
def _texts() -> Environment:
    """Plain text is not HTML, so nothing is escaped."""
    loader = FileSystemLoader(FOLDER)
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
