"""The verification service for chip data: the sandbox's, which judges by the card factory's anchors, and our way to it."""

from fastapi import APIRouter

from ansinh.chip import verdicts, verification
from ansinh.kit import clock, crypto, http
from ansinh.sandbox import c06
from ansinh.settings import Settings
from ansinh.wire import chip_verdicts as wire
from ansinh.wiring import partners, trust

_KEY = "c06"


def stand_in(settings: Settings) -> APIRouter:
    """The sandbox's service. Its trust store is read once: it is the ministry's, not ours."""
    key = crypto.load_or_create_ec_key(settings.keys / f"{_KEY}.pem")
    judge = verdicts.LocalVerifier(
        trust.trust_store(settings), policy=verification.Policy.hospital(), private_key_pem=key, issuer=c06.ISSUER, now=clock.utc_now
    )
    return c06.build_router(judge, clients={partners.AGENCY: crypto.sha256_hex(_api_key(settings))}, keys=wire.public_keys(key))


def service(settings: Settings) -> verdicts.ChipVerifier:
    """Ours: the sandbox's service over HTTP, its keys taken from where it keeps them, because both run here."""
    keys = wire.public_keys(crypto.load_or_create_ec_key(settings.keys / f"{_KEY}.pem"))
    client = http.Client(timeout_s=10.0, allow_hosts=settings.hosts)
    return verdicts.RemoteVerifier(
        settings.institutions_url, client, keys, api_key=_api_key(settings), issuer=c06.ISSUER, now=clock.utc_now
    )


def _api_key(settings: Settings) -> str:
    return partners.secret(settings, f"{_KEY}-{partners.AGENCY}")
