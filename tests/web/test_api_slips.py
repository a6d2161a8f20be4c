"""The interface for centres: works, bad input, no token, somebody else's slips, guessing, nothing logged."""

import logging
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from actions.answer_slip import PER_DEVICE
from actions.pilots import add_centre, close_centre, register_institution
from actions.refer import NewSlip, hand_over
from model.slip_code import fresh_slip_code, spoken
from tests.application import an_app
from tests.desk import DUISBURG, services_of
from tests.web.conftest import NOW

ANSWER, WAITING = "/api/v1/slips/answer", "/api/v1/waiting"


@pytest.fixture
def here(app):
    return services_of(app)


@pytest.fixture
def offers(here):
    """Two counselling offers of two providers."""
    found = [one for key in here.store.keys(DUISBURG) if (one := here.store.offer(key)).kind == "counselling"]
    other = next(one for one in found if one.provider.name != found[0].provider.name)
    return found[0], other


@pytest.fixture
def bearer(here, offers):
    centre, token = add_centre(here.store, DUISBURG, offers[0].provider.name, "office")
    return {"Authorization": f"Bearer {token}", "centre": centre}


def a_slip(here, offer, day=NOW):
    houses = here.store.referrals.institutions(DUISBURG)
    house = houses[0] if houses else register_institution(here.store, DUISBURG, "Haus", "x")[0]
    code = fresh_slip_code()
    hand_over(here.store, here.vocabulary, house, [NewSlip(code, offer.key)], day.date())
    return code


def send(client, bearer, path, **body):
    return client.post(path, json=body, headers={"Authorization": bearer["Authorization"]})


def outcomes(here):
    return here.store.referrals.counts(DUISBURG, ("outcome", "answered_by"), "2020-W01", "2030-W01")


def test_a_slip_is_answered_once(client, here, offers, bearer):
    code = a_slip(here, offers[0])
    first = send(client, bearer, ANSWER, code=spoken(code), outcome="sent_on", sent_on="course")
    assert (first.status_code, first.get_json()) == (200, {"state": "answered"})
    assert first.headers["Cache-Control"] == "no-store"
    again = send(client, bearer, ANSWER, code=code, outcome="helped")
    assert again.status_code == 409 and "answered once" in again.get_json()["detail"]
    assert outcomes(here) == {("sent_on", "centre"): 1}


def test_a_slip_that_expired_says_so(client, here, offers, bearer):
    code = a_slip(here, offers[0], NOW - timedelta(days=100))
    assert send(client, bearer, ANSWER, code=code, outcome="helped").status_code == 410


def test_somebody_elses_slip_is_told_as_one_that_there_is_not(client, here, offers, bearer):
    foreign = send(client, bearer, ANSWER, code=a_slip(here, offers[1]), outcome="helped")
    unknown = send(client, bearer, ANSWER, code=fresh_slip_code(), outcome="helped")
    assert foreign.status_code == 404 and foreign.get_json() == unknown.get_json()
    assert outcomes(here) == {("", ""): 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [({"outcome": "helped"}, "code"), ({"code": "x", "outcome": "great"}, "outcome"), ({"code": "x"}, "outcome"),
     ({"code": "x", "outcome": "sent_on"}, "sent_on"), ({"code": "x", "outcome": "helped", "name": "A"}, "name"),
     ({"code": 5, "outcome": "helped"}, "code"), ({"code": "x" * 301, "outcome": "helped"}, "code")],
)  # fmt: skip
def test_what_is_wrong_is_named(client, bearer, body, field):
    answer = send(client, bearer, ANSWER, **body)
    assert answer.status_code == 400 and answer.get_json()["field"] == field


@pytest.mark.parametrize("path", [ANSWER, WAITING])
def test_without_a_token_nothing_goes(client, here, bearer, path):
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        answer = client.post(path, json={}, headers=headers)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    close_centre(here.store, bearer["centre"], "office")
    assert send(client, bearer, path).status_code == 401


def test_guessing_is_slowed_down(client, here, offers, bearer):
    code = a_slip(here, offers[0])
    for _ in range(PER_DEVICE.free):
        assert send(client, bearer, ANSWER, code=fresh_slip_code(), outcome="helped").status_code == 404
    slowed = send(client, bearer, ANSWER, code=code, outcome="helped")
    assert slowed.status_code == 429 and "seconds" in slowed.get_json()["detail"]
    assert outcomes(here) == {("", ""): 1}


def test_a_long_wait_is_reported_and_taken_back(client, here, offers, bearer):
    told = send(client, bearer, WAITING, offer=offers[0].key, long_wait=True)
    assert told.get_json() == {"offer": offers[0].key, "long_wait": True, "shown_for_weeks": 4}
    assert here.store.referrals.waits("2026-W10") == {offers[0].key: "2026-W10"}
    assert send(client, bearer, WAITING, offer=offers[0].key, long_wait=False).get_json()["shown_for_weeks"] == 0
    assert here.store.referrals.waits("2026-W10") == {}


def test_only_own_offers_can_be_reported(client, here, offers, bearer):
    for key in (offers[1].key, "nobody:1"):
        assert send(client, bearer, WAITING, offer=key, long_wait=True).status_code == 404
    assert send(client, bearer, WAITING, offer=offers[0].key, long_wait="yes").get_json()["field"] == "long_wait"
    assert here.store.referrals.waits("2026-W10") == {}


def test_answers_are_as_described(client, here, offers, bearer):
    described = client.get("/api/v1/openapi.json").get_json()
    for path, body in ((ANSWER, {"code": a_slip(here, offers[0]), "outcome": "helped"}),
                       (WAITING, {"offer": offers[0].key, "long_wait": True})):  # fmt: skip
        answer = described["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**answer, "components": described["components"]}
        assert not list(Draft202012Validator(schema).iter_errors(send(client, bearer, path, **body).get_json()))
        sent = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert not list(Draft202012Validator(sent).iter_errors(body))


def test_neither_slip_nor_token_is_logged(settings, offers, caplog):
    app = an_app(settings, clock=lambda: NOW)
    here = services_of(app)
    _, token = add_centre(here.store, DUISBURG, here.store.offer(offers[0].key).provider.name, "office")
    code = a_slip(here, offers[0])
    with caplog.at_level(logging.DEBUG):
        for one in (code, fresh_slip_code(), "x"):
            app.test_client().post(ANSWER, json={"code": one, "outcome": "helped"},
                                   headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    logged = caplog.text.lower()
    assert token.lower() not in logged and not any(word in logged for word in code.split("-") if len(word) > 4)
