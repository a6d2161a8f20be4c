"""Asking a service where an offer is, only when an operator says so, and never where a visitor is.

Whoever names one of the public servers has to keep to its terms: for Nominatim
https://operations.osmfoundation.org/policies/nominatim/, for Photon https://photon.komoot.io/.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import HTTPRedirectHandler, HTTPSHandler, build_opener

from geo.finding import Finding, OnlineError, Sought
from geo.online_answer import Offered, best, from_nominatim, from_photon
from geo.online_cache import Cache
from geo.online_limit import Limiter
from geo.online_service import Service

__all__ = ["OnlineError", "OnlineGeocoder", "open_online"]

TIMEOUT_S = 10.0
ANSWERS = 5
#: so many failures one after the other end the asking for this run
FAILURES = 3
#: how long a public server is left alone that refuses and does not say for how long
REFUSED_S = 600.0
_READ: Mapping[str, Callable[[Mapping[str, Any]], Offered]] = {"nominatim": from_nominatim, "photon": from_photon}
_REFUSALS = {
    401: "wants a key or a login, which it was not given", 402: "wants to be paid", 403: "refuses to answer",
    407: "wants a key or a login, which it was not given", 429: "asks for fewer requests",
}  # fmt: skip


def open_online(service: Service | None, file: Path, now: Callable[[], datetime]) -> "OnlineGeocoder":
    """Whoever asks the service that the settings name; refused with a sentence if they name none."""
    if service is None:
        raise OnlineError("ONLINE_GEOCODER is none, so there is no service to ask; docs/deploy.md says what it can be.")
    return OnlineGeocoder(service, Cache(file, service), Limiter(file, service), now)


class OnlineGeocoder:
    """Asks one service for addresses of offers: first its earlier answers, then in turn, and only while it likes."""

    def __init__(
        self, service: Service, cache: Cache, limiter: Limiter, now: Callable[[], datetime], *,
        timeout_s: float = TIMEOUT_S,
    ) -> None:  # fmt: skip
        self.service = service
        self._cache = cache
        self._limiter = limiter
        self._now = now
        self._timeout_s = timeout_s
        self._client: Any = None
        self._failures = 0
        self._stopped: OnlineError | None = None

    def find(self, sought: Sought) -> Finding:
        """What the service says of an address, or has said before; raises OnlineError if it gives no proper answer."""
        today = self._now().date()
        known = self._cache.get(sought.line, today)
        if known is not None:
            return known
        if self._stopped:
            raise self._stopped
        try:
            self._limiter.wait()
            answer = best(self._ask(sought.line), sought)
            finding = replace(answer, service=self.service.name, asked_on=today)
            self._cache.put(sought.line, finding)
        except OnlineError as error:
            raise self._noted(error) from error.__cause__
        self._failures = 0
        return finding

    def _noted(self, error: OnlineError) -> OnlineError:
        """The same error; the one that ends the asking says so."""
        self._failures += 1
        if not error.final and self._failures >= FAILURES:
            error = OnlineError(f"{error} After {FAILURES} failures in a row it is not asked again.", final=True)
        if error.final:
            self._stopped = error
        return error

    def _ask(self, query: str) -> list[Offered]:
        """The answers of the service to one query."""
        from geopy.exc import GeopyError  # noqa: PLC0415 - only whoever asks a service needs it

        name = self.service.name
        try:
            self._client = self._client or _client(self.service, self._timeout_s)
            found = self._client(query) or []
            return [_READ[self.service.kind](location.raw) for location in found]
        except GeopyError as error:
            raise self._failure(error) from error
        except (OSError, HTTPException) as error:
            raise OnlineError(f"{name} cannot be reached, or broke off ({type(error).__name__}).") from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise OnlineError(f"{name} gave an answer that cannot be understood.") from error

    def _failure(self, error: Exception) -> OnlineError:
        """What went wrong, in a sentence that does not depend on the address."""
        from geopy.exc import GeocoderParseError, GeocoderQueryError, GeocoderTimedOut  # noqa: PLC0415 - as above

        name = self.service.name
        status = getattr(error.__cause__, "status_code", None)
        if status is not None:
            return self._refusal(int(status), getattr(error.__cause__, "headers", None) or {})
        if isinstance(error, GeocoderTimedOut):
            return OnlineError(f"{name} did not answer within {self._timeout_s:g} seconds.")
        if isinstance(error, GeocoderParseError | GeocoderQueryError):
            return OnlineError(f"{name} gave an answer that cannot be understood.")
        return OnlineError(f"{name} cannot be reached, or broke off.")

    def _refusal(self, status: int, headers: Mapping[str, str]) -> OnlineError:
        """What an HTTP status means for this run; a service that wants a rest gets it."""
        name, terms = self.service.name, f" Its terms: {self.service.terms}" if self.service.terms else ""
        rest = _rest_s(headers)
        if rest is None and terms and status in (403, 429):
            rest = REFUSED_S
        if rest is not None:
            self._limiter.hold_off(rest)
        if status in _REFUSALS or rest is not None:
            what = _REFUSALS.get(status, "wants to be left alone for a while")
            return OnlineError(f"{name} {what} (HTTP {status}); it is not asked again in this run.{terms}", final=True)
        if 300 <= status < 400:
            return OnlineError(f"{name} points elsewhere (HTTP {status}); ONLINE_GEOCODER must name the server itself.",
                               final=True)  # fmt: skip
        whose = "its own error" if status >= 500 else "is ONLINE_GEOCODER right?"
        return OnlineError(f"{name} answered HTTP {status} ({whose}).")


def _rest_s(headers: Mapping[str, str]) -> float | None:
    """For how long a service wants to be left alone; None if it does not say so in a way that can be read."""
    from geopy.adapters import get_retry_after  # noqa: PLC0415 - only whoever asks a service needs it

    try:
        told = get_retry_after(headers)
        return None if told is None else float(told)
    except (ValueError, OverflowError, TypeError):
        return None


class _NoRedirect(HTTPRedirectHandler):
    """Follows nobody: an address goes to the server that the operator named, and in turn."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No request instead of the one that was made."""
        return


