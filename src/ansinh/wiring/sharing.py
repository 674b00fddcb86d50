"""Who may read what the agency shares, with which keys, and where it is delivered: the sandbox's population register."""

from ansinh import oidc, sharing
from ansinh.kit import crypto, http
from ansinh.sandbox import population
from ansinh.settings import Settings
from ansinh.wiring import partners

POPULATION = "population-register"
TERMS = sharing.Terms(
    recipient=POPULATION,
    purpose="one person, one record: insurance numbers beside citizen numbers",
    legal_basis="Decree 164/2025/ND-CP; Decree 278/2025/ND-CP",
)
_PATIENCE_S = 120.0  # a chunk is counted and kept before it is acknowledged


def readers(settings: Settings) -> tuple[sharing.Reader, ...]:
    """Who may read the feed of changed records."""
    key = crypto.sha256_hex(partners.secret(settings, POPULATION))
    return (sharing.Reader(code=POPULATION, name="Cơ sở dữ liệu quốc gia về dân cư", api_key_sha256=key),)


def signing_key(settings: Settings) -> bytes:
    """What manifests and pages are signed with, as PKCS#8 PEM."""
    return crypto.load_or_create_ec_key(settings.keys / "sharing.pem")


def key(settings: Settings) -> oidc.SigningKey:
    """The same, ready to sign."""
    return oidc.SigningKey(signing_key(settings))


def recipient(settings: Settings) -> sharing.Recipient:
    """The population register, where shares by file are delivered."""
    client = http.Client(timeout_s=_PATIENCE_S, total_s=10 * _PATIENCE_S, allow_hosts=settings.hosts)
    return sharing.Recipient(f"{settings.institutions_url}{population.PREFIX}", partners.secret(settings, partners.AGENCY), client)


def feed_url(settings: Settings) -> str:
    """Where a recipient reads."""
    return f"{settings.vss_url}{sharing.PREFIX}"
