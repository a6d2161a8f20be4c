"""Clean texts: invisible characters, markup, placeholders, and a form in which words can be compared."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

#: how a rule says what it noticed; the sentence goes into the report with the line of the record
Warn = Callable[[str], None]

_TAGS = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|"
    "figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|"
    "meta|nav|object|ol|option|p|pre|q|s|script|section|select|small|span|strike|strong|style|sub|summary|sup|svg|"
    "table|tbody|td|textarea|tfoot|th|thead|title|tr|u|ul|video|o:p"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"[^\S\n]+")
#: an apostrophe that keeps a spreadsheet from running a cell, or from taking it for a number or a day
_QUOTED_FORMULA = re.compile(
    r"^'(?=[=+\-@\t\r\n\x00]|(?:0\d+|\d{16,}|\d+[eE]\d+|\d{1,4}(?:[./:-]\d{1,4}){1,2}\.?)$)"
)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
     "blockquote", "dd", "dt", "hr"}
)  # fmt: skip
_SILENT = frozenset({"script", "style", "iframe", "object", "svg", "head"})
#: what people write into a cell to say that they do not know
PLACEHOLDERS = frozenset(
    {"-", "--", "---", "–", "—", "/", ".", "?", "k.a.", "k. a.", "k.a", "k. a", "ka", "keine angabe", "keine angaben",
     "ohne angabe", "n/a", "n.a.", "n. a.", "nan", "null", "none", "nil", "#nv", "#n/a", "unbekannt", "nicht bekannt",
     "unknown", "entfällt", "x.x.", "tbd"}
)  # fmt: skip


class _ToText(HTMLParser):
    """Collects the text of markup; blocks become lines, scripts become nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:  # one that is closed at once holds nothing that could be silent
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def without_markup(text: str) -> str:
    """The text of what may be HTML; a lone "<" stays what it is."""
    if "<" in text and _MARKUP.search(text):
        parser = _ToText()
        parser.feed(text.replace("<![", "&lt;!["))  # Python's parser stumbles over unknown marked sections
        parser.close()
        return "".join(parser.parts)
    if "&" in text and _ENTITY.search(text):
        return unescape(text)
    return text


def tidy(text: str) -> str:
    """A text without invisible characters, markup and stray spaces; its paragraphs stay."""
    if not text:
        return ""
    text = without_markup(_QUOTED_FORMULA.sub("", text.strip()))
    if not text.isascii() or "\r" in text or not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
        text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    if "\n" not in text:
        return " ".join(text.split())
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """A tidy text in one line."""
    return " ".join(tidy(text).split())


def known(text: str) -> str:
    """A tidy line, or nothing where somebody only wrote that they do not know."""
    if not text:
        return ""
    line = one_line(text)
    return "" if len(line) < 20 and line.casefold() in PLACEHOLDERS else line


def known_text(text: str) -> str:
    """A tidy text with its paragraphs, or nothing where somebody only wrote that they do not know."""
    tidied = tidy(text)
    return "" if len(tidied) < 20 and tidied.casefold() in PLACEHOLDERS else tidied


_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A word in the form in which words are compared: small letters, no umlauts, no accents, no punctuation."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FOLDS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def shorten(text: str, limit: int = 60) -> str:
    """A text for a sentence of the report: in one line, and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
