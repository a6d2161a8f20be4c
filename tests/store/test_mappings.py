"""What the headings of lists mean, kept per region."""


def keep(store, region, **columns):
    with store.write("anna", "maps") as writer:
        writer.mappings.keep(region, columns)


def test_a_mapping_is_found_by_its_headings_in_any_order_and_in_its_region_only(store):
    keep(store, "05112", Stelle="provider", Notiz="")
    assert store.mappings.of("05112", ["Notiz", "Stelle"]) == {"Stelle": "provider", "Notiz": ""}
    assert store.mappings.of("05113", ["Notiz", "Stelle"]) is None
    assert store.mappings.of("05112", ["Stelle"]) is None


def test_the_latest_mapping_counts(store):
    keep(store, "05112", Stelle="provider")
    keep(store, "05112", Stelle="name")
    assert store.mappings.of("05112", ["Stelle"]) == {"Stelle": "name"}
