"""Smaller answers for slow phones: text travels compressed to whoever can read that."""

from flask import Flask
from flask_compress import Compress


def register_compression(app: Flask) -> None:
    """Compress pages, styles, scripts and data; a copy that the visitor still has is recognised all the same."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],  # files; browsers offer br only over TLS
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=True,
        COMPRESS_MIMETYPES=[
            "text/html", "text/css", "text/javascript", "text/plain", "application/json", "application/geo+json",
            "application/problem+json", "image/svg+xml",
        ],
    )  # fmt: skip
    Compress(app)
