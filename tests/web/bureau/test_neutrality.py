"""Pages of the neutrality check: works, wrong role, wrong method, bad input, no token, another region, swapped keys."""

from dataclasses import replace
from io import BytesIO

import pytest

from actions.keep_document import path_of
from tests.actions.test_keep_document import PDF, PNG
from tests.desk import ELSEWHERE, services_of, signed_in

KEY = "seed-05112:du-c-001"
OTHER = "manual:moers"
PATH = f"/buero/duisburg/neutralitaet/{KEY}"
LOOK = f"/buero/duisburg/neutral-vorschau/{KEY}"


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def anna(app):
    return signed_in(app, name="Anna Arndt")


@pytest.fixture
def ben(app):
    return signed_in(app, name="Ben Bauer")


def form(person, **changes):
    """The form as it comes from the page, with three facts that make an offer independent."""
    page = person.get(PATH).text
    mark = page.split('name="gesehen" value="')[1].split('"')[0]
    typed = {"gesehen": mark, "rolle": "Bildungsbüro", "name": "Anna Arndt"}
    for code, value in (("carrier_type", "public"), ("own_courses", "no"), ("paid_per_result", "no")):
        typed |= {f"wert_{code}": value, f"quelle_{code}": "Satzung der Stadt", f"am_{code}": "2026-03-02"}
    return {name: value for name, value in (typed | changes).items() if value is not None}


def propose(person, **changes):
    answer = person.post(PATH, form(person, **changes))
    assert answer.status_code == 303, answer.text
    return answer.location


def test_the_form_asks_every_question_and_shows_what_sources_report(anna):
    page = anna.get(PATH).text
    for question in ("Wer ist der Träger?", "Bietet der Träger eigene Kurse an?", "Hat die Beratung ein Siegel?",
                     "Nennt jemand die Beratung neutral?"):  # fmt: skip
        assert question in page
    assert "Berichtet, nicht geprüft: Nennt jemand die Beratung neutral? Ja" in page
    assert "① Wer ist der Träger?" in page and "⑧ Hat die Beratung ein Siegel?" in page
    assert 'name="bis_carrier_type" type="date" value="2028-03-03"' in page
    assert 'name="bis_own_courses" type="date" value="2027-03-03"' in page


def test_a_check_by_one_becomes_public_once_another_confirms(client, store, anna, ben):
    before = client.get(f"/duisburg/angebot/{KEY}").text
    path = propose(anna, wortlaut_carrier_type="<script>alert(1)</script>", notiz="vor Ort <b>")
    page = anna.get(path).text
    assert "Jetzt muss eine zweite Person das bestätigen." in page and "Eine andere Person muss es bestätigen" in page
    assert "<script>alert" not in page and "vor Ort &lt;b&gt;" in page and "A – unabhängig" in page
    assert client.get(f"/duisburg/angebot/{KEY}").text == before
    assert "Anna Arndt" in ben.get("/buero/duisburg/neutralitaet").text and store.evidence.waiting("05112") == 1
    refused = anna.post(path, {"tun": "bestaetigen"})
    assert refused.status_code == 403 and "Das haben Sie selbst geprüft." in refused.text
    answer = ben.post(path, {"tun": "bestaetigen"})
    assert answer.status_code == 303
    sentence = "Neutral: Der Träger ist unabhängig und verkauft keine Kurse. Geprüft am 2. März 2026 (Bildungsbüro)."
    assert f"Auf der Karte steht jetzt: {sentence}" in ben.get(path).text
    public = client.get(f"/duisburg/angebot/{KEY}").text
    assert sentence in public and "Anna Arndt" not in public and "&lt;script&gt;" not in public
    again = ben.post(path, {"tun": "bestaetigen"})
    assert again.status_code == 409 and "Darüber ist schon entschieden." in again.text


