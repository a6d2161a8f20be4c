"""Who may sign in, with which roles."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
