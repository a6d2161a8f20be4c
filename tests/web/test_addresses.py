from model.region import RESERVED_SLUGS


def test_every_fixed_first_part_of_an_address_is_kept_from_regions(app):
    firsts = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {first for first in firsts if first and not first.startswith("<")} <= RESERVED_SLUGS
