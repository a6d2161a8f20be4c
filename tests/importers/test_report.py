"""The report of an import, for people and for programs."""

import json

from importers.report import COUNTS, ImportReport, Remark


def report(**more: object) -> ImportReport:
    parts: dict[str, object] = {"run_id": 3, "importer": "spreadsheet", "source": "liste", "file_name": "a.csv",
                                "dry_run": False, "counts": dict.fromkeys(COUNTS, 0) | {"new": 2}}  # fmt: skip
    return ImportReport(**(parts | more))  # type: ignore[arg-type]


def test_the_first_line_says_what_came_of_it() -> None:
    assert report().lines() == [
        "a.csv as spreadsheet, source liste: 2 new, 0 changed, 0 unchanged, 0 rejected, 0 archived."
    ]


def test_equal_sentences_are_told_once_with_all_their_lines() -> None:
    remarks = tuple(Remark(line, f"k{line}", "Too late.") for line in range(2, 10))
    lines = report(warnings=remarks).lines()
    assert lines[1] == "Please check (8):"
    assert lines[2] == "  line 2 (k2), line 3 (k3), line 4 (k4), line 5 (k5), line 6 (k6) and 3 more: Too late."


def test_long_lists_are_cut_and_say_so() -> None:
    remarks = tuple(Remark(line, "", f"Sentence {line}.") for line in range(2, 10))
    assert report(rejections=remarks).lines(shown=3)[-1].startswith("  … and 5 further")


def test_a_dry_run_and_unmapped_columns_are_named() -> None:
    lines = report(dry_run=True, unmapped_columns=("Notiz", "Fax")).lines()
    assert "would be new" in lines[0]
    assert lines[1] == "Columns not taken over: Notiz, Fax."
    assert lines[-1].startswith("This was a dry run")


def test_programs_get_everything() -> None:
    told = json.loads(json.dumps(report(rejections=(Remark(2, "a", "No."),)).as_dict()))
    assert told["counts"]["new"] == 2
    assert told["rejections"] == [{"line": 2, "ref": "a", "sentence": "No."}]


def test_only_offers_count_as_a_change() -> None:
    assert report().changed_anything
    assert not report(counts=dict.fromkeys(COUNTS, 0) | {"same": 5, "warnings": 2}).changed_anything
