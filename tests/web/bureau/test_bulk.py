from dataclasses import replace

import pytest

from tests.desk import ELSEWHERE, services_of, signed_in

DESK = "/buero/duisburg"
STEPS = ("ansehen", "ausfuehren", "zurueck")


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def anna(app):
    return signed_in(app, name="Anna")


@pytest.fixture
def keys(store):
    return [offer.key for offer in store.list_offers(region="05112", limit=3)]


def chosen(person, keys, what="add-topics"):
    answer = person.post(f"{DESK}/zusammen", {"key": keys, "was": what})
    assert answer.status_code == 303
    return answer.location


def test_from_the_choice_to_the_change_and_back(anna, store, keys):
    page = chosen(anna, keys)
    asked = anna.get(page).text
    assert "3 Angebote ausgewählt" in asked
    assert 'value="studium"><span>Studium</span>' in asked
    before = {key: store.offer(key) for key in keys}
    anna.post(f"{page}/ansehen", {"topics": ["", "studium"], "why": "Neues Thema"})
    shown = anna.get(page).text
    assert "Gespeichert ist noch nichts." in shown
    assert {key: store.offer(key) for key in keys} == before
    anna.post(f"{page}/ausfuehren")
    assert all("studium" in store.offer(key).topics for key in keys)
    changed = [key for key in keys if "studium" not in before[key].topics]
    assert {store.revisions(key)[0].why for key in changed} == {"Neues Thema"}
    assert "Alles zurücknehmen" in anna.get(page).text
    anna.post(f"{page}/zurueck")
    assert [store.offer(key).topics for key in keys] == [before[key].topics for key in keys]
    assert "zurückgenommen" in anna.get(page).text


def test_those_that_somebody_changed_meanwhile_are_named(anna, store, keys):
    page = chosen(anna, keys, "set-bring")
    anna.post(f"{page}/ansehen", {"bring": "Zeugnisse"})
    other = store.offer(keys[1])
    with store.write(by="Bea", why="x") as writer:
        writer.save_offer(replace(other, summary="Von Bea"))
    anna.post(f"{page}/ausfuehren")
    shown = anna.get(page).text
    assert "inzwischen jemand anders geändert" in shown
    assert store.offer(keys[1]).bring == other.bring
    assert store.offer(keys[0]).bring == "Zeugnisse"


def test_all_of_a_filtered_list_may_be_taken(anna, store):
    wanted = [offer.key for offer in store.list_offers(region="05112", limit=1000) if offer.kind == "learning"]
    page = anna.post(f"{DESK}/zusammen", {"alle": "1", "art": "learning", "was": "archive"}).location
    anna.post(f"{page}/ansehen")
    anna.post(f"{page}/ausfuehren")
    assert wanted
    assert {store.offer(key).status for key in wanted} == {"archived"}
    assert store.keys("05112")


@pytest.mark.parametrize(
    ("form", "told"),
    [({"was": "archive"}, "kreuzen Sie zuerst"), ({"key": "x:1", "was": "archive"}, "gehört keines zu dieser Region"),
     ({"key": "x:1", "was": "zauberei"}, "was sich ändern soll"),
     ({"key": [f"a:{n}" for n in range(1001)], "was": "archive"}, "Höchstens 1000")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_told(anna, form, told):
    answer = anna.post(f"{DESK}/zusammen", form)
    assert answer.location == f"{DESK}/angebote"
    assert told in anna.get(answer.location).text


@pytest.mark.parametrize(
    ("what", "values"),
    [("add-topics", {}), ("add-topics", {"topics": "zauberei"}), ("set-website", {"website": "javascript:alert(1)"}),
     ("set-kind", {"kind": "zauberei"})],
)  # fmt: skip
def test_values_that_cannot_be_are_told(anna, store, keys, what, values):
    page = chosen(anna, keys, what)
    answer = anna.post(f"{page}/ansehen", values)
    assert answer.status_code == 400
    assert 'class="entry-error"' in answer.text
    assert anna.post(f"{page}/ausfuehren").status_code == 404
    assert {len(store.revisions(key)) for key in keys} == {1}


def test_every_step_happens_once(anna, keys):
    page = chosen(anna, keys, "set-bring")
    assert anna.post(f"{page}/zurueck").status_code == 404
    anna.post(f"{page}/ansehen", {"bring": "Zeugnisse"})
    assert anna.post(f"{page}/ausfuehren").status_code == 303
    assert anna.post(f"{page}/ausfuehren").status_code == 404
    assert anna.post(f"{page}/ansehen", {"bring": "Nichts"}).status_code == 404


def test_an_offer_of_another_region_is_never_among_them(anna, store, keys):
    with store.write(by="t", why="t") as writer:
        writer.save_offer(replace(store.offer(keys[0]), key="x:1", region="05113"))
    page = chosen(anna, [keys[0], "x:1"], "archive")
    anna.post(f"{page}/ansehen")
    anna.post(f"{page}/ausfuehren")
    assert store.offer("x:1").status == "published"


@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize(("role", "region"), [("provider", "05112"), ("pilot", "05112"), ("editor", ELSEWHERE)])
def test_only_the_office_of_the_region_changes_many(app, anna, keys, step, role, region):
    page = chosen(anna, keys, "archive")
    other = signed_in(app, role, region)
    path = f"{page}/{step}" if step else page
    assert (other.post(path) if step else other.get(path)).status_code == 403
    assert other.post(f"{DESK}/zusammen", {"key": keys, "was": "archive"}).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_a_change_of_another_region_cannot_be_reached(app, anna, store, keys, step):
    page = chosen(anna, keys, "archive").replace("duisburg", "essen")
    region = replace(store.region("05112"), ags="05113", slug="essen", name="Essen")
    with store.write(by="t", why="t") as writer:
        writer.save_region(region)
    other = signed_in(app, "editor", ELSEWHERE)
    assert other.get(page).status_code == 404
    assert other.post(f"{page}/{step}").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_form_without_token_changes_nothing(anna, store, keys, step):
    page = chosen(anna, keys, "archive")
    anna.post(f"{page}/ansehen")
    assert anna.client.post(f"{page}/{step}").status_code == 400
    assert anna.client.post(f"{DESK}/zusammen", data={"key": keys, "was": "archive"}).status_code == 400
    assert anna.get(f"{page}/{step}").status_code == 405
    assert {store.offer(key).status for key in keys} == {"published"}


def test_names_are_never_markup(anna, store, keys):
    with store.write(by="t", why="t") as writer:
        writer.save_offer(replace(store.offer(keys[0]), name="<script>alert(1)</script>"))
    page = chosen(anna, keys, "set-bring")
    anna.post(f"{page}/ansehen", {"bring": "<script>alert(2)</script>"})
    assert "<script>alert" not in anna.get(page).text
    anna.post(f"{page}/ausfuehren")
    assert "<script>alert" not in anna.get(page).text
