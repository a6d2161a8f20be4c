"""Answers travel compressed to whoever can read that."""

import gzip
import zlib

import pytest

PAGES = ["/duisburg/", "/duisburg/grenzen.json", "/api/v1/offers?limit=100"]


@pytest.mark.parametrize("url", PAGES)
def test_text_travels_small_and_unchanged(client, url):
    plain = client.get(url)
    small = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < 0.5 * len(plain.data)


def test_files_travel_small_too(client):
    plain = client.get("/static/css/base.css")
    small = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip, deflate"})
    assert small.headers["Content-Encoding"] == "deflate" and zlib.decompress(small.data) == plain.data
    assert len(small.data) < 0.5 * len(plain.data)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
@pytest.mark.parametrize("url", ["/api/v1/offers", "/duisburg/grenzen.json"])
def test_what_a_visitor_still_has_is_not_sent_again(client, url, encoding):
    headers = {"Accept-Encoding": encoding}
    first = client.get(url, headers=headers)
    again = client.get(url, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


def test_who_reads_no_compression_gets_none(client):
    assert "Content-Encoding" not in client.get("/duisburg/").headers
