"""Asking web pages whether they are there: a real server answers, and nobody is led into a private network."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from actions.reach import Reach, Unreachable, is_public, resolve

AGENT = "Bildungsberatungslandkarte Linkpruefung (+https://karte.example)"


class Pages(BaseHTTPRequestHandler):
    """Answers as its path says: /404, /to?URL, /round, /only-get, /drip."""

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        name, _, onwards = self.path.partition("?")
        if name == "/drip":
            self._drip()
        elif name == "/round":
            self._answer(301, "/round")
        elif name == "/to":
            self._answer(302, onwards)
        elif name == "/only-get":
            self._answer(405 if self.command == "HEAD" else 200)
        else:
            self._answer(int(name[1:]) if name[1:].isdecimal() else 200)

    do_GET = do_HEAD

    def _answer(self, status: int, onwards: str = "") -> None:
        self.send_response(status)
        if onwards:
            self.send_header("Location", onwards)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b"H")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_values: object) -> None:
        """Be silent."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    serving.asked = []
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join()


def near(server: ThreadingHTTPServer, **more) -> Reach:
    """A reach to this one server, whatever name it is asked by."""
    port = server.server_port
    plain = {"resolve": lambda host, _port: ["127.0.0.1"], "allows": lambda address: address == "127.0.0.1"}
    return Reach(AGENT, **plain | {"ports": frozenset({port}), "timeout_s": 2.0, "longest_s": 2.0} | more)


def url(server: ThreadingHTTPServer, path: str, host: str = "www.example") -> str:
    return f"http://{host}:{server.server_port}{path}"


def reason(reach: Reach, address: str) -> str:
    with pytest.raises(Unreachable) as error:
        reach.status(address)
    return error.value.reason


def test_a_page_is_asked_with_head_by_its_name_and_told_who_asks(server):
    assert near(server).status(url(server, "/")) == 200
    assert server.asked == [("HEAD", "/", f"www.example:{server.server_port}", AGENT)]


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_an_error_is_asked_again_with_get(server, status):
    assert near(server).status(url(server, f"/{status}")) == status
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


def test_a_server_that_does_not_know_head_is_fine(server):
    assert near(server).status(url(server, "/only-get")) == 200


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_closed_door_is_not_knocked_at_twice(server, status):
    assert near(server).status(url(server, f"/{status}")) == status
    assert len(server.asked) == 1


@pytest.mark.parametrize("onwards", ["/410", "//www.example:{port}/410", "http://other.example:{port}/410"])
def test_a_redirect_is_followed(server, onwards):
    there = onwards.format(port=server.server_port)
    assert near(server).status(url(server, f"/to?{there}")) == 410


def test_redirects_in_a_circle_end(server):
    assert reason(near(server), url(server, "/round")) == "loop"
    assert len(server.asked) == 6


def test_umlauts_in_names_and_paths_are_sent_as_servers_know_them(server):
    assert near(server).status(url(server, "/größe ä?ö=ü".replace(" ", "%20"), "bücher.example")) == 200
    method, path, host, _ = server.asked[0]
    assert (method, path) == ("HEAD", "/gr%C3%B6%C3%9Fe%20%C3%A4?%C3%B6=%C3%BC")
    assert host.startswith("xn--bcher-kva.example")


def test_a_server_that_drips_does_not_keep_us(server):
    began = time.monotonic()
    assert reason(near(server, longest_s=0.3), url(server, "/drip")) in ("no_answer", "timeout")
    assert time.monotonic() - began < 2


def test_a_server_that_says_nothing_does_not_keep_us():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        reach = Reach(AGENT, resolve=lambda *_: ["127.0.0.1"], allows=lambda _: True, ports=frozenset({port}),
                      timeout_s=0.2, longest_s=1)  # fmt: skip
        assert reason(reach, f"http://silent.example:{port}/") == "timeout"


