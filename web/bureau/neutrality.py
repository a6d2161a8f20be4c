"""The facts about neutrality with their evidence, and who confirms them."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
