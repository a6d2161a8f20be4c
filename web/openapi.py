"""The description of the JSON interface, as programs read it (OpenAPI 3.1)."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from model.vocabulary import Vocabulary

#: facet of a query -> the vocabulary its values come from
WORDS = {"topics": "topics", "phases": "phases", "audiences": "audiences", "languages": "languages",
         "formats": "formats"}  # fmt: skip


@cache
def _frame() -> dict[str, Any]:
    text = (Path(__file__).parent / "openapi.json").read_text(encoding="utf-8")
    frame: dict[str, Any] = json.loads(text)
    return frame


def document(vocabulary: Vocabulary) -> dict[str, Any]:
    """The whole description, with the words that each facet may take."""
    described = copy.deepcopy(_frame())
    schemas = described["components"]["schemas"]
    for facet, name in WORDS.items():
        words = list(vocabulary.terms(name))
        if words:
            schemas[f"{facet}_word"]["enum"] = words
    return described
