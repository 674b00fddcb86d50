"""Registered clients."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db
from ansinh.oidc import PROFILES, AuthMethod, Client, ProfileName, SubjectType, UserinfoForm


@dataclass(frozen=True, slots=True)
class Row:
    """A client as it is kept."""

    client_id: str
    name: str
    profile: ProfileName
    secret_sha256: str
    token_endpoint_auth_method: AuthMethod
    jwks: dict[str, Any] | None
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    backchannel_logout_uri: str | None
    scopes: list[str]
    claims: list[str]
    userinfo_form: UserinfoForm
    subject_type: SubjectType
    sector: str
    loopback_any_port: bool
    default_acr_values: list[str]
    purpose: str
    purpose_en: str
    consent_days: int | None
    traced: bool

    def client(self) -> Client:
        return Client(
            client_id=self.client_id,
            name=self.name,
            profile=PROFILES[self.profile],
            secret_sha256=self.secret_sha256,
            token_endpoint_auth_method=self.token_endpoint_auth_method,
            jwks=self.jwks,
            redirect_uris=tuple(self.redirect_uris),
            post_logout_redirect_uris=tuple(self.post_logout_redirect_uris),
            backchannel_logout_uri=self.backchannel_logout_uri,
            scopes=tuple(self.scopes),
            claims=tuple(self.claims),
            userinfo_form=self.userinfo_form,
            subject_type=self.subject_type,
            sector=self.sector,
            loopback_any_port=self.loopback_any_port,
            default_acr_values=tuple(self.default_acr_values),
            purpose=self.purpose,
            purpose_en=self.purpose_en,
            consent_days=self.consent_days,
            traced=self.traced,
        )


def find(conn: db.Connection, issuer: str, client_id: str | None) -> Client | None:
    """The client, or None if there is none or it is blocked."""
    if client_id is None:
        return None
    row = db.one(
        conn,
        Row,
        "SELECT client_id, name, profile, secret_sha256, token_endpoint_auth_method, jwks, redirect_uris, post_logout_redirect_uris,"
        " backchannel_logout_uri, scopes, claims, userinfo_form, subject_type, sector, loopback_any_port,"
        " default_acr_values, purpose, purpose_en, consent_days, traced FROM provider.clients"
        " WHERE issuer = %(issuer)s AND client_id = %(client_id)s AND NOT blocked",
        {"issuer": issuer, "client_id": client_id},
    )
    return None if row is None else row.client()


def save(conn: db.Connection, issuer: str, client: Client, *, now: datetime) -> None:
    """Registers the client, or changes what is registered; a block stays."""
    conn.execute(
        "INSERT INTO provider.clients (issuer, client_id, name, profile, secret_sha256, token_endpoint_auth_method, jwks, redirect_uris,"
        " post_logout_redirect_uris, backchannel_logout_uri, scopes, claims, userinfo_form, subject_type, sector, loopback_any_port,"
        " default_acr_values, purpose, purpose_en, consent_days, traced, registered_at, changed_at) VALUES (%(issuer)s, %(client_id)s, %(name)s, %(profile)s, %(secret_sha256)s, %(method)s, %(jwks)s::jsonb,"
        " %(redirect_uris)s::text[], %(post_logout)s::text[], %(backchannel_logout_uri)s, %(scopes)s::text[], %(claims)s::text[],"
        " %(userinfo_form)s, %(subject_type)s, %(sector)s, %(loopback_any_port)s, %(default_acr_values)s::text[],"
        " %(purpose)s, %(purpose_en)s, %(consent_days)s, %(traced)s, %(now)s, %(now)s)"
        " ON CONFLICT (issuer, client_id) DO UPDATE SET name = EXCLUDED.name, profile = EXCLUDED.profile,"
        " secret_sha256 = EXCLUDED.secret_sha256, token_endpoint_auth_method = EXCLUDED.token_endpoint_auth_method, jwks = EXCLUDED.jwks,"
        " redirect_uris = EXCLUDED.redirect_uris, post_logout_redirect_uris = EXCLUDED.post_logout_redirect_uris,"
        " backchannel_logout_uri = EXCLUDED.backchannel_logout_uri, scopes = EXCLUDED.scopes, claims = EXCLUDED.claims,"
        " userinfo_form = EXCLUDED.userinfo_form, subject_type = EXCLUDED.subject_type, sector = EXCLUDED.sector,"
        " loopback_any_port = EXCLUDED.loopback_any_port, default_acr_values = EXCLUDED.default_acr_values,"
        " purpose = EXCLUDED.purpose, purpose_en = EXCLUDED.purpose_en, consent_days = EXCLUDED.consent_days,"
        " traced = EXCLUDED.traced, changed_at = EXCLUDED.changed_at",
        {
            "issuer": issuer,
            "client_id": client.client_id,
            "name": client.name,
            "profile": client.profile.name,
            "secret_sha256": client.secret_sha256,
            "method": client.token_endpoint_auth_method,
            "jwks": None if client.jwks is None else db.Json(dict(client.jwks)),
            "redirect_uris": list(client.redirect_uris),
            "post_logout": list(client.post_logout_redirect_uris),
            "backchannel_logout_uri": client.backchannel_logout_uri,
            "scopes": list(client.scopes),
            "claims": list(client.claims),
            "userinfo_form": client.userinfo_form,
            "subject_type": client.subject_type,
            "sector": client.sector,
            "loopback_any_port": client.loopback_any_port,
            "default_acr_values": list(client.default_acr_values),
            "purpose": client.purpose,
            "purpose_en": client.purpose_en,
            "consent_days": client.consent_days,
            "traced": client.traced,
            "now": now,
        },
    )


def block(conn: db.Connection, issuer: str, client_id: str, *, now: datetime) -> None:
    """From now on it is answered like an unknown client; codes and tokens it holds are void."""
    keys = {"issuer": issuer, "client_id": client_id, "now": now}
    conn.execute(
        "UPDATE provider.clients SET blocked = true, changed_at = %(now)s WHERE issuer = %(issuer)s AND client_id = %(client_id)s", keys
    )
    conn.execute("DELETE FROM provider.codes WHERE issuer = %(issuer)s AND client_id = %(client_id)s", keys)
    conn.execute("DELETE FROM provider.tokens WHERE issuer = %(issuer)s AND client_id = %(client_id)s", keys)
