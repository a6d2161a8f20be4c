"""Headers that keep every page to itself: nothing from other hosts, no inline code, no traces."""

from flask import Flask, Response, g, request

from web.context import Background

#: a request body larger than this is refused before it is read
MAX_BODY = 64 * 1024


def policy(background: Background, framed_by: str = "'self'") -> str:
    """The Content-Security-Policy; a tile service is the only other host it may ever name, and only for pictures."""
    pictures = "'self' data:" + (f" https://{background.host}" if background.host else "")
    return (
        f"default-src 'self'; img-src {pictures}; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {framed_by}"
    )


def may_be_embedded() -> None:
    """Let pages of other people show the answer to this request in a frame, or use it as a script."""
    g.may_be_embedded = True


def register_security(app: Flask, background: Background) -> None:
    """Put the headers on every answer, and bound what is read."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    content_policy, for_frames = policy(background), policy(background, "*")

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        elsewhere = g.get("may_be_embedded", False)
        headers["Content-Security-Policy"] = for_frames if elsewhere else content_policy
        headers["X-Content-Type-Options"] = "nosniff"
        # Pages behind personal links ask for no-referrer themselves, also where a tile service wants to be told.
        headers.setdefault(
            "Referrer-Policy", "no-referrer" if not background.host else "strict-origin-when-cross-origin"
        )
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if elsewhere else "same-origin"
        if request.method == "POST":
            # A page may allow the visitor's own browser to keep its answer, so that "back" works.
            headers.setdefault("Cache-Control", "no-store")
        return response
