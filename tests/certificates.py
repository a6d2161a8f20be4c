"""Certificates for servers of tests, made on the spot by an authority that nobody else knows."""

import ssl
from pathlib import Path

import trustme


def local_server(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server on this machine encrypts with, and the file by which its clients may know it."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    known_by = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(known_by))
    return context, known_by
