"""Which service the settings name, and who asks it."""

import pytest

from geo.online_service import PUBLIC_HOSTS, Service, read_service

CONTACT = "Bildungsbüro Musterstadt <karte@musterstadt.example>"


def test_none_is_none() -> None:
    assert read_service("none", "", "0") is None


@pytest.mark.parametrize(
    ("text", "kind", "host"),
    [
        ("nominatim=https://nominatim.stadt.example/suche/", "nominatim", "nominatim.stadt.example"),
        ("photon=https://photon.stadt.example:8443", "photon", "photon.stadt.example:8443"),
        ("photon=http://localhost:2322", "photon", "localhost:2322"),
        ("photon=http://photon:2322", "photon", "photon:2322"),
        ("nominatim=http://192.168.1.5:8080", "nominatim", "192.168.1.5:8080"),
        ("nominatim=http://[::1]:8080", "nominatim", "[::1]:8080"),
    ],
)
def test_ones_own_server_needs_no_contact_and_no_pause(text: str, kind: str, host: str) -> None:
    service = read_service(text, "", "0")
    assert service is not None
    assert (service.kind, service.host, service.terms, service.pause_s) == (kind, host, "", 0)
    assert not service.url.endswith("/")
    assert service.user_agent == "Bildungsberatungslandkarte/0.1"


@pytest.mark.parametrize("host", PUBLIC_HOSTS)
def test_a_public_server_needs_to_know_who_asks(host: str) -> None:
    for url in (f"https://{host}", f"https://{host.upper()}./", f"https://www.{host}:443"):
        with pytest.raises(
            ValueError, match=f"ONLINE_CONTACT must say who asks.*{host}.*Read its terms first: https://"
        ):
            read_service(f"nominatim={url}", "", "0")
        service = read_service(f"photon={url}", CONTACT, "0")
        assert service is not None
        assert (service.host, service.pause_s) == (host, 1.1)
    assert Service("photon", f"https://{host}", CONTACT, 7.5).pause_s == 7.5


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        (CONTACT, "Bildungsberatungslandkarte/0.1 (Bildungsbuero Musterstadt; karte@musterstadt.example)"),
        ("Amt für Schule <https://stadt.example/a>", "Bildungsberatungslandkarte/0.1 (Amt fuer Schule; https://stadt.example/a)"),
        ("Urząd Łódź <m@miasto.example>", "Bildungsberatungslandkarte/0.1 (Urzad odz; m@miasto.example)"),
    ],
)  # fmt: skip
def test_whoever_asks_says_who_it_is_in_plain_letters(contact: str, agent: str) -> None:
    assert Service("photon", "https://photon.stadt.example", contact).user_agent == agent


@pytest.mark.parametrize(
    ("text", "contact", "pause", "words"),
    [
        ("google=https://maps.example", "", "0", "ONLINE_GEOCODER must be none, nominatim="),
        ("nominatim", "", "0", "ONLINE_GEOCODER must be none"),
        ("https://nominatim.stadt.example", "", "0", "ONLINE_GEOCODER must be none"),
        ("nominatim=http://nominatim.stadt.example", "", "0", "must begin with https://"),
        ("nominatim=http://nominatim.openstreetmap.org", CONTACT, "0", "must begin with https://"),
        ("nominatim=http://8.8.8.8", "", "0", "must begin with https://"),
        ("nominatim=ftp://localhost", "", "0", "must begin with https://"),
        ("nominatim=nominatim.stadt.example", "", "0", "must name a server as https://host"),
        ("nominatim=https://", "", "0", "must name a server"),
        ("nominatim=https://user:word@stadt.example", "", "0", "without a login"),
        ("nominatim=https://stadt.example/?key=1", "", "0", "must name a server"),
        ("nominatim=https://stadt.example:99999", "", "0", "must name a server"),
        ("nominatim=https://nominatim%2Eopenstreetmap.org", "", "0", "must name a server"),
        ("nominatim=https://ｎominatim.openstreetmap.org", "", "0", "must name a server"),
        ("none", "karte@musterstadt.example", "0", "ONLINE_CONTACT must look like: name <mail or web address>"),
        ("none", "Amt <stadt>", "0", "ONLINE_CONTACT must look like"),
        ("none", "Amt\nX-Header: 1 <m@stadt.example>", "0", "ONLINE_CONTACT must look like"),
        ("none", "Amt\rX-Header: 1 <m@stadt.example>", "0", "ONLINE_CONTACT must look like"),
        ("none", "Бюро <m@stadt.example>", "0", "ONLINE_CONTACT must look like"),
        ("none", "", "-1", "ONLINE_PAUSE must be a number of seconds from 0 to 3600"),
        ("none", "", "9999", "ONLINE_PAUSE"),
        ("none", "", "nan", "ONLINE_PAUSE"),
        ("none", "", "bald", "ONLINE_PAUSE"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(text: str, contact: str, pause: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_service(text, contact, pause)
