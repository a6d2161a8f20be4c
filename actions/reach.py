"""Asking public web pages whether they are there, without ever being led into a private network.

A name is resolved once, every address it has must be public, and the connection goes to that very address, so that the
name cannot mean another one a moment later. Each redirect is looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT_S = 10.0
#: a server that sends a byte now and then must not keep us
LONGEST_S = 20.0
MOST_REDIRECTS = 5
LONGEST_URL = 2_000
#: the network that carries IPv4 addresses in IPv6 ones; what counts is the address inside
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """A page that did not answer; `reason` says why in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet and to nothing else."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo or (None,))[0]
        if found in _NAT64:
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None:
            return found.teredo is None and is_public(str(inside))
        if found.is_site_local:
            return False
    not_for_us = found.is_multicast or found.is_reserved or found.is_loopback or found.is_link_local
    return found.is_global and not (not_for_us or found.is_private or found.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host; none if there is no such host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Reach:
    """How far a question may go: which addresses and ports, how names are resolved, and who asks."""

    user_agent: str
    #: called before each request with the name of the host, to wait for its turn
    wait: Callable[[str], None] = lambda _host: None
    resolve: Callable[[str, int], Sequence[str]] = resolve
    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    timeout_s: float = TIMEOUT_S
    longest_s: float = LONGEST_S
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def status(self, url: str) -> int:
        """The status with which a page answers in the end; raises Unreachable if none does.

        HEAD is asked first; servers that do not know it are asked with GET. What they send is not read.
        """
        for _ in range(MOST_REDIRECTS + 1):
            status, onwards = self._ask(url, "HEAD")
            if status >= 400 and status not in (401, 403, 429):
                status, onwards = self._ask(url, "GET")
            if not (300 <= status < 400 and onwards):
                return status
            url = urljoin(url, onwards)
        raise Unreachable("loop")

    def _ask(self, url: str, method: str) -> tuple[int, str]:
        parts = _checked(url)
        host, port = _host_of(parts), parts.port or (443 if parts.scheme == "https" else 80)
        if port not in self.ports:
            raise Unreachable("not_public")
        addresses = self.resolve(host, port)
        if not addresses:
            raise Unreachable("no_host")
        if not all(self.allows(address) for address in addresses):
            raise Unreachable("not_public")
        self.wait(host)
        connected = self._connected(parts.scheme, host, port, addresses[0])
        with _in_a_word(), connected as connection, _not_longer_than(self.longest_s, connection.sock):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request(method, _target(parts), headers=self._headers())
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")[:LONGEST_URL]

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self.user_agent, "Accept": "*/*", "Connection": "close"}

    @contextmanager
    def _connected(self, scheme: str, host: str, port: int, address: str) -> Iterator[http.client.HTTPConnection]:
        """A connection to the very address that was looked at, whatever the name means by now."""
        connection = http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        connection.sock = socket.create_connection((address, port), self.timeout_s)
        with closing(connection):
            if scheme == "https":
                connection.sock = self.tls.wrap_socket(
                    connection.sock, server_hostname=host, do_handshake_on_connect=False
                )
            yield connection


def _checked(url: str) -> SplitResult:
    """The parts of a web address that may be asked for."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and len(url) <= LONGEST_URL
        _ = parts.port
    except ValueError:
        raise Unreachable("not_web") from None
    if not fits or any(ord(character) <= 32 for character in url):
        raise Unreachable("not_web")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("not_public")
    return parts


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unreachable("no_host") from None


def _target(parts: SplitResult) -> str:
    """Path and query as they stand in a request, without what only a browser needs."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


@contextmanager
def _not_longer_than(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Cut a connection after so many seconds, whatever its server does meanwhile."""

    def cut() -> None:
        with suppress(OSError):  # it may have ended by itself
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _in_a_word() -> Iterator[None]:
    """Turn what may go wrong on the way into a word."""
    try:
        yield
    except ssl.SSLError as error:
        raise Unreachable("insecure") from error
    except TimeoutError as error:
        raise Unreachable("timeout") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable("no_answer") from error
