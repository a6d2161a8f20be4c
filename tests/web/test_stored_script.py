"""Whatever people type is shown as text: scripts in every field, then every page that the links lead to."""

import re
from collections import deque
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from actions.check_neutrality import mark_of, propose_facts
from actions.report_error import report_error
from actions.suggest import suggest
from actions.watch import watch
from model.contact import MaintenanceContact
from model.fields import FIELDS
from model.neutrality import Fact
from model.offer import Language, Verification
from model.place import Place
from model.provider import Provider
from model.source import Provenance
from tests.desk import DUISBURG, services_of, signed_in

MARK = "<script>alert(7)</script>"
EVIL = f'"\'>{MARK}<img src=x onerror=alert(7)>{{{{7*7}}}}'
KEYS = ("seed-05112:du-c-001", "seed-05112:du-c-002")
LINK = re.compile(r'href="(/(?!static)[^"#]*)')
#: enough to see every kind of page several times
MOST = 400


def evil(offer):
    """An offer with a script in every field that takes any text."""
    for _name, field in FIELDS.items():
        if field.shape in ("line", "text"):
            offer = field.put(offer, EVIL)
    return replace(
        offer,
        provider=Provider(EVIL, "https://x.example/" + EVIL),
        place=replace(offer.place or Place(), name=EVIL, street=EVIL, number="1", city=EVIL, district=EVIL),
        languages=(Language("de", EVIL, EVIL),),
        hours=EVIL,
        contact=replace(offer.contact, phone=EVIL, email=EVIL, website="javascript:alert(7)//" + EVIL),
        booking_url="javascript:alert(7)",
        facts=(*offer.facts, Fact("statement", "yes", EVIL, "javascript:alert(7)", EVIL, EVIL)),
        verification=Verification(date(2026, 1, 5), EVIL, "phone"),
        provenance=Provenance("manual", ("javascript:alert(7)", EVIL), EVIL, EVIL, EVIL),
    )


def called(here, person, name=EVIL):
    """The same person under another name."""
    with here.store.write(by="test", why="a name") as writer:
        writer.accounts.rename(person.account.id, name)
    return person


@pytest.fixture
def admin(app):
    """An admin called like a script, in an installation in which everybody typed scripts everywhere."""
    here = services_of(app)
    person = called(here, signed_in(app, "admin"))
    first, second = (here.store.offer(key) for key in KEYS)
    suggest(
        here.store, region=DUISBURG, base=second, proposed=evil(second), channel="public", names=tuple(FIELDS),
        note=EVIL, reply_to="wer@post.example",
    )  # fmt: skip
    suggest(
        here.store, region=DUISBURG, base=None, proposed=replace(evil(first), key="office-05112:x"), channel="public",
        names=tuple(FIELDS),
    )  # fmt: skip
    report_error(here.store, second, "other", EVIL)
    with here.store.write(by=EVIL, why=EVIL) as writer:
        contact = MaintenanceContact(EVIL, "p@post.example", EVIL, EVIL)
        writer.save_offer(evil(first), maintenance=contact)
        writer.save_offer(replace(evil(second), key="manual:twin", name=EVIL + "!"), maintenance=contact)
    watch(here.store, here.geocoder, here.vocabulary, here.clock())
    return person


def crawl(client, start):
    """The text of every page that links lead to, by its address; longest lists of one kind are cut short."""
    seen, waiting, pages = set(start), deque(start), {}
    while waiting and len(pages) < MOST:
        path = waiting.popleft()
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code in (200, 403, 404), (path, answer.status_code)
        if not answer.content_type.startswith("text/html"):
            continue
        pages[path] = (answer.status_code, answer.text)
        for found in LINK.findall(answer.text):
            link = unescape(found)
            kind = re.sub(r"[0-9]+|:[^/?]*|[a-z0-9]{10}(?=/|$)", "#", link.partition("?")[0])
            if kind not in seen or (any(key in link for key in (*KEYS, "manual:twin")) and link not in seen):
                seen |= {kind, link}
                waiting.append(link)
    return pages


def harmful(text):
    """What a page would run: a script of somebody, a handler, an address that is a script."""
    return [
        found
        for pattern in (re.escape(MARK), r"<img src=x", r'(?:href|src|action)="\s*javascript:', r"49(?=<|\")(?<=>49)")
        for found in re.findall(pattern, text)
    ]


def test_nothing_that_was_typed_runs_on_any_page(admin):
    pages = crawl(admin, ["/buero/duisburg/", "/duisburg/", *(f"/duisburg/angebot/{key}" for key in KEYS),
                          "/duisburg/angebot/manual:twin", *(f"/buero/duisburg/angebot/{key}" for key in KEYS),
                          *(f"/buero/duisburg/verlauf/{key}" for key in KEYS),
                          *(f"/buero/duisburg/neutralitaet/{key}" for key in KEYS)])  # fmt: skip
    assert {path: found for path, (_, text) in pages.items() if (found := harmful(text))} == {}
    shown = [path for path, (_, text) in pages.items() if "&lt;script&gt;alert(7)" in text]
    assert len(shown) >= 12, shown
    assert len(pages) >= 30, sorted(pages)


def test_no_link_of_the_office_leads_nowhere(admin):
    pages = crawl(admin, ["/buero/duisburg/"])
    assert [path for path, (status, _) in pages.items() if status != 200] == []


def test_a_proposal_of_facts_is_shown_as_text(app, admin):
    here = services_of(app)
    editor = called(here, signed_in(app, "editor"))
    facts = (Fact("own_courses", "no", EVIL, "", EVIL, EVIL, "Bildungsbüro", date(2026, 3, 1), date(2027, 3, 1)),)
    seen = mark_of(here.store.offer(KEYS[1]).facts)
    code = propose_facts(
        here.store, KEYS[1], facts, region=DUISBURG, account=editor.account, checker=EVIL, seen=seen, note=EVIL
    )
    for path in ("/buero/duisburg/neutralitaet", f"/buero/duisburg/pruefung/{code}"):
        answer = admin.get(path)
        assert answer.status_code == 200
        assert harmful(answer.text) == []
