"""The office's pages about freshness: overview, switch, rhythms, contacts, phone list; who may, and where."""

from dataclasses import replace
from datetime import date

import pytest

from model.contact import MaintenanceContact
from model.freshness import Rhythm
from model.offer import FieldCheck, Verification
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW

HERE = "/buero/duisburg/bestaetigen"
ONE, TWO = "seed-05112:du-c-001", "seed-05112:du-c-002"
TODAY = date(2026, 3, 3)
POSTS = [
    (f"{HERE}/schalter", {"an": "1", "mails": "50"}),
    (f"{HERE}/rhythmus", {"angebot": ONE, "rhythmus": "alle", "anzahl": "3"}),
    (f"{HERE}/kontakt/{ONE}", {"email": "neu@traeger.example"}),
    (f"{HERE}/entscheiden", {"angebot": ONE, "antwort": "weg"}),
    (f"{HERE}/telefon", {"angebot": TWO, "antwort": "bestaetigt"}),
]


@pytest.fixture
def store(app):
    store = services_of(app).store
    with store.write("me", "set up") as writer:
        region = store.region(DUISBURG)
        writer.save_region(replace(region, bureau={"name": "Bildungsbüro", "email": "buero@stadt.example"}))
        writer.save_offer(replace(writer.offer(TWO), faded_on=date(2026, 2, 1)),
                          maintenance=MaintenanceContact("Frau Kaya", "", "0203 77", "vormittags"))  # fmt: skip
        writer.upkeep.rest(ONE, "gone")
    return store


@pytest.fixture
def editor(app, store):
    return signed_in(app)


def everything(store):
    tables = ("offer", "revision", "upkeep", "upkeep_ladder", "maintenance_contact", "mail", "suggestion")
    with store._database.reading() as connection:
        return [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in tables]


def test_the_overview_counts_and_lists(editor, store):
    page = editor.get(f"{HERE}/")
    assert page.status_code == 200
    counts = store.upkeep.counts(DUISBURG, TODAY)
    assert f"Von {counts.total} Angeboten" in page.text
    assert f'Fällig <span class="muted">({counts.due})' in page.text
    assert "Wir fragen noch nicht von selbst nach" in page.text
    assert "Diese Mails gingen zuerst hinaus" in page.text
    for group in ("due", "asked", "phone", "faded", "gone", "current", "all"):
        assert editor.get(f"{HERE}/?gruppe={group}").status_code == 200
    assert "Von der Karte nehmen" in editor.get(f"{HERE}/?gruppe=gone").text


@pytest.mark.parametrize(
    "query", ["gruppe=quatsch", "seite=-4", "seite=99999", "seite=x", "suche=%00%25_", "suche=" + "ä" * 500]
)
def test_strange_questions_are_answered(editor, query):
    assert editor.get(f"{HERE}/?{query}").status_code == 200


def test_the_list_is_searched_by_name_and_address(editor, store):
    name = store.offer(ONE).name
    with store.write("me", "contact") as writer:
        writer.save_offer(writer.offer(ONE), maintenance=MaintenanceContact(email="Kaya@Traeger.example"))
    for words in (name[:9].upper(), "kaya@traeger"):
        assert name in editor.get(f"{HERE}/", query_string={"gruppe": "all", "suche": words}).text
    assert "Dazu finden wir hier nichts." in editor.get(f"{HERE}/?gruppe=all&suche=gibtesnicht").text


def test_an_admin_switches_it_on_and_off(app, store):
    admin = signed_in(app, "admin")
    assert admin.post(f"{HERE}/schalter", {"an": "1", "mails": "50"}).status_code == 303
    ladder = store.upkeep.ladder(DUISBURG)
    assert (ladder.on_since, ladder.mails_a_day, ladder.switched_by) == (NOW, 50, admin.account.by)
    assert "Wir fragen von selbst nach" in admin.get(f"{HERE}/").text
    admin.post(f"{HERE}/schalter", {"an": "0", "mails": "50"})
    assert store.upkeep.ladder(DUISBURG).on_since is None


@pytest.mark.parametrize("mails", ["", "0", "-1", "x", "2001", "1e3"])
def test_a_strange_number_of_mails_is_refused(app, store, mails):
    answer = signed_in(app, "admin").post(f"{HERE}/schalter", {"an": "1", "mails": mails})
    assert answer.status_code == 400 and "Bitte eine Zahl von 1 bis 2000." in answer.text
    assert store.upkeep.ladder(DUISBURG).on_since is None


