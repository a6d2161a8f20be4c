"""Questionnaires from the list to the return rate."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
