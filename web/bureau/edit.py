"""The form of one offer: draft, preview, conflict, archive."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