def test_without_an_address_of_the_office_it_cannot_be_switched_on(app, store):
    with store.write("me", "no contact") as writer:
        writer.save_region(replace(store.region(DUISBURG), bureau={}))
    answer = signed_in(app, "admin").post(f"{HERE}/schalter", {"an": "1", "mails": "50"})
    assert answer.status_code == 409 and "Es fehlt noch die Mailadresse des Bildungsbüros." in answer.text
    assert store.upkeep.ladder(DUISBURG).on_since is None


def test_some_entries_get_a_rhythm_of_their_own(editor, store):
    editor.post(f"{HERE}/rhythmus", {"angebot": [ONE, TWO], "rhythmus": "monate", "monat": ["8", "2"], "gruppe": "all"})
    assert store.upkeep.entry(DUISBURG, ONE).rhythm == Rhythm(months=(2, 8))
    assert "im Februar und August" in editor.get(f"{HERE}/?gruppe=all").text
    editor.post(f"{HERE}/rhythmus", {"angebot": ONE, "rhythmus": "alle", "anzahl": "3"})
    assert store.upkeep.entry(DUISBURG, ONE).rhythm == Rhythm(every=3)
    editor.post(f"{HERE}/rhythmus", {"angebot": ONE, "rhythmus": "region"})
    assert store.upkeep.entry(DUISBURG, ONE).rhythm == Rhythm()
    assert store.upkeep.entry(DUISBURG, TWO).rhythm == Rhythm(months=(2, 8))


def test_all_entries_of_a_list_get_a_rhythm_at_once(editor, store):
    before = store.upkeep.counts(DUISBURG, TODAY)
    editor.post(f"{HERE}/rhythmus", {"alle": "1", "rhythmus": "alle", "anzahl": "24", "gruppe": "due"})
    kept, total = store.upkeep.page(DUISBURG, "due", TODAY)
    assert total == before.due > 0
    assert {one.rhythm for one in kept} == {Rhythm(every=24)}
    assert store.upkeep.entry(DUISBURG, TWO).rhythm == Rhythm()


@pytest.mark.parametrize(
    "form",
    [
        {"rhythmus": "alle", "anzahl": "3"}, {"angebot": ONE}, {"angebot": ONE, "rhythmus": "alle", "anzahl": "0"},
        {"angebot": ONE, "rhythmus": "alle", "anzahl": "61"}, {"angebot": ONE, "rhythmus": "monate"},
        {"angebot": ONE, "rhythmus": "monate", "monat": "13"}, {"angebot": ONE, "rhythmus": "x"},
    ],
)  # fmt: skip
def test_a_rhythm_that_cannot_be_is_refused(editor, store, form):
    before = everything(store)
    answer = editor.post(f"{HERE}/rhythmus", form)
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert everything(store) == before


def test_a_maintenance_contact_is_kept_apart_from_what_is_public(app, editor, store):
    page = editor.get(f"{HERE}/kontakt/{TWO}")
    assert "Frau Kaya" in page.text and "vormittags" in page.text
    form = {"name": "Herr <b>Demir</b>", "email": " pflege@traeger.example ", "phone": "0203 88", "note": ""}
    assert editor.post(f"{HERE}/kontakt/{TWO}", form).status_code == 303
    assert store.maintenance_contact(TWO) == MaintenanceContact(
        "Herr <b>Demir</b>", "pflege@traeger.example", "0203 88"
    )
    assert "Herr &lt;b&gt;Demir" in editor.get(f"{HERE}/telefon").text
    public = app.test_client()
    assert "pflege@" not in public.get(f"/api/v1/offers/{TWO}").text + public.get(f"/duisburg/angebot/{TWO}").text
    editor.post(f"{HERE}/kontakt/{TWO}", {})
    assert store.maintenance_contact(TWO) is None


@pytest.mark.parametrize(
    "form",
    [{"email": "keine"}, {"email": "a@b.example\r\nBcc: c@d.example"}, {"name": "x" * 201}, {"note": "x" * 1001}],
)
def test_a_contact_that_cannot_be_is_refused_and_nothing_typed_is_lost(editor, store, form):
    answer = editor.post(f"{HERE}/kontakt/{TWO}", form)
    assert answer.status_code == 400 and 'aria-invalid="true"' in answer.text
    assert store.maintenance_contact(TWO).name == "Frau Kaya"


def test_the_phone_list_shows_whom_to_call(editor, store):
    page = editor.get(f"{HERE}/telefon").text
    assert store.offer(TWO).name in page and 'href="tel:020377"' in page and "Frau Kaya" in page
    assert "nach hinten gerückt seit 1. Februar 2026" in page
    assert store.offer(ONE).name not in page