def test_rejecting_and_withdrawing(store, anna, ben):
    path = propose(anna)
    assert ben.post(path, {"tun": "ablehnen", "grund": " "}).status_code == 400
    assert ben.post(path, {"tun": "zurueckziehen"}).status_code == 403
    assert ben.post(path, {"tun": "x"}).status_code == 400
    assert ben.post(path, {"tun": "ablehnen", "grund": "<b>alt</b>"}).status_code == 303
    assert "Grund: &lt;b&gt;alt&lt;/b&gt;" in anna.get(path).text
    second = propose(anna)
    assert anna.post(second, {"tun": "zurueckziehen"}).status_code == 303
    assert store.evidence.waiting("05112") == 0 and len(store.revisions(KEY)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quelle_own_courses": " "}, "Bitte schreiben Sie, woher Sie das wissen."),
        ({"wert_own_courses": "vielleicht"}, "Diese Antwort gibt es hier nicht."),
        ({"wert_own_courses": ""}, "Hier steht ein Beleg, aber noch keine Antwort."),
        ({"link_own_courses": "javascript:alert(1)"}, "Das ist keine Web-Adresse."),
        ({"am_own_courses": "gestern"}, "Bitte schreiben Sie den Tag so: 2026-03-31."),
        ({"am_own_courses": "2026-03-04"}, "Dieser Tag kommt noch. Heute ist der 3. März 2026."),
        ({"bis_own_courses": "2026-03-02"}, "Das Ende liegt vor der Prüfung."),
        ({"bis_own_courses": "x"}, "Bitte schreiben Sie den Tag so: 2027-03-31."),
        ({"wortlaut_own_courses": "x" * 501}, "Das ist zu lang. Es passen 500 Zeichen."),
        ({"rolle": ""}, "Bitte schreiben Sie, wer geprüft hat"),
        ({"name": ""}, "Bitte schreiben Sie den Namen der Person"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(store, anna, changes, sentence):
    answer = anna.post(PATH, form(anna, quelle_carrier_type="Ganz bestimmte Satzung", **changes))
    assert answer.status_code == 400 and sentence in answer.text
    assert "Ganz bestimmte Satzung" in answer.text and store.evidence.waiting("05112") == 0


def test_a_second_check_waits_its_turn_and_an_old_form_is_refused(anna, ben):
    path, old = propose(anna), form(ben)
    answer = ben.post(PATH, old)
    assert answer.status_code == 409 and "wartet schon eine Prüfung" in answer.text
    ben.post(path, {"tun": "bestaetigen"})
    answer = ben.post(PATH, old)
    assert answer.status_code == 409 and "Inzwischen wurde etwas anderes geprüft." in answer.text


def test_the_outlook_is_told_while_typing_and_by_the_button(anna):
    typed = form(anna)
    told = anna.post(LOOK, typed, headers={"Accept": "application/json"}).json
    assert told["grade"] == "A – unabhängig" and told["evidence"] == "alles geprüft"
    assert told["sentence"].startswith("Neutral: Der Träger ist unabhängig")
    assert told["mark"] == "Gilt in dieser Region als neutral."
    bound = anna.post(LOOK, typed | {"wert_paid_per_result": "yes"}, headers={"Accept": "application/json"}).json
    assert bound["grade"].startswith("C") and bound["mark"] == "Gilt in dieser Region nicht als neutral."
    page = anna.post(LOOK, typed)
    assert page.status_code == 200 and "A – unabhängig" in page.text and "Satzung der Stadt" in page.text


def upload(name="Satzung.pdf", content=PDF):
    return {"datei_carrier_type": (BytesIO(content), name)}


def test_documents_are_kept_in_the_house_and_handed_to_the_office_only(app, client, store, anna, ben):
    path = propose(anna, **upload("../../böse <b>.pdf"))
    (document,) = store.evidence.documents_of(path.rpartition("/")[2])
    assert document.fact == "carrier_type" and "/" not in document.name
    assert path_of(services_of(app).private_dir, document).read_bytes() == PDF
    link = f"/buero/duisburg/beleg/{document.code}"
    assert link in ben.get(path).text
    answer = ben.get(link)
    assert answer.data == PDF and answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    assert client.get(link).status_code == 302
    assert signed_in(app, "pilot").get(link).status_code == 403
    assert signed_in(app, "editor", ELSEWHERE).get(link).status_code == 403
    path_of(services_of(app).private_dir, document).unlink()
    assert ben.get(link).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Diese Datei ist leer."), (b"<html>", "Es gehen PDF, PNG und JPEG."),
        (PNG + b"<script>", "Es gehen PDF, PNG und JPEG."), (PDF + b" " * 10_500_000, "Es gehen höchstens 10 MB."),
    ],
)  # fmt: skip
def test_documents_that_we_do_not_take(store, anna, content, sentence):
    answer = anna.post(PATH, form(anna, **upload(content=content)))
    assert answer.status_code == 400 and sentence in answer.text and store.evidence.files() == set()


