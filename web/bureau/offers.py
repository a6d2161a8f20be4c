"""The list of all offers with filters, bulk changes and exports."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
