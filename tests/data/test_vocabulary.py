"""The vocabularies: unambiguous words, explained in plain German."""

import re
from collections import Counter
from datetime import date

import pytest

from model.neutrality import CARRIERS
from model.offer import COSTS
from tests.data.tables import VOCABULARIES, rows


@pytest.mark.parametrize("name", VOCABULARIES)
def test_slugs_and_labels_are_unique(name: str) -> None:
    table = rows(f"vocabulary/{name}.csv")
    for column in ("slug", "label_de", "label_en"):
        twice = [word for word, times in Counter(row[column] for row in table).items() if times > 1]
        assert twice == [], column
        assert all(row[column] for row in table)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_spelling_means_two_words(name: str) -> None:
    meaning: dict[str, str] = {}
    for row in rows(f"vocabulary/{name}.csv"):
        for spelling in filter(None, (row["slug"], row["label_de"], *row["synonyms_de"].split("|"))):
            other = meaning.setdefault(spelling.casefold(), row["slug"])
            assert other == row["slug"], (spelling, other, row["slug"])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_labels_can_be_listed_with_commas_and_slugs_are_plain(name: str) -> None:
    for row in rows(f"vocabulary/{name}.csv"):
        assert re.fullmatch(r"[a-z0-9_-]+", row["slug"])
        assert not re.search("[,;|]", row["label_de"])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_is_explained_in_one_sentence(name: str) -> None:
    for row in rows(f"vocabulary/{name}.csv"):
        assert row["explanation_de"].endswith("."), row["slug"]
        assert "!" not in row["explanation_de"]
        assert ". " not in row["explanation_de"], row["slug"]


def test_topics_have_an_order_and_a_short_word_for_their_button() -> None:
    table = rows("vocabulary/topics.csv")
    assert [int(row["order"]) for row in table] == list(range(1, len(table) + 1))
    assert all(0 < len(row["short_de"]) <= 20 for row in table)
    assert {row["slug"] for row in table} == {
        "schule", "ausbildung", "studium", "weiterbildung", "schulabschluss", "finanzierung", "anerkennung", "sprache",
        "grundbildung", "kompetenzen", "wiedereinstieg", "integration", "familie", "senioren",
    }  # fmt: skip


def test_the_words_that_code_depends_on_are_those_of_the_model() -> None:
    assert {row["slug"] for row in rows("vocabulary/costs.csv")} == set(COSTS) - {"unknown"}
    assert {row["slug"] for row in rows("vocabulary/carriers.csv")} == set(CARRIERS)


def test_only_phone_video_mail_and_chat_spare_the_way() -> None:
    remote = {row["slug"]: row["remote"] for row in rows("vocabulary/formats.csv")}
    assert set(remote.values()) == {"yes", "no"}
    assert {slug for slug, value in remote.items() if value == "yes"} == {"phone", "video", "email", "chat"}
    assert {"in_person", "group", "mobile", "outreach"} <= set(remote)


def test_languages_have_a_code_and_their_own_name() -> None:
    table = rows("vocabulary/languages.csv")
    assert len(table) >= 40
    assert all(re.fullmatch("[a-z]{2,3}", row["slug"]) and row["own_name"] for row in table)


def test_a_funding_that_has_ended_says_so_and_since_when() -> None:
    table = {row["slug"]: row for row in rows("vocabulary/funding.csv")}
    for row in table.values():
        start = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
        end = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
        assert start <= end
        assert bool(row["valid_to"]) == bool(row["ended_note_de"]), row["slug"]
        assert row["source"].startswith("https://")
    assert table["bildungspraemie"]["valid_to"] == "2021-12-31"