def test_far_too_much_is_refused_before_it_is_read(anna):
    answer = anna.post(PATH, form(anna, **upload(content=b"x" * 45_000_000)))
    assert answer.status_code == 413


def test_a_document_survives_a_form_with_mistakes(store, anna, ben):
    first = anna.post(PATH, form(anna, quelle_own_courses="", **upload()))
    assert first.status_code == 400 and "Satzung.pdf" in first.text
    code = first.text.split('name="beleg_carrier_type" value="')[1].split('"')[0]
    assert ben.get(f"/buero/duisburg/beleg/{code}").status_code == 404
    path = propose(anna, beleg_carrier_type=code)
    assert [one.code for one in store.evidence.documents_of(path.rpartition("/")[2])] == [code]


def test_nobody_takes_the_documents_of_others(store, anna, ben):
    first = anna.post(PATH, form(anna, quelle_own_courses="", **upload()))
    code = first.text.split('name="beleg_carrier_type" value="')[1].split('"')[0]
    path = propose(ben, beleg_carrier_type=code)
    assert store.evidence.documents_of(path.rpartition("/")[2]) == []


def test_a_document_without_an_answer_is_asked_about(anna):
    answer = anna.post(PATH, form(anna, datei_label=(BytesIO(PDF), "Siegel.pdf")))
    assert answer.status_code == 400 and "Hier liegt ein Beleg, aber noch keine Antwort." in answer.text


@pytest.fixture
def elsewhere(app, store):
    """A region with an offer and somebody who works there."""
    with store.write(by="test", why="a region") as writer:
        writer.save_region(replace(store.region("05112"), ags=ELSEWHERE, slug="essen", name="Essen"))
        writer.save_offer(replace(store.offer(KEY), key=OTHER, region=ELSEWHERE))
    return signed_in(app, "editor", ELSEWHERE)


def test_swapped_keys_lead_nowhere(store, anna, elsewhere):
    path = propose(anna, **upload())
    code = path.rpartition("/")[2]
    (document,) = store.evidence.documents_of(code)
    assert anna.get(f"/buero/duisburg/neutralitaet/{OTHER}").status_code == 404
    assert anna.post(f"/buero/duisburg/neutralitaet/{OTHER}", form(anna)).status_code == 404
    for stranger_path in (f"/buero/essen/pruefung/{code}", f"/buero/essen/beleg/{document.code}",
                          f"/buero/essen/neutralitaet/{KEY}", "/buero/essen/pruefung/none"):  # fmt: skip
        assert elsewhere.get(stranger_path).status_code == 404
    assert elsewhere.post(f"/buero/essen/pruefung/{code}", {"tun": "bestaetigen"}).status_code == 404
    assert store.evidence.proposal(code).state == "waiting"


@pytest.mark.parametrize(("role", "region"), [("pilot", "05112"), ("provider", "05112"), ("editor", ELSEWHERE)])
def test_whoever_has_no_right_here_sees_and_changes_nothing(app, store, anna, role, region):
    path = propose(anna)
    person = signed_in(app, role, region, name="Somebody")
    for page in (PATH, path, "/buero/duisburg/neutralitaet"):
        assert person.get(page).status_code == 403
    for page in (PATH, LOOK, path):
        assert person.post(page, {"tun": "bestaetigen"}).status_code == 403
    assert store.evidence.waiting("05112") == 1


def test_without_the_token_of_the_form_nothing_changes(store, anna, ben):
    path = propose(anna)
    for page in (PATH, LOOK, path):
        assert ben.client.post(page, data={"tun": "bestaetigen"}).status_code == 400
    assert store.evidence.waiting("05112") == 1


def test_a_wrong_method_is_refused(anna):
    assert anna.get(LOOK).status_code == 405
    assert anna.post("/buero/duisburg/neutralitaet", {}).status_code == 405
