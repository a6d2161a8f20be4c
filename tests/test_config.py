"""Settings from the environment."""

import stat

import pytest

from config import SETTINGS, SettingError, Settings


@pytest.fixture
def environ(tmp_path):
    return {"SECRET_KEY_FILE": str(tmp_path / "secret")}


def test_without_any_setting_there_are_defaults(environ):
    settings = Settings.from_env(environ)
    assert settings.port == 8000 and settings.workers == 2 and settings.basemap == ""
    assert settings.database_url.startswith("sqlite:///")


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(environ, tmp_path):
    first = Settings.from_env(environ).secret_key
    assert Settings.from_env(environ).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "PORT must be a whole number"),
        ("PORT", "70000", "from 1 to 65535"),
        ("WORKERS", "0", "WORKERS must be a whole number from 1"),
        ("WORKER", "yes", "WORKER must be server or none"),
        ("MAIL_PER_MINUTE", "0", "MAIL_PER_MINUTE must be a whole number from 1"),
        ("MAIL_URL", "mail.stadt.example", "MAIL_URL must begin with"),
        ("MAIL_BOUNCES", "imap://a:b@c", "MAIL_BOUNCES must be none"),
        ("BASEMAP", "http://tiles.example/{z}/{x}/{y}.png", "https://"),
        ("BASEMAP", "https://tiles.example/map.png", "{z}"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(environ, name, value, words):
    with pytest.raises(SettingError, match=words):
        Settings.from_env({**environ, name: value})


def test_a_refused_mail_server_is_told_without_its_password(environ):
    with pytest.raises(SettingError) as refused:
        Settings.from_env({**environ, "MAIL_URL": "smtp://buero:geheim@mail.stadt.example:port"})
    assert "geheim" not in str(refused.value)


def test_a_tile_service_needs_its_attribution(environ):
    tiles = {**environ, "BASEMAP": "https://tiles.example/{z}/{x}/{y}.png"}
    with pytest.raises(SettingError, match="BASEMAP_ATTRIBUTION"):
        Settings.from_env(tiles)
    assert Settings.from_env({**tiles, "BASEMAP_ATTRIBUTION": "Kartenamt"}).basemap_attribution == "Kartenamt"


def test_a_secret_that_is_too_short_is_refused(environ, tmp_path):
    (tmp_path / "secret").write_text("short")
    with pytest.raises(SettingError, match="fewer than 32"):
        Settings.from_env(environ)


def test_every_setting_is_explained():
    assert all(len(meaning) > 20 for _, meaning in SETTINGS.values())


def test_nobody_is_asked_where_an_offer_is_unless_a_setting_says_so(environ):
    assert Settings.from_env(environ).online is None
    named = {"ONLINE_GEOCODER": "photon=https://photon.stadt.example", "ONLINE_PAUSE": "0.5"}
    own = Settings.from_env(environ | named)
    assert (own.online.kind, own.online.pause_s) == ("photon", 0.5)


@pytest.mark.parametrize("host", ["nominatim.openstreetmap.org", "photon.komoot.io"])
def test_a_public_server_wants_to_know_who_asks_and_is_asked_slowly(environ, host):
    public = {**environ, "ONLINE_GEOCODER": f"nominatim=https://{host}", "ONLINE_PAUSE": "0"}
    with pytest.raises(SettingError, match=f"ONLINE_CONTACT.*{host}.*terms first: https://"):
        Settings.from_env(public)
    asked = Settings.from_env({**public, "ONLINE_CONTACT": "Bildungsbüro Musterstadt <karte@stadt.example>"}).online
    assert asked.pause_s == 1.1 and "karte@stadt.example" in asked.user_agent


@pytest.mark.parametrize(
    ("name", "value"), [("ONLINE_GEOCODER", "google"), ("ONLINE_CONTACT", "Bildungsbüro"), ("ONLINE_PAUSE", "bald")]
)
def test_a_wrong_setting_for_a_service_is_refused_by_name(environ, name, value):
    with pytest.raises(SettingError, match=name):
        Settings.from_env({**environ, name: value})


def test_answers_of_a_service_lie_beside_the_database(environ, tmp_path):
    beside = Settings.from_env({**environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'offers.sqlite'}"})
    assert beside.online_file == tmp_path / "online.sqlite"
    on_a_server = Settings.from_env({**environ, "DATABASE_URL": "postgresql+psycopg:///landkarte"})
    assert on_a_server.online_file == on_a_server.data_dir / "online.sqlite"
