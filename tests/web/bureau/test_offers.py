from dataclasses import replace

import pytest

from tests.desk import ELSEWHERE, services_of, signed_in
from web.bureau.selection import as_args, selection
from web.gate import Desk

LIST = "/buero/duisburg/angebote"


def test_the_list_shows_the_offers_of_the_region_and_its_filters(app):
    page = signed_in(app).get(LIST)
    assert page.status_code == 200
    total = services_of(app).store.count_offers("05112")
    assert f"{total} Angebote" in page.text
    assert page.text.count('class="cell-name"') == min(total, 50)


def test_filters_stay_in_the_address_and_narrow_the_list(app):
    page = signed_in(app).get(f"{LIST}?q=stadtfenster&art=counselling&ordnung=edited")
    assert "Bildungsberatung im Stadtfenster" in page.text
    assert 'value="stadtfenster"' in page.text
    assert '<option value="counselling" selected>' in page.text
    assert "Zu diesen Filtern passt kein Angebot." in signed_in(app).get(f"{LIST}?q=gibtesnicht").text


def test_what_no_filter_can_mean_is_left_out(app):
    page = signed_in(app).get(f"{LIST}?art=zauberei&thema=x&stand=%00&seite=999&geprueft='--&ordnung=1")
    assert page.status_code == 200
    assert signed_in(app).get(f"{LIST}?seite=-5").status_code == 200


def test_archived_offers_are_listed_apart(app):
    store = services_of(app).store
    key = store.keys("05112")[0]
    with store.write(by="t", why="t") as writer:
        writer.archive_offer(key)
    assert key not in signed_in(app).get(LIST).text
    page = signed_in(app).get(f"{LIST}?stand=archived").text
    assert "1 Angebot" in page
    assert "im Archiv" in page


def test_names_are_never_markup(app):
    store = services_of(app).store
    offer = replace(store.list_offers(region="05112", limit=1)[0], name="<script>alert(1)</script>")
    with store.write(by="t", why="t") as writer:
        writer.save_offer(offer)
    page = signed_in(app).get(LIST, query_string={"q": "<script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("role", "region"), [("provider", "05112"), ("pilot", "05112"), ("editor", ELSEWHERE)])
def test_only_the_office_of_the_region_sees_the_list(app, role, region):
    assert signed_in(app, role, region).get(LIST).status_code == 403


def test_the_list_is_only_read(app):
    assert signed_in(app).post(LIST).status_code == 405
    assert app.test_client().get(LIST).status_code == 302


def test_a_selection_and_its_address_are_the_same(app):
    with app.test_request_context("/"):
        here = services_of(app)
        desk = Desk(None, here.region("duisburg"), here)
        args = {"q": "rat", "stand": "all", "art": "learning", "thema": "studium", "grad": "A", "geprueft": "old",
                "fehlt": "hours", "ordnung": "verified", "verblasst": "1"}  # fmt: skip
        assert as_args(selection(args, desk)) == args
        assert as_args(selection({}, desk)) == {}
