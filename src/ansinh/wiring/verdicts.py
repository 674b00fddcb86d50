"""Verification services for chip data: which ones are believed, the one that we ask, and the sandbox's, which judges by the card factory's anchors."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from ansinh import checkin
from ansinh.chip import verdicts, verification
from ansinh.kit import clock, crypto, http
from ansinh.kit.errors import Refused
from ansinh.sandbox import c06
from ansinh.settings import Settings
from ansinh.wire import chip_verdicts as wire
from ansinh.wire import presence
from ansinh.wiring import partners, trust

_KEY = "c06"
_KEYS = "ANSINH_VERDICT_KEYS_FILE"
_LONGEST_ISSUER = 200


def stand_in(settings: Settings) -> APIRouter:
    """The sandbox's service. Its trust store is read once: it is the ministry's, not ours."""
    key = _sandbox_key(settings)
    judge = verdicts.LocalVerifier(
        trust.trust_store(settings), policy=verification.Policy.hospital(), private_key_pem=key, issuer=c06.ISSUER, now=clock.utc_now
    )
    return c06.build_router(judge, clients={partners.AGENCY: crypto.sha256_hex(_api_key(settings))}, keys=wire.public_keys(key))


def believed(settings: Settings) -> checkin.VerdictServices:
    """The services whose verdicts count here, each with its keys: those of the file that the settings name, else the sandbox's in a sandbox.

    Raises Refused for a file that cannot be read as such.
    """
    if settings.verdict_keys_file is not None:
        return _of_file(settings.verdict_keys_file)
    return {c06.ISSUER: wire.public_keys(_sandbox_key(settings))} if settings.is_sandbox else {}


def service(settings: Settings, *, within_s: float = 10.0) -> verdicts.ChipVerifier:
    """The service that is asked, over HTTP: the one that the settings name, else the sandbox's, whose keys we have because both run here.

    `within_s` bounds a whole question. Raises Refused where settings are missing, or there is no service.
    """
    client = http.Client(timeout_s=within_s, total_s=within_s, allow_hosts=settings.hosts)
    if settings.verdict_url:
        if http.is_in_clear(settings.verdict_url):
            raise Refused("service_in_clear", "ANSINH_VERDICT_URL must be an https address: all that a chip holds is sent to it")
        (issuer, keys), api_key = _asked(settings), _api_key_set(settings)
        return verdicts.RemoteVerifier(settings.verdict_url, client, keys, api_key=api_key, issuer=issuer, now=clock.utc_now)
    if not settings.is_sandbox:
        raise Refused("no_service", f"set ANSINH_VERDICT_URL, ANSINH_VERDICT_API_KEY_FILE and {_KEYS}")
    keys = wire.public_keys(_sandbox_key(settings))
    return verdicts.RemoteVerifier(
        settings.institutions_url, client, keys, api_key=_api_key(settings), issuer=c06.ISSUER, now=clock.utc_now
    )


def _of_file(path: Path) -> dict[str, Mapping[str, Any]]:
    """`{"issuer": ..., "keys": [...]}`, a JWK set with a name (RFC 7517 section 5 allows more members), or a list of such."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise Refused("verdict_keys_invalid", f"{_KEYS}: {path} cannot be read as JSON", field="verdict_keys_file") from wrong
    services = document if isinstance(document, list) else [document]
    found = dict(_service(each, path) for each in services)
    if not found or len(found) != len(services):
        raise Refused("verdict_keys_invalid", f"{_KEYS}: {path} names no service, or one twice", field="verdict_keys_file")
    return found


def _service(entry: Any, path: Path) -> tuple[str, Mapping[str, Any]]:
    issuer, keys = (entry.get("issuer"), entry.get("keys")) if isinstance(entry, dict) else (None, None)
    if not isinstance(issuer, str) or not 0 < len(issuer) <= _LONGEST_ISSUER or not isinstance(keys, list) or not keys:
        raise Refused("verdict_keys_invalid", f'{_KEYS}: {path} must say "issuer" and "keys" of each service', field="verdict_keys_file")
    return issuer, {"keys": [_key(each, path) for each in keys]}


def _key(entry: Any, path: Path) -> dict[str, Any]:
    """A public key on P-256, by its own name, or by its thumbprint where it has none."""
    try:
        thumbprint, members = presence.read_public_jwk(entry if isinstance(entry, dict) else {})
    except presence.StatementError:
        raise Refused(
            "verdict_keys_invalid", f"{_KEYS}: {path} holds a key that is no public one on P-256", field="verdict_keys_file"
        ) from None
    return {**members, "kid": str(entry.get("kid") or thumbprint), "use": "sig", "alg": "ES256"}


def _asked(settings: Settings) -> tuple[str, Mapping[str, Any]]:
    """Issuer and keys of the one that is asked: the first of the file."""
    if settings.verdict_keys_file is None:
        raise Refused("no_service", f"with ANSINH_VERDICT_URL, set {_KEYS}")
    return next(iter(_of_file(settings.verdict_keys_file).items()))


def _api_key_set(settings: Settings) -> str:
    path = settings.verdict_api_key_file
    if path is None:
        raise Refused("no_service", "with ANSINH_VERDICT_URL, set ANSINH_VERDICT_API_KEY_FILE")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refused("no_service", f"ANSINH_VERDICT_API_KEY_FILE cannot be read: {path}") from wrong


def _sandbox_key(settings: Settings) -> bytes:
    return crypto.load_or_create_ec_key(settings.keys / f"{_KEY}.pem")


def _api_key(settings: Settings) -> str:
    return partners.secret(settings, f"{_KEY}-{partners.AGENCY}")
