"""What came of an import: counts, and each line that was rejected or needs a look, as data and as text."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

COUNTS = ("new", "changed", "same", "archived", "proposed", "rejected", "warnings")
SHOWN = 40


class Remark(NamedTuple):
    """A sentence about a line of the file; line 0 is the file as a whole."""

    line: int
    ref: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one import did, or would do."""

    run_id: int | None
    importer: str
    source: str
    file_name: str
    dry_run: bool
    counts: dict[str, int]
    rejections: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    unmapped_columns: tuple[str, ...] = ()
    #: the keys of offers of this source that the file does not have
    missing: tuple[str, ...] = ()

    @property
    def changed_anything(self) -> bool:
        """Whether any offer is different now."""
        return any(self.counts[name] for name in ("new", "changed", "archived"))

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "run": self.run_id,
            "importer": self.importer,
            "source": self.source,
            "file": self.file_name,
            "dry_run": self.dry_run,
            "counts": dict(self.counts),
            "rejections": [remark._asdict() for remark in self.rejections],
            "warnings": [remark._asdict() for remark in self.warnings],
            "columns": dict(self.columns),
            "unmapped_columns": list(self.unmapped_columns),
        }

    def lines(self, shown: int = SHOWN) -> list[str]:
        """The report for people; sentences that many lines share are told once."""
        counts = self.counts
        would = "would be " if self.dry_run else ""
        result = [
            f"{self.file_name} as {self.importer}, source {self.source}: "
            f"{counts['new']} {would}new, {counts['changed']} {would}changed, {counts['same']} unchanged, "
            f"{counts['rejected']} {would}rejected, {counts['archived']} {would}archived."
        ]
        if counts.get("proposed"):
            wait = "would wait" if self.dry_run else "wait"
            result.append(f"{counts['proposed']} candidates {wait} for review in the office; they are not on the map.")
        if self.unmapped_columns:
            result.append(f"Columns not taken over: {', '.join(self.unmapped_columns)}.")
        result += _listed("Rejected", self.rejections, shown)
        result += _listed("Please check", self.warnings, shown)
        if self.dry_run:
            result.append("This was a dry run; nothing was written.")
        return result


def _listed(title: str, remarks: tuple[Remark, ...], shown: int) -> list[str]:
    """Remarks with their lines, equal sentences together."""
    if not remarks:
        return []
    often = Counter(remark.sentence for remark in remarks)
    places: dict[str, list[str]] = {}
    for remark in remarks:
        places.setdefault(remark.sentence, []).append(_where(remark))
    lines = [f"{title} ({len(remarks)}):"]
    for sentence, where in list(places.items())[:shown]:
        more = f" and {often[sentence] - 5} more" if often[sentence] > 5 else ""
        told = ", ".join(filter(None, where[:5])) + more
        lines.append(f"  {told}: {sentence}" if told else f"  {sentence}")
    if len(places) > shown:
        lines.append(f"  … and {len(places) - shown} further sentences; --json shows them all.")
    return lines


def _where(remark: Remark) -> str:
    if not remark.line:
        return remark.ref
    return f"line {remark.line} ({remark.ref})" if remark.ref else f"line {remark.line}"
