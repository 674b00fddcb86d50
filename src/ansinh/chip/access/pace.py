"""PACE, the terminal's side (BSI TR-03110-2, 3.2; ICAO Doc 9303-11, 4.4). Never goes over to another way in.

The run is one; what it calculates in is a `Domain`, and how the session's generator comes about is a mapping.
"""

import hmac
from functools import partial
from typing import Any

from ansinh.chip.access import pace_parts as parts
from ansinh.chip.access.domains import Domain, domain_of
from ansinh.chip.access.mappings import STEP as MAPPING
from ansinh.chip.access.mappings import TERMINAL, require_other
from ansinh.chip.access.passwords import Password
from ansinh.chip.apdu import SHORT_LE, Command, Response
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed
from ansinh.chip.messaging import Send, Session
from ansinh.chip.tlv import encode

_CHAIN = 0x10
_BLOCKED = frozenset({0x63C0, 0x6983, 0x6984})
_SUSPENDED = 0x63C1
_NOT_OFFERED = frozenset({0x6A80, 0x6A81, 0x6A86, 0x6A88, 0x6D00})
_NOT_THE_PASSWORD = frozenset({0x6300, 0x6982, 0x6988})


def pace(send: Send, *, oid: str, parameter_id: int | None, password: Password, random: Random) -> Session:
    """The session of a chip that knows the same password. `oid` and `parameter_id` are those of its PACEInfo.

    Raises AccessDenied (`not_supported`: this variant is not built, or the card does not offer it; `wrong_password`, whose detail says how many
    tries are left where the card does; `locked_or_blocked`: it takes no more tries; `wrong_token`: the card did not prove that it knows the
    password), CardRefused for any other refusal, naming the step, and Malformed for answers that are not what the standard says.
    """
    variant, domain = _chosen(oid, parameter_id)
    _choose(send, variant, parameter_id, password)
    key = parts.password_key(password, variant.cipher)
    nonce = parts.decrypt_nonce(_exchange(send, "PACE nonce", (None, 0x80)), key, variant.cipher)
    mapped = TERMINAL[variant.mapping](partial(_exchange, send, MAPPING, (0x81, 0x82)), domain, nonce, random)
    private = domain.new_private(random)
    own = domain.apply(private, mapped.generator)
    step = "PACE key agreement"
    other = require_other(domain.decode(_exchange(send, step, (0x83, 0x84), domain.encode(own)), step), own, step)
    k_enc, k_mac = parts.session_keys(domain.shared_secret(private, other), variant.cipher)
    answer = _mutual(send, parts.token(variant, k_mac, domain, other))
    if not hmac.compare_digest(answer, parts.token(variant, k_mac, domain, own)):
        raise AccessDenied("wrong_token", "the card does not prove that it knows the password")
    return parts.opened(variant, k_enc, k_mac)


def _chosen(oid: str, parameter_id: int | None) -> tuple[parts.Suite, Domain[Any]]:
    variant = parts.suite(oid)
    if variant is None:
        raise AccessDenied("not_supported", "the card asks for a variant of PACE that is not known")
    if variant.mapping not in TERMINAL:
        raise AccessDenied("not_supported", f"{variant.name} is not supported, only generic mapping on elliptic curves is")
    domain = domain_of(parameter_id)
    if domain is None:
        raise AccessDenied("not_supported", "PACE with domain parameters that are not standardised is not supported")
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
    answer = send(Command(_CHAIN, 0x86, 0, 0, parts.template(ask, value), le=SHORT_LE))
    return parts.open_template(answer.require_ok(step), expect, step)


def _mutual(send: Send, own: bytes) -> bytes:
    step = "PACE mutual authentication"
    answer = send(Command(0x00, 0x86, 0, 0, parts.template(0x85, own), le=SHORT_LE))
    _require_password(answer)
    found = parts.open_template(answer.require_ok(step), 0x86, step)
    if len(found) != 8:
        raise Malformed(step, "a token has 8 bytes")
    return found


def _require_password(answer: Response) -> None:
    """Raises AccessDenied for the ways in which cards say that the token, and so the password, is wrong."""
    if answer.status in _BLOCKED:
        raise AccessDenied("locked_or_blocked", "the password was wrong, and the card takes no further try with it")
    if answer.status & 0xFFF0 == 0x63C0:
        left = answer.status & 0xF
        raise AccessDenied("wrong_password", f"the password is wrong; tries left: {left}")
    if answer.status in _NOT_THE_PASSWORD:
        raise AccessDenied("wrong_password", "the password is wrong")
