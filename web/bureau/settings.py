"""What a region counts as neutral, and how it works."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
