"""Bring in data: each file here that has a SOURCE is an importer and is found by itself."""

import importlib
import pkgutil
from functools import cache
from typing import Any

from importers.base import ImportRefused, Sample
from importers.readers import refuse_unreadable

__all__ = ["ImporterError", "find_importer", "importers", "is_fallback", "recognising"]


class ImporterError(TypeError):
    """An importer that is not built as it should be: the sentence names the file and what it lacks."""


@cache
def importers() -> dict[str, Any]:
    """All importers by name, in alphabetical order."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "SOURCE"):
            _check(info.name, module)
            found[info.name] = module
    return found


def recognising(sample: Sample) -> list[str]:
    """The names of the importers that recognise a file.

    An importer with FALLBACK = True reads anything of its form, and is asked only when no other knows the file.
    """
    known = importers()
    exact = [name for name, module in known.items() if not is_fallback(module) and module.recognise(sample)]
    return exact or [name for name, module in known.items() if is_fallback(module) and module.recognise(sample)]


def find_importer(sample: Sample, name: str = "") -> Any:
    """The one importer for a file, or the one asked for by name; refuses with a sentence if there is none."""
    known = ", ".join(importers())
    if name:
        if name not in importers():
            raise ImportRefused(f"There is no importer called {name!r}. There are: {known}.")
        return importers()[name]
    names = recognising(sample)
    if len(names) == 1:
        return importers()[names[0]]
    if names:
        raise ImportRefused(f"The file {sample.name} fits several importers: {', '.join(names)}. Say which one to use.")
    refuse_unreadable(sample.name, sample.head)
    raise ImportRefused(f"No importer knows a file like {sample.name}. There are importers for: {known}.")


def is_fallback(module: Any) -> bool:
    """Whether an importer reads anything of its form and steps back behind the others."""
    return bool(getattr(module, "FALLBACK", False))


def _check(name: str, module: Any) -> None:
    """Refuse a half-built importer at once instead of in the middle of somebody's import."""
    missing = [part for part in ("recognise", "read", "draft") if not callable(getattr(module, part, None))]
    if missing:
        raise ImporterError(f"importers/{name}.py has a SOURCE but lacks {', '.join(missing)}.")
    if module.SOURCE.name != name:
        raise ImporterError(f"importers/{name}.py calls its source {module.SOURCE.name!r}; it must be called {name!r}.")
    if not (module.__doc__ or "").strip():
        raise ImporterError(f"importers/{name}.py needs a docstring; its first line is the title of the importer.")
