"""Headers that keep every page to itself: nothing from other hosts, no inline code, no traces."""

from flask import Flask, Response, request

from web.context import Background

#: a request body larger than this is refused before it is read
MAX_BODY = 64 * 1024


def policy(background: Background) -> str:
    """The Content-Security-Policy; a tile service is the only other host it may ever name, and only for pictures."""
    pictures = "'self' data:" + (f" https://{background.host}" if background.host else "")
    return (
        f"default-src 'self'; img-src {pictures}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    )


def register_security(app: Flask, background: Background) -> None:
    """Put the headers on every answer, and bound what is read."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    content_policy = policy(background)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = content_policy
        headers["X-Content-Type-Options"] = "nosniff"
        # Pages behind personal links ask for no-referrer themselves, also where a tile service wants to be told.
        headers.setdefault(
            "Referrer-Policy", "no-referrer" if not background.host else "strict-origin-when-cross-origin"
        )
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.method == "POST":
            # A page may allow the visitor's own browser to keep its answer, so that "back" works.
            headers.setdefault("Cache-Control", "no-store")
        return response
