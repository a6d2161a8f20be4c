"""Which service may be asked for addresses of offers, and the manners that its operators ask for.

The public servers have terms of use that must be read before they are named in a setting:
https://operations.osmfoundation.org/policies/nominatim/ for Nominatim, https://photon.komoot.io/ for Photon.
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

KINDS = {"nominatim": "Nominatim", "photon": "Photon"}
#: servers that others run for everybody -> where their terms are
PUBLIC_HOSTS = {
    "nominatim.openstreetmap.org": "https://operations.osmfoundation.org/policies/nominatim/",
    "photon.komoot.io": "https://photon.komoot.io/",
}
#: the least time between two requests to a public server, from all processes together
PUBLIC_PAUSE_S = 1.1
LONGEST_PAUSE_S = 3600
APPLICATION = "Bildungsberatungslandkarte/0.1"

_CONTACT = re.compile(r"(?P<name>\w[^<>]{2,79}?) ?<(?P<at>[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+|https?://[^<>\s]+\.[^<>\s]+)>")
#: nothing that a program could read as another host than a person does
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:]+")
_PAUSE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class Service:
    """One server that answers where an address is; who asks it; and how long its operator wants to be left alone."""

    kind: str
    url: str
    contact: str = ""
    own_pause_s: float = 0.0

    @property
    def host(self) -> str:
        """The server that is asked; for a public one always the same name, however it was written."""
        parts = urlsplit(self.url)
        return public_host(parts.hostname or "") or parts.netloc.lower()

    @property
    def terms(self) -> str:
        """Where the terms of a public server are; "" for a server of one's own."""
        return PUBLIC_HOSTS.get(self.host, "")

    @property
    def name(self) -> str:
        """The service and its host, for people."""
        return f"{KINDS[self.kind]} ({self.host})"

    @property
    def pause_s(self) -> float:
        """The time between two requests; for a public server nobody can shorten it."""
        return max(PUBLIC_PAUSE_S, self.own_pause_s) if self.terms else self.own_pause_s

    @property
    def user_agent(self) -> str:
        """Who asks: the application, and whoever runs it."""
        found = _contact(self.contact)
        return f"{APPLICATION} ({found['name'].strip()}; {found['at']})" if found else APPLICATION


def public_host(host: str) -> str:
    """The name of the public server that a host belongs to, "" if it belongs to none."""
    host = host.lower().rstrip(".")
    return next((known for known in PUBLIC_HOSTS if host == known or host.endswith(f".{known}")), "")


def _contact(text: str) -> re.Match[str] | None:
    """Name and address of a contact in the plain letters that a request can carry; None if nobody could be reached."""
    plain = unicodedata.normalize("NFKD", text.translate(_WRITTEN_OUT)).encode("ascii", "ignore").decode()
    return _CONTACT.fullmatch(plain) if text.isprintable() else None


def read_service(geocoder: str, contact: str, pause: str) -> Service | None:
    """The service that the settings name, None for "none"; a ValueError says which setting is wrong, and how."""
    if contact and not _contact(contact):
        raise ValueError(f"ONLINE_CONTACT must look like: name <mail or web address>, not {contact!r}.")
    if not _PAUSE.fullmatch(pause) or float(pause) > LONGEST_PAUSE_S:
        raise ValueError(f"ONLINE_PAUSE must be a number of seconds from 0 to {LONGEST_PAUSE_S}, not {pause!r}.")
    if geocoder == "none":
        return None
    kind, _, url = geocoder.partition("=")
    if kind not in KINDS or not url:
        raise ValueError(f"ONLINE_GEOCODER must be none, nominatim=https://… or photon=https://…, not {geocoder!r}.")
    service = Service(kind, _checked(url), contact, float(pause))
    if service.terms and not contact:
        raise ValueError(
            f"ONLINE_CONTACT must say who asks (name <mail or web address>): {service.host} is run by others for "
            f"everybody. Read its terms first: {service.terms}"
        )
    return service


def _checked(url: str) -> str:
    """The address of a server without the stroke at its end, if it is one that can be used."""
    try:
        parts = urlsplit(url)
        usable = bool(_HOST.fullmatch(parts.hostname or "")) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment or re.search(r"\s", url):
        raise ValueError(
            f"ONLINE_GEOCODER must name a server as https://host or https://host/path, without a login, not {url!r}."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_at_home(parts)):
        raise ValueError(f"ONLINE_GEOCODER must begin with https:// unless the server is in the own net, not {url!r}.")
    return url.rstrip("/")


def _is_at_home(parts: SplitResult) -> bool:
    """Whether a host is this machine or one in the same private net."""
    host = parts.hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host
