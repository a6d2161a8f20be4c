"""Offers side by side: the list, the choice, the merge with its old address, and what is refused."""

from dataclasses import replace

import pytest

from actions.watch import watch
from model.contact import Contact
from model.offer import Offer
from model.provider import Provider
from model.source import Provenance
from tests.desk import ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW
from web.gate import FORM_FIELD

LIST = "/buero/duisburg/doppelte"
PAIR = f"{LIST}/paar"
KEPT, TWIN = "seed-05112:du-c-001", "other:1"
EVIL = "<script>alert(1)</script>"


def save(app, offer: Offer) -> None:
    with services_of(app).store.write(by="test", why="an offer") as writer:
        writer.save_offer(offer)


def get(app, key: str) -> Offer:
    found = services_of(app).store.offer(key)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def twin(app) -> None:
    """An entry of another list that looks like one of ours."""
    first = get(app, KEPT)
    save(app, replace(first, key=TWIN, hours="Mo 9-12", summary="Anders gesagt.", topics=("geld",),
                      contact=Contact("0203 555"), provenance=Provenance("other")))  # fmt: skip
    here = services_of(app)
    watch(here.store, here.geocoder, here.vocabulary, NOW)


def merged(app, person=None, **more):
    store = services_of(app).store
    sent = {"bleibt": KEPT, "geht": TWIN, "stand-bleibt": str(len(store.revisions(KEPT))),
            "stand-geht": str(len(store.revisions(TWIN))), "feld-hours": "dropped"}  # fmt: skip
    return (person or signed_in(app)).post(f"{LIST}/eins-daraus", sent | more)


def test_the_list_says_why_two_look_alike(app):
    page = signed_in(app).get(LIST)
    assert page.status_code == 200
    assert "Ein Paar sieht gleich aus." in page.text
    assert "Name fast gleich" in page.text
    assert f"/buero/duisburg/doppelte/paar?a={TWIN}&amp;b={KEPT}" in page.text
    assert "Vielleicht doppelt" in signed_in(app).get("/buero/duisburg/").text


def test_two_stand_side_by_side_with_the_better_value_chosen(app):
    page = signed_in(app).get(f"{PAIR}?a={TWIN}&b={KEPT}&bleibt={KEPT}").text
    assert "Sprechzeiten" in page
    assert 'name="feld-hours" value="dropped" checked' in page
    assert 'name="feld-topics" value="both" checked' in page
    assert f'name="bleibt" value="{KEPT}"' in page
    assert f'name="bleibt" value="{TWIN}"' in signed_in(app).get(f"{PAIR}?a={TWIN}&b={KEPT}&bleibt={TWIN}").text


def test_after_the_merge_the_old_address_leads_on(app, client):
    save(app, replace(get(app, KEPT), bring="Zeugnisse"))
    answer = merged(app)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert get(app, KEPT).hours == "Mo 9-12"
    old = client.get(f"/duisburg/angebot/{TWIN}?lang=en")
    assert (old.status_code, old.location) == (301, f"/duisburg/angebot/{KEPT}?lang=en")
    assert old.headers["Cache-Control"] == "max-age=3600"
    assert client.get(f"/duisburg/angebot/{TWIN}/fehler").location == f"/duisburg/angebot/{KEPT}/fehler"
    assert client.post(f"/duisburg/angebot/{TWIN}/fehler").status_code == 308
    api = client.get(f"/api/v1/offers/{TWIN}")
    assert (api.status_code, api.location) == (301, f"/api/v1/offers/{KEPT}")
    assert api.content_type == "application/problem+json"
    assert api.json["detail"] == f"This offer is part of {KEPT} now."
    assert client.get(api.location).json["key"] == KEPT
    assert client.get("/duisburg/angebot/other:nothing").status_code == 404


def test_a_merge_is_listed_and_taken_back(app, client):
    person = signed_in(app, name="Erika Muster")
    before = replace(get(app, KEPT), edited_at=None)
    merged(app, person)
    page = person.get(LIST).text
    assert "Zuletzt zusammengeführt" in page
    assert "Erika Muster" in page
    (done,) = services_of(app).store.doubles.merges("05112")
    answer = person.post(f"{LIST}/wieder-zwei", {"code": done.code})
    assert answer.status_code == 303
    assert replace(get(app, KEPT), edited_at=None) == before
    assert client.get(f"/duisburg/angebot/{TWIN}").status_code == 200
    assert person.post(f"{LIST}/wieder-zwei", {"code": done.code}).status_code == 404
    assert person.post(f"{LIST}/wieder-zwei", {"code": "nonsense"}).status_code == 404


