"""Managing accounts: nobody grants more than they have, and nobody sees accounts of other regions."""

import pytest

from actions.pilots import register_institution
from model.access import Grant
from tests.desk import DUISBURG, ELSEWHERE, an_account, services_of, signed_in
from tests.web.konto.doors import PASSWORD, events, link_in, mails, send, sign_in, with_password
from web.gate import FORM_FIELD

LIST = "/buero/duisburg/konten"
HOUSE = "Stadtbibliothek"


@pytest.fixture(autouse=True)
def _a_house_of_pilots(app):
    register_institution(services_of(app).store, "05112", HOUSE, by="test")


def of(app, email):
    return services_of(app).store.accounts.by_email(email)


def page_of(account):
    return f"{LIST}/{account.code}"


def test_an_invitation_leads_from_the_mail_to_the_desk(app):
    admin = signed_in(app, "admin")
    answer = admin.post(LIST, {"mail": "neu@stadt.example", "name": "Nele Neu", "rolle": "editor", "bereich": "hier"})
    assert answer.status_code == 303
    assert "Die Einladung an neu@stadt.example wird gleich verschickt." in admin.get(LIST).text
    (mail,) = mails(app)
    assert mail.to == "neu@stadt.example" and "Test admin lädt Sie ein" in mail.text
    path, client = link_in(app), app.test_client()
    assert "Nele Neu" in client.get(path).text
    answer = send(client, path, name="Nele Neu", passwort=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/buero/")
    assert client.get("/buero/duisburg/").status_code == 200
    assert of(app, "neu@stadt.example").grants == (Grant("editor", DUISBURG),)
    assert sign_in(app.test_client(), "neu@stadt.example").status_code == 303
    assert "schon benutzt" in app.test_client().get(path).text
    assert events(app) == ["invited", "accepted", "signed_in"]


def test_looking_at_a_link_uses_nothing_up(app):
    signed_in(app, "admin").post(LIST, {"mail": "neu@stadt.example", "rolle": "editor"})
    path = link_in(app)
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
    assert send(app.test_client(), path, name="Nele Neu", passwort=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mail": "kein at", "rolle": "editor"}, "Das ist keine Mail-Adresse."),
        ({"mail": "a@x.example\r\nBcc: b@x.example", "rolle": "editor"}, "Das ist keine Mail-Adresse."),
        ({"mail": "a@x.example", "rolle": "chef"}, "Bitte wählen Sie eine Rolle."),
        ({"mail": "a@x.example", "rolle": "provider"}, "Bitte nennen Sie einen Träger"),
        ({"mail": "a@x.example", "rolle": "provider", "traeger": "Erfunden e. V."}, "Bitte nennen Sie einen Träger"),
        ({"mail": "a@x.example", "rolle": "admin", "bereich": "alle"}, "nur in Regionen vergeben"),
    ],
)
def test_what_cannot_be_granted_is_refused_and_what_was_typed_stays(app, fields, words):
    answer = signed_in(app, "admin").post(LIST, fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert fields["mail"].split("\r")[0] in answer.text
    assert mails(app) == [] and len(services_of(app).store.accounts.all()) == 1


def test_only_who_may_do_everything_everywhere_grants_that(app):
    admin = signed_in(app, "admin", "")
    assert admin.post(LIST, {"mail": "a@x.example", "rolle": "editor", "bereich": "alle"}).status_code == 303
    assert of(app, "a@x.example").grants == (Grant("editor"),)


def test_an_organisation_is_named_as_it_is_written_here(app):
    names = services_of(app).store.accounts.provider_names(DUISBURG)
    typed = {"mail": "a@x.example", "rolle": "provider", "traeger": names[0].upper()}
    answer = signed_in(app, "admin").post(LIST, typed)
    assert answer.status_code == 303
    assert of(app, "a@x.example").grants == (Grant("provider", DUISBURG, names[0]),)


def test_accounts_of_other_regions_are_not_there(app):
    stranger = an_account(app, "editor", ELSEWHERE)
    everywhere = an_account(app, "editor", "")
    admin = signed_in(app, "admin")
    page = admin.get(LIST).text
    assert stranger.email not in page and everywhere.email not in page
    for account in (stranger, everywhere):
        assert admin.get(page_of(account)).status_code == 404
        for action in ("rolle", "rolle-nehmen", "einladung", "schliessen", "oeffnen", "zweiter-faktor-aus"):
            assert admin.post(f"{page_of(account)}/{action}", {"rolle": "editor"}).status_code == 404
    assert of(app, stranger.email) == stranger and of(app, everywhere.email) == everywhere
    assert everywhere.email in signed_in(app, "admin", "").get(LIST).text


def test_roles_are_given_and_taken_but_never_the_last_one(app):
    account = with_password(app)
    admin = signed_in(app, "admin")
    pilot = {"rolle": "pilot", "bereich": "hier", "traeger": HOUSE}
    assert admin.post(f"{page_of(account)}/rolle", pilot).status_code == 303
    assert {grant.role for grant in of(app, account.email).grants} == {"editor", "pilot"}
    assert "weitere Rolle gegeben: Lotse oder Lotsin in Duisburg" in mails(app)[-1].text
    again = admin.post(f"{page_of(account)}/rolle", pilot)
    assert again.status_code == 400 and "hat das Konto schon" in again.text
    take = {"rolle": "editor", "bereich": "hier", "traeger": ""}
    assert admin.post(f"{page_of(account)}/rolle-nehmen", take).status_code == 303
    assert admin.post(f"{page_of(account)}/rolle-nehmen", take).status_code == 404
    last = admin.post(f"{page_of(account)}/rolle-nehmen", {**take, "rolle": "pilot", "traeger": HOUSE})
    assert last.status_code == 400 and "Schließen Sie es stattdessen." in last.text


def test_whoever_loses_a_role_loses_it_at_once(app):
    editor = signed_in(app, "editor")
    admin = signed_in(app, "admin")
    admin.post(f"{page_of(editor.account)}/rolle", {"rolle": "pilot", "bereich": "hier", "traeger": HOUSE})
    assert editor.get("/buero/duisburg/").status_code == 200
    admin.post(f"{page_of(editor.account)}/rolle-nehmen", {"rolle": "editor", "bereich": "hier", "traeger": ""})
    assert editor.get("/buero/duisburg/").status_code == 403


def test_nobody_closes_or_lowers_themselves(app):
    admin = signed_in(app, "admin")
    closed = admin.post(f"{page_of(admin.account)}/schliessen")
    assert closed.status_code == 400 and "Mit dem eigenen Konto geht das nicht." in closed.text
    taken = admin.post(f"{page_of(admin.account)}/rolle-nehmen", {"rolle": "admin", "bereich": "hier", "traeger": ""})
    assert taken.status_code == 400
    assert admin.get(LIST).status_code == 200


def test_a_closed_account_is_signed_out_and_comes_back_with_its_password(app):
    account = with_password(app)
    editor, admin = signed_in(app, "editor"), signed_in(app, "admin")
    assert admin.post(f"{page_of(account)}/schliessen").status_code == 303
    assert editor.get("/buero/duisburg/").status_code == 302
    assert sign_in(app.test_client(), account.email).status_code == 400
    assert "geschlossen" in admin.get(LIST).text
    assert admin.post(LIST, {"mail": account.email, "rolle": "pilot"}).status_code == 400
    assert admin.post(f"{page_of(account)}/oeffnen").status_code == 303
    assert editor.get("/buero/duisburg/").status_code == 302  # the old session is gone for good
    assert sign_in(app.test_client(), account.email).status_code == 303


def test_an_account_with_roles_elsewhere_is_not_closed_from_here(app):
    account = with_password(app)
    with services_of(app).store.write(by="test", why="two regions") as writer:
        writer.accounts.set_grants(account.id, [Grant("editor", DUISBURG), Grant("editor", ELSEWHERE)])
    admin = signed_in(app, "admin")
    page = admin.get(page_of(account)).text
    assert "hat auch Rollen in anderen Regionen" in page and "Konto schließen" not in page
    for action in ("schliessen", "zweiter-faktor-aus"):
        assert admin.post(f"{page_of(account)}/{action}").status_code == 400
    assert of(app, account.email).closed_at is None
    take = {"rolle": "editor", "bereich": "hier", "traeger": ""}
    assert admin.post(f"{page_of(account)}/rolle-nehmen", take).status_code == 303
    assert of(app, account.email).grants == (Grant("editor", ELSEWHERE),)


def test_a_new_invitation_ends_the_old_link(app):
    admin = signed_in(app, "admin")
    admin.post(LIST, {"mail": "neu@stadt.example", "rolle": "editor"})
    old = link_in(app)
    assert admin.post(f"{page_of(of(app, 'neu@stadt.example'))}/einladung").status_code == 303
    assert link_in(app) != old
    ended = app.test_client().get(old)
    assert ended.status_code == 410 and "Dieser Link gilt nicht mehr." in ended.text
    assert app.test_client().get(link_in(app)).status_code == 200


def test_losing_the_phone_is_mended_by_an_admin(app):
    other = an_account(app, "admin", name="Andere")
    admin = signed_in(app, "admin")
    assert admin.post(f"{page_of(other)}/zweiter-faktor-aus").status_code == 303
    assert not of(app, other.email).has_second_factor
    assert "hat den zweiten Faktor ausgeschaltet" in mails(app)[-1].text


def test_the_log_tells_of_this_region_only(app):
    here, there = with_password(app), with_password(app, "editor", ELSEWHERE)
    for account in (here, there):
        sign_in(app.test_client(), account.email, "falsches Passwort 1")
    page = signed_in(app, "admin").get(f"{LIST}/protokoll").text
    assert here.email in page and there.email not in page
    assert "Anmeldung fehlgeschlagen" in page and "03.03.2026, 10:30 Uhr" in page
    assert there.email in signed_in(app, "admin", "").get(f"{LIST}/protokoll").text


def test_names_are_escaped(app):
    admin = signed_in(app, "admin")
    admin.post(LIST, {"mail": "neu@stadt.example", "rolle": "editor", "name": "<script>alert(1)</script>"})
    for path in (LIST, page_of(of(app, "neu@stadt.example")), f"{LIST}/protokoll", link_in(app)):
        assert "<script>alert" not in admin.get(path).text


def test_a_form_without_token_does_nothing(app):
    admin = signed_in(app, "admin")
    answer = admin.client.post(LIST, data={"mail": "neu@stadt.example", "rolle": "editor", FORM_FIELD: ""})
    assert answer.status_code == 400 and of(app, "neu@stadt.example") is None
