"""Brings offers in: one file per source, one shared pipeline."""