def test_an_offer_that_changed_meanwhile_is_shown_anew_with_the_choice_kept(app):
    page = merged(app, **{"stand-geht": "0", "feld-summary": "dropped", "feld-hours": "kept"})
    assert page.status_code == 409
    assert "Jemand hat einen der Einträge gerade geändert." in page.text
    assert 'name="feld-summary" value="dropped" checked' in page.text
    assert 'name="feld-hours" value="kept" checked' in page.text
    assert get(app, TWIN).status == "published"


def test_no_double_is_asked_only_once(app):
    person = signed_in(app)
    assert person.post(f"{LIST}/verschieden", {"a": KEPT, "b": TWIN}).status_code == 303
    assert "Kein Eintrag sieht doppelt aus." in person.get(LIST).text
    save(app, replace(get(app, TWIN), bring="Zeugnisse"))
    here = services_of(app)
    watch(here.store, here.geocoder, here.vocabulary, NOW)
    assert here.store.doubles.waiting("05112") == 0


def test_texts_of_people_are_shown_as_texts(app):
    save(app, replace(get(app, TWIN), name=EVIL, provider=Provider(EVIL), summary=EVIL, hours=EVIL, bring=EVIL))
    person = signed_in(app)
    page = person.get(f"{PAIR}?a={TWIN}&b={KEPT}").text
    assert EVIL not in page
    assert page.count("&lt;script&gt;") >= 5
    merged(app, person, **{"feld-name": "dropped"})
    assert EVIL not in person.get(LIST).text


@pytest.mark.parametrize("what", ["eins-daraus", "verschieden", "wieder-zwei"])
def test_deciding_needs_a_right_and_a_token(app, what):
    sent = {"bleibt": KEPT, "geht": TWIN, "a": KEPT, "b": TWIN, "stand-bleibt": "1", "stand-geht": "1", "code": "x"}
    path = f"{LIST}/{what}"
    for role, region in (("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)):
        assert signed_in(app, role, region).post(path, sent).status_code == 403
    person = signed_in(app)
    assert person.client.post(path, data=sent).status_code == 400
    assert person.client.post(path, data=sent | {FORM_FIELD: "x" * 64}).status_code == 400
    assert app.test_client().post(path, data=sent).status_code == 401
    assert person.get(path).status_code == 405
    assert person.post(path, {}).status_code == 404
    assert services_of(app).store.doubles.waiting("05112") == 1
    assert get(app, TWIN).status == "published"


@pytest.mark.parametrize("path", [LIST, f"{PAIR}?a={TWIN}&b={KEPT}"])
def test_only_the_office_of_the_region_sees_the_pages(app, path):
    for role, region in (("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)):
        assert signed_in(app, role, region).get(path).status_code == 403
    assert app.test_client().get(path).status_code == 302


@pytest.mark.parametrize(
    ("a", "b"), [(KEPT, KEPT), (KEPT, "other:none"), ("", ""), ("' OR 1=1", TWIN), (KEPT, "far:1")]
)
def test_what_is_no_pair_of_this_region_is_not_found(app, a, b):
    save(app, replace(get(app, KEPT), key="far:1", region=ELSEWHERE))
    person = signed_in(app)
    assert person.get(PAIR, query_string={"a": a, "b": b}).status_code == 404
    assert person.post(f"{LIST}/verschieden", {"a": a, "b": b}).status_code == 404
    assert merged(app, person, bleibt=a, geht=b).status_code == 404


def test_nobody_takes_back_a_merge_of_another_region(app):
    merged(app)
    (done,) = services_of(app).store.doubles.merges("05112")
    with services_of(app).store.write(by="test", why="as if elsewhere") as writer:
        region = services_of(app).region("05112")
        writer.save_region(replace(region, ags=ELSEWHERE, slug="elsewhere", name="Anderswo"))
    other = signed_in(app, "editor", ELSEWHERE)
    assert other.post("/buero/elsewhere/doppelte/wieder-zwei", {"code": done.code}).status_code == 404
    assert get(app, TWIN).status == "archived"
