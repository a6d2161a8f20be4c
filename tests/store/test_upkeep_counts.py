"""The quick counts of the to-do list say the same as the full counts, whatever is known about the entries."""

from dataclasses import replace
from datetime import date
from itertools import product

from sqlalchemy import insert

from geo.point import Box
from model.freshness import STAGES, Rhythm
from model.offer import Verification
from model.region import Region
from store.tables_upkeep import upkeep
from store.upkeep import Work
from tests.store.examples import an_offer

REGION = Region("05112", "Duisburg", "duisburg", Box(6.6, 51.3, 6.9, 51.6))
DAY = date(2026, 3, 2)
DAYS = (None, date(2024, 1, 1), date(2025, 10, 1), date(2026, 2, 20))
RHYTHMS = ("", Rhythm(every=3).text, Rhythm(months=(2, 8)).text)


def test_every_mix_of_stage_rhythm_and_days_is_counted_alike(store):
    states = [(status, region, faded) for status in ("published", "archived") for region in ("05112", "05113")
              for faded in (None, DAY)]  # fmt: skip
    kept = [None, *product(STAGES, RHYTHMS, (None, date(2026, 1, 1)))]
    with store.write("me", "all there can be") as writer:
        writer.save_region(REGION)
        for number, ((status, region, faded), verified, _) in enumerate(product(states, DAYS, kept)):
            offer = an_offer(f"list:{number}", status=status, region=region, faded_on=faded)
            check = Verification(verified, "me", "phone") if verified else None
            writer.save_offer(replace(offer, verification=check))
    rows = [
        {"offer_id": store.row_id(f"list:{number}"), "stage": row[0], "rhythm": row[1], "spoken_on": row[2], "tries": 0}
        for number, (_, _, row) in enumerate(product(states, DAYS, kept))
        if row is not None
    ]
    with store.write("me", "how far asking has come") as writer:
        writer.upkeep._connection.execute(insert(upkeep), rows)
    whole, quick = store.upkeep.counts("05112", DAY), store.upkeep.work(REGION, DAY)
    assert quick == Work(whole.due, whole.phone, whole.gone)
    assert min(quick.due, quick.phone, quick.gone) > 0
