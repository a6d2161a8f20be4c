"""Is this installation well? For operators and for monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from model.region import Region
from store import Store
from store.courses import Courses


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    sentence: str


def check_installation(
    store: Store, gazetteer_trouble: str, regions: Sequence[Region], now: datetime, courses: Courses
) -> list[Finding]:
    """Look at database, gazetteer, catalogues of courses, regions, imprints and how fresh the entries are."""
    findings = [
        Finding(not store.read_only, "The database can be written." if not store.read_only
                else "The database is read-only: the map shows, but nobody can report or edit."),
        Finding(not gazetteer_trouble, gazetteer_trouble or "The gazetteer answers."),
        Finding(bool(regions), f"{len(regions)} regions are set up." if regions
                else "No region is set up. `flask --app app region add AGS` sets one up."),
    ]  # fmt: skip
    findings += [Finding(False, trouble) for trouble in courses.troubles()]
    for file in courses.files():
        findings.append(Finding(True, f"The catalogue {file.name} has {file.catalogue.courses:,} courses."))
    for region in regions:
        findings += _region_findings(store, region, now)
    return findings


def _region_findings(store: Store, region: Region, now: datetime) -> list[Finding]:
    total, verified = store.freshness(region.ags, now.date())
    missing = ", ".join(region.missing_imprint)
    return [
        Finding(True, f"{region.name}: {total} offers, {verified} of them verified within the last twelve months."),
        Finding(not missing, f"{region.name}: the imprint lacks {missing}." if missing
                else f"{region.name}: the imprint is complete."),
    ]  # fmt: skip
