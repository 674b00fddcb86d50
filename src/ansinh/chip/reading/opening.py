"""Which way into a card, and what happens when it does not work: PACE where the card offers it, and never anything else in its place unasked."""

from dataclasses import dataclass, field

from ansinh.chip import access, lds, messaging
from ansinh.chip.apdu import Command
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed
from ansinh.chip.lds import File
from ansinh.chip.reading.files import NO_SUCH_FILE, Files
from ansinh.chip.reading.model import Way
from ansinh.chip.reading.plan import AccessPolicy, Keys
from ansinh.chip.transport import Send

APPLICATION = bytes.fromhex("A0000002471001")
"""The LDS1 application (ICAO Doc 9303-10, 3.2)."""
_PACE_VERSION = 2
"""ICAO Doc 9303-11, 9.2.1: version 2, and no other."""
_ABOUT_THE_PASSWORD = frozenset({"wrong_password", "wrong_token", "locked_or_blocked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A card with the application selected and a channel to it. `card_access` is that file as read, None where there is none.

    `extended`: the card answered a command with an extended length, when that could not yet break a channel.
    """

    channel: messaging.Secured
    access: Way
    pace_failed: bool
    extended: bool
    card_access: bytes | None = field(repr=False)


def open_card(send: Send, keys: Keys, *, policy: AccessPolicy, random: Random, extended: bool) -> Opened:
    """The card, opened by the best way that it offers, the keys fit and the policy allows.

    Raises AccessDenied (wrong_password, wrong_token, locked_or_blocked; `no_key`: there is no key that fits; `no_way_in`: the card offers only
    what the policy forbids; `pace_failed`: it offers PACE and does not do it; `application_missing`), Malformed for an EF.CardAccess that is none, CardRefused.
    """
    card_access, extended = _card_access(send, extended=extended)
    offers = lds.read_card_access(card_access).pace if card_access is not None else ()
    if not offers:
        return _by_bac(send, keys, policy=policy, random=random, opened=(card_access, extended), pace_failed=False)
    try:
        session, way = _by_pace(send, offers, keys, random=random)
    except (AccessDenied, CardRefused, Malformed) as failed:
        if failed.code in _ABOUT_THE_PASSWORD or failed.code == "no_key":
            raise
        if not policy.after_pace_failure:
            raise AccessDenied("pace_failed", f"the card offers PACE and then fails it ({failed.detail})") from failed
        return _by_bac(send, keys, policy=policy, random=random, opened=(card_access, extended), pace_failed=True)
    channel = messaging.Secured(send, session)
    _select_application(channel.send)
    return Opened(channel=channel, access=way, pace_failed=False, extended=extended, card_access=card_access)


def _by_pace(send: Send, offers: tuple[lds.PaceInfo, ...], keys: Keys, *, random: Random) -> tuple[messaging.Session, Way]:
    password = keys.can or keys.mrz
    if password is None:
        raise AccessDenied("no_key", "the card opens with its access number or its printed lines, and neither is known")
    offer = next((each for each in offers if _is_ours(each)), offers[0])  # what is not ours is refused by its name
    if offer.version != _PACE_VERSION:
        raise AccessDenied("not_supported", f"PACE of another version than {_PACE_VERSION} is not supported")
    session = access.pace(send, oid=offer.oid, parameter_id=offer.parameter_id, password=password, random=random)
    return session, "pace_can" if keys.can else "pace_mrz"


def _is_ours(offer: lds.PaceInfo) -> bool:
    found = access.suite(offer.oid)
    return found is not None and found.mapping in access.TERMINAL and offer.parameter_id is not None and offer.version == _PACE_VERSION


def _by_bac(
    send: Send, keys: Keys, *, policy: AccessPolicy, random: Random, opened: tuple[bytes | None, bool], pace_failed: bool
) -> Opened:
    if not policy.allow_bac:
        raise AccessDenied("no_way_in", "the card offers no PACE, and basic access control is not allowed")
    if keys.mrz is None:
        raise AccessDenied("no_key", "the card opens with its printed lines only, and they are not known")
    _select_application(send)
    channel = messaging.Secured(send, access.bac(send, key=keys.mrz, random=random))
    card_access, extended = opened
    return Opened(channel=channel, access="bac", pace_failed=pace_failed, extended=extended, card_access=card_access)


def _select_application(send: Send) -> None:
    answer = send(Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION))
    if answer.status in NO_SUCH_FILE:
        raise AccessDenied("application_missing", "the card has no application of a travel document or citizen card")
    answer.require_ok("select the application")


def _card_access(send: Send, *, extended: bool) -> tuple[bytes | None, bool]:
    """EF.CardAccess, and whether it could be read with extended lengths; (None, False) for a card that has none.

    It stands in the master file, which citizen cards do not let anybody select (6D00, as several programs report: assumed) and need not:
    it is current after reset. A card that is asked a second time may be elsewhere.
    """
    files = Files(send, extended=extended)
    for prepare in (None, Command(0x00, 0xA4, 0x00, 0x0C, b"\x3f\x00")):
        if prepare is not None:
            send(prepare)
        try:
            files.select(File.CARD_ACCESS)
        except CardRefused:
            continue
        return files.current(File.CARD_ACCESS, progress=lambda *_: None), files.extended
    return None, False
