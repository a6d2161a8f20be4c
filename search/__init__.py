"""Finds offers: from a query to hits, in memory."""
