"""Settings, each listed once with its explanation, read from the environment; a wrong value is refused loudly."""

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from geo.online_service import Service, read_service
from model.mail_route import RouteError, read_bounce_box, read_mail_route

ROOT = Path(__file__).resolve().parent


class SettingError(ValueError):
    """A setting that cannot be used: the sentence names it and says what it may be."""


#: name -> (default, explanation); docs/deploy.md and `flask --app app settings` print this list
SETTINGS: dict[str, tuple[str, str]] = {
    "DATABASE_URL": (
        f"sqlite:///{ROOT / 'data' / 'offers.sqlite'}",
        "where offers are kept: a SQLite file, or postgresql+psycopg://… for PostGIS",
    ),
    "GAZETTEER": (str(ROOT / "data" / "gazetteer.sqlite"), "the file with places, postcodes and addresses"),
    "BASEMAP": (
        "none",
        "background of the map: none, or the https address of a tile service with {z}, {x} and {y}, "
        "which is contacted only after a visitor's click",
    ),
    "BASEMAP_ATTRIBUTION": ("", "who made the background map; required when BASEMAP is a tile service"),
    "SECRET_KEY_FILE": (str(ROOT / "data" / "secret_key"), "file with the secret that signs forms; made if missing"),
    "PUBLIC_URL": (
        "",
        "address under which visitors reach the map, as https://bildungsberatung.example.org; links in mails begin "
        "with it; empty means http://127.0.0.1 with the port below",
    ),
    "MAIL_URL": (
        f"file://{ROOT / 'data' / 'outbox'}",
        "where mail goes: file:///folder for .eml files, smtp://user:password@host:port (STARTTLS where the server "
        "offers it) or smtps://user:password@host:port",
    ),
    "MAIL_FROM": (
        "Bildungsbüro <noreply@localhost>",
        "who mails are from, as: name <address>; mails that cannot be delivered come back to this address",
    ),
    "MAIL_PER_MINUTE": ("60", "no more mails than this in any minute to a server; those about accounts go at once"),
    "MAIL_BOUNCES": (
        "none",
        "where mail that comes back to MAIL_FROM is found: none, maildir:/path, mbox:/path or "
        "imaps://user:password@host/INBOX",
    ),
    "LINK_CHECK": (
        "on",
        "whether the worker tries the public web addresses of offers (on or off); it does so only once PUBLIC_URL is "
        "set, because it tells the servers who asks",
    ),
    "ONLINE_GEOCODER": (
        "none",
        "service that `import --online` asks for addresses of offers, never for those of visitors: none, "
        "nominatim=https://… or photon=https://…; read the terms of a public server before you name it here",
    ),
    "ONLINE_CONTACT": (
        "",
        "who asks that service, as: name <mail or web address>; sent with each request, required for public servers",
    ),
    "ONLINE_PAUSE": (
        "0",
        "seconds between two requests to a server of one's own; a public one is never asked more than once in 1.1",
    ),
    "TIME_ZONE": ("Europe/Berlin", "time zone of the office: when its day begins, also for what belongs to no region"),
    "HOST": ("127.0.0.1", "address the server listens on"),
    "PORT": ("8000", "port the server listens on"),
    "WORKERS": ("2", "number of server processes"),
    "WORKER": (
        "server",
        "who sends mails and does long work: server (it starts `flask worker` itself) or none (you run it yourself)",
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How one installation is set up."""

    database_url: str
    gazetteer: Path
    basemap: str
    basemap_attribution: str
    secret_key: bytes
    public_url: str
    mail_url: str
    mail_from: str
    host: str
    port: int
    workers: int
    mail_per_minute: int = 60
    mail_bounces: str = "none"
    #: whether the worker tries the web addresses of offers
    checks_links: bool = True
    #: whether the server starts the worker itself
    starts_worker: bool = True
    data_dir: Path = ROOT / "data"
    zone: str = "Europe/Berlin"
    #: the service that may be asked for addresses of offers; None while nothing is ever asked
    online: Service | None = None

    @property
    def own_folder(self) -> Path:
        """The folder of what belongs to the database: beside it, or with the data where that is a server."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path.partition("?")[0]).parent if scheme.startswith("sqlite") and path else ROOT / "data"

    @property
    def online_file(self) -> Path:
        """Where answers of the geocoding service are kept."""
        return self.own_folder / "online.sqlite"

    @property
    def courses_dir(self) -> Path:
        """Where catalogues of courses are kept, each in a file of its own."""
        return self.own_folder / "courses"

    @property
    def private_dir(self) -> Path:
        """Where uploads and private documents are kept, outside of everything that is served."""
        return self.own_folder / "private"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from the environment, with their defaults."""
        env = os.environ if environ is None else environ
        value = {name: env.get(name, "").strip() or default for name, (default, _) in SETTINGS.items()}
        basemap = _basemap(value["BASEMAP"], value["BASEMAP_ATTRIBUTION"])
        return cls(
            database_url=value["DATABASE_URL"],
            gazetteer=Path(value["GAZETTEER"]),
            basemap=basemap,
            basemap_attribution=value["BASEMAP_ATTRIBUTION"],
            secret_key=_secret(Path(value["SECRET_KEY_FILE"])),
            public_url=_public_url(value["PUBLIC_URL"], value["PORT"]),
            mail_url=_mail("MAIL_URL", value["MAIL_URL"], read_mail_route),
            mail_from=_sender(value["MAIL_FROM"]),
            zone=_zone(value["TIME_ZONE"]),
            host=value["HOST"],
            port=_number("PORT", value["PORT"], 1, 65535),
            workers=_number("WORKERS", value["WORKERS"], 1, 64),
            mail_per_minute=_number("MAIL_PER_MINUTE", value["MAIL_PER_MINUTE"], 1, 100_000),
            mail_bounces=_mail("MAIL_BOUNCES", value["MAIL_BOUNCES"], read_bounce_box),
            checks_links=_one_of("LINK_CHECK", value["LINK_CHECK"], ("on", "off")) == "on",
            starts_worker=_one_of("WORKER", value["WORKER"], ("server", "none")) == "server",
            online=_online(value["ONLINE_GEOCODER"], value["ONLINE_CONTACT"], value["ONLINE_PAUSE"]),
        )


def _number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingError(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _one_of(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise SettingError(f"{name} must be {' or '.join(known)}, not {text!r}.")
    return text


def _mail(name: str, url: str, read: Callable[[str], object]) -> str:
    """An address of mail that can be used; what is wrong with it is said without its password."""
    try:
        read(url)
    except RouteError as error:
        raise SettingError(str(error)) from None
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"TIME_ZONE must be a time zone such as Europe/Berlin, and {name!r} is none.") from error
    return name


def _public_url(url: str, port: str) -> str:
    if not url:
        return f"http://127.0.0.1:{port}"
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise SettingError(f"PUBLIC_URL must be an http:// or https:// address without ? and #, not {url!r}.")
    return url.rstrip("/")


def _sender(text: str) -> str:
    name, address = parseaddr(text)
    if "@" not in address or any(ord(character) < 32 for character in text):
        raise SettingError(f"MAIL_FROM must be a name and a mail address, as: Büro <rat@example.org>, not {text!r}.")
    return f"{name} <{address}>" if name else address


def _basemap(url: str, attribution: str) -> str:
    if url == "none":
        return ""
    if not url.startswith("https://") or not all(part in url for part in ("{z}", "{x}", "{y}")):
        raise SettingError(f"BASEMAP must be none or an https:// address with {{z}}, {{x}} and {{y}}, not {url!r}.")
    if not attribution:
        raise SettingError("BASEMAP_ATTRIBUTION must say who made the background map that BASEMAP names.")
    return url


def _online(geocoder: str, contact: str, pause: str) -> Service | None:
    try:
        return read_service(geocoder, contact, pause)
    except ValueError as error:
        raise SettingError(str(error)) from None


def _secret(path: Path) -> bytes:
    """Read the secret, or make one that only this account can read; two processes that start at once agree on it."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{path.name}.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SettingError(f"SECRET_KEY_FILE {path} cannot be read or made: {error.strerror}.") from error
    if len(secret) < 32:
        raise SettingError(f"SECRET_KEY_FILE {path} holds fewer than 32 characters; delete it to have a new one made.")
    return secret
