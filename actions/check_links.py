"""Trying the web addresses of offers, a few at a time; one is dead after misses on two days, and heals by itself."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from actions.duties import Tools
from actions.reach import Reach, Unreachable
from actions.watch import watch_some
from store import Store
from store.links import Link

#: so many addresses are tried each time, and so long at most, because others wait for the worker as well
PORTION, PORTION_S = 15, 20.0
#: one host is asked once in so many seconds
PAUSE_S = 1.0
AGAIN = timedelta(days=7)
#: an address that was missed is tried again on the next day
AFTER_MISS = timedelta(hours=25)
#: if the network itself may be away, nothing is believed and all is tried again
IN_DOUBT = timedelta(hours=1)
#: whether one is home and behind a door does not matter; the page is there
CLOSED_DOORS = frozenset({401, 403, 405, 406, 407, 429, 451, 999})
#: misses that may be ours: without a network every page looks dead
MAY_BE_OURS = frozenset({"no_host", "no_answer", "timeout"})
#: misses for which nobody had to be asked
NOT_ASKED = frozenset({"not_public", "not_web"})
PROBES = 3
NOWHERE = frozenset({"", "127.0.0.1", "localhost", "::1"})
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one round."""

    tried: int = 0
    #: the addresses that died or came back to life
    turned: tuple[str, ...] = ()


def check_links_duty(tools: Tools) -> int:
    """Try a few addresses and put those that died on the to-do list; returns how many were tried.

    Nobody is asked as long as we cannot tell them who asks.
    """
    if not tools.checks_links or _host(tools.public_url) in NOWHERE:
        return 0
    agent = f"Bildungsberatungslandkarte Linkpruefung (+{tools.public_url})"
    reach = Reach(agent, wait=Pace(time.monotonic, time.sleep).wait)
    done = check_links(tools.store, reach, tools.clock())
    if done.turned:
        ids = tools.store.findings.offers_with_links(done.turned)
        watch_some(tools.store, tools.geocoder, tools.vocabulary, tools.clock(), ids, {"link"})
    return done.tried


def check_links(
    store: Store, reach: Reach, now: datetime, *, portion: int = PORTION, timer: Callable[[], float] = time.monotonic
) -> Checked:
    """Try the addresses that are due, as many as one round allows, and write down what came of it."""
    with store.write(by="watch", why="web addresses") as writer:
        writer.findings.note_links()
    began = timer()
    tried: list[tuple[Link, str]] = []
    for link in _spread(store.findings.due_links(now, portion * 10), portion):
        if timer() - began > PORTION_S:
            break
        tried.append((link, try_link(reach, link.url)))
    doubted = frozenset() if _is_online(store, reach, [reason for _, reason in tried]) else MAY_BE_OURS
    after = [
        replace(link, due_at=now + IN_DOUBT) if reason in doubted else judged(link, reason, now)
        for link, reason in tried
    ]
    with store.write(by="watch", why="web addresses") as writer:
        writer.findings.save_links(after)
    pairs = [(old, new) for (old, _), new in zip(tried, after, strict=True)]
    return Checked(len(tried), tuple(new.url for old, new in pairs if (old.state == "dead") != (new.state == "dead")))


def try_link(reach: Reach, url: str) -> str:
    """Why an address is missed, in a word; "" if it is there."""
    try:
        status = reach.status(url)
    except Unreachable as error:
        return error.reason
    return "" if status < 400 or status in CLOSED_DOORS else str(status)


def judged(link: Link, reason: str, now: datetime) -> Link:
    """What is known of an address after one more try."""
    if not reason:
        return replace(link, state="fine", reason="", checked_at=now, missed_on=None, due_at=now + AGAIN)
    today = now.astimezone(BERLIN).date()
    state = "dead" if link.state == "dead" or _missed_before(link, today) else "missed"
    return replace(
        link, state=state, reason=reason, checked_at=now, missed_on=link.missed_on or today, due_at=now + AFTER_MISS
    )


def _missed_before(link: Link, today: date) -> bool:
    return link.missed_on is not None and link.missed_on < today


def _is_online(store: Store, reach: Reach, reasons: list[str]) -> bool:
    """Whether misses may be believed: some page answers, be it one that answered before."""
    if not any(reason in MAY_BE_OURS for reason in reasons):
        return True
    if any(reason not in MAY_BE_OURS | NOT_ASKED for reason in reasons):
        return True
    return any(try_link(reach, link.url) not in MAY_BE_OURS for link in store.findings.fine_links(PROBES))


def _spread(links: list[Link], most: int) -> Iterator[Link]:
    """Addresses of as many hosts as possible, so that nobody has to wait for one host."""
    seen: set[str] = set()
    rest = []
    given = 0
    for link in links:
        host = _host(link.url)
        if given < most and host not in seen:
            seen.add(host)
            given += 1
            yield link
        else:
            rest.append(link)
    yield from rest[: most - given]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Pace:
    """Lets a host rest between two requests."""

    def __init__(self, timer: Callable[[], float], sleep: Callable[[float], None], pause_s: float = PAUSE_S) -> None:
        self._timer = timer
        self._sleep = sleep
        self._pause_s = pause_s
        self._last: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Wait until it is the host's turn."""
        if (last := self._last.get(host)) is not None:
            rest = last + self._pause_s - self._timer()
            if rest > 0:
                self._sleep(rest)
        self._last[host] = self._timer()
