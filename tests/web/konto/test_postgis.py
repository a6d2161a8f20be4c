"""The pages of accounts on PostGIS, which refuses some characters that SQLite keeps."""

from pathlib import Path

import pytest

from actions.seed import seed
from app import create_app
from config import ROOT, Settings
from tests.desk import signed_in
from tests.web.konto.doors import link_in, send, sign_in, with_password


@pytest.mark.postgis
def test_people_come_in_invite_and_reset_there_too_whatever_is_typed(postgis_url: str, tmp_path: Path) -> None:
    list(seed(postgis_url, tmp_path / "gazetteer.sqlite", ROOT / "data"))
    settings = {"DATABASE_URL": postgis_url, "GAZETTEER": str(tmp_path / "gazetteer.sqlite"),
                "SECRET_KEY_FILE": str(tmp_path / "secret"), "MAIL_URL": f"file://{tmp_path}/outbox"}  # fmt: skip
    app = create_app(Settings.from_env(settings))
    account = with_password(app)
    assert sign_in(app.test_client(), "\0x@y.example", "x\0").status_code == 400
    assert sign_in(app.test_client(), account.email).status_code == 303
    admin = signed_in(app, "admin")
    typed = {"mail": "neu@stadt.example", "name": "Nele\0Neu", "rolle": "editor"}
    assert admin.post("/buero/duisburg/konten", typed).status_code == 303
    for path, status in (("", 200), ("/protokoll", 200), ("/%00", 404)):
        assert admin.get(f"/buero/duisburg/konten{path}").status_code == status
    for email in (account.email, "\0"):
        assert send(app.test_client(), "/konto/vergessen", mail=email).status_code == 200
    path = link_in(app)
    assert send(app.test_client(), path, passwort="ganz andere Wörter heute").status_code == 303
    assert app.test_client().get(path).status_code == 410
    assert app.test_client().get("/konto/einladung/%00").status_code == 410
    assert admin.post("/konto/name", {"name": "An\0na"}).status_code == 303
