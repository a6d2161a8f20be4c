"""Answering slips on pages: kindly, once, many at once, never by guessing, and without a trace of the words."""

import itertools
import logging
import os
import re
import runpy
from datetime import timedelta

import pytest

from actions.answer_slip import PER_DEVICE
from actions.pilots import register_institution
from actions.refer import NewSlip, hand_over
from config import ROOT
from model.referral import OUTCOMES, SENT_ON
from model.slip_code import fresh_slip_code, spoken
from store.slip_codes import slip_digest
from tests.application import an_app
from tests.desk import DUISBURG, services_of
from tests.web.conftest import NOW
from web.gate import FORM_FIELD
from web.i18n import words
from web.slip import MOST_SLIPS, centre_words, client_words, sent_on_words

#: how many codes are guessed; .ci/run guesses fewer
GUESSES = int(os.environ.get("GUESSES", "10000"))


@pytest.fixture
def here(app):
    return services_of(app)


def slips(here, number=1, day=NOW):
    houses = here.store.referrals.institutions(DUISBURG)
    house = houses[0] if houses else register_institution(here.store, DUISBURG, "Haus", "x")[0]
    key = next(key for key in here.store.keys(DUISBURG) if here.store.offer(key).kind == "counselling")
    codes = [fresh_slip_code() for _ in range(number)]
    for start in range(0, number, 20):
        some = [NewSlip(code, key) for code in codes[start : start + 20]]
        hand_over(here.store, here.vocabulary, house, some, day.date())
    return codes


def post(client, path, **data):
    token = re.search(rf'name="{FORM_FIELD}" value="([^"]+)"', client.get("/schein").text)[1]
    return client.post(path, data={FORM_FIELD: token, **data})


def outcomes(here):
    return here.store.referrals.counts(DUISBURG, ("outcome", "sent_on", "answered_by"), "2020-W01", "2030-W01")


def test_a_slip_leads_to_its_offer_and_is_answered(client, here):
    [code] = slips(here)
    shown = post(client, "/schein", worte=spoken(code).upper())
    assert "Wie war es?" in shown.text and "Bildungsberatung" in shown.text
    thanks = post(client, "/schein/antwort", worte=code, antwort="helped", wer="ich")
    assert "Danke" in thanks.text and outcomes(here) == {("helped", "", "holder"): 1}


def test_one_wrong_letter_does_not_matter(client, here):
    [code] = slips(here)
    first, _, rest = spoken(code).partition(" ")
    assert "Wie war es?" in post(client, "/schein", worte=f"1. {first}x, {rest}").text


def test_whoever_was_sent_on_says_where_to(client, here):
    [code] = slips(here)
    asked = post(client, "/schein/antwort", worte=code, antwort="sent_on", wer="ich")
    assert asked.status_code == 400 and "wohin es weiterging" in asked.text and spoken(code) in asked.text
    assert post(client, "/schein/antwort", worte=code, antwort="").status_code == 400
    post(client, "/schein/antwort", worte=code, antwort="sent_on", wohin="course", wer="stelle")
    assert outcomes(here) == {("sent_on", "course", "centre"): 1}


@pytest.mark.parametrize("outcome", ["closed", "wrong_place", "long_wait", "did_not_go"])
def test_whoever_still_needs_advice_is_shown_another_way(client, here, outcome):
    [code] = slips(here)
    thanks = post(client, "/schein/antwort", worte=code, antwort=outcome)
    assert 'href="/duisburg/"' in thanks.text and "Eine andere Stelle suchen" in thanks.text


def test_a_used_or_expired_slip_says_so_kindly(client, here):
    [code] = slips(here)
    post(client, "/schein/antwort", worte=code, antwort="helped")
    for path in ("/schein", "/schein/antwort"):
        used = post(client, path, worte=code, antwort="did_not_go")
        assert used.status_code == 410 and "schon beantwortet" in used.text and "Vielen Dank" in used.text
    [old] = slips(here, day=NOW - timedelta(days=100))
    expired = post(client, "/schein", worte=old)
    assert expired.status_code == 410 and "trotzdem gehen" in expired.text
    assert outcomes(here) == {("helped", "", "holder"): 1, ("", "", ""): 1}


