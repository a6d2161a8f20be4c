"""Keeps everything: the only SQL of the project, the same on SQLite and PostGIS."""
