"""LDS_H: EF.SOD. Each defect of the table of passive authentication is put on a whole card, and the card is read and judged."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ansinh.chip import lds, trust
from ansinh.chip.lds import File
from ansinh.sandbox.virtual_card import Chip
from tests.chip import pki
from tests.chip.sod_defects import DEFECTS, GOOD, Defect, Groups, believed, good
from tests.conformance_chip.card import ACTIVE, CHIP_PROTOCOL, PACE, Elements, chip_public_key, good_card, groups, signed, with_file
from tests.conformance_chip.stand import Accepted, Bent, Expected, Found
from tests.conformance_chip.table import Case, Unit

_SOURCES = {
    "file": "ICAO Doc 9303-10, 4.6.2",
    "signed data": "ICAO Doc 9303-10, 4.6.2; RFC 5652, 5.1",
    "signer": "RFC 5652, 5.3 and 11",
    "security object": "ICAO Doc 9303-10, appendix D",
    "signer's certificate": "ICAO Doc 9303-12, 4.4 and 7.1",
}
_UNREADABLE = Found(check="sod_structure", reason="unreadable")
_OF_A_CARD: Mapping[str, Expected] = {
    "empty": _UNREADABLE,
    "another tag than 77": _UNREADABLE,
    "length larger than the file": _UNREADABLE,
    "indefinite length": _UNREADABLE,
    "length of four gigabytes": _UNREADABLE,
    "something behind its end": Accepted(),  # bytes of the file behind the end of its element are never read
    "no country": Found(check="country", reason="other_country"),
    "another country": Found(check="country", reason="other_country"),
}
"""Where a whole card comes to more than its security object alone."""


def _with(make: Callable[[Groups], bytes]) -> Callable[[], Bent]:
    return lambda: Bent(chip=with_file(File.SOD, make(groups())))


def _defect(part: str, title: str, defect: Defect) -> Case:
    usual = Found(check=defect.check, reason=defect.reason, outcome=defect.outcome)
    expect = _OF_A_CARD.get(title, usual) if part in {"file", "signer's certificate"} else usual
    return Case(title=f"{part}: {title}", card=_with(defect.of), expect=expect, source=_SOURCES[part])


def _case(
    title: str, make: Callable[[], Chip], expect: Expected, source: str, plan: str = "", asked: tuple[int, ...] = (1, 13, 14, 15)
) -> Case:
    return Case(title=title, card=lambda: Bent(chip=make(), groups=asked), expect=expect, source=source, plan=plan)


def _listing(*numbers: int) -> Chip:
    return with_file(File.COM, lds.write_com(lds.Com(numbers)))


def _altered(number: int) -> Callable[[], Chip]:
    """One bit of a group is another than was signed."""
    raw = groups()[number]
    return lambda: with_file(File.of_group(number), raw[:-1] + bytes((raw[-1] ^ 1,)))


def _stripped() -> Chip:
    """Without chip authentication's group and key, which the security object lists; EF.COM says nothing of them."""
    rest = {number: raw for number, raw in groups().items() if number != 14}
    return replace(signed(good_card(), groups(), on_card=rest), chip_key=None)


def _injected() -> Chip:
    """DG13 put on a card whose issuer signed none."""
    return with_file(File.DG13, groups()[13], _without(13))


def _without(number: int) -> Chip:
    return signed(good_card(), {each: raw for each, raw in groups().items() if each != number})


def _hashed_by(digest: str) -> Callable[[], Chip]:
    content = pki.listing(groups(), digest=digest)
    return lambda: with_file(File.SOD, pki.sod(good(groups(), content=content)))


def _infos_out_of_order() -> Chip:
    """The bytes of DG14 as they were signed are not those of a DER encoder; they are hashed as read."""
    elements: Elements = [ACTIVE, chip_public_key(), CHIP_PROTOCOL, PACE]
    return signed(good_card(), {**groups(), 14: lds.write_dg14(elements)})


def _signed_versions(lds_version: str, unicode_version: str) -> Chip:
    """A security object of version 1, which says 0108 and 040000; EF.COM says this."""
    card = with_file(File.SOD, GOOD[_WITH_VERSIONS](groups()))
    return with_file(File.COM, lds.write_com(lds.Com(tuple(groups()), lds_version, unicode_version)), card)


