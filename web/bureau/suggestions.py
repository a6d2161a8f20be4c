"""What people propose, field by field beside what is public."""

from web.gate import Route

ROUTES: tuple[Route, ...] = ()
