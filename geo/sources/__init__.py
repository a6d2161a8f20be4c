"""Address files of all kinds: each module here that has a FORMAT is a reader and is found by itself."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any, cast

from geo.layers import GazetteerError
from geo.sources.base import Format, Reader, Sample
from geo.sources.unpack import sample_of

__all__ = ["formats", "reader_named", "readers", "recognise", "recognising", "sample_of"]


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, in alphabetical order."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found: dict[str, Reader] = {}
    for module in modules:
        if hasattr(module, "FORMAT"):
            lacking = [part for part in ("recognise", "read") if not callable(getattr(module, part, None))]
            if lacking or not isinstance(module.FORMAT, Format):
                raise TypeError(f"{module.__name__} has a FORMAT but lacks {', '.join(lacking) or 'a whole one'}.")
            found[module.FORMAT.name] = cast(Reader, module)
    return found


def formats() -> list[Format]:
    """What is known of each format that can be read."""
    return [reader.FORMAT for reader in readers().values()]


def recognise(path: Path) -> Reader:
    """The one reader for a file; refuses with a sentence if there is none, or several."""
    sample = sample_of(path)
    names = recognising(sample)
    if len(names) == 1:
        return readers()[names[0]]
    if names:
        raise GazetteerError(f"The file {path.name} fits several formats: {', '.join(names)}. Say which it is.")
    raise GazetteerError(_why_unknown(sample) + f" Known are: {', '.join(readers())}.")


def reader_named(name: str) -> Reader:
    """The reader asked for by name."""
    if name not in readers():
        raise GazetteerError(f"There is no format {name!r}. Known are: {', '.join(readers())}.")
    return readers()[name]


def recognising(sample: Sample) -> list[str]:
    """The names of the readers that recognise a file.

    A reader with FALLBACK = True reads anything of its form, and is asked only when no other knows the file.
    """
    exact = [name for name, reader in readers().items() if not _is_fallback(reader) and reader.recognise(sample)]
    return exact or [name for name, reader in readers().items() if _is_fallback(reader) and reader.recognise(sample)]


def _is_fallback(reader: Any) -> bool:
    return bool(getattr(reader, "FALLBACK", False))


def _why_unknown(sample: Sample) -> str:
    name = sample.path.name
    if sample.head.startswith(b"PK"):
        return f"The archive {name} holds several files or none that is known; unpack the one that is meant."
    if sample.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"The file {name} is written in UTF-16; save it as UTF-8."
    if b"\0" in sample.head:
        return f"The file {name} holds NUL bytes, so it is no text, and it is of no other form that is known."
    return f"Nobody here can read a file like {name}."
