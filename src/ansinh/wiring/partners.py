"""Who is registered with whom: the portal at the exchange, the exchange at the eID provider, the agency at the population register."""

from ansinh import exchange, oidc, provider
from ansinh.doors import partners, portal
from ansinh.kit import clock, crypto, db
from ansinh.sandbox import eid
from ansinh.settings import Settings
from ansinh.wire import eid as claims
from ansinh.wiring import rehearsal

PORTAL = "vss-portal"
EXCHANGE = "identity-exchange"
AGENCY = "social-security"
CONSOLE = "partner-console"
ACCOUNTS = "vssid-accounts"  # names the secret the exchange asks the old account service with


def secret(settings: Settings, client_id: str) -> str:
    """The client's secret, made at first use; both sides read the same file, because both run here."""
    return crypto.load_or_create_secret(settings.keys / f"{client_id}.secret").hex()


def key(settings: Settings, client_id: str) -> bytes:
    """The client's private key, made at first use."""
    return crypto.load_or_create_ec_key(settings.keys / f"{client_id}.pem")


def register(dsn: str, settings: Settings) -> None:
    """Register the relying parties with today's addresses: they move with the port."""
    with db.connect(dsn) as conn:
        provider.register_client(
            conn,
            settings.exchange_url,
            oidc.Client(
                client_id=PORTAL,
                name="Cổng Dịch vụ công Bảo hiểm xã hội Việt Nam",
                token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method
                redirect_uris=(f"{settings.vss_url}{portal.CALLBACK_PATH}",),
                post_logout_redirect_uris=(f"{settings.vss_url}{portal.SIGNED_OUT_PATH}",),
                claims=claims.CLAIMS_OF_EXCHANGE,
                backchannel_logout_uri=f"{settings.vss_url}{portal.BACKCHANNEL_LOGOUT_PATH}",
            ),
            secret=secret(settings, PORTAL),
            now=clock.utc_now(),
        )
        provider.register_client(
            conn,
            settings.exchange_url,
            oidc.Client(
                client_id=CONSOLE,
                name="Đăng ký dịch vụ của nền tảng trao đổi danh tính",
                profile=oidc.SECURE,
                token_endpoint_auth_method="private_key_jwt",  # noqa: S106
                jwks={"keys": [oidc.PartyKey(key(settings, CONSOLE)).public()]},
                redirect_uris=(f"{settings.exchange_url}{partners.CALLBACK_PATH}",),
                post_logout_redirect_uris=(f"{settings.exchange_url}{partners.SIGNED_OUT_PATH}",),
                scopes=("openid", "profile"),
                claims=("name",),
                backchannel_logout_uri=f"{settings.exchange_url}{partners.BACKCHANNEL_LOGOUT_PATH}",
                traced=settings.is_sandbox,
            ),
            secret=None,
            now=clock.utc_now(),
        )
        provider.register_client(
            conn,
            f"{settings.institutions_url}{eid.REALM}",
            oidc.Client(
                client_id=EXCHANGE,
                name="Nền tảng trao đổi danh tính điện tử",
                token_endpoint_auth_method="client_secret_basic",  # noqa: S106
                redirect_uris=(f"{settings.exchange_url}/commonauth",),
                post_logout_redirect_uris=(f"{settings.exchange_url}/oidc/logout/done",),
                scopes=("openid",),
                claims=claims.CLAIMS_OF_PROVIDER,
                backchannel_logout_uri=f"{settings.exchange_url}{exchange.BACKCHANNEL_LOGOUT_PATH}",
            ),
            secret=secret(settings, EXCHANGE),
            now=clock.utc_now(),
        )
        if settings.is_sandbox:
            rehearsal.register(conn, settings, now=clock.utc_now())
