"""LDS_A, _B, _F, _I: what EF.COM, the printed lines in DG1, and the keys in DG14 and DG15 may look like."""

from collections.abc import Callable
from dataclasses import replace

from ansinh.chip import lds, mrz, tlv
from ansinh.chip.lds import File
from ansinh.chip.mrz import check_digit
from ansinh.chip.verification import Level
from ansinh.sandbox.virtual_card import Chip
from tests.chip import pki
from tests.conformance_chip.card import (
    ACTIVE,
    ACTIVE_KEY,
    CHIP_PROTOCOL,
    DETAILS,
    LINES,
    PACE,
    PRIVATE,
    chip_public_key,
    good_card,
    groups,
    private_bytes,
    with_file,
    with_group,
    with_infos,
)
from tests.conformance_chip.stand import Accepted, Bent, Expected, Found
from tests.conformance_chip.table import Case, Unit

_COM, _DG1, _DG14, _DG15 = (f"ICAO Doc 9303-10, {part}" for part in ("4.6.1", "4.7.1", "4.7.14", "4.7.15"))
_TD1 = "ICAO Doc 9303-5, 4.2"
_GOOD = Accepted()


def _case(title: str, make: Callable[[], Chip], expect: Expected, source: str) -> Case:
    return Case(title=title, card=lambda: Bent(chip=make()), expect=expect, source=source)


def _com(title: str, change: Callable[[bytes], bytes | None], expect: Expected) -> Case:
    return _case(title, lambda: with_file(File.COM, change(good_card().files[File.COM.fid])), expect, _COM)


def _listing(title: str, numbers: tuple[int, ...], expect: Expected) -> Case:
    return _com(title, lambda _: lds.write_com(lds.Com(numbers)), expect)


def _parts(*parts: bytes, tag: int = 0x60) -> Callable[[bytes], bytes]:
    return lambda _: tlv.encode(tag, *parts)


_LDS_VERSION, _UNICODE = tlv.encode(0x5F01, b"0107"), tlv.encode(0x5F36, b"040000")
_LIST = tlv.encode(0x5C, bytes.fromhex("61756D6E6F"))
_NO_COM = Found(check="com_against_sod", reason="malformed")
COM = (
    _com("as usual, version 1.7", lambda raw: raw, _GOOD),
    _com("version 1.8, where the security object names none", _parts(tlv.encode(0x5F01, b"0108"), _UNICODE, _LIST), _GOOD),
    _com("another tag than 60", lambda raw: b"\x61" + raw[1:], _NO_COM),
    _com("longer than the file", lambda raw: raw[:1] + bytes((raw[1] + 9,)) + raw[2:], _NO_COM),
    _com("an element longer than what holds it", lambda raw: raw.replace(b"\x5c\x05", b"\x5c\x09"), _NO_COM),
    _com("no version of the LDS", _parts(_UNICODE, _LIST), _NO_COM),
    _com("a version of three digits", _parts(tlv.encode(0x5F01, b"107"), _UNICODE, _LIST), _NO_COM),
    _com("a version of letters", _parts(tlv.encode(0x5F01, b"01O7"), _UNICODE, _LIST), _NO_COM),
    _com("no version of Unicode", _parts(_LDS_VERSION, _LIST), _NO_COM),
    _com("a version of Unicode of four digits", _parts(_LDS_VERSION, tlv.encode(0x5F36, b"0400"), _LIST), _NO_COM),
    _com("no list", _parts(_LDS_VERSION, _UNICODE), _NO_COM),
    _com("a list with a tag that is no group's", _parts(_LDS_VERSION, _UNICODE, tlv.encode(0x5C, bytes.fromhex("61756D6E6F99"))), _NO_COM),
    _com("a list with a group twice", _parts(_LDS_VERSION, _UNICODE, tlv.encode(0x5C, bytes.fromhex("6161756D6E6F"))), _NO_COM),
    _com("a list that names the security object", _parts(_LDS_VERSION, _UNICODE, tlv.encode(0x5C, bytes.fromhex("61756D6E6F77"))), _NO_COM),
    _listing("the groups in another order", (15, 14, 13, 2, 1), _GOOD),
    _com("no EF.COM at all: what was signed counts", lambda _: None, _GOOD),
)


def _lines(change: Callable[[str], str], *, digits: bool = True) -> Callable[[], Chip]:
    """A card with other printed lines, check digits worked out anew unless they are what is wrong. The keys that open it stay."""

    def make() -> Chip:
        text = change("".join(LINES.lines))
        return with_group(1, tlv.encode(0x61, tlv.encode(0x5F1F, (_checked(text) if digits else text).encode())))

    return make


def _checked(text: str) -> str:
    text = text[:14] + check_digit(text[5:14]) + text[15:]
    text = text[:36] + check_digit(text[30:36]) + text[37:]
    text = text[:44] + check_digit(text[38:44]) + text[45:]
    return _composite(text)


