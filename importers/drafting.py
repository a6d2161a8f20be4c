"""Read and draft a file: small ones here, large ones with a process beside this one that takes the XML apart."""

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from importers import importers
from importers.base import ImportRefused, Options, Record

#: a file of fewer bytes is read before another process would have begun
LARGE_BYTES = 20_000_000
BATCH = 500
#: a process that ends by itself is waited for so long
ENDS_WITHIN_S = 10.0


def drafted(name: str, path: Path, *, beside: bool | None = None) -> Iterator[Any]:
    """What an importer reads of a file, its records as drafts; `beside` decides where, otherwise the size does."""
    if beside is None:
        beside = path.stat().st_size >= LARGE_BYTES
    importer = importers()[name]
    for piece in _beside(name, path) if beside else importer.read(path, Options()):
        yield importer.draft(piece) if isinstance(piece, Record) else piece


def _beside(name: str, path: Path) -> Iterator[Any]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(name, path, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            try:
                batch = ours.recv()
            except EOFError:
                raise ImportRefused(f"Reading {path.name} ended too early; nothing was changed.") from None
            if isinstance(batch, Exception):
                raise batch
            if not batch:
                return
            yield from (Record(*piece) if isinstance(piece, tuple) else piece for piece in batch)
    finally:
        ours.close()
        process.join(ENDS_WITHIN_S)
        if process.is_alive():
            process.terminate()
            process.join(ENDS_WITHIN_S)


def _send(name: str, path: Path, to: Connection) -> None:
    """Hand over what is read, in batches; an empty one is the last. Ends when nobody listens any more."""
    gc.disable()  # nothing here refers to itself in a circle, and looking for that takes a tenth of the time
    pieces = importers()[name].read(path, Options())
    with suppress(BrokenPipeError):
        try:
            while batch := list(islice(pieces, BATCH)):
                # plain values travel twice as fast
                to.send([(piece.line, piece.values, piece.ref) if isinstance(piece, Record) else piece
                         for piece in batch])  # fmt: skip
            to.send([])
        except ImportRefused as error:
            to.send(error)
