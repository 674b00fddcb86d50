"""Settings, from the environment (ANSINH_...) and the command line; read by `wiring` and `cli` alone.

Every default points at this machine: the other institutions are the sandbox, on loopback.
"""

from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One installation. Units are in the names; URLs have no slash at the end."""

    model_config = SettingsConfigDict(env_prefix="ANSINH_", extra="ignore", frozen=True)

    home: Path = Field(default=Path("var"), description="folder of the embedded database, keys and the audit witness")
    database_url: str | None = Field(default=None, description="DSN of a PostgreSQL 15 or newer; the embedded one if not set")
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=1, le=65533, description="first of three ports: agency, exchange, other institutions")
    vss_url: str = Field(default="", description="public URL of the agency's portal and gateway; from host and port if not set")
    exchange_url: str = Field(default="", description="public URL of the identity exchange")
    institutions_url: str = Field(default="", description="public URL of the sandbox institutions")
    workers: int = Field(default=1, ge=1, le=64, description="processes per origin")
    trusted_proxies: str = Field(
        default="", description="addresses and networks of proxies whose X-Forwarded-For tells who calls; nobody's if not set"
    )
    people: int = Field(default=2000, ge=50, le=2_000_000, description="invented people in the sandbox")
    eid_issuer: str = Field(default="", description="issuer of the electronic identity provider; the sandbox one if not set")
    population_url: str = Field(default="", description="the population register's interface; the sandbox one if not set")
    population_key_file: Path | None = Field(
        default=None, description="file that holds our API key at the population register; one made for the sandbox if not set"
    )
    population_sync_every_s: float = Field(
        default=30.0, ge=0, le=86400, description="seconds between two looks for changes in the population register; 0: none by itself"
    )
    upstreams_file: Path | None = Field(
        default=None, description="JSON file that names the eID providers of the identity exchange; the one of eid_issuer if not set"
    )
    trust_dir: Path | None = Field(
        default=None,
        description="folder of the authorities whose chip cards are believed, and their revocation lists; the sandbox's if not set",
    )
    verdict_keys_file: Path | None = Field(
        default=None,
        description="JSON file of the verification services for chip data that are believed: issuer and keys of each; the sandbox's if not set",
    )
    verdict_url: str = Field(default="", description="verification service that a counter asks; the sandbox's if not set")
    verdict_api_key_file: Path | None = Field(default=None, description="file that holds our API key at that service")
    desk_username: str = Field(
        default="", description="account at the gateway of the facility whose counter `ansinh desk` is; the sandbox's if not set"
    )
    desk_password_file: Path | None = Field(default=None, description="file that holds the password of that account")
    desk_officer_number: str = Field(default="", description="citizen number of the officer in whose name the counter acts")
    desk_officer_name: str = Field(default="", description="name of that officer")
    desk_origins: str = Field(
        default="", description="origins of reception screens that may listen to the card reader's service, separated by commas"
    )
    desk_fields: str = Field(
        default="all",
        pattern="^(all|needed)$",
        description="what these screens are told of a card: all 16 fields, or what a check-in needs",
    )
    allowed_hosts: str = Field(default="127.0.0.1,localhost,::1", description="hosts this installation may send requests to")
    gateway_bind_ip: bool = Field(default=False, description="a gateway token works only from the address it was issued to")
    gateway_plain_passwords: bool = Field(default=False, description="a gateway login may carry the password itself instead of its MD5")
    gateway_http_401: bool = Field(default=False, description="answer a bad gateway token with HTTP 401 instead of 200")
    gateway_old_generations: bool = Field(default=False, description="answer the look-ups of 2016 and 2017, which are off since 2024-08-01")
    gateway_cors_origins: str = Field(default="", description="origins whose pages may call the gateway, separated by commas; * for all")
    gateway_busy_file_mb: int = Field(default=20, ge=1, le=500, description="MB a file may have on working days at 8-11 and 14-19 o'clock")
    gateway_file_mb: int = Field(default=100, ge=1, le=500, description="MB a file may have at other times")
    gateway_bodies_mb: int = Field(
        default=256, ge=1, le=65536, description="MB of large bodies at one time, per process; memory is up to 4 times as much"
    )
    lookup_durability: str = Field(default="flush", pattern="^(flush|window)$", description="see docs/adr on the durability of a look-up")
    signing_key_days: int = Field(default=90, ge=2, le=3650, description="days a key of the exchange signs before the next one does")
    seal_every_s: float = Field(default=1.0, gt=0, le=3600, description="seconds between two audit blocks")

    @field_validator("vss_url", "exchange_url", "institutions_url", "eid_issuer", "population_url", "verdict_url")
    @classmethod
    def _no_slash_at_the_end(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _urls_from_port(self) -> Self:
        public = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        for offset, name in enumerate(("vss_url", "exchange_url", "institutions_url")):
            if not getattr(self, name):
                object.__setattr__(self, name, f"http://{public}:{self.port + offset}")
        if not self.eid_issuer:
            object.__setattr__(self, "eid_issuer", f"{self.institutions_url}/auth/realms/citizen")
        if not self.population_url:
            object.__setattr__(self, "population_url", f"{self.institutions_url}/population")
        return self

    @property
    def keys(self) -> Path:
        """Folder of the keys and secrets made at first use."""
        return self.home / "keys"

    @property
    def witness(self) -> Path:
        """File outside the database that every audit block head is also written to."""
        return self.home / "audit" / "heads.jsonl"

    @property
    def is_sandbox(self) -> bool:
        """True if the eID provider is the invented one, which pages then say."""
        return self.eid_issuer.startswith(self.institutions_url)

    @property
    def cors_origins(self) -> frozenset[str]:
        return frozenset(origin.strip() for origin in self.gateway_cors_origins.split(",") if origin.strip())

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(host.strip() for host in self.allowed_hosts.split(",") if host.strip())


def explain(wrong: ValidationError) -> str:
    """What is wrong with the settings, a line for each, naming the variable."""
    return "\n".join(f"ANSINH_{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg']}" for error in wrong.errors())
