"""Where a request comes from, for counting only: it is hashed before it is kept, and never logged."""

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request

from web.context import services


def remote_address() -> str:
    """The address of the device that asks; a whole /64 counts as one, because that is what one household gets.

    A web server in front runs on this machine and adds the address it saw at the end of X-Forwarded-For. Whoever
    connects from elsewhere is not believed.
    """
    address = _address(request.remote_addr or "")
    if address.startswith("127.") or address == "::1" or not address:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        address = _address(forwarded) or address
    return address


def daily_sender(purpose: str) -> str:
    """A name for whoever sends, of which no address can be made; another one each day and for each purpose."""
    day = services().clock().date().isoformat()
    secret: bytes = current_app.config["SECRET_KEY"]
    return hmac.new(secret, f"{purpose} {day} {remote_address()}".encode(), hashlib.sha256).hexdigest()[:32]


def _address(text: str) -> str:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(found) if found.is_loopback else str(ip_network((found, 64), strict=False).network_address)
    return str(found)
