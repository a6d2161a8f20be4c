"""Whether the time of an answer tells anything about a slip: codes that are far from, near to, or once were real ones.

    python benchmarks/slips.py

The kinds are asked in shuffled turns through the page, each time as another device, so that nobody has to wait. The
ratio is to codes that are drawn at random.
"""

import random
import re
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from actions.answer_slip import answer
from actions.pilots import register_institution
from actions.refer import NewSlip, hand_over
from actions.seed import seed
from app import create_app
from config import ROOT, Settings
from model.slip_code import fresh_slip_code
from model.slip_words import WORDS
from web.gate import FORM_FIELD

ROUNDS = 300
REGION, OFFER = "05112", "seed-05112:du-c-001"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def main() -> None:
    """Ask every kind of code in turns and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        list(seed(f"sqlite:///{folder / 'offers.sqlite'}", folder / "gazetteer.sqlite", ROOT / "data"))
        settings = Settings.from_env(
            {"DATABASE_URL": f"sqlite:///{folder / 'offers.sqlite'}", "GAZETTEER": str(folder / "gazetteer.sqlite"),
             "SECRET_KEY_FILE": str(folder / "secret"), "MAIL_URL": f"file://{folder / 'outbox'}"}
        )  # fmt: skip
        app = create_app(settings, clock=lambda: NOW)
        here = app.extensions["open_services"]()
        house, _ = register_institution(here.store, REGION, "Haus", "benchmark")
        made = [fresh_slip_code() for _ in range(60)]
        for start, day in ((0, NOW), (20, NOW - timedelta(days=100)), (40, NOW)):
            slips = [NewSlip(code, OFFER) for code in made[start : start + 20]]
            hand_over(here.store, here.vocabulary, house, slips, day.date())
        for code in made[40:]:
            answer(here.store, code, "helped", "", "holder", NOW.date(), code)
        client = app.test_client()
        token = re.search(rf'name="{FORM_FIELD}" value="([^"]+)"', client.get("/schein").text)
        report(measured(client, token[1] if token else "", made[:20], made[20:40], made[40:]))


def measured(
    client: object, token: str, real: list[str], expired: list[str], answered: list[str]
) -> dict[str, list[float]]:
    """Seconds of each answer, by kind of code."""
    kinds = {
        "drawn at random": fresh_slip_code,
        "five of six words of a real one": lambda: near(random.choice(real)),
        "a real one in another order": lambda: "-".join(reversed(random.choice(real).split("-"))),
        "expired": lambda: random.choice(expired),
        "answered": lambda: random.choice(answered),
        "no code at all": lambda: "eins zwei drei",
    }
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(ROUNDS):
        for number, name in enumerate(random.sample(list(kinds), len(kinds))):
            code = kinds[name]()
            headers = {"X-Forwarded-For": f"10.{turn // 250}.{turn % 250}.{number}"}
            began = time.perf_counter()
            client.post("/schein", data={FORM_FIELD: token, "worte": code}, headers=headers)  # type: ignore[attr-defined]
            spent[name].append(time.perf_counter() - began)
    return spent


def near(code: str) -> str:
    """A code of which one word is wrong."""
    words = code.split("-")
    words[random.randrange(len(words))] = random.choice(WORDS)
    return "-".join(words)


def report(spent: dict[str, list[float]]) -> None:
    """Print the medians, and how far they are from codes drawn at random."""
    base = statistics.median(spent["drawn at random"])
    print(f"{'kind of code':34} {'median ms':>10} {'quartiles':>14} {'ratio':>7}")
    for name, times in spent.items():
        low, middle, high = statistics.quantiles(times, n=4)
        quartiles = f"{low * 1000:.1f}–{high * 1000:.1f}"
        print(f"{name:34} {middle * 1000:10.2f} {quartiles:>14} {middle / base:7.2f}")


if __name__ == "__main__":
    main()
