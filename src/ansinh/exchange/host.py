"""What the exchange, as the host of a provider, knows of people: its pages, what a relying party is told, and that it was told."""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response

from ansinh import audit, provider
from ansinh.exchange import pages, rules, store
from ansinh.kit import db
from ansinh.wire import eid


class ExchangeHost:
    """The exchange at `issuer`."""

    name = "exchange"

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def error_page(self, code: str, *, reference: str, language: provider.Language, status: int) -> Response:
        return pages.error(code, reference=reference, language=language, status=status)

    def told(self, conn: db.Connection, opened: provider.Pass, *, now: datetime) -> Mapping[str, object] | None:
        session = store.sessions.by_id(conn, opened.login.session_id, issuer=self._issuer, now=now)
        return None if session is None else rules.userinfo(session.claims, opened)

    def released(self, conn: db.Connection, grant: provider.Grant, *, now: datetime) -> None:
        session = store.sessions.by_id(conn, grant.login.session_id, issuer=self._issuer, now=now)
        reached = eid.read_reached(grant.login.acr)
        event = audit.Event(
            kind="exchange.identity_released",
            at=now,
            actor=audit.Actor("relying_party", grant.binding.client_id),
            subject=None,  # the exchange knows people, not participants
            purpose="login",
            detail={
                "client": grant.binding.client_id,
                "provider": "" if session is None else session.upstream_issuer,
                "account_level": reached.account_level,
                "authentication_level": reached.authentication_level,
                "person": grant.login.subject,
            },
        )
        audit.append(conn, event)
