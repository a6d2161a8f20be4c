"""Offers that may be the same, side by side."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
