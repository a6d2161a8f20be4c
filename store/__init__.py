"""Keeps offers and all that belongs to them, in SQLite or PostGIS. The only SQL of the project."""

from store.base import Store, open_store
from store.errors import StoreError
from store.reports import Report
from store.revisions import Revision
from store.rows import Category, SearchRows, Terms
from store.runs import Rejection, Run
from store.writer import Writer

__all__ = [
    "Category",
    "Rejection",
    "Report",
    "Revision",
    "Run",
    "SearchRows",
    "Store",
    "StoreError",
    "Terms",
    "Writer",
    "open_store",
]
