"""What was changed, by whom and why, and how to go back."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
