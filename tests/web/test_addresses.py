from model.region import RESERVED_SLUGS


def test_every_fixed_first_part_of_an_address_is_kept_from_regions(app):
    firsts = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert {first for first in firsts if first and not first.startswith("<")} <= RESERVED_SLUGS


def test_the_address_of_a_letter_works_with_a_slash_at_its_end(client):
    assert client.get("/umfrage/").text == client.get("/umfrage").text
    assert client.get("/umfrage/").status_code == 200


def test_a_room_of_the_application_is_not_called_an_unknown_region(client):
    answer = client.get("/stimmt/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.text and "Region" not in answer.text
