"""Consultation hours: read them, ask whether it is open, say it in words."""

from model.hours.calendar import Calendar
from model.hours.evaluate import Status, open_at, status
from model.hours.hours import Hours
from model.hours.notes import notes
from model.hours.parse import parse
from model.hours.rules import HoursError
from model.hours.say import say
from model.hours.table import WeekRow, week_table

__all__ = ["Calendar", "Hours", "HoursError", "Status", "WeekRow", "notes", "open_at", "parse", "say", "status",
           "week_table"]  # fmt: skip
