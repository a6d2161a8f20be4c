"""The to-do list, the start page of the office."""

from flask import render_template

from web.gate import Desk, Route


def todo(desk: Desk) -> str:
    """Show what needs doing, the most pressing first."""
    return render_template("bureau/todo.html", region=desk.region)


ROUTES: tuple[Route, ...] = (Route("/<region>/", "todo", todo, "desk"),)
