"""PACE, the terminal's side (BSI TR-03110-2, 3.2; ICAO Doc 9303-11, 4.4). Never goes over to another way in.

The run is one; what it calculates in is a `Domain`, and how the session's generator comes about is a mapping.
"""

import hmac
from dataclasses import dataclass
from functools import partial
from typing import Any

from ansinh.chip.access import pace_parts as parts
from ansinh.chip.access.chip_mapping import CHIP_MAPPING, Claim, claim_of, open_answer
from ansinh.chip.access.domains import Domain, domain_of
from ansinh.chip.access.mappings import STEP as MAPPING
from ansinh.chip.access.mappings import TERMINAL, require_other
from ansinh.chip.access.passwords import Password
from ansinh.chip.apdu import EXTENDED_LE, SHORT_LE, Command, Response
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed
from ansinh.chip.messaging import Send, Session
from ansinh.chip.tlv import encode

_CHAIN = 0x10
_BLOCKED = frozenset({0x63C0, 0x6983, 0x6984})
_SUSPENDED = 0x63C1
_NOT_OFFERED = frozenset({0x6A80, 0x6A81, 0x6A86, 0x6A88, 0x6D00})
_NOT_THE_PASSWORD = frozenset({0x6300, 0x6982, 0x6988})


@dataclass(frozen=True, slots=True)
class Opening:
    """A session, and what the chip claimed of its static key where the mapping asks for that: still to be held against EF.CardSecurity."""

    session: Session
    claim: Claim | None = None


def pace(send: Send, *, oid: str, parameter_id: int | None, password: Password, random: Random) -> Session:
    """As `pace_and_claim`, for whoever asks nothing of the chip itself."""
    return pace_and_claim(send, oid=oid, parameter_id=parameter_id, password=password, random=random).session


def pace_and_claim(send: Send, *, oid: str, parameter_id: int | None, password: Password, random: Random) -> Opening:
    """The session of a chip that knows the same password. `oid` and `parameter_id` are those of its PACEInfo.

    Raises AccessDenied (`not_supported`: this variant is not built, or the card does not offer it; `wrong_password`, whose detail says how many
    tries are left where the card does; `locked_or_blocked`: it takes no more tries; `wrong_token`: the card did not prove that it knows the
    password), CardRefused for any other refusal, naming the step, and Malformed for answers that are not what the standard says.
    """
    variant, domain = _chosen(oid, parameter_id)
    _choose(send, variant, parameter_id, password)
    key = parts.password_key(password, variant.cipher)
    nonce = parts.decrypt_nonce(_exchange(send, "PACE nonce", (None, 0x80)), key, variant.cipher)
    mapped = TERMINAL[variant.mapping](partial(_exchange, send, MAPPING, (0x81, 0x82)), domain, nonce, random, variant.cipher)
    private = domain.new_private(random)
    own = domain.apply(private, mapped.generator)
    step = "PACE key agreement"
    other = require_other(domain.decode(_exchange(send, step, (0x83, 0x84), domain.encode(own)), step), own, step)
    k_enc, k_mac = parts.session_keys(domain.shared_secret(private, other), variant.cipher)
    answer, encrypted = _mutual(send, parts.token(variant, k_mac, domain, other), claims=variant.mapping == CHIP_MAPPING)
    if not hmac.compare_digest(answer, parts.token(variant, k_mac, domain, own)):
        raise AccessDenied("wrong_token", "the card does not prove that it knows the password")
    claim = None if encrypted is None else claim_of(variant.cipher, k_enc, encrypted, domain, mapped.other)
    return Opening(parts.opened(variant, k_enc, k_mac), claim)


def _chosen(oid: str, parameter_id: int | None) -> tuple[parts.Suite, Domain[Any]]:
    variant = parts.suite(oid)
    if variant is None:
        raise AccessDenied("not_supported", "the card asks for a variant of PACE that is not known")
    if variant.mapping not in TERMINAL:
        raise AccessDenied("not_supported", f"{variant.name} is not supported")
    domain = domain_of(variant.mapping, parameter_id)
    if domain is None:
        raise AccessDenied("not_supported", "PACE with domain parameters that are not standardised for it is not supported")
    if variant.mapping.endswith("-IM") and not domain.takes_any_number:
        raise AccessDenied("not_supported", f"there is no integrated mapping on {domain.name}")
    return variant, domain


def _choose(send: Send, variant: parts.Suite, parameter_id: int | None, password: Password) -> None:
    """MSE:Set AT. Tries left are a warning here (63Cx), and the next command is welcome while there are two or more."""
    assert parameter_id is not None
    data = encode(0x80, parts.oid_bytes(variant.oid)) + encode(0x83, bytes((password.reference,))) + encode(0x84, bytes((parameter_id,)))
    status = send(Command(0x00, 0x22, 0xC1, 0xA4, data)).status
    if status in _BLOCKED or status == _SUSPENDED:
        raise AccessDenied("locked_or_blocked", "the card takes no further try with this password")
    if status in _NOT_OFFERED:
        raise AccessDenied("not_supported", "the card does not offer this variant of PACE")
    if status != 0x9000 and status & 0xFFF0 != 0x63C0:
        raise CardRefused("PACE choice", status)


def _exchange(send: Send, step: str, tags: tuple[int | None, int], value: bytes = b"") -> bytes:
    """Sends a value under the first tag (None: nothing at all) and gives what comes under the second."""
    ask, expect = tags
    data = parts.template(ask, value)
    answer = send(Command(_CHAIN, 0x86, 0, 0, data, le=SHORT_LE if len(data) < SHORT_LE else EXTENDED_LE))  # a long key is answered by one
    return parts.open_template(answer.require_ok(step), expect, step)


def _mutual(send: Send, own: bytes, *, claims: bool) -> tuple[bytes, bytes | None]:
    """The card's token, and its chip authentication data where the mapping has them."""
    step = "PACE mutual authentication"
    answer = send(Command(0x00, 0x86, 0, 0, parts.template(0x85, own), le=SHORT_LE))
    _require_password(answer)
    raw = parts.without_references(answer.require_ok(step), step)
    found, encrypted = open_answer(raw, step) if claims else (parts.open_template(raw, 0x86, step), None)
    if len(found) != 8:
        raise Malformed(step, "a token has 8 bytes")
    return found, encrypted


def _require_password(answer: Response) -> None:
    """Raises AccessDenied for the ways in which cards say that the token, and so the password, is wrong."""
    if answer.status in _BLOCKED:
        raise AccessDenied("locked_or_blocked", "the password was wrong, and the card takes no further try with it")
    if answer.status & 0xFFF0 == 0x63C0:
        left = answer.status & 0xF
        raise AccessDenied("wrong_password", f"the password is wrong; tries left: {left}")
    if answer.status in _NOT_THE_PASSWORD:
        raise AccessDenied("wrong_password", "the password is wrong")