def test_an_unknown_slip_names_the_words_that_no_slip_has(client):
    words_typed = "apfel birne xylophonist quark zebrastreifen tisch"
    unknown = post(client, "/schein", worte=words_typed)
    assert unknown.status_code == 404 and words_typed in unknown.text
    assert "Diese Wörter stehen auf keinem Schein:" in unknown.text and "xylophonist" in unknown.text
    assert "Diesen Schein kennen wir nicht" in post(client, "/schein", worte=fresh_slip_code()).text


def test_thousands_of_random_codes_open_nothing(settings):
    """Whoever guesses has to wait; even who waits for a year of such waiting finds nothing."""
    moment = [NOW]
    app = an_app(settings, clock=lambda: moment[0])
    here, client = services_of(app), app.test_client()
    slips(here, 20)
    token = re.search(rf'name="{FORM_FIELD}" value="([^"]+)"', client.get("/schein").text)[1]
    statuses = {}
    for number in range(GUESSES):
        answer = client.post("/schein/antwort", data={FORM_FIELD: token, "worte": fresh_slip_code(),
                                                      "antwort": "helped"})  # fmt: skip
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if number % 10 == 9 and number < 1_000:
            moment[0] += timedelta(minutes=61)
    assert statuses.keys() == {404, 429}
    assert PER_DEVICE.free <= statuses[404] <= PER_DEVICE.free + 200 and statuses[429] > GUESSES - 1_000
    assert here.store.referrals.counts(DUISBURG, ("outcome",), "2020-W01", "2030-W01") == {("",): 20}


def test_right_slips_do_not_count_as_guesses(client, here):
    for code in slips(here, 3 * PER_DEVICE.free):
        assert "Danke" in post(client, "/schein/antwort", worte=code, antwort="helped").text


def test_a_centre_answers_many_slips_at_once(client, here):
    codes = slips(here, 5)
    typed = "\n".join([*map(spoken, codes), "apfel birne", spoken(codes[0])])
    read = post(client, "/schein/mehrere", scheine=typed, **{"fuer-alle": "helped"})
    assert "5 Scheine gelesen" in read.text and "apfel birne" in read.text
    assert read.text.count('<option value="helped" selected>') == 6, "five slips, and the choice for all"
    answers = {f"antwort-{number}": "helped" for number in range(3)} | {"antwort-3": "sent_on", "antwort-4": ""}
    done = post(client, "/schein/mehrere/antworten", code=codes, **answers)
    assert "3 Scheine bearbeitet" in done.text and "2 Scheine gelesen" in done.text
    assert "wohin es weiterging" in done.text, "a slip without the place to which they were sent on waits"
    again = post(client, "/schein/mehrere/antworten", code=codes, **answers, **{"wohin-3": "school"})
    assert "schon beantwortet" in again.text
    assert outcomes(here) == {("helped", "", "centre"): 3, ("sent_on", "school", "centre"): 1, ("", "", ""): 1}


def test_a_hundred_good_slips_are_answered_and_the_rest_waits(client, here):
    codes = slips(here, MOST_SLIPS + 2)
    read = post(client, "/schein/mehrere", scheine="\n".join(codes), **{"fuer-alle": "helped"})
    assert f"{MOST_SLIPS} Scheine gelesen" in read.text and "Der Rest steht noch im Feld" in read.text
    assert codes[-1] in read.text
    answers = {f"antwort-{number}": "helped" for number in range(MOST_SLIPS)}
    post(client, "/schein/mehrere/antworten", code=codes[:MOST_SLIPS], **answers)
    assert outcomes(here) == {("helped", "", "centre"): MOST_SLIPS, ("", "", ""): 2}


def test_who_guesses_in_bulk_waits_too_and_loses_nothing(client, here):
    codes = [fresh_slip_code() for _ in range(PER_DEVICE.free + 5)]
    read = post(client, "/schein/mehrere", scheine="\n".join(codes))
    assert "Bitte warten" in read.text and all(code in read.text for code in codes)


def test_lines_that_are_no_slip_make_no_centre_wait(client, here):
    codes = slips(here, 5)
    typed = "\n".join([*(f"apfel {number} birne{'n' * number}" for number in range(3 * PER_DEVICE.free)), *codes])
    assert "5 Scheine gelesen" in post(client, "/schein/mehrere", scheine=typed).text