def _composite(text: str) -> str:
    return text[:59] + check_digit(text[5:30] + text[30:37] + text[38:45] + text[48:59]) + text[60:]


def _at(start: int, new: str) -> Callable[[str], str]:
    return lambda text: text[:start] + new + text[start + len(new) :]


def _raw(change: Callable[[bytes], bytes]) -> Callable[[], Chip]:
    return lambda: with_group(1, change(groups()[1]))


def _digit(at: int) -> Callable[[str], str]:
    return lambda text: text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


_NO_LINES = Found(check="card_expiry", reason="malformed", outcome="undetermined")
_NOT_READ = Found(check="dg1_hash", reason="unreadable")


def _printed(title: str, change: Callable[[str], str], expect: Expected = _NO_LINES, *, digits: bool = True) -> Case:
    return _case(title, _lines(change, digits=digits), expect, _TD1)


def _named(full_name: str) -> Callable[[], Chip]:
    lines = mrz.write("001190000018", full_name, birth_date="900101", expiry_date="400101", sex="F")
    return lambda: with_group(1, lds.write_dg1(lines))


def _without_end() -> Chip:
    """Of somebody who is 60 or older: 991231 in the lines, words in the details (assumed of the real card)."""
    lines = mrz.write("001190000018", "Nguyễn Thị Mẫu", birth_date="900101", expiry_date="991231", sex="F")
    details = replace(DETAILS, expires_on="Không thời hạn")
    return with_group(13, lds.write_dg13(details), on={**groups(), 1: lds.write_dg1(lines)})


LINES_OF_CARDS = (
    _printed("as usual: a citizen card of three lines", lambda text: text, _GOOD),
    _printed("a sex that is not said", _at(37, "<"), _GOOD),
    _printed("a date of birth of which the year alone is known", _at(30, "90<<<<"), _GOOD),
    _case("a card without end", _without_end, _GOOD, _TD1),
    _case("another tag than 61", _raw(lambda raw: b"\x62" + raw[1:]), _NOT_READ, _DG1),
    _case("longer than the file", _raw(lambda raw: raw[:1] + bytes((raw[1] + 9,)) + raw[2:]), _NOT_READ, _DG1),
    _case("an element longer than what holds it", _raw(lambda raw: raw[:4] + bytes((raw[4] + 9,)) + raw[5:]), _NO_LINES, _DG1),
    _case("the lines under another tag than 5F1F", _raw(lambda raw: raw.replace(b"\x5f\x1f", b"\x5f\x1e")), _NO_LINES, _DG1),
    _case("no lines", lambda: with_group(1, b"\x61\x00"), _NO_LINES, _DG1),
    _printed("89 signs", lambda text: text[:-1], digits=False),
    _printed("91 signs", lambda text: text + "<", digits=False),
    _printed("72 signs, a larger card", lambda text: text[:72], digits=False),
    _printed("88 signs, a passport", lambda text: text[:88], digits=False),
    _printed("a small letter", _at(62, "n"), digits=False),
    _printed("a sign that is none of the 37", _at(62, "*"), digits=False),
    _printed("a document code that begins with P", _at(0, "P<")),
    _printed("a document code that is a digit", _at(0, "1<")),
    _printed("an issuer with a digit", _at(2, "V1M")),
    _printed(
        "an issuer that is another country",
        _at(2, "UTO"),
        Found(check="country", reason="other_country"),
    ),
    _printed("an issuer that no standard names", _at(2, "XQZ"), Found(check="country", reason="unknown_country", outcome="undetermined")),
    _printed("a wrong check digit of the document number", lambda text: _composite(_digit(14)(text)), digits=False),
    _printed("a wrong check digit of the date of birth", lambda text: _composite(_digit(36)(text)), digits=False),
    _printed("a wrong check digit of the expiry", lambda text: _composite(_digit(44)(text)), digits=False),
    _printed("a wrong composite check digit", _digit(59), digits=False),
    _printed("a wrong check digit of the citizen number", lambda text: _checked(_digit(29)(text))),
    _printed("a month of birth that no calendar has", _at(30, "901301")),
    _printed("a day of birth that no calendar has", _at(30, "900230"), Found(check="dg1_against_dg13", reason="birth_dates_differ")),
    _printed("a month of expiry that no calendar has", _at(38, "401301")),
    _printed("a day of expiry that no calendar has", _at(38, "400230")),
    _printed("a card that has expired", _at(38, "200101"), Found(check="card_expiry", reason="expired")),
    _printed("a sex that does not exist", _at(37, "Q")),
    _printed("a nationality with a digit", _at(45, "V1M")),
    _printed("a name that begins with a filler", _at(60, "<")),
    _printed("a name with a digit", _at(62, "1")),
    _printed("no name", _at(60, "<" * 30)),
    _case(
        "another name than in the details",
        _named("Trần Văn Khác"),
        Found(check="dg1_against_dg13", reason="names_differ"),
        "consistency, this reader",
    ),
    _printed("another birth date than in the details", _at(30, "900102"), Found(check="dg1_against_dg13", reason="birth_dates_differ")),
)

