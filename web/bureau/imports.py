"""Bringing a file in, with a preview, and undoing it."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
