"""A developer's own acts: register, change, ask for production, new secret, new keys, block. Each is audited in the same transaction.

A sandbox client is in force at once. A production client waits until an officer, who is somebody else, has decided (`deciding`).
Each act takes the registration as the developer's page read it, and holds the row before it judges: of two acts at once one is first.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from ansinh import audit, oidc, provider
from ansinh.exchange import store
from ansinh.exchange.registration_model import Developer, Draft, Environment, Registration
from ansinh.exchange.registrations.rules import faults_of
from ansinh.kit import db, errors

_MOST = 20


def register(
    conn: db.Connection,
    issuer: str,
    draft: Draft,
    *,
    environment: Environment,
    client_id: str,
    secret: str,
    by: Developer,
    now: datetime,
) -> None:
    """A sandbox client is in force from now on, with `secret` where it has one; a production client waits.

    `client_id` and `secret` are new ones. Raises Refused("draft_faulty"), Refused("too_many_clients") beyond 20 of one developer,
    Conflict("client_known") where the same form came before.
    """
    _check(draft, environment)
    if len(store.registrations.of_owner(conn, issuer, by.number)) >= _MOST:
        raise errors.Refused("too_many_clients", f"a developer may register {_MOST} clients")
    in_force, asked = (draft, None) if environment == "sandbox" else (None, draft)
    registration = Registration(client_id, environment, by.number, by.full_name, draft, in_force, asked, now, by.number, "", None, now)
    if not store.registrations.insert(conn, issuer, registration):
        raise errors.Conflict("client_known", "this client is registered already")
    if in_force is not None:
        provider.register_client(
            conn,
            issuer,
            as_client(client_id, draft, environment),
            secret=None if draft.needs_key else secret,
            now=now,
        )
    record(conn, "exchange.client_registered", by=_developer(by), client_id=client_id, now=now, environment=environment)


def change(
    conn: db.Connection, issuer: str, registration: Registration, draft: Draft, *, secret: str, by: Developer, now: datetime
) -> bool:
    """The draft is in force from now on in the sandbox, and waits in production. True where `secret` has become the client's.

    A client keeps its secret; only one that had none before is given this. Raises Refused("draft_faulty"), and Refused("not_in_force")
    where it was blocked.
    """
    _check(draft, registration.environment)
    registration = _held(conn, issuer, registration)
    if registration.environment == "production":
        store.registrations.ask(conn, registration.client_id, draft, by=by.number, now=now)
        record(conn, "exchange.client_asked", by=_developer(by), client_id=registration.client_id, now=now)
        return False
    store.registrations.put_in_force(conn, registration.client_id, draft)
    record(conn, "exchange.client_changed", by=_developer(by), client_id=registration.client_id, now=now)
    return put_in_force(conn, issuer, registration, draft, secret=secret, now=now)


def replace_secret(conn: db.Connection, issuer: str, registration: Registration, *, secret: str, by: Developer, now: datetime) -> None:
    """The new secret is the client's from now on, and the old one is none. Raises Refused("has_no_secret") for a client with a key."""
    draft = _in_force(_held(conn, issuer, registration))
    if draft.needs_key:
        raise errors.Refused("has_no_secret", "this client authenticates with a key")
    known = _registered(conn, issuer, registration)
    provider.register_client(conn, issuer, known, secret=secret, now=now)
    _credentials(conn, registration, by, now, what="secret")


def replace_keys(
    conn: db.Connection, issuer: str, registration: Registration, jwks: Mapping[str, Any], *, by: Developer, now: datetime
) -> None:
    """The client's keys are these from now on. Assertions signed with another count no more.

    Raises Refused("has_no_keys"), and Conflict("changed_meanwhile") where the keys are not those that were read before.
    """
    held = _held(conn, issuer, registration)
    if not _in_force(held).needs_key:
        raise errors.Refused("has_no_keys", "this client authenticates with a secret")
    if held.draft.jwks != registration.draft.jwks:
        raise errors.Conflict("changed_meanwhile", "the keys were changed on another page", field="keys")
    known = _registered(conn, issuer, registration)
    provider.register_client(conn, issuer, replace(known, jwks=dict(jwks)), secret=None, now=now)
    store.registrations.keep_keys(conn, registration.client_id, jwks)
    _credentials(conn, registration, by, now, what="keys")


