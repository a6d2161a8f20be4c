"""Whether the office stays quick and loses nothing while many people use it at once.

    python benchmarks/office.py [--offers 5000] [--editors 3] [--rate 20] [--seconds 60]

Fills a database with offers, starts the server with its worker, and lets visitors send suggestions at a steady rate
while editors save changes of the same few offers. In between, pages of the office and, as peers, static pages of the
same size are opened in turn: from the same server, which has as much else to do, and from an idle one of the same kind.
Afterwards everything that was accepted is looked for.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from dataclasses import replace  # noqa: E402

from _forms import Visitor, forms  # noqa: E402 - the project is found by the line above
from start import offers  # noqa: E402

from model.access import Grant  # noqa: E402
from model.contact import Contact  # noqa: E402
from store import Store, open_store  # noqa: E402
from tests.server import free_port, own_settings, running_server, seed, wait_for_answer  # noqa: E402
from web.gate import COOKIE  # noqa: E402

REGION, SLUG = "05112", "duisburg"
#: what an editor may take for a page, as a multiple of a static page of the same size
GOAL = 4.0
#: editors change these fields, each one of their own, so that whatever is lost can be noticed
OWN_FIELDS = ("bring", "restriction", "cost_note", "wheelchair_note", "summary")
#: the few offers that everybody edits at once
HOT = 5
PAGES = {
    "to-do list": f"/buero/{SLUG}/",
    "list of offers": f"/buero/{SLUG}/angebote",
    "suggestions": f"/buero/{SLUG}/vorschlaege",
    "form of an offer": f"/buero/{SLUG}/angebot/bench:0",
    "history": f"/buero/{SLUG}/verlauf",
}


@dataclass
class Tally:
    """What everybody saw."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: int = 0
    taken: int = 0
    refused: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    saves: int = 0
    clashes: int = 0
    #: (offer, field) -> the last value that the server said it saved
    last: dict[tuple[str, str], str] = field(default_factory=dict)
    values: list[tuple[str, str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def fill(url: str, count: int, editors: int) -> list[str]:
    """Write the offers, and return the cookies of the editors."""
    store = open_store(url)
    made = list(offers(count))
    for start in range(0, count, 50):
        with store.write(by=f"person {start // 50 % 7}", why="synthetic offers") as writer:
            for number, offer in enumerate(made[start : start + 50]):
                # most synthetic points lie outside of the region; one in ten stays, as work for the to-do list
                place = replace(offer.place, point=None, precision="unknown") if number % 10 else offer.place
                contact = Contact(phone=f"0203 {start + number:06}") if number % 20 else Contact()
                writer.save_offer(replace(offer, region=REGION, place=place, contact=contact))
    with store.write(by="benchmark", why="people") as writer:
        grants = [Grant("editor", REGION)]
        people = [writer.accounts.add(f"e{n}@stadt.example", f"Editor {n}", grants) for n in range(editors + 1)]
        tokens = [writer.accounts.open_session(person.id, complete=True) for person in people]
    store.close()
    return [f"{COOKIE}={token}" for token in tokens]


@contextmanager
def idle_server(folder: Path) -> Iterator[str]:
    """A server of the same kind that hands out nothing but files and has nothing else to do."""
    (folder / "idle.py").write_text(
        f"from flask import Flask\n\napp = Flask('idle', static_folder={str(folder / 'pages')!r}, "
        "static_url_path='/peer')\napp.add_url_rule('/healthz', 'healthz', lambda: 'ok')\n",
        encoding="utf-8",
    )
    (folder / "idle.conf.py").write_text("worker_class = 'gthread'\nthreads = 4\nworkers = 2\nloglevel = 'warning'\n")
    port, log = free_port(), folder / "idle.log"
    command = [sys.executable, "-m", "gunicorn", "-c", str(folder / "idle.conf.py"), "-b", f"127.0.0.1:{port}",
               "idle:app"]  # fmt: skip
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        wait_for_answer(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def suggest(address: str, tally: Tally, number: int, count: int) -> None:
    """One visitor opens the form of an offer, types something and sends it."""
    key = f"bench:{HOT + number % (count - HOT)}"
    path = f"/{SLUG}/angebot/{key}/aendern"
    visitor = Visitor(address, seen_from=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
    _, page = visitor.get(path)
    form = next(form for form in forms(page) if form.action.split("?")[0] == path)
    time.sleep(3)
    status, _ = visitor.post(path, form.body(summary=f"Vorschlag {number}"))
    with tally.lock:
        tally.sent += 1
        tally.taken += status == 303
        tally.refused[status] += status != 303


def suggesting(address: str, tally: Tally, rate: float, seconds: float, count: int) -> None:
    """Visitors at a steady rate, whether or not those before them are done."""
    began, threads = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        threads.append(threading.Thread(target=suggest, args=(address, tally, number, count)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def editing(address: str, cookie: str, name: str, tally: Tally, until: float) -> None:
    """One editor changes the hot offers one after the other, always the same field of theirs."""
    editor, number = Visitor(address, cookie=cookie), 0
    while time.perf_counter() < until:
        key, value = f"bench:{number % HOT}", f"{name} {number}"
        path = f"/buero/{SLUG}/angebot/{key}"
        _, page = editor.get(path)
        form = next(form for form in forms(page) if form.action == path)
        time.sleep(random.uniform(0.2, 0.8))
        status, _ = editor.post(path, form.body(**{name: value}))
        with tally.lock:
            tally.saves += status == 303
            tally.clashes += status == 409
            if status == 303:
                tally.last[key, name] = value
                tally.values.append((key, name, value))
        number += 1


def looking(address: str, peer: str, cookie: str, tally: Tally, until: float) -> None:
    """Somebody opens the pages of the office and the static ones in turn."""
    editor, same, other = (
        Visitor(address, cookie=cookie, packed=False), Visitor(address, packed=False), Visitor(peer, packed=False)
    )  # fmt: skip
    while time.perf_counter() < until:
        for name, path in PAGES.items():
            file = file_of(name)
            for who, where, label in (
                (editor, path, name), (same, f"/peer/{file}", f"same {name}"), (other, f"/peer/{file}", f"idle {name}")
            ):  # fmt: skip
                began = time.perf_counter()
                who.fetch(where)
                tally.times[label].append(time.perf_counter() - began)
        time.sleep(0.05)


def file_of(name: str) -> str:
    """The file that holds a page as it was at the beginning."""
    return f"{name.replace(' ', '-')}.html"


def save_pages(address: str, cookie: str, folder: Path) -> None:
    """Keep each page as a file, for a peer of the same size and the same kind of text."""
    editor = Visitor(address, cookie=cookie)
    folder.mkdir()
    for name, path in PAGES.items():
        status, page = editor.get(path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}.")
        (folder / file_of(name)).write_text(page, encoding="utf-8")


def check(store: Store, tally: Tally) -> int:
    """Look for everything that the server said it had; how many things are lost."""
    kept = store.suggestions.waiting(REGION)
    print(f"\nSuggestions: {tally.sent} sent, {tally.taken} taken, {kept} in the database.")
    if tally.refused:
        print(f"  refused by status: {dict(tally.refused)}")
    from model.fields import FIELDS  # noqa: PLC0415 - the project's path is set above

    lost = 0
    for (key, name), value in tally.last.items():
        offer = store.offer(key)
        lost += offer is None or FIELDS[name].read(offer) != value
    history = {
        (f"bench:{n}", name, FIELDS[name].read(revision.offer))
        for n in range(HOT) for revision in store.revisions(f"bench:{n}") for name in OWN_FIELDS
    }  # fmt: skip
    missing = sum(value not in history for value in tally.values)
    print(f"Edits: {tally.saves} saved, {tally.clashes} asked back; {lost} last values lost, {missing} not in history.")
    return lost + missing + abs(kept - tally.taken) + (tally.sent - tally.taken)


def report(tally: Tally) -> int:
    """Print the medians; how many pages miss the goal."""
    print(f"\n| page | median ms | p95 ms | static, same server | ratio | static, idle server |\n|{'---|' * 6}")
    missed = 0
    for name in PAGES:
        ours, same, idle = (statistics.median(tally.times[label]) for label in (name, f"same {name}", f"idle {name}"))
        p95 = statistics.quantiles(tally.times[name], n=20)[18]
        missed += ours / same > GOAL
        note = "" if ours / same <= GOAL else " MISSED"
        print(
            f"| {name} | {ours * 1e3:.1f} | {p95 * 1e3:.1f} | {same * 1e3:.1f} | {ours / same:.2f}{note} "
            f"| {idle * 1e3:.1f} |"
        )
    return missed


def arguments() -> argparse.Namespace:
    """How it was called."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--offers", type=int, default=5_000)
    parser.add_argument("--editors", type=int, default=3, choices=range(1, len(OWN_FIELDS) + 1))
    parser.add_argument("--rate", type=float, default=20.0, help="suggestions per second")
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


def main() -> int:
    """Run it all and print what came of it; 1 if something was lost or a goal missed."""
    asked = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = own_settings(folder)
        seed(ROOT, settings)
        cookies = fill(settings["DATABASE_URL"], asked.offers, asked.editors)
        settings |= {"PEER_PAGES": str(folder / "pages")}
        with running_server(ROOT, settings, folder / "log", app="benchmarks._office_app:app") as address:
            time.sleep(5)  # the worker looks at all offers first
            save_pages(address, cookies[-1], folder / "pages")
            with idle_server(folder) as peer:
                tally = Tally()
                until = time.perf_counter() + asked.seconds
                threads = [
                    threading.Thread(target=editing, args=(address, cookie, OWN_FIELDS[n], tally, until))
                    for n, cookie in enumerate(cookies[:-1])
                ]
                threads.append(threading.Thread(target=looking, args=(address, peer, cookies[-1], tally, until)))
                for thread in threads:
                    thread.start()
                suggesting(address, tally, asked.rate, asked.seconds, asked.offers)
                for thread in threads:
                    thread.join()
        print(f"{asked.offers:,} offers, {asked.editors} editors, {asked.rate:g} suggestions a second for "
              f"{asked.seconds:g} s; load average {os.getloadavg()[0]:.1f}.")  # fmt: skip
        store = open_store(settings["DATABASE_URL"])
        try:
            lost = check(store, tally)
        finally:
            store.close()
        missed = report(tally)
        trouble = (folder / "log").read_text(errors="replace")
        if "Traceback" in trouble:
            print(trouble[-3000:], file=sys.stderr)
    return 1 if lost or missed else 0


if __name__ == "__main__":
    sys.exit(main())