def _client(service: Service, timeout_s: float) -> Callable[[str], Any]:
    """A question to the service through geopy, made once for a run."""
    from geopy.geocoders import Nominatim, Photon  # noqa: PLC0415 - only whoever asks a service needs it

    scheme, _, domain = service.url.partition("://")
    how: dict[str, Any] = {"scheme": scheme, "domain": domain, "user_agent": service.user_agent, "timeout": timeout_s}
    if service.kind == "photon":
        photon = Photon(**how, adapter_factory=_adapter(dict))
        return lambda query: photon.geocode(query, exactly_one=False, limit=ANSWERS)
    nominatim = Nominatim(**how, adapter_factory=_adapter(list))
    return lambda query: nominatim.geocode(
        query, exactly_one=False, limit=ANSWERS, language="de", addressdetails=True
    )  # fmt: skip


def _adapter(expected: type) -> Callable[..., Any]:
    """A way to fetch JSON that follows no redirect, tries once, and takes nothing but what the service should send."""
    from geopy.adapters import URLLibAdapter  # noqa: PLC0415 - only whoever asks a service needs it
    from geopy.exc import GeocoderParseError  # noqa: PLC0415 - as above

    def make(*, proxies: Any, ssl_context: Any) -> Any:
        adapter = URLLibAdapter(proxies=proxies, ssl_context=ssl_context)
        adapter.urlopen = build_opener(HTTPSHandler(context=ssl_context), _NoRedirect()).open
        fetch = adapter.get_json

        def get_json(url: str, **options: Any) -> Any:
            answer = fetch(url, **options)
            if not isinstance(answer, expected):
                raise GeocoderParseError("The answer is not of the kind that this service gives.")
            return answer

        adapter.get_json = get_json
        return adapter

    return make
