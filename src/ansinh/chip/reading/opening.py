"""Which way into a card, and what happens when it does not work: PACE where the card offers it, and never anything else in its place unasked."""

from dataclasses import dataclass, field

from ansinh.chip import access, lds, messaging
from ansinh.chip.apdu import Command
from ansinh.chip.checks import Check, not_performed
from ansinh.chip.curves import Random
from ansinh.chip.errors import AccessDenied, CardRefused, Malformed
from ansinh.chip.reading.beside import CardSecurity, card_access, card_security, mapping_check
from ansinh.chip.reading.files import NO_SUCH_FILE, Progress
from ansinh.chip.reading.lengths import Reach, reach
from ansinh.chip.reading.model import CHIP_MAPPING, Way
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

    `reach`: the card answered a command with an extended length when that could not yet break a channel, and how far it goes with them.
    `card_security` is None where that file was not asked for.
    """

    channel: messaging.Secured
    access: Way
    pace_failed: bool
    reach: Reach
    card_access: bytes | None = field(repr=False)
    card_security: CardSecurity | None = None
    chip_mapping: Check = field(default_factory=lambda: not_performed(CHIP_MAPPING, "not_offered"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Opens a card, over `send` and as far as `policy` allows, by the best way that it offers and `keys` fit. `atr` is what it said at reset."""

    send: Send
    atr: bytes
    keys: Keys
    policy: AccessPolicy
    random: Random
    progress: Progress

    def open(self, before: Opened | None = None) -> Opened:
        """The card, opened. `before` is how it was the first time: what was read then is not read again.

        Raises AccessDenied (wrong_password, wrong_token, locked_or_blocked; `no_key`: there is no key that fits; `no_way_in`: the card offers
        only what the policy forbids; `pace_failed`: it offers PACE and does not do it; `mapping_wrong_key`: its chip does not have the key it
        claims; `application_missing`), Malformed for an EF.CardAccess that is none, CardRefused.
        """
        found, extended = card_access(self.send, extended=self.policy.long_reads)
        told = before.reach if before is not None else reach(self.send, self.atr, extended=extended)
        offers = lds.read_card_access(found).pace if found is not None else ()
        if not offers:
            return self._by_bac(found, told, pace_failed=False)
        try:
            opening, way = _by_pace(self.send, offers, self.keys, policy=self.policy, random=self.random)
        except (AccessDenied, CardRefused, Malformed) as failed:
            if failed.code in _ABOUT_THE_PASSWORD or failed.code == "no_key":
                raise
            if not self.policy.after_pace_failure:
                raise AccessDenied("pace_failed", f"the card offers PACE and then fails it ({failed.detail})") from failed
            return self._by_bac(found, told, pace_failed=True)
        channel = messaging.Secured(self.send, opening.session)
        security = before.card_security if before is not None else None
        if security is None and (opening.claim is not None or self.policy.card_security):
            security = card_security(channel.send, told, progress=self.progress)
        mapping = mapping_check(opening.claim, security.raw if security is not None else None)
        _select_application(channel.send)
        return Opened(
            channel=channel,
            access=way,
            pace_failed=False,
            reach=told,
            card_access=found,
            card_security=security,
            chip_mapping=mapping,
        )

    def _by_bac(self, found: bytes | None, told: Reach, *, pace_failed: bool) -> Opened:
        if not self.policy.allow_bac:
            raise AccessDenied("no_way_in", "the card offers no PACE, and basic access control is not allowed")
        if self.keys.mrz is None:
            raise AccessDenied("no_key", "the card opens with its printed lines only, and they are not known")
        _select_application(self.send)
        channel = messaging.Secured(self.send, access.bac(self.send, key=self.keys.mrz, random=self.random))
        return Opened(channel=channel, access="bac", pace_failed=pace_failed, reach=told, card_access=found)


def _by_pace(
    send: Send, offers: tuple[lds.PaceInfo, ...], keys: Keys, *, policy: AccessPolicy, random: Random
) -> tuple[access.Opening, Way]:
    password = keys.can or keys.mrz
    if password is None:
        raise AccessDenied("no_key", "the card opens with its access number or its printed lines, and neither is known")
    offer = _strongest(offers, policy) or offers[0]  # what is not ours is refused by its name
    if offer.version != _PACE_VERSION:
        raise AccessDenied("not_supported", f"PACE of another version than {_PACE_VERSION} is not supported")
    opening = access.pace_and_claim(send, oid=offer.oid, parameter_id=offer.parameter_id, password=password, random=random)
    return opening, "pace_can" if keys.can else "pace_mrz"


def _strongest(offers: tuple[lds.PaceInfo, ...], policy: AccessPolicy) -> lds.PaceInfo | None:
    """Of those that are built the strongest, in the card's order where several are; None if none is. Chip authentication mapping as the policy wants it."""
    ranked = [(each, access.rank(each.oid, each.parameter_id)) for each in offers if each.version == _PACE_VERSION]
    ours = [((policy.chip_mapping is not _claims(each)), rank, each) for each, rank in ranked if rank is not None]
    return min(ours, key=lambda one: one[:2])[2] if ours else None


def _claims(offer: lds.PaceInfo) -> bool:
    found = access.suite(offer.oid)
    return found is not None and found.mapping == access.CHIP_MAPPING


def _select_application(send: Send) -> None:
    answer = send(Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION))
    if answer.status in NO_SUCH_FILE:
        raise AccessDenied("application_missing", "the card has no application of a travel document or citizen card")
    answer.require_ok("select the application")
