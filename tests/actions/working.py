"""What tests give a worker: a store, a clock, and places to send mail to."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from actions.duties import Tools
from config import ROOT
from geo.live import LiveGeocoder
from model.mail import Mail
from store import Store
from store.files import load_vocabulary


def tools_of(store: Store, folder: Path, **changes: Any) -> Tools:
    """Tools on a store, with everything they write in one folder."""
    plain: dict[str, Any] = {
        "vocabulary": load_vocabulary(ROOT / "data" / "vocabulary"),
        "geocoder": LiveGeocoder(folder / "gazetteer.sqlite"),
        "clock": lambda: datetime.now(UTC), "public_url": "https://karte.example",
        "mail_url": f"file://{folder / 'outbox'}", "mail_from": "Bildungsbüro Köln <rat@stadt.example>",
        "private_dir": folder / "private", "gazetteer": folder / "gazetteer.sqlite", "data_dir": ROOT / "data",
        "mail_per_minute": 100_000,
    }  # fmt: skip
    return Tools(store=store, **plain | changes)


def queue(store: Store, number: int = 1, **changes: Any) -> Mail:
    """A mail that waits."""
    plain: dict[str, Any] = {
        "to": f"stelle{number}@traeger.example", "subject": f"Stimmt das noch? Größe {number}",
        "text": "Guten Tag,\n\n.ein Punkt am Anfang und ein Gruß aus Köln\n", "about": "freshness", "region": "05112",
    }  # fmt: skip
    mail = Mail(f"mail-{number}", **plain | changes)
    with store.write("test", "a mail") as writer:
        writer.mails.queue(mail)
    return mail


def few_places(folder: Path) -> None:
    """A folder of data that is quickly read: boundaries, countries, and only the first places of the country."""
    (folder / "places").mkdir(parents=True)
    for name in ("boundaries", "countries.toml"):
        (folder / name).symlink_to(ROOT / "data" / name)
    with (ROOT / "data" / "places" / "germany.csv").open(encoding="utf-8") as whole:
        (folder / "places" / "germany.csv").write_text("".join(islice(whole, 100)), encoding="utf-8")
