"""Who is asked when, who did not answer, and the phone list."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
