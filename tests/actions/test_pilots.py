"""Who takes part in handing on: names, codes and tokens told once, and nobody in by guessing."""

import pytest
from sqlalchemy import select

from actions.account_refused import AccountRefused, MustWait
from actions.pilots import (
    MOST_NAME,
    PER_DEVICE,
    add_centre,
    centre_of_token,
    close_centre,
    close_institution,
    counselling_providers,
    institution_of_code,
    register_institution,
    rename,
    renew_access,
    renew_token,
)
from model.access import Grant
from model.campaign_code import fresh_letter_code, grouped
from model.provider import Provider
from store.tables import metadata
from tests.store.conftest import clock, emptied_postgis_url, made_postgis_url, store, store_url  # noqa: F401
from tests.store.examples import an_offer

REGION = "05112"


@pytest.fixture
def house(store):  # noqa: F811
    return register_institution(store, REGION, "Stadtbibliothek", "office")


def test_an_access_code_opens_its_institution_however_it_is_typed(store, house):  # noqa: F811
    found, code = house
    assert institution_of_code(store, grouped(code).upper(), "x") == found
    assert institution_of_code(store, fresh_letter_code(), "x") is None
    assert institution_of_code(store, "", "x") is None


def test_a_code_that_was_renewed_or_closed_opens_nothing(store, house):  # noqa: F811
    found, code = house
    fresh = renew_access(store, found, "office")
    assert institution_of_code(store, code, "x") is None and institution_of_code(store, fresh, "x") == found
    close_institution(store, found, "office")
    assert institution_of_code(store, fresh, "x") is None
    close_institution(store, found, "office", closed=False)
    assert institution_of_code(store, fresh, "x") == found


def test_guessing_codes_is_slowed_down_and_right_ones_do_not_count(store, house):  # noqa: F811
    for _ in range(3 * PER_DEVICE.free):
        assert institution_of_code(store, house[1], "an office")
    for _ in range(PER_DEVICE.free):
        institution_of_code(store, fresh_letter_code(), "a guesser")
    with pytest.raises(MustWait, match="Bitte warten"):
        institution_of_code(store, house[1], "a guesser")
    assert institution_of_code(store, house[1], "somebody else")


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "Bitte geben Sie"), (" \u200b ", "Bitte geben Sie"), ("x" * (MOST_NAME + 1), "zu lang"),
     ("  STADTBIBLIOTHEK ", "gibt es hier schon")],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(store, house, name, why):  # noqa: F811
    with pytest.raises(AccountRefused, match=why):
        register_institution(store, REGION, name, "office")
    assert [one.name for one in store.referrals.institutions(REGION)] == ["Stadtbibliothek"]


def test_the_same_name_may_be_used_in_another_region(store, house):  # noqa: F811
    register_institution(store, "05113", "Stadtbibliothek", "office")


def test_renaming_follows_into_the_accounts_of_those_who_work_there(store, house):  # noqa: F811
    found, _ = house
    with store.write("me", "account") as writer:
        account = writer.accounts.add("a@stadt.example", "A", [Grant("pilot", REGION, "Stadtbibliothek")])
    rename(store, found, "Zentralbibliothek", "office")
    rename(store, store.referrals.institution(REGION, found.code), "zentralbibliothek", "office")
    assert store.accounts.by_code(account.code).grants == (Grant("pilot", REGION, "zentralbibliothek"),)
    register_institution(store, REGION, "Andere", "office")
    with pytest.raises(AccountRefused, match="gibt es hier schon"):
        rename(store, found, "Andere", "office")


def test_accounts_follow_also_when_two_rename_from_the_same_page(store, house):  # noqa: F811
    found, _ = house
    with store.write("me", "account") as writer:
        account = writer.accounts.add("a@stadt.example", "A", [Grant("pilot", REGION, "Stadtbibliothek")])
    rename(store, found, "Zentralbibliothek", "office")
    rename(store, found, "Hauptbibliothek", "office")
    assert store.accounts.by_code(account.code).grants == (Grant("pilot", REGION, "Hauptbibliothek"),)


@pytest.fixture
def centre(store):  # noqa: F811
    with store.write("me", "offers") as writer:
        writer.save_offer(an_offer("list:1"))
    provider = store.offer("list:1").provider.name
    return add_centre(store, REGION, provider.upper(), "office")


def test_a_token_belongs_to_a_provider_that_has_offers(store, centre):  # noqa: F811
    found, token = centre
    assert centre_of_token(store, token) == found and found.provider == store.offer("list:1").provider.name
    assert centre_of_token(store, token + "x") is None and centre_of_token(store, "") is None
    for nobody in ("Niemand e. V.", ""):
        with pytest.raises(AccountRefused, match="Beratung anbietet"):
            add_centre(store, REGION, nobody, "office")
    with pytest.raises(AccountRefused, match="schon einen Schlüssel"):
        add_centre(store, REGION, found.provider, "office")


def test_only_counselling_that_is_on_the_map_makes_a_centre(store, centre):  # noqa: F811
    with store.write("me", "offers") as writer:
        writer.save_offer(an_offer("list:2", provider=Provider("Nur Kurse"), kind="learning"))
        writer.save_offer(an_offer("list:3", provider=Provider("Früher"), status="archived"))
        writer.save_offer(an_offer("list:4", provider=Provider("Anderswo"), region="05113"))
        writer.save_offer(an_offer("list:5", provider=Provider("arbeit und leben")))
    assert counselling_providers(store, REGION) == ["arbeit und leben", centre[0].provider]
    for name in ("Nur Kurse", "Früher", "Anderswo"):
        with pytest.raises(AccountRefused, match="Beratung anbietet"):
            add_centre(store, REGION, name, "office")


def test_all_providers_are_found_however_many_offers_there_are(store, monkeypatch):  # noqa: F811
    monkeypatch.setattr("actions.pilots.PAGE", 2)
    with store.write("me", "offers") as writer:
        for number in range(5):
            writer.save_offer(an_offer(f"list:{number}", provider=Provider(f"Träger {number}")))
    assert counselling_providers(store, REGION) == [f"Träger {number}" for number in range(5)]


def test_a_token_that_was_renewed_or_closed_is_worth_nothing(store, centre):  # noqa: F811
    found, token = centre
    fresh = renew_token(store, found, "office")
    assert centre_of_token(store, token) is None and centre_of_token(store, fresh) == found
    close_centre(store, found, "office")
    assert centre_of_token(store, fresh) is None
    assert centre_of_token(store, renew_token(store, found, "office")) is not None


def test_neither_code_nor_token_is_kept(store, house, centre):  # noqa: F811
    institution_of_code(store, house[1], "x")
    centre_of_token(store, centre[1])
    with store._database.reading() as connection:
        kept = "".join(str(connection.execute(select(table)).all()) for table in metadata.sorted_tables)
    assert house[0].name in kept and house[1] not in kept and centre[1] not in kept
