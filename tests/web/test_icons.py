"""Every icon that a page asks for is installed."""

import re
from pathlib import Path

import pytest

from web.icons import FOLDER, icon

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(
    {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'icon\("([\w-]+)"\)', path.read_text("utf-8"))}
)


@pytest.mark.parametrize("name", NAMES)
def test_the_icon_is_there_and_hidden_from_screen_readers(name):
    assert FOLDER.is_dir(), "The icons are not installed; script/setup installs them."
    assert 'aria-hidden="true"' in icon(name)
    assert "<script" not in icon(name)


def test_a_missing_icon_leaves_the_word_alone():
    assert icon("gibt-es-nicht") == ""
