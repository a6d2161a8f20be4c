"""The languages of the screen: German is written in the code, other languages come from translations/<code>.po.

Which language is shown stands in the address (`?lang=en`) and nowhere else: no cookie remembers it.
"""

import gettext
import io
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request

FOLDER = Path(__file__).resolve().parent.parent / "translations"
#: code -> the language's own name; the first one is the language of the texts in the code
LANGUAGES: Mapping[str, str] = {"de": "Deutsch", "en": "English"}
SOURCE = "de"
#: the parts of the site whose links keep the language
KEPT_IN = ("site.", "pilot.", "slip.")
#: languages written from right to left
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Words:
    """The texts of one language; call it with the German text to get the text to show."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._catalogue = catalogue(lang)

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language, with its %(name)s filled in."""
        translated = self._catalogue.gettext(text)
        return translated % values if values else translated

    def many(self, one: str, several: str, number: int, **values: object) -> str:
        """The text for one thing or for several; %(num)s is the number."""
        return self._catalogue.ngettext(one, several, number) % {"num": number, **values}


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The translations into one language; for German, and where one is missing, the German text itself."""
    path = FOLDER / f"{lang}.po"
    if lang == SOURCE or not path.is_file():
        return gettext.NullTranslations()
    import polib  # noqa: PLC0415 - nobody who only sees German pages needs it

    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path)).to_binary()))


@cache
def words(lang: str) -> Words:
    """The texts of one language."""
    return Words(lang)


def language() -> str:
    """The language that the address of this page asks for, German if it asks for none that we have."""
    wanted = request.args.get("lang", SOURCE) if has_request_context() else SOURCE
    return wanted if wanted in LANGUAGES else SOURCE


def register_i18n(app: Flask) -> None:
    """Give templates `_()` and `ngettext()`, and keep the language in every link from page to page."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).gettext(text),
        lambda one, several, number: catalogue(language()).ngettext(one, several, number),
        newstyle=True,
    )

    @app.context_processor
    def texts() -> dict[str, Any]:
        lang = language()
        return {"lang": lang, "direction": "rtl" if lang in RIGHT_TO_LEFT else "ltr", "languages": LANGUAGES}

    @app.url_defaults
    def keep_language(endpoint: str, values: MutableMapping[str, Any]) -> None:
        if endpoint.startswith(KEPT_IN) and "lang" not in values and language() != SOURCE:
            values["lang"] = language()