def test_wrong_lines_and_choices_stay_until_they_are_done(client, here):
    first, second, third = slips(here, 3)
    wrong, short = "tisch xylophonist lampe", " ".join(spoken(third).split()[:2])
    data = {"code": [first, second], "antwort-0": "closed", "antwort-1": "", "fuer-alle": "helped"}
    more = post(client, "/schein/mehrere", scheine=f"{wrong}\n{third}\n{spoken(first)}", **data)
    assert "3 Scheine gelesen" in more.text and more.text.count('value="closed" selected') == 1
    assert "steht auf keinem Schein: xylophonist" in more.text
    done = post(client, "/schein/mehrere/antworten", scheine=f"{wrong}\n{short}", **data)
    assert "1 Schein bearbeitet" in done.text and "1 Schein gelesen" in done.text
    assert f"{wrong}\n{short}</textarea>" in done.text and "Wir lesen 2." in done.text


@pytest.mark.parametrize("path", ["/schein/antwort", "/schein/mehrere/antworten"])
def test_an_answer_that_is_missing_tells_who_guesses_nothing(client, here, path):
    [code] = slips(here)
    name = here.store.offer(here.store.referrals.offer_of_slip(slip_digest(code))).name
    assert name in post(client, path, worte=code, code=code).text
    for _ in range(PER_DEVICE.free):
        guess = fresh_slip_code()
        post(client, path, worte=guess, code=guess)
    assert name not in (slow := post(client, path, worte=code, code=code)).text
    assert "Bitte warten" in slow.text and outcomes(here) == {("", "", ""): 1}


def test_a_used_slip_needs_no_answer_to_say_so(client, here):
    [code] = slips(here)
    post(client, "/schein/antwort", worte=code, antwort="helped")
    assert "schon beantwortet" in post(client, "/schein/antwort", worte=code).text
    assert "schon beantwortet" in post(client, "/schein/mehrere/antworten", code=code).text


@pytest.mark.parametrize("path", ["/schein", "/schein/antwort", "/schein/mehrere", "/schein/mehrere/antworten"])
def test_forms_of_other_sites_are_refused(client, here, path):
    [code] = slips(here)
    assert client.post(path, data={"worte": code, "antwort": "helped", "code": code}).status_code == 400
    assert outcomes(here) == {("", "", ""): 1}


def test_no_page_is_kept_or_found(client):
    for path in ("/schein", "/schein/mehrere"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store" and headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_every_answer_has_its_words():
    for lang in ("de", "en"):
        assert client_words(words(lang)).keys() == centre_words(words(lang)).keys() == OUTCOMES.keys()
        assert sent_on_words(words(lang)).keys() == SENT_ON.keys()


def test_nothing_that_was_typed_is_logged(settings, caplog):
    """Everything that is logged, down to every statement of the database, in the stories of clients and centres."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy.engine"):
        app = an_app(settings, clock=lambda: NOW)
        here, client = services_of(app), app.test_client()
        codes = [*slips(here, 4), *slips(here, 1, day=NOW - timedelta(days=100)), fresh_slip_code()]
        client.environ_base["REMOTE_ADDR"] = "192.0.2.77"
        caplog.clear()
        for code in codes:
            post(client, "/schein", worte=spoken(code))
            post(client, "/schein/antwort", worte=code, antwort="sent_on")
            post(client, "/schein/mehrere", scheine=f"{code}\nNirgendweg 109")
        post(client, "/schein/antwort", worte=codes[0], antwort="helped")
        post(client, "/schein/mehrere/antworten", code=codes, **{"antwort-1": "helped", "antwort-2": "closed"})
        for _ in range(PER_DEVICE.free):
            post(client, "/schein", worte=codes[-1])
    assert "slip" in caplog.text, "the statements are logged, so that this test can fail"
    logged = caplog.text.lower()
    for code in codes:
        words_of = code.split("-")
        pairs = [sign.join(pair) for pair in itertools.pairwise(words_of) for sign in "- +"]
        assert not [one for one in pairs if one in logged]
    assert "192.0.2.77" not in logged and "nirgendweg" not in logged


def test_the_server_keeps_no_log_of_visits():
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["accesslog"] is None