def test_nobody_there_is_no_answer(server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert reason(near(server, ports=frozenset({port})), f"http://gone.example:{port}/") == "no_answer"


def test_a_page_without_a_good_certificate_is_insecure(server):
    assert reason(near(server), url(server, "/").replace("http:", "https:")) == "insecure"


def test_an_unknown_name_is_no_host(server):
    assert reason(near(server, resolve=lambda *_: []), url(server, "/")) == "no_host"
    assert resolve("no-such-host.invalid", 80) == []
    assert resolve("a" * 70 + ".example", 80) == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.2.1", "192.168.178.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:b201::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "nonsense", "",
        "0x7f.1", "2130706433",
    ],
)  # fmt: skip
def test_a_private_address_is_never_asked(server, address):
    assert not is_public(address)
    port = server.server_port
    reach = Reach(AGENT, resolve=lambda *_: [address], ports=frozenset({port}))
    assert reason(reach, url(server, "/")) == "not_public"
    assert server.asked == []


@pytest.mark.parametrize("address", ["9.9.9.9", "193.99.144.80", "2620:fe::fe", "64:ff9b::909:909", "2002:909:909::1"])
def test_a_public_address_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0177.0.0.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "127.1"]
)
def test_this_machine_is_never_asked_however_it_is_written(server, host):
    reach = Reach(AGENT, ports=frozenset({server.server_port}), timeout_s=2.0)
    assert reason(reach, url(server, "/", host)) in ("not_public", "no_host")
    assert server.asked == []


def test_a_name_with_one_private_address_among_public_ones_is_not_asked(server):
    reach = Reach(AGENT, resolve=lambda *_: ["9.9.9.9", "127.0.0.1"], ports=frozenset({server.server_port}))
    assert reason(reach, url(server, "/")) == "not_public"


def test_a_redirect_into_a_private_network_is_not_followed(server):
    def public_only_by_name(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host == "www.example" else ["10.0.0.5"]

    asked = url(server, "/to?" + url(server, "/secret", "inside.example"))
    assert reason(near(server, resolve=public_only_by_name), asked) == "not_public"
    assert [path.partition("?")[0] for _, path, *_ in server.asked] == ["/to"]


def test_a_name_that_changes_its_mind_is_held_to_its_first_word(server):
    answers = iter([["127.0.0.1"], ["10.0.0.5"]])
    reach = near(server, resolve=lambda *_: next(answers))
    assert reach.status(url(server, "/")) == 200
    assert len(server.asked) == 1


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8080])
def test_only_the_ports_of_the_web_are_asked(server, port):
    reach = replace(near(server), ports=Reach(AGENT).ports)
    assert reason(reach, f"http://www.example:{port}/") == "not_public"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://www.example/", "not_web"), ("file:///etc/passwd", "not_web"), ("gopher://www.example/", "not_web"),
        ("javascript:alert(1)", "not_web"), ("http://", "not_web"), ("www.example", "not_web"),
        ("http://www.example:99999/", "not_web"), ("http://www.example/a b", "not_web"),
        ("http://www.example/\r\nHost: x", "not_web"), ("http://[bad/", "not_web"),
        ("http://user:secret@www.example/", "not_public"), ("http://@www.example/", "not_public"),
        ("http://" + "a" * 3000, "not_web"),
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_not_asked(server, address, why):
    assert reason(near(server), address) == why
    assert server.asked == []


@pytest.mark.parametrize("onwards", ["file:///etc/passwd", "ftp://www.example/", "http://user@www.example/"])
def test_a_redirect_to_what_is_no_plain_web_address_is_not_followed(server, onwards):
    assert reason(near(server), url(server, f"/to?{onwards}")) in ("not_web", "not_public")


def test_each_request_waits_for_its_turn(server):
    turns: list[str] = []
    near(server, wait=turns.append).status(url(server, "/404"))
    assert turns == ["www.example", "www.example"]
