from dataclasses import replace

from model.provider import Provider
from tests.store.examples import an_offer


def test_views_add_up_by_offer_and_month(store):
    with store.write("me", "offers") as writer:
        writer.save_offer(an_offer("list:1"))
        writer.save_offer(an_offer("list:2"))
    version = store.version()
    with store.write("views", "x") as writer:
        writer.views.add({("list:1", "2026-03"): 2, ("list:2", "2026-03"): 1, ("list:9", "2026-03"): 5})
    with store.write("views", "x") as writer:
        writer.views.add({("list:1", "2026-03"): 3, ("list:1", "2026-04"): 1, ("list:2", "2026-03"): 0})
    found = store.views.of_keys(["list:1", "list:2", "list:9"], ["2026-03", "2026-04"])
    assert found == {("list:1", "2026-03"): 5, ("list:1", "2026-04"): 1, ("list:2", "2026-03"): 1}
    assert store.views.of_keys(["list:1"], ["2026-04"]) == {("list:1", "2026-04"): 1}
    assert store.version() == version


def test_a_provider_has_its_own_offers_in_a_region_and_no_others(store):
    own = an_offer("list:1", name="Zeta", provider=Provider("Volkshochschule"))
    with store.write("me", "offers") as writer:
        writer.save_offer(own)
        writer.save_offer(replace(own, key="list:2", name="Äpfel", provider=Provider("Volkshochschule", "https://v.x")))
        writer.save_offer(replace(own, key="list:3", provider=Provider("Volkshochschule Moers")))
        writer.save_offer(replace(own, key="list:4", region="05113"))
        writer.save_offer(replace(own, key="list:5", status="archived"))
    assert store.views.own_keys("05112", ["Volkshochschule"]) == ["list:2", "list:1"]
    assert store.views.own_count("05112", ["Volkshochschule"]) == 2
    assert [one.key for one in store.views.own_offers("05112", ["Volkshochschule"], limit=1)] == ["list:2"]
    assert [one.key for one in store.views.own_offers("05112", ["Volkshochschule"], offset=1)] == ["list:1"]
    assert store.views.own_keys("05112", [""]) == []
    assert store.views.own_keys("05112", []) == []
