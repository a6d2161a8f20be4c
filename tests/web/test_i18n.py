"""The catalogue of translations holds every text that the code shows, and nothing else."""

import ast
import re
from pathlib import Path

import jinja2
import polib
import pytest

from web.i18n import LANGUAGES, SOURCE, words

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("words", "say", "many")
#: what texts of a sheet for clients go through
SHEET = "style"


def in_templates() -> set[tuple[str, ...]]:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found: set[tuple[str, ...]] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for _, _, message in environment.extract_translations(path.read_text(encoding="utf-8")):
            texts = (message,) if isinstance(message, str) else message
            found.add(tuple(text for text in texts if text))
    return found


def in_code() -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in (ROOT / "web").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in CALLS:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                if texts and texts[0] not in LANGUAGES:
                    found.add(tuple(texts))
            if isinstance(node, ast.Call) and _name(node.func) == SHEET and isinstance(node.args[0], ast.Constant):
                # The second text is plain German, which is not translated.
                found.add((node.args[0].value,))
    return found


def on_sheets() -> set[tuple[str, ...]]:
    """The texts of sheets, which speak another language than the page."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "pilot").glob("*.html"))
    return {(one,) for one in re.findall(rf'\b{SHEET}\(["\']([^"\']+)["\']', text)}


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def entries(lang: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(ROOT / "translations" / f"{lang}.po")))


OTHERS = [lang for lang in LANGUAGES if lang != SOURCE]


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_is_translated_and_no_translation_is_left_over(lang):
    used = in_templates() | in_code() | on_sheets()
    kept = {(entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,) for entry in entries(lang)}
    assert used - kept == set()
    assert kept - used == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_every_translation_keeps_the_placeholders(lang):
    for entry in entries(lang):
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        for text in texts:
            assert text, entry.msgid
            assert sorted(_placeholders(text)) == sorted(_placeholders(entry.msgid)), entry.msgid


def _placeholders(text: str) -> list[str]:
    return [piece.split(")s")[0] for piece in text.split("%(")[1:]]


def test_german_texts_hold_at_most_fifteen_words_a_sentence():
    for texts in in_templates() | in_code():
        for text in texts:
            for sentence in text.replace("–", ".").replace(":", ".").split("."):
                assert len(sentence.split()) <= 15, sentence


def test_german_texts_do_not_shout():
    assert [text for texts in in_templates() | in_code() for text in texts if "!" in text] == []


def test_one_and_several_differ():
    say = words("en")
    assert say.many("%(num)s Lernangebot", "%(num)s Lernangebote", 1) == "1 learning offer"
    assert say.many("%(num)s Lernangebot", "%(num)s Lernangebote", 2) == "2 learning offers"


def test_a_text_without_translation_stays_german():
    assert words("en")("Das gibt es nicht.") == "Das gibt es nicht."