def block(conn: db.Connection, issuer: str, registration: Registration, *, by: Developer, now: datetime) -> None:
    """From now on the client is answered like an unknown one, and what it holds is void. There is no way back, and once is enough."""
    if not store.registrations.block(conn, registration.client_id, now=now):
        return
    provider.block_client(conn, issuer, registration.client_id, now=now)
    record(conn, "exchange.client_blocked", by=_developer(by), client_id=registration.client_id, now=now)


def of_owner(conn: db.Connection, issuer: str, owner: UUID) -> list[Registration]:
    """A developer's registrations, the oldest first."""
    return store.registrations.of_owner(conn, issuer, owner)


def owned(conn: db.Connection, issuer: str, client_id: str, *, owner: UUID) -> Registration:
    """A registration of this developer. Raises NotFound("no_such_client") for another's: whether it is there is not told."""
    registration = store.registrations.find(conn, issuer, client_id)
    if registration is None or registration.owner != owner:
        raise errors.NotFound("no_such_client", "no such client of yours")
    return registration


def put_in_force(conn: db.Connection, issuer: str, registration: Registration, draft: Draft, *, secret: str, now: datetime) -> bool:
    """Tells the provider. True where `secret` has become the client's, because it had none."""
    client = as_client(registration.client_id, draft, registration.environment)
    known = provider.find_client(conn, issuer, registration.client_id)
    if known is not None and (draft.needs_key or known.secret_sha256):
        provider.change_client(conn, issuer, client, now=now)
        return False
    provider.register_client(conn, issuer, client, secret=None if draft.needs_key else secret, now=now)
    return not draft.needs_key


def as_client(client_id: str, draft: Draft, environment: Environment) -> oidc.Client:
    """The client as the provider serves it. Its last logins are traced: who registers by themselves reads by themselves what went wrong."""
    return oidc.Client(
        client_id=client_id,
        name=draft.name,
        profile=oidc.PROFILES[draft.profile],
        token_endpoint_auth_method=draft.auth_method,
        jwks=draft.jwks if draft.needs_key else None,
        redirect_uris=draft.redirect_uris,
        post_logout_redirect_uris=draft.post_logout_redirect_uris,
        backchannel_logout_uri=draft.backchannel_logout_uri or None,
        scopes=draft.scopes,
        claims=tuple(draft.claims),
        subject_type=draft.subject_type,
        sector=draft.sector,
        loopback_any_port=environment == "sandbox",
        default_acr_values=(draft.default_acr,) if draft.default_acr else (),
        purpose=draft.purpose,
        purpose_en=draft.purpose_en,
        consent_days=draft.consent_days,
        traced=True,
    )


def record(conn: db.Connection, kind: str, *, by: audit.Actor, client_id: str, now: datetime, **detail: str) -> None:
    """Writes the event."""
    audit.append(conn, audit.Event(kind, now, by, None, "registration", {"client": client_id, **detail}))


def _check(draft: Draft, environment: Environment) -> None:
    faults = faults_of(draft, environment)
    if faults:
        raise errors.Refused("draft_faulty", faults[0].rule, field=faults[0].field)


def _held(conn: db.Connection, issuer: str, read: Registration) -> Registration:
    """The registration as it is now, kept from everybody else until this transaction ends. Raises Refused for a blocked one."""
    held = store.registrations.find(conn, issuer, read.client_id, locked=True)
    if held is None or held.blocked_at is not None:
        raise errors.Refused("not_in_force", "this client is blocked")
    return held


def _in_force(registration: Registration) -> Draft:
    if registration.in_force is None:
        raise errors.Refused("not_in_force", "this client is not in force")
    return registration.in_force


def _registered(conn: db.Connection, issuer: str, registration: Registration) -> oidc.Client:
    client = provider.find_client(conn, issuer, registration.client_id)
    if client is None:
        raise errors.NotFound("no_such_client", "no such client is served")
    return client


def _credentials(conn: db.Connection, registration: Registration, by: Developer, now: datetime, *, what: str) -> None:
    record(conn, "exchange.client_credentials_replaced", by=_developer(by), client_id=registration.client_id, now=now, credentials=what)


def _developer(by: Developer) -> audit.Actor:
    return audit.Actor("citizen", str(by.number))