def test_confirmed_by_phone(editor, store):
    answer = editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "bestaetigt", "platz": "1"})
    assert answer.status_code == 303 and answer.location.endswith("/telefon#anruf-1")
    offer = store.offer(TWO)
    assert (offer.verification, offer.faded_on) == (Verification(TODAY, "Bildungsbüro", "phone"), None)
    assert store.revisions(TWO)[0].by == editor.account.by
    assert "Niemand wartet auf einen Anruf." in editor.get(f"{HERE}/telefon").text


def test_some_parts_confirmed_by_phone(editor, store):
    editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "bestaetigt", "teil": ["hours", "quatsch"]})
    assert store.offer(TWO).checks == (FieldCheck("hours", TODAY, "Bildungsbüro", "phone"),)
    assert store.offer(TWO).verification is None


def test_nobody_there_stays_on_the_list_and_is_counted(editor, store):
    for _ in range(2):
        editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "niemand"})
    assert "2-mal, zuletzt am 3. März 2026" in editor.get(f"{HERE}/telefon").text
    assert store.upkeep.phone_list_count(DUISBURG) == 1


def test_a_script_gets_a_sentence_instead_of_a_page(editor):
    answer = editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "weg"}, headers={"Accept": "application/json"})
    assert answer.json["left"] == 0 and answer.json["sentence"].startswith("Soll es nicht mehr geben: ")


def test_what_exists_no_more_is_decided_by_the_office(editor, store):
    editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "weg"})
    assert store.upkeep.counts(DUISBURG, TODAY).gone == 2
    assert store.offer(TWO).status == "published"
    editor.post(f"{HERE}/entscheiden", {"angebot": TWO, "antwort": "weg"})
    editor.post(f"{HERE}/entscheiden", {"angebot": ONE, "antwort": "gibt-es"})
    assert store.offer(TWO).status == "archived"
    assert store.offer(ONE).verification.on == TODAY
    assert store.upkeep.counts(DUISBURG, TODAY).gone == 0
    assert editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "bestaetigt"}).status_code == 404


def test_two_people_calling_at_once_are_told(app, editor, store):
    other = signed_in(app, name="B")
    editor.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "bestaetigt"})
    answer = other.post(f"{HERE}/telefon", {"angebot": TWO, "antwort": "weg"})
    assert answer.status_code == 404 and "Vielleicht hat jemand anders gerade angerufen." in answer.text
    assert store.upkeep.counts(DUISBURG, TODAY).gone == 1


@pytest.mark.parametrize(("path", "form"), POSTS)
@pytest.mark.parametrize(("role", "region"), [("provider", DUISBURG), ("pilot", DUISBURG), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_here_changes_nothing(app, store, role, region, path, form):
    person = signed_in(app, role, region)
    before = everything(store)
    assert person.post(path, form).status_code == 403
    assert person.get(f"{HERE}/").status_code == person.get(f"{HERE}/telefon").status_code == 403
    assert person.get(f"{HERE}/kontakt/{ONE}").status_code == 403
    assert everything(store) == before


def test_an_editor_does_not_switch_it_on(editor, store):
    assert editor.post(f"{HERE}/schalter", {"an": "1", "mails": "50"}).status_code == 403
    assert store.upkeep.ladder(DUISBURG).on_since is None


@pytest.mark.parametrize(("path", "form"), POSTS)
def test_a_form_without_its_token_changes_nothing(app, store, path, form):
    person = signed_in(app, "admin")
    before = everything(store)
    assert person.client.post(path, data=form).status_code == 400
    assert person.get(path).status_code in (200, 404, 405)
    assert everything(store) == before


@pytest.mark.parametrize(("path", "form"), POSTS[1:])
def test_an_entry_of_another_region_is_not_to_be_had(app, store, path, form):
    with store.write("me", "moved") as writer:
        for key in (ONE, TWO):
            writer.save_offer(replace(writer.offer(key), region=ELSEWHERE))
    before = everything(store)
    answer = signed_in(app).post(path, form)
    assert answer.status_code == 404 or (answer.status_code == 303 and path.endswith("rhythmus"))
    assert everything(store) == before


def test_texts_are_escaped(editor, store):
    with store.write("me", "nasty") as writer:
        nasty = replace(writer.offer(TWO), name="<script>x</script>", hours="<img src=x>")
        writer.save_offer(nasty, maintenance=MaintenanceContact("<b>n</b>", "", "<i>1</i>", "<u>u</u>"))
    for path in (f"{HERE}/?gruppe=all", f"{HERE}/telefon", f"{HERE}/kontakt/{TWO}"):
        page = editor.get(path).text
        assert "<script>x" not in page and "<img src=x" not in page and "<i>1" not in page and "<u>u" not in page
