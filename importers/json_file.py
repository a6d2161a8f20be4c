"""Read a saved JSON answer whole, and refuse with a sentence what is none: empty, cut off, a web page, too large."""

import json
from pathlib import Path
from typing import Any

from importers.base import ImportRefused
from importers.readers import refuse_unreadable

#: an answer is held in memory; a larger one is better asked for in parts
MOST_BYTES = 200_000_000


def read_json(path: Path) -> Any:
    """What a JSON file holds; NaN and Infinity, which are no JSON, count as nothing said."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ImportRefused(
            f"The file {path.name} is larger than {MOST_BYTES // 1_000_000} MB. Ask for a smaller area, or for parts."
        )
    raw = path.read_bytes()
    refuse_unreadable(path.name, raw[:65_536])
    text = _text(raw)
    if text.lstrip()[:1] == "<":
        raise ImportRefused(f"The file {path.name} is a web page or XML, not JSON: perhaps the server's error message.")
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        if _is_cut_off(text.strip(), error):
            reason = f"is cut off in line {error.lineno}; save it again"
        else:
            reason = f"is no proper JSON: line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        reason = "is nested too deeply"
    raise ImportRefused(f"The file {path.name} {reason}.")


def read_lines(path: Path) -> list[Any]:
    """What a file holds that has one JSON value a line; refuses the file at the first line that is none."""
    found = []
    for number, line in enumerate(_text(path.read_bytes()).splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line, parse_constant=lambda _: None))
            except (json.JSONDecodeError, RecursionError):
                raise ImportRefused(f"The file {path.name} is no proper JSON in line {number}.") from None
    return found


def _is_cut_off(whole: str, error: json.JSONDecodeError) -> bool:
    """Whether a text begins as JSON does but ends too early."""
    open_end = whole[-1] not in "}]" or error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip())
    return whole[0] in "{[" and error.msg != "Extra data" and open_end


def _text(raw: bytes) -> str:
    """The characters of a file: UTF-8 or UTF-16 as JSON is written, else Windows-1252."""
    try:
        return raw.decode(json.detect_encoding(raw)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def text_of(value: Any) -> str:
    """A value as text; nothing where nothing is said, and no number where one stands for yes or no."""
    return "" if value is None or isinstance(value, (bool, dict, list)) else str(value)


def number_of(value: Any) -> int | None:
    """A whole number from 0 on, as a number or as text; None if it is none."""
    text = text_of(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _part_of(value: Any, *names: str) -> Any:
    """What stands below some names, one inside the other; None where the way ends before."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def dict_of(value: Any, *names: str) -> dict[str, Any]:
    """The object below some names; an empty one where there is none."""
    found = _part_of(value, *names)
    return found if isinstance(found, dict) else {}


def list_of(value: Any, *names: str) -> list[Any]:
    """The list below some names; an empty one where there is none, or only a text such as "[]"."""
    found = _part_of(value, *names)
    return found if isinstance(found, list) else []
