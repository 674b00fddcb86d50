"""Passkeys (Web Authentication Level 3): what an authenticator is asked, and whether what it answers is right. Pure.

The package `webauthn` reads and checks; what is demanded stands here: our origin and name, the challenge of this ceremony, a person who
was verified, an attestation nobody has to believe, and a counter that only grows.
"""

import ipaddress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import options_to_json_dict, parse_attestation_object, structs
from webauthn.helpers import parse_authentication_credential_json as _parse_use
from webauthn.helpers import parse_registration_credential_json as _parse_making
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Alg

from ansinh.kit import errors

CEREMONY_MS = 120_000
LONGEST_ANSWER = 16_384  # characters; an answer without attestation has about a thousand

_ALGORITHMS = [Alg.ECDSA_SHA_256, Alg.EDDSA, Alg.RSASSA_PKCS1_v1_5_SHA_256]
_ATTESTATIONS = {"none", "packed"}  # none is asked for; `packed` signed by the key itself is what some send all the same
_LONGEST_ID = 1023


class WhyNot(Enum):
    """Why browsers do no passkeys at this provider's address."""

    NEEDS_A_NAME = "passkeys_need_a_name"  # an IP number is no rp id (WebAuthn 3, 5.1.3 and HTML 7.1.1.2)
    NEEDS_HTTPS = "passkeys_need_https"  # but for localhost


@dataclass(frozen=True, slots=True)
class Site:
    """Whom passkeys belong to: the provider's host name, and the origin of its pages."""

    rp_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that was just made."""

    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An authenticator's answer that was read and not yet checked. `user_handle` is whose it says the passkey is, None if it does not say."""

    credential_id: bytes = field(repr=False)
    user_handle: bytes | None = field(repr=False)
    credential: structs.AuthenticationCredential = field(repr=False)


def site_of(base_url: str) -> Site | WhyNot:
    """Whom passkeys made at this address belong to, or why none can be made there."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
        return Site(host, f"{parts.scheme}://{parts.netloc}") if parts.scheme == "https" or is_local else WhyNot.NEEDS_HTTPS
    return WhyNot.NEEDS_A_NAME


def ask_to_make(site: Site, *, challenge: bytes, user_handle: bytes, username: str, full_name: str, held: list[bytes]) -> dict[str, Any]:
    """PublicKeyCredentialCreationOptionsJSON for a discoverable passkey, not on an authenticator that has one of `held`."""
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name="Định danh điện tử (sandbox)",
        user_id=user_handle,
        user_name=username,
        user_display_name=full_name,
        challenge=challenge,
        timeout=CEREMONY_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=structs.UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(held),
        supported_pub_key_algs=_ALGORITHMS,
    )
    return options_to_json_dict(options)


def ask_to_log_in(site: Site, *, challenge: bytes, allowed: list[bytes]) -> dict[str, Any]:
    """PublicKeyCredentialRequestOptionsJSON; with none `allowed` the person chooses among what the authenticator has for us."""
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=challenge,
        timeout=CEREMONY_MS,
        allow_credentials=_descriptors(allowed),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def check_made(site: Site, answer: str, *, challenge: bytes) -> Made:
    """The passkey in a RegistrationResponseJSON (WebAuthn 3, 7.1). Raises Refused("passkey_refused")."""
    try:
        credential = _parse_making(_bounded(answer))
        _check_attestation(credential)
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except Exception as wrong:  # noqa: BLE001 - the package raises what its parsers raise; every such answer is refused alike
        raise _refused(wrong) from None
    if len(found.credential_id) > _LONGEST_ID:
        raise _refused(None)
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def read_answer(answer: str) -> Answer:
    """An AuthenticationResponseJSON, unchecked. Raises Refused("passkey_refused")."""
    try:
        credential = _parse_use(_bounded(answer))
    except Exception as wrong:  # noqa: BLE001 - as above
        raise _refused(wrong) from None
    return Answer(credential.raw_id, credential.response.user_handle, credential)


def check_use(site: Site, answer: Answer, *, challenge: bytes, public_key: bytes) -> int:
    """The signature counter of a right answer (WebAuthn 3, 7.2). Raises Refused("passkey_refused"). Whether it grew is asked apart."""
    try:
        found = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # compared below: only a right signature may say that a passkey was copied
            require_user_verification=True,
        )
    except Exception as wrong:  # noqa: BLE001 - as above
        raise _refused(wrong) from None
    return found.new_sign_count


def went_back(sign_count: int, *, kept: int) -> bool:
    """True if the counter did not grow though the authenticator counts: two may hold this key (WebAuthn 3, 6.1.1)."""
    return (sign_count > 0 or kept > 0) and sign_count <= kept


def _descriptors(credential_ids: list[bytes]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=each) for each in credential_ids]


def _check_attestation(credential: structs.RegistrationCredential) -> None:
    """No code for certificates of a maker runs on what a stranger sends: what is not asked for is not read."""
    if parse_attestation_object(credential.response.attestation_object).fmt not in _ATTESTATIONS:
        raise ValueError("attestation of a kind nobody asked for")


def _bounded(answer: str) -> str:
    if not 0 < len(answer) <= LONGEST_ANSWER:
        raise ValueError("too long, or nothing")
    return answer


def _refused(wrong: Exception | None) -> errors.Refused:
    """What the package found is no text for people, and may quote what was sent."""
    return errors.Refused("passkey_refused", f"the passkey's answer is not right ({type(wrong).__name__})", field="credential")
