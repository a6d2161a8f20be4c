"""The logo of a region: made small and anew, refused where nobody could see it."""

import io

import pytest
from PIL import Image, ImageDraw

from tests.desk import services_of, signed_in

PATH, PICTURE = "/buero/duisburg/regeln/logo", "/duisburg/logo.png"


def picture(colour="#07405f", size=(1200, 400), form="PNG", ground="#ffffff00"):
    image = Image.new("RGBA", size, ground)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] - 1), fill=colour)
    content = io.BytesIO()
    image.convert("RGB" if form == "JPEG" else "RGBA").save(content, form)
    return content.getvalue()


def send(person, content=b"", name="logo.png", **more):
    data = {"logo": (io.BytesIO(content), name), **more} if content else more
    return person.post(PATH, data, content_type="multipart/form-data")


@pytest.fixture
def admin(app):
    return signed_in(app, "admin")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_the_logo_of_all_pages(app, client, admin, form):
    assert send(admin, picture(form=form, ground="#ffffffff")).status_code == 303
    answer = client.get(PICTURE)
    shown = Image.open(io.BytesIO(answer.data))
    assert (shown.format, shown.size) == ("PNG", (288, 96)) and answer.mimetype == "image/png"
    assert f'<img class="own-logo" src="{PICTURE}" alt="">' in client.get("/duisburg/").text
    assert "Das Logo ist gespeichert." in admin.get("/buero/duisburg/regeln").text
    assert send(admin, weg="1").status_code == 303
    assert client.get(PICTURE).status_code == 404 and "own-logo" not in client.get("/duisburg/").text


def test_rules_that_change_leave_the_logo(app, admin):
    send(admin, picture())
    assert services_of(app).store.region("05112").look.logo
    from tests.web.bureau.test_settings import NOW_RULES, hidden

    look = admin.post("/buero/duisburg/regeln", NOW_RULES | {"monate": "6"})
    admin.post("/buero/duisburg/regeln/bestaetigen", hidden(look.text) | {"grund": "Frist"})
    region = services_of(app).store.region("05112")
    assert region.office.confirm_every_months == 6 and region.look.logo


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "Bitte wählen Sie ein Bild."),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Das ist kein Bild"),
    (b"\x89PNG\r\n\x1a\nkaputt", "Das ist kein Bild"),
    (picture()[:200], "Das ist kein Bild"),
    (picture("#ffffffff"), "kaum zu sehen"), (picture("#ffee88"), "kaum zu sehen"),
    (picture("#00000000"), "kaum zu sehen"),
])  # fmt: skip
def test_what_cannot_be_a_logo_is_refused_with_a_sentence(client, admin, content, sentence):
    answer = send(admin, content)
    assert answer.status_code == 400 and sentence in answer.text
    assert client.get(PICTURE).status_code == 404


def test_what_was_hidden_in_the_file_is_gone(client, admin):
    from PIL.PngImagePlugin import PngInfo

    told, content = PngInfo(), io.BytesIO()
    told.add_text("Author", "geheim <script>")
    Image.open(io.BytesIO(picture())).save(content, "PNG", pnginfo=told)
    send(admin, content.getvalue())
    assert b"geheim" not in client.get(PICTURE).data


def test_only_admins_of_the_region_may_and_only_by_form(app):
    assert send(signed_in(app, "editor"), picture()).status_code == 403
    assert signed_in(app, "admin").get(PATH).status_code == 405
    assert app.test_client().post(PATH).status_code == 401
