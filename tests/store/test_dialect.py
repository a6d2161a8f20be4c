from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import func, select

from store import open_store, tables
from store.dialect import UtcTime, ZonedTime, among
from tests.store.examples import CITY_HALL, an_offer


def test_any_number_of_values_makes_one_statement_text(store):
    with store._database.reading() as connection:
        few, many = (
            select(tables.offer.c.id).where(among(tables.offer.c.id, range(count))).compile(connection.engine).string
            for count in (1, 5000)
        )
    assert few == many


def test_numbers_and_texts_can_be_looked_for(store):
    with store.write("me", "two") as writer:
        writer.save_offer(an_offer("list:1"))
        writer.save_offer(an_offer("list:2"))
    with store._database.reading() as connection:
        for column, values, found in (
            (tables.offer.c.key, ["list:2", "list:3", "it's"], 1),
            (tables.offer.c.id, np.arange(50), 2),
            (tables.offer.c.id, [], 0),
        ):
            statement = select(func.count()).select_from(tables.offer).where(among(column, values))
            assert connection.execute(statement).scalar_one() == found


def test_a_condition_gets_no_comparison_with_true_added(store):
    with store._database.reading() as connection:
        text = select(tables.offer.c.id).where(among(tables.offer.c.id, [1])).compile(connection.engine).string
    assert "= 1" not in text and "IS" not in text


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-3, minutes=-30))])
def test_moments_keep_their_instant_and_on_the_wall_also_their_offset(zone):
    moment = datetime(2026, 3, 29, 1, 30, 0, 5, zone)
    utc, wall = UtcTime(), ZonedTime()
    kept = utc.process_result_value(utc.process_bind_param(moment, None), None)
    assert kept == moment and kept.utcoffset() == timedelta(0)
    shown = wall.process_result_value(wall.process_bind_param(moment, None), None)
    assert shown == moment and shown.utcoffset() == moment.utcoffset()


def test_keys_sort_by_their_characters_whatever_language_the_server_speaks(postgis_url):
    store = open_store(postgis_url, create=True)
    collation = "SELECT collation_name FROM information_schema.columns WHERE table_name = 'offer' AND column_name = "
    assert [store._database.scalar(f"{collation}'{name}'") for name in ("key", "sort_name", "region")] == ["C"] * 3
    store.close()


def test_postgis_keeps_the_point_of_a_place_as_geography(postgis_url):
    store = open_store(postgis_url, create=True)
    with store.write("me", "one") as writer:
        writer.save_offer(an_offer(place=CITY_HALL))
        writer.save_offer(an_offer("list:2", place=None))
    text = store._database.scalar("SELECT ST_AsText(point) FROM place")
    assert text == "POINT(6.7627 51.4349)"
    plan = "SELECT indexdef FROM pg_indexes WHERE indexname = 'place_point'"
    assert "USING gist" in store._database.scalar(plan)
    store.close()
