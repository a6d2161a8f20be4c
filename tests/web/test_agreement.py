"""The page, the JSON interface and the command give the same offers in the same order."""

import json
import re

import pytest

from tests.web.pages import cards

KEY = re.compile(r"/duisburg/angebot/([^\"#]+)")


@pytest.mark.parametrize("place", ["Walsum", "Marxloh", "47119", "Heerstraße 109, 47053 Duisburg", "Rheinhausen"])
@pytest.mark.parametrize("neutral", [True, False])
def test_all_ways_agree(app, client, monkeypatch, place, neutral):
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    flag = ["--neutral"] if neutral else []
    command = app.test_cli_runner().invoke(
        args=["nearest", place, *flag, "--kind", "counselling", "--limit", "10", "--json"]
    )
    typed = [json.loads(line)["key"] for line in command.stdout.splitlines()]
    body = {"near": {"address": place}, "neutral": neutral, "kind": "counselling", "limit": 10}
    asked = [hit["key"] for hit in client.post("/api/v1/nearest", json=body).get_json()["hits"]]
    form = {"adresse": place, "neutral": ["0", "1"] if neutral else ["0"]}
    html = client.post("/duisburg/suche", data=form).get_data(as_text=True)
    seen = [KEY.search(card)[1] for card in cards(html)]
    assert typed == asked and len(typed) >= 2
    assert seen[: len(typed)] == typed
