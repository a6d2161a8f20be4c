"""Pages of the rules: works, wrong role, wrong method, bad input, no token, another region."""

import re
from dataclasses import replace

import pytest

from tests.desk import ELSEWHERE, services_of, signed_in

PATH = "/buero/duisburg/regeln"
NOW_RULES = {
    "stufen": ["A", "B"], "nachweis": ["verified", "reported"], "monate": "12", "erinnern1": "14", "erinnern2": "28",
    "verblassen": "42", "buero_name": "Bildungsbüro",
}  # fmt: skip


@pytest.fixture
def store(app):
    return services_of(app).store


@pytest.fixture
def admin(app):
    return signed_in(app, "admin")


def hidden(page):
    """The hidden fields of a preview, as a browser would send them on."""
    form: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        form.setdefault(name, []).append(value)
    return form


def test_new_rules_are_previewed_confirmed_and_kept(client, store, admin):
    public = "/duisburg/angebot/seed-05112:du-c-001"
    below = "Das reicht in dieser Region nicht, um als neutral zu gelten."
    assert below not in client.get(public).text
    before = store.count_offers("05112")
    wish = {"nachweis": ["verified"], "vier_augen": "ja", "buero_email": "rat@stadt.example"}
    look = admin.post(PATH, NOW_RULES | wish)
    assert look.status_code == 200 and "Neu als neutral: 0" in look.text
    losses = int(re.search(r"Nicht mehr neutral: (\d+)", look.text)[1])
    assert 0 < losses < before and "/buero/duisburg/neutralitaet/seed-05112:du-c-001" in look.text
    assert "reported" in store.region("05112").policy.evidence
    answer = admin.post(f"{PATH}/bestaetigen", hidden(look.text) | {"grund": "Beschluss <b>"})
    assert answer.status_code == 303
    page = admin.get(PATH).text
    assert f"Nicht mehr neutral: {losses}." in page and "Beschluss &lt;b&gt;" in page
    assert "Vier Augen: <del>nein</del>" in page
    region = store.region("05112")
    assert region.policy.evidence == {"verified"} and region.office.four_eyes
    assert region.bureau["email"] == "rat@stadt.example"
    assert below in client.get(public).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stufen": []}, "Bitte wählen Sie mindestens eine Stufe."),
        ({"stufen": ["unchecked", "C"]}, "Bitte wählen Sie mindestens eine Stufe."),
        ({"nachweis": ["none"]}, "Bitte wählen Sie mindestens einen Nachweis."),
        ({"monate": "0"}, "Bitte schreiben Sie eine Zahl von 1 bis 60."),
        ({"monate": "-3"}, "Bitte schreiben Sie eine Zahl von 1 bis 60."),
        ({"monate": "²"}, "Bitte schreiben Sie eine Zahl von 1 bis 60."),
        ({"erinnern2": "14"}, "Die zweite Erinnerung kommt nach der ersten."),
        ({"verblassen": "20"}, "Erst erinnern, dann verblassen"),
        ({"buero_email": "kein@"}, "Das ist keine E-Mail-Adresse."),
        ({"impressum_body": "x" * 301}, "Das ist zu lang."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(store, admin, changes, sentence):
    before = store.region("05112")
    for path in (PATH, f"{PATH}/bestaetigen"):
        answer = admin.post(path, NOW_RULES | {"buero_phone": "0203 4711", "grund": "x"} | changes)
        assert answer.status_code == 400 and sentence in answer.text and "0203 4711" in answer.text
    assert store.region("05112") == before


def test_what_changed_after_the_preview_is_shown_again(store, admin):
    form = hidden(admin.post(PATH, NOW_RULES | {"nachweis": ["verified"]}).text)
    with store.write(by="Ben", why="neuer Name") as writer:
        writer.save_region(replace(store.region("05112"), name="Duisburg am Rhein"))
    answer = admin.post(f"{PATH}/bestaetigen", form | {"grund": "Beschluss"})
    assert answer.status_code == 409 and "Inzwischen hat sich etwas geändert." in answer.text
    assert admin.post(f"{PATH}/bestaetigen", hidden(answer.text) | {"grund": ""}).status_code == 400
    assert admin.post(f"{PATH}/bestaetigen", hidden(answer.text) | {"grund": "Beschluss"}).status_code == 303
    assert store.region("05112").name == "Duisburg am Rhein" and store.region("05112").policy.evidence == {"verified"}


def test_nobody_confirms_what_was_never_shown(store, admin):
    wish = {"nachweis": ["verified"], "grund": "x", "gesehen": "0" * 64}
    answer = admin.post(f"{PATH}/bestaetigen", NOW_RULES | wish)
    assert answer.status_code == 409 and "reported" in store.region("05112").policy.evidence


def test_no_change_is_said(admin):
    assert "Sie haben nichts geändert." in admin.post(PATH, NOW_RULES).text


def test_what_the_imprint_lacks_is_said(admin):
    assert "Im Impressum fehlt noch: Behörde oder Träger der Karte" in admin.get(PATH).text


@pytest.mark.parametrize(
    ("role", "region"), [("editor", "05112"), ("pilot", "05112"), ("provider", "05112"), ("admin", ELSEWHERE)]
)
def test_only_admins_of_the_region_see_and_change_its_rules(app, store, role, region):
    person, before = signed_in(app, role, region), store.region("05112")
    assert person.get(PATH).status_code == 403
    for path in (PATH, f"{PATH}/bestaetigen"):
        assert person.post(path, NOW_RULES | {"nachweis": ["verified"]}).status_code == 403
    assert store.region("05112") == before


def test_without_the_token_of_the_form_nothing_changes(store, admin):
    for path in (PATH, f"{PATH}/bestaetigen"):
        assert admin.client.post(path, data=NOW_RULES).status_code == 400
    assert admin.get(f"{PATH}/bestaetigen").status_code == 405
