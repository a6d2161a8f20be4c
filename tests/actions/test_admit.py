"""Who sends much shows a piece of work first."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from actions.admit import FIRST_BITS, FREE_ABOUT, FREE_BY_SENDER, ProofNeeded, Sending, admit, links_in, proves
from actions.duties import Tools
from actions.forget_senders import forget_senders
from actions.report_error import report_error
from actions.suggest import suggest
from geo.live import LiveGeocoder
from model.vocabulary import Vocabulary
from store import open_store
from tests.store.examples import Clock, an_offer


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    opened = open_store(f"sqlite:///{tmp_path / 'offers.sqlite'}", create=True, clock=clock)
    with opened.write("me", "one") as writer:
        writer.save_offer(an_offer())
    yield opened
    opened.close()


def send(store, sending):
    with store.write("visitor", "x") as writer:
        admit(writer, sending)


def test_a_provider_with_twenty_offers_passes(store):
    for number in range(20):
        send(store, Sending("a", f"list:{number}"))


def test_who_sends_very_much_shows_a_proof_that_holds_once(store, clock):
    for number in range(FREE_BY_SENDER):
        send(store, Sending("a", f"list:{number}"))
    with pytest.raises(ProofNeeded) as caught:
        send(store, Sending("a", "list:99"))
    assert caught.value.bits == FIRST_BITS
    send(store, Sending("b", "list:99"))
    send(store, Sending("a", "list:99", proof="p1", bits=FIRST_BITS))
    with pytest.raises(ProofNeeded):
        send(store, Sending("a", "list:99", proof="p1", bits=FIRST_BITS))
    with pytest.raises(ProofNeeded):
        send(store, Sending("a", "list:99", proof="p2", bits=FIRST_BITS - 1))
    clock.wait(hours=1, seconds=1)
    send(store, Sending("a", "list:99"))


def test_the_more_one_sends_the_more_work_it_is(store):
    for number in range(2 * FREE_BY_SENDER):
        send(store, Sending("a", f"list:{number}", proof=f"p{number}", bits=30))
    with pytest.raises(ProofNeeded) as caught:
        send(store, Sending("a", "list:x"))
    assert caught.value.bits == FIRST_BITS + 1


def test_one_offer_is_not_flooded_from_many_places(store):
    for number in range(FREE_ABOUT):
        send(store, Sending(f"s{number}", "list:1"))
    with pytest.raises(ProofNeeded):
        send(store, Sending("new", "list:1"))
    send(store, Sending("new", "list:2"))


def test_links_cost_work(store):
    assert links_in("siehe https://a.example und www.b.example") == 2
    send(store, Sending("a", "list:1", links=2))
    with pytest.raises(ProofNeeded):
        send(store, Sending("a", "list:1", links=3))


def test_what_is_refused_is_not_kept(store):
    base = store.offer("list:1")
    many = Sending("a", "list:1", links=9)
    with pytest.raises(ProofNeeded):
        suggest(store, region="05112", base=base, proposed=replace(base, hours="Mo 9-10"), channel="public",
                names=("hours",), sending=many)  # fmt: skip
    with pytest.raises(ProofNeeded):
        report_error(store, base, "hours", "", many)
    assert (store.suggestions.waiting("05112"), store.reports()) == (0, [])


def test_a_proof_is_found_by_trying_and_checked_at_once():
    number = next(str(n) for n in count() if proves("challenge", str(n), 10))
    assert proves("challenge", number, 9)
    assert not proves("challenge", number, 200)


def test_what_is_known_of_senders_is_forgotten(store, clock):
    base = store.offer("list:1")
    suggest(store, region="05112", base=base, proposed=replace(base, hours="Mo 9-10"), channel="public",
            names=("hours",), reply_to="vera@post.example", sending=Sending("a", "list:1"))  # fmt: skip
    tools = Tools(store, Vocabulary({}), LiveGeocoder(Path("none")), clock, "", "", "", Path())
    assert forget_senders(tools) == 0
    clock.wait(hours=25)
    assert forget_senders(tools) == 1
    clock.now += timedelta(days=180)
    assert forget_senders(tools) == 1
    (left,) = store.suggestions.page("05112")
    assert left.reply_to == ""
