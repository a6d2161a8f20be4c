"""The pages about courses, and their interface: apart from counselling, and honest about what nobody knows."""

from datetime import date
from pathlib import Path

import pytest
from extruct.jsonld import JsonLdExtractor
from flask.testing import FlaskClient

from actions.import_courses import import_courses
from config import Settings
from geo.live import LiveGeocoder
from tests.courses import catalogue, course

PLACE = {"name": "Stadtfenster", "street": "Steinsche Gasse 26", "zip": "47051", "city": "Duisburg"}
PAGE, API = "/duisburg/kurse", "/api/v1/courses"


@pytest.fixture
def courses(settings: Settings, tmp_path: Path) -> None:
    """A catalogue of five courses in Duisburg and one online."""
    path = catalogue(
        tmp_path / "kurse.xml",
        course("A", "Excel <b>Grundlagen</b>", starts="2026-03-10", ends="2026-03-12", place=PLACE, price="120.5"),
        course("B", "Deutsch B1", starts="2026-05-04", place=PLACE, measure="1/2/2026"),
        course("C", "Deutsch B2", of="", flexible="true", place=PLACE),
        course("D", "Buchführung", starts="2025-01-10", ends="2025-02-10", place=PLACE),
        course("N", "Excel online", starts="2026-04-15", form=202),
    )
    import_courses(settings.courses_dir, path, LiveGeocoder(settings.gazetteer), date(2026, 3, 3))


@pytest.mark.usefixtures("courses")
def test_the_page_shows_courses_below_advice(client: FlaskClient) -> None:
    text = client.get(PAGE).text
    assert text.index("Beratung in der Nähe finden") < text.index("Deutsch B1")
    assert "3 Kurse in Duisburg" in text and "Buchführung" not in text
    assert "Excel &lt;b&gt;" not in text and "Excel Grundlagen" in text
    assert "10. März 2026 bis 12. März 2026" in text and "120,50 €" in text and "Preis nicht bekannt" in text
    assert "Beginn jederzeit möglich" in text and "Kurse der Probe" in text and "20. Februar 2026" in text


@pytest.mark.usefixtures("courses")
def test_filters_stand_in_the_address_but_never_a_place(client: FlaskClient) -> None:
    assert "1 Kurs in Duisburg" in client.get(f"{PAGE}?niveau=B1").text
    assert "1 Kurs in Duisburg" in client.get(f"{PAGE}?foerderung=bildungsgutschein&zeit=part").text
    answer = client.post(PAGE, data={"adresse": "Steinsche Gasse 26, 47051 Duisburg", "umkreis": "5"})
    assert "3 Kurse in Ihrer Nähe" in answer.text and answer.headers["Cache-Control"] == "private, no-cache"
    assert "Link zu dieser Ansicht" not in answer.text
    assert "3 Kurse in Duisburg" in client.get(f"{PAGE}?adresse=Steinsche+Gasse+26").text


@pytest.mark.usefixtures("courses")
def test_odd_values_are_left_out(client: FlaskClient) -> None:
    odd = client.get(f"{PAGE}?wochen=99&preis=x&niveau=Z9&ab=-5&umkreis=0&weise=<script>")
    assert odd.status_code == 200 and "3 Kurse in Duisburg" in odd.text


@pytest.mark.usefixtures("courses")
def test_one_course_tells_what_is_known_and_that_it_is_over(client: FlaskClient) -> None:
    text = client.get("/duisburg/kurs/probe:P1/B").text
    assert "Bildungsgutschein" in text and "Steinsche Gasse 26" in text and "Ob man mit dem Rollstuhl" in text
    assert "Dieser Kurs ist vorbei" in client.get("/duisburg/kurs/probe:P1/D").text
    gone = client.get("/duisburg/kurs/probe:P1/NIE")
    assert gone.status_code == 404 and "Diesen Kurs gibt es nicht mehr" in gone.text


@pytest.mark.usefixtures("courses")
def test_search_engines_read_a_course_with_its_days_and_price(client: FlaskClient) -> None:
    (told,) = JsonLdExtractor().extract(client.get("/duisburg/kurs/probe:P1/A").text)
    assert told["@type"] == "Course" and told["provider"]["name"] == "Anbieter P1"
    assert told["offers"]["price"] == 120.5 and told["hasCourseInstance"]["startDate"] == "2026-03-10"
    (unknown,) = JsonLdExtractor().extract(client.get("/duisburg/kurs/probe:P1/B").text)
    assert "offers" not in unknown and unknown["hasCourseInstance"]["courseMode"] == "Onsite"


def test_without_a_catalogue_the_page_says_so_and_nothing_links_to_it(client: FlaskClient) -> None:
    assert "noch kein Kurskatalog" in client.get(PAGE).text
    assert PAGE not in client.get("/duisburg/").text


@pytest.mark.usefixtures("courses")
def test_the_search_page_leads_there_without_mixing_courses_in(client: FlaskClient) -> None:
    text = client.get("/duisburg/").text
    assert PAGE in text and "Excel" not in text


def test_other_methods_are_refused(client: FlaskClient) -> None:
    assert client.put(PAGE).status_code == 405 and client.get(API).status_code == 405


@pytest.mark.usefixtures("courses")
def test_the_interface_gives_the_same(client: FlaskClient) -> None:
    body = client.post(API, json={"region": "duisburg", "text": "deutsch"}).get_json()
    assert [hit["title"] for hit in body["hits"]] == ["Deutsch B1", "Deutsch B2"] and body["total"] == 2
    assert body["hits"][1]["starts"] is None and body["hits"][1]["flexible"] is True
    assert body["catalogues"][0]["courses"] == 5
    near = client.post(API, json={"near": {"address": "47051"}, "weeks": 2, "max_price": 200}).get_json()
    assert [hit["key"] for hit in near["hits"]] == ["probe:P1/A"] and near["hits"][0]["distance_m"] is not None
    lost = client.post(API, json={"near": {"address": "Nirgendwo 17, 99999"}}).get_json()
    assert lost["hits"] == [] and lost["origin"]["lat"] is None


@pytest.mark.parametrize("body", [{"weeks": 0}, {"weeks": 1.5}, {"levels": ["X"]}, {"near": "hier"}, {"radius_m": 0},
                                  {"limit": 1000}, {"what": 1}, {"text": 5}, {"near": {"address": " "}}])  # fmt: skip
def test_the_interface_says_what_is_wrong(client: FlaskClient, body: dict[str, object]) -> None:
    answer = client.post(API, json=body)
    assert answer.status_code == 400 and answer.content_type == "application/problem+json"


@pytest.mark.usefixtures("courses")
def test_search_engines_are_told_of_the_page_where_there_are_courses_and_not_of_each(client: FlaskClient) -> None:
    told = client.get("/duisburg/sitemap.xml").text
    assert "/duisburg/kurse</loc>" in told and "/duisburg/kurs/" not in told


def test_search_engines_are_told_of_no_page_of_courses_where_there_are_none(client: FlaskClient) -> None:
    assert "/duisburg/kurse" not in client.get("/duisburg/sitemap.xml").text