_PROTOCOL_AND_KEY = (CHIP_PROTOCOL, chip_public_key())
_READ = Level.CHIP_AUTHENTICATED


def _infos(change: Callable[[bytes], bytes]) -> Callable[[], Chip]:
    return lambda: with_group(14, change(groups()[14]))


_BAD_INFOS = Found(check="chip_authentication", reason="malformed")
_NOT_OFFERED = Found(check="chip_authentication", reason="not_offered", outcome="not_performed", level=_READ)
KEYS_OF_THE_CHIP = (
    _case("as usual: PACE, chip authentication with its key, active authentication", good_card, _GOOD, _DG14),
    _case(
        "the elements in another order than DER has: what was read is hashed",
        lambda: with_infos([ACTIVE, *reversed(_PROTOCOL_AND_KEY), PACE]),
        _GOOD,
        _DG14,
    ),
    _case(
        "an element that nobody knows",
        lambda: with_infos([PACE, *_PROTOCOL_AND_KEY, ACTIVE, bytes.fromhex("3008060604007F000709")]),
        _GOOD,
        _DG14,
    ),
    _case("another tag than 6E", _infos(lambda raw: b"\x6d" + raw[1:]), Found(check="dg14_hash", reason="unreadable"), _DG14),
    _case("the set is longer than the file", _infos(lambda raw: raw[:4] + b"\x82\x7f\xff" + raw[7:]), _BAD_INFOS, _DG14),
    _case("no set inside", lambda: with_group(14, b"\x6e\x00"), _BAD_INFOS, _DG14),
    _case(
        "a sequence in place of the set",
        _infos(lambda raw: raw.replace(b"\x31\x82", b"\x30\x82", 1) if b"\x31\x82" in raw else raw.replace(b"\x31\x81", b"\x30\x81", 1)),
        _BAD_INFOS,
        _DG14,
    ),
    _case("an element that is no sequence", lambda: with_infos([PACE, *_PROTOCOL_AND_KEY, ACTIVE, b"\x02\x01\x00"]), _BAD_INFOS, _DG14),
    _case(
        "a key that is no key",
        lambda: with_infos([PACE, CHIP_PROTOCOL, lds.ChipPublicKey("0.4.0.127.0.7.2.2.1.2", b"\x02\x01\x00"), ACTIVE]),
        _BAD_INFOS,
        _DG14,
    ),
    _case("active authentication twice", lambda: with_infos([PACE, *_PROTOCOL_AND_KEY, ACTIVE, ACTIVE]), _BAD_INFOS, _DG14),
    _case(
        "no chip authentication: active authentication has to do alone",
        lambda: replace(with_infos([PACE, ACTIVE]), chip_key=None),
        _NOT_OFFERED,
        _DG14,
    ),
)


_BAD_KEY = Found(check="active_authentication", reason="malformed_key")
KEY_THAT_SIGNS = (
    _case("as usual: a key on brainpoolP256r1", good_card, _GOOD, _DG15),
    _case(
        "its curve written out in full",
        lambda: replace(with_group(15, lds.write_dg15(pki.explicit_key(PRIVATE + 2).info)), active_key=private_bytes(ACTIVE_KEY)),
        _GOOD,
        _DG15,
    ),
    _case("another tag than 6F", lambda: with_group(15, b"\x6e" + groups()[15][1:]), Found(check="dg15_hash", reason="unreadable"), _DG15),
    _case("no key inside", lambda: with_group(15, b"\x6f\x00"), _BAD_KEY, _DG15),
    _case("a key that is cut off", lambda: with_group(15, b"\x6f\x0a" + groups()[15][2:12]), _BAD_KEY, _DG15),
    _case(
        "a key that is a point off its curve", lambda: with_group(15, groups()[15][:-1] + bytes((groups()[15][-1] ^ 1,))), _BAD_KEY, _DG15
    ),
    _case(
        "a key of a kind that does not sign here",
        lambda: with_group(15, tlv.encode(0x6F, _ed25519())),
        Found(check="active_authentication", reason="unknown_algorithm", outcome="undetermined", level=_READ),
        _DG15,
    ),
)


def _ed25519() -> bytes:
    return bytes.fromhex("302A300506032B6570032100") + bytes(32)


UNITS = (
    Unit(name="LDS_A", about="EF.COM", highest=10, cases=COM),
    Unit(
        name="LDS_B",
        about="DG1, printed lines",
        highest=28,
        cases=LINES_OF_CARDS,
        dropped="lines of passports (TD3): they are refused by name",
    ),
    Unit(name="LDS_F", about="DG14, keys and protocols", highest=7, cases=KEYS_OF_THE_CHIP),
    Unit(name="LDS_I", about="DG15, the key of active authentication", highest=3, cases=KEY_THAT_SIGNS),
)
