"""Where a request comes from: the web server in front is believed, others are not."""

import pytest
from flask import Flask

from web.remote import remote_address


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.9", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::1", "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9", None, "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", None, "203.0.113.7"),
        ("", None, ""),
    ],
)
def test_the_address_that_counts(peer, forwarded, address):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with Flask(__name__).test_request_context(environ_base={"REMOTE_ADDR": peer}, headers=headers):
        assert remote_address() == address
