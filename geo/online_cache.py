"""The answers of online services to addresses of offers, kept in a file so that nothing is asked twice."""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geo.finding import Finding
from geo.match import MatchPrecision
from geo.online_limit import LOCKED_S, in_words
from geo.online_service import Service
from geo.point import Point, PointError
from geo.spelling import plain

#: how long an answer is good for, and how long it is that a service knew nothing
GOOD_FOR = timedelta(days=365)
UNKNOWN_FOR = timedelta(days=30)

COLUMNS: dict[str, Any] = {
    "provider": str, "query": str, "found": int, "lat": float, "lon": float, "precision": str, "label": str,
    "radius_m": float, "licence": str, "asked_on": str,
}  # fmt: skip
_PRECISIONS: dict[str, MatchPrecision] = {
    "house": "house", "interpolated": "interpolated", "street": "street", "postcode": "postcode",
    "district": "district", "place": "place", "none": "none",
}  # fmt: skip
_OUTDATED = "asked_on <= CASE WHEN found THEN ? ELSE ? END"


class Cache:
    """Answers of one service by query; those that have become too old are forgotten."""

    def __init__(self, file: Path, service: Service) -> None:
        self._file = file
        self._service = service
        self._provider = f"{service.kind}={service.url}"
        with in_words(file):
            self._answers = _open(file)

    def get(self, query: str, today: date) -> Finding | None:
        """What the service said the last time, if that is not too long ago."""
        with in_words(self._file):
            self._answers.delete_where(_OUTDATED, [str(today - GOOD_FOR), str(today - UNKNOWN_FOR)])
            told = [self._provider, normal(query)]
            rows = list(self._answers.rows_where("provider = ? AND query = ?", told))
        return self._finding(rows[0]) if rows else None

    def put(self, query: str, finding: Finding) -> None:
        """Remember an answer, also that nothing was found."""
        row = {
            "provider": self._provider,
            "query": normal(query),
            "found": int(finding.point is not None),
            "lat": finding.point.lat if finding.point else None,
            "lon": finding.point.lon if finding.point else None,
            "precision": finding.precision,
            "label": finding.label,
            "radius_m": finding.radius_m,
            "licence": finding.licence,
            "asked_on": str(finding.asked_on),
        }
        with in_words(self._file):
            self._answers.upsert(row, pk=("provider", "query"))

    def _finding(self, row: Mapping[str, Any]) -> Finding | None:
        """A row as it was put in; None if somebody has made something else of it."""
        try:
            return Finding(
                point=Point(row["lat"], row["lon"]) if row["found"] else None,
                precision=_PRECISIONS[row["precision"]],
                label=str(row["label"]),
                radius_m=float(row["radius_m"]),
                service=self._service.name,
                licence=str(row["licence"]),
                asked_on=date.fromisoformat(row["asked_on"]),
            )
        except (KeyError, TypeError, ValueError, PointError):
            return None


def normal(query: str) -> str:
    """A query without what makes no difference: capitals, spaces, ways of writing the same letter."""
    return " ".join(plain(query).casefold().split())


def _open(file: Path) -> Any:
    """The table of answers, made if it is missing."""
    from sqlite_utils import Database  # noqa: PLC0415 - only whoever asks a service needs it

    answers = Database(sqlite3.connect(file, LOCKED_S)).table("answer")
    answers.create(COLUMNS, pk=("provider", "query"), if_not_exists=True)
    if missing := COLUMNS.keys() - answers.columns_dict.keys():
        raise ValueError(f"its table answer has no column {', '.join(sorted(missing))}")
    return answers