def _with_fingerprints() -> Chip:
    """As the citizen card is said to be: DG3 listed and signed, and open to the ministry alone (assumed)."""
    return signed(good_card(), dict(sorted({**groups(), 3: bytes.fromhex("6304DEADBEEF")}.items())))


def _under_utopia() -> pki.Certified:
    return pki.signer(by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME)


def _with_utopia() -> trust.TrustStore:
    return believed().with_anchor(trust.Certificate.parse(pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME).der))


def _believing(revocations: bytes) -> trust.TrustStore:
    return trust.TrustStore((trust.Certificate.parse(pki.authority().der),), (trust.Crl.parse(revocations),))


_WITH_VERSIONS = "the version of the LDS"
_OTHER_VERSIONS = Found(check="com_against_sod", reason="versions_differ")
_VERSIONED = "ICAO Doc 9303-10, 4.6.2 and appendix D"
_LIST, _HASHES = "BSI TR-03135-1; ICAO Doc 9303-11, 5.1", "ICAO Doc 9303-11, 5.1"
_PLAN = "LDS_H_90..LDS_H_92"
AGAINST_THE_CARD = (
    _case(
        "EF.COM leaves out a group that was signed",
        lambda: _listing(1, 2, 13, 14),
        Found(check="com_against_sod", reason="missing_in_com"),
        _LIST,
        _PLAN,
    ),
    _case(
        "EF.COM lists a group that was never signed",
        lambda: _listing(1, 2, 11, 13, 14, 15),
        Found(check="com_against_sod", reason="not_in_sod"),
        _LIST,
        _PLAN,
    ),
    _case(
        "a group is taken out of EF.COM and off the card", _stripped, Found(check="chip_authentication", reason="stripped"), _LIST, _PLAN
    ),
    _case("a group is on the card that was never signed", _injected, Found(check="dg13_hash", reason="not_in_sod"), _HASHES),
    *(
        _case(
            f"DG{number} is another than was signed",
            _altered(number),
            Found(check=f"dg{number}_hash", reason="altered"),
            _HASHES,
            asked=(1, 2, 13, 14, 15),
        )
        for number in (1, 2, 13, 14, 15)
    ),
    _case(
        "groups hashed with SHA-1",
        _hashed_by("sha1"),
        Found(check="dg1_hash", reason="weak_hash", outcome="undetermined"),
        "ICAO Doc 9303-12, 4.4",
    ),
    _case(
        "taken: the versions of the LDS and of Unicode are signed and those of EF.COM",
        lambda: _signed_versions("0108", "040000"),
        Accepted(),
        _VERSIONED,
    ),
    _case(
        "EF.COM names another version of the LDS than was signed",
        lambda: _signed_versions("0107", "040000"),
        _OTHER_VERSIONS,
        _VERSIONED,
    ),
    _case(
        "EF.COM names another version of Unicode than was signed",
        lambda: _signed_versions("0108", "050000"),
        _OTHER_VERSIONS,
        _VERSIONED,
    ),
    Case(
        title="a signer who says he is of this country, under the authority of another that is trusted too",
        card=lambda: Bent(chip=with_file(File.SOD, pki.sod(good(groups(), by=_under_utopia()))), store=_with_utopia),
        expect=Found(check="country", reason="countries_differ"),
        source="ICAO Doc 9303-12, 7.1.1",
    ),
    Case(
        title="a signer that its authority has revoked",
        card=lambda: Bent(chip=good_card(), store=lambda: _believing(pki.revocations(pki.signer().serial))),
        expect=Found(check="signer_revocation", reason="revoked"),
        source="ICAO Doc 9303-12, 7.1.4",
    ),
    _case("fingerprints are signed and locked, and are not asked for", _with_fingerprints, Accepted(), _HASHES),
    _case("DG14 hashed as it was read, not as it would be encoded", _infos_out_of_order, Accepted(), _HASHES),
)
CASES = (
    *(
        Case(title=f"taken: {title}", card=_with(make), expect=Accepted(), source=_SOURCES["signed data"])
        for title, make in GOOD.items()
        if title != _WITH_VERSIONS
    ),
    *(_defect(part, title, defect) for part, defects in DEFECTS.items() for title, defect in defects.items()),
    *AGAINST_THE_CARD,
)

UNITS = (Unit(name="LDS_H", about="EF.SOD, its signature and its signer", highest=98, cases=CASES),)
