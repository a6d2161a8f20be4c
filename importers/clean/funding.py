"""Which instruments of funding a text names."""

import re
from collections.abc import Iterable

_NO = re.compile(r"\b(?:kein\w*|nicht|ohne)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?\n]")
_FORMS = {
    "bildungsgutschein": re.compile(r"bildungsgutschein", re.IGNORECASE),
    "aufstiegs-bafoeg": re.compile(r"aufstiegs-?bafög|\bAFBG\b", re.IGNORECASE),
    "bildungsurlaub": re.compile(r"bildungsurlaub", re.IGNORECASE),
    "avgs": re.compile(r"\bAVGS\b|vermittlungsgutschein", re.IGNORECASE),
}


def funding_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The instruments that some texts name; a sentence with a "not" in it names none."""
    sentences = [part for text in texts for part in _SENTENCE.split(text) if part and not _NO.search(part)]
    return tuple(slug for slug, form in _FORMS.items() if any(map(form.search, sentences)))
