"""The sandbox's relying parties at the exchange: one for each profile, for whoever wants to try an OpenID client of their own.

They may return to any port of this machine and to nothing else, so what they are told about invented people stays here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from joserfc.jwk import ECKey

from ansinh import oidc, provider
from ansinh.kit import crypto, db
from ansinh.settings import Settings
from ansinh.wire import eid as claims
from ansinh.wiring import old_accounts

_CALLBACKS = ("http://127.0.0.1/callback", "http://localhost/callback")
_AFTERWARDS = ("http://127.0.0.1/signed-out", "http://localhost/signed-out")


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """A sandbox relying party with what it authenticates with: a secret, or a private key set."""

    client: oidc.Client
    secret: str | None = field(repr=False)
    private_jwks: dict[str, Any] | None = field(repr=False)


def clients(settings: Settings) -> list[Rehearsing]:
    """All of them; secrets and keys are made at first use and kept beside the installation's others."""
    return [
        _with_secret(
            settings,
            _client("sandbox-legacy", "Ứng dụng thử (cũ)", oidc.LEGACY, "client_secret_post", scopes=("openid",)),
        ),
        _with_secret(settings, _client("sandbox-basic", "Ứng dụng thử (cơ bản)", oidc.BASIC, "client_secret_basic")),
        _with_key(settings, _client("sandbox-secure", "Ứng dụng thử (bảo mật cao)", oidc.SECURE, "private_key_jwt")),
        _with_secret(
            settings,
            _client(old_accounts.CLIENT, "Ứng dụng thử (tài khoản VssID cũ)", oidc.LEGACY, "client_secret_post", scopes=("openid",)),
        ),
        _with_secret(
            settings,
            replace(
                _client("sandbox-consent", "Ứng dụng thử (xin đồng ý)", oidc.BASIC, "client_secret_basic"),
                consent_days=90,
                purpose="Thử trang xin đồng ý của nền tảng trao đổi danh tính",
                purpose_en="To try the consent page of the identity exchange",
            ),
        ),
    ]


def register(conn: db.Connection, settings: Settings, *, now: datetime) -> None:
    """Register them at the exchange's address of today."""
    for each in clients(settings):
        provider.register_client(conn, settings.exchange_url, each.client, secret=each.secret, now=now)
    old_accounts.allow(conn, now=now)


def listing(settings: Settings) -> list[dict[str, Any]]:
    """One object each, as `ansinh sandbox clients --json` prints them; `client_secret` is None where a key takes its place."""
    return [
        {
            "client_id": each.client.client_id,
            "client_secret": each.secret,
            "profile": each.client.profile.name,
            "token_endpoint_auth_method": each.client.token_endpoint_auth_method,
            "redirect_uris": list(each.client.redirect_uris),
            "scopes": list(each.client.scopes),
            "loopback_any_port": each.client.loopback_any_port,
            "post_logout_redirect_uris": list(each.client.post_logout_redirect_uris),
            "private_jwks": each.private_jwks,
            "consent_days": each.client.consent_days,
            "issuer": settings.exchange_url,
        }
        for each in clients(settings)
    ]


def _client(
    client_id: str,
    name: str,
    profile: oidc.Profile,
    method: oidc.AuthMethod,
    *,
    scopes: tuple[str, ...] = ("openid", "profile", "offline_access"),
) -> oidc.Client:
    return oidc.Client(
        client_id=client_id,
        name=name,
        profile=profile,
        token_endpoint_auth_method=method,
        redirect_uris=_CALLBACKS,
        post_logout_redirect_uris=_AFTERWARDS,
        loopback_any_port=True,
        scopes=scopes,
        claims=(*claims.CLAIMS_OF_EXCHANGE, *claims.CLAIMS_OF_PROFILE),
        traced=True,
    )


def _with_secret(settings: Settings, client: oidc.Client) -> Rehearsing:
    secret = crypto.load_or_create_secret(settings.keys / f"{client.client_id}.secret").hex()
    return Rehearsing(client, secret, None)


def _with_key(settings: Settings, client: oidc.Client) -> Rehearsing:
    key = ECKey.import_key(crypto.load_or_create_ec_key(settings.keys / f"{client.client_id}.pem"))
    public = {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
    private = {**key.as_dict(private=True), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
    return Rehearsing(replace(client, jwks={"keys": [public]}), None, {"keys": [private]})
