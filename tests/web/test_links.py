"""The quick addresses of templates are the very same as those of Flask."""

import pytest
from flask import render_template_string, url_for

from web import links

LINKS = (
    ("static", {"filename": "css/base.css"}),
    ("bureau.todo", {"region": "duisburg"}),
    ("bureau.suggestions", {"region": "duisburg", "von": "campaign"}),
    ("site.region_page", {"region": "duisburg"}),
    ("site.region_page", {"region": "duisburg", "thema": ["studium", "sprache"]}),
    ("site.offer", {"region": "duisburg", "key": "list:1", "_external": True}),
    ("konto.own", {}),
    ("questionnaire.overview", {"code": "abcdefgh"}),
)


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"path": "/?lang=en"},
        {"base_url": "https://karte.stadt.example/"},
        {"base_url": "https://stadt.example/karte/"},
        {"path": "/", "headers": {"Host": "anderswo.example"}},
    ],
)
def test_addresses_are_the_same_wherever_the_application_is(app, place):
    for _ in range(2):
        with app.test_request_context(**place):
            for endpoint, values in LINKS:
                made = render_template_string("{{ url_for(endpoint, **values) }}", endpoint=endpoint, values=values)
                assert made.replace("&amp;", "&") == url_for(endpoint, **values)


def test_a_name_of_a_page_that_is_not_there_is_refused_as_ever(app):
    with app.test_request_context(), pytest.raises(Exception, match="bureau.nowhere"):
        render_template_string("{{ url_for('bureau.nowhere') }}")


def test_imported_templates_get_them_too(app, client):
    first, second = (client.get("/duisburg/", headers={"Host": host}).text for host in ("a.example", "b.example"))
    assert 'href="http://a.example' not in second and first.count("/static/") == second.count("/static/")


def test_nobody_fills_the_memory_with_addresses(app):
    for number in range(3):
        with app.test_request_context(base_url=f"http://{number}.example/"):
            for other in range(links.MOST // 2):
                made = render_template_string("{{ url_for('bureau.todo', region=other) }}", other=f"r{other}")
                assert made == f"/buero/r{other}/"
            long = "x" * 4_000
            assert long in render_template_string("{{ url_for('site.region_page', region='a', ort=long) }}", long=long)
        assert len(links._kept) <= links.MOST
    assert all(len(address) <= links.LONGEST for address in links._kept.values())
