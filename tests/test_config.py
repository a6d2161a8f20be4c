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
        ("BASEMAP", "http://tiles.example/{z}/{x}/{y}.png", "https://"),
        ("BASEMAP", "https://tiles.example/map.png", "{z}"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(environ, name, value, words):
    with pytest.raises(SettingError, match=words):
        Settings.from_env({**environ, name: value})


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
