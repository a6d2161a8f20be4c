"""What was sent to whom, and what came back."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
