"""What the exchange, as the host of a provider, knows of people: its pages, what a relying party is told, and that it was told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from starlette.responses import Response

from ansinh import audit, oidc, provider
from ansinh.exchange import pages, rules, store
from ansinh.exchange.model import Session, Use, UseKind
from ansinh.kit import db
from ansinh.wire import eid


class ExchangeHost:
    """The exchange at `issuer`; `codes` are those of its upstream providers by issuer."""

    name = "exchange"
    records_what_it_told = True

    def __init__(self, issuer: str, codes: Mapping[str, str]) -> None:
        self._issuer = issuer
        self._codes = codes

    def error_page(self, code: str, *, reference: str, language: provider.Language, status: int) -> Response:
        return pages.error(code, reference=reference, language=language, status=status)

    def told(self, conn: db.Connection, opened: provider.Pass, *, now: datetime) -> Mapping[str, object] | None:
        session = self._session(conn, opened.login, now=now)
        names = _allowed(conn, opened.client, opened.login, opened.claims, now=now)
        if session is None or not names:
            return None
        told = rules.told_of_login(opened.login)
        told |= rules.told_of_person(session.claims, names, client=opened.client, login=opened.login)
        _record(conn, opened.client, opened.login, session, kind="userinfo", claims=("sub", *told), now=now)
        return told

    def released(self, conn: db.Connection, client: oidc.Client, grant: provider.Grant, *, now: datetime) -> None:
        session = self._session(conn, grant.login, now=now)
        claims = ("sub", *rules.told_of_login(grant.login))
        _record(conn, client, grant.login, session, kind="login", claims=claims, now=now)

    def renewed(self, conn: db.Connection, client: oidc.Client, kept: provider.Renewal, *, now: datetime) -> None:
        _record(conn, client, kept.login, self._session(conn, kept.login, now=now), kind="refresh", claims=("sub",), now=now)

    def still_allows(self, conn: db.Connection, client: oidc.Client, kept: provider.Renewal, *, now: datetime) -> bool:
        return self._session(conn, kept.login, now=now) is not None and bool(_allowed(conn, client, kept.login, kept.claims, now=now))

    def _session(self, conn: db.Connection, login: provider.Login, *, now: datetime) -> Session | None:
        """None too where it came from a provider that is none of ours any more: nobody stands behind it."""
        session = store.sessions.by_id(conn, login.session_id, issuer=self._issuer, now=now)
        if session is None or session.upstream_issuer not in self._codes:
            return None
        return replace(session, claims=replace(session.claims, login_idp=self._codes[session.upstream_issuer]))


def _allowed(conn: db.Connection, client: oidc.Client, login: provider.Login, claims: Sequence[str], *, now: datetime) -> frozenset[str]:
    """What of a token's claims may still be told; nothing where a consent is needed and none is live."""
    if client.consent_days is None:
        return frozenset(claims)
    return frozenset(claims) & store.consents.agreed(conn, UUID(login.subject), client.client_id, purpose=client.purpose, now=now)


def _record(
    conn: db.Connection,
    client: oidc.Client,
    login: provider.Login,
    session: Session | None,
    *,
    kind: UseKind,
    claims: Sequence[str],
    now: datetime,
) -> None:
    """In the audit log and, for the person to see, on their own page; both or neither, with what was said."""
    reached = eid.read_reached(login.acr)
    event = audit.Event(
        kind="exchange.identity_released",
        at=now,
        actor=audit.Actor("relying_party", client.client_id),
        subject=None,  # the exchange knows people, not participants
        purpose="login",
        detail={
            "account_level": reached.account_level,
            "authentication_level": reached.authentication_level,
            "claims": " ".join(claims),
            "client": client.client_id,
            "occasion": kind,
            "person": login.subject,
            "provider": "" if session is None else session.upstream_issuer,
        },
    )
    audit.append(conn, event)
    use = Use(
        person_id=UUID(login.subject),
        session_id=login.session_id,
        client_id=client.client_id,
        client_name=client.name,
        kind=kind,
        basis=rules.basis_of(client),
        claims=claims,
        upstream="" if session is None else session.claims.login_idp or eid.LOGIN_IDP_POLICE,
        account_level=reached.account_level,
        authentication_level=reached.authentication_level,
        used_at=now,
    )
    store.uses.keep(conn, use)
