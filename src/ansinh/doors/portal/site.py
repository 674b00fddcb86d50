"""What every page of the portal needs, put together once from plain arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ansinh import oidc
from ansinh.kit import clock, db, web

SESSION_COOKIE = "ansinh_portal"
LOGIN_COOKIE = "ansinh_portal_login"

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Site:
    """One portal: where it is reached (`public_url`, no slash at the end), where it keeps data, whom it trusts to log people in."""

    database: db.Database
    exchange: oidc.RelyingParty
    public_url: str
    now: clock.Clock
    is_sandbox: bool
    login_brake: web.RateLimit

    @property
    def is_secure(self) -> bool:
        """True if browsers reach the portal over TLS, so that cookies may demand it."""
        return self.public_url.startswith("https://")

    def is_elsewhere(self, host: str | None) -> bool:
        """True if the browser came by another loopback name than the public one.

        `localhost` and `127.0.0.1` are one machine but two cookie jars. Behind a proxy the host may be anything, so that any
        other difference says nothing.
        """
        return host in _LOOPBACK and urlsplit(self.public_url).hostname in _LOOPBACK - {host}


def origins(urls: Sequence[str]) -> str:
    """The origins of the URLs, for a Content-Security-Policy."""
    return " ".join(dict.fromkeys(f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls)))
