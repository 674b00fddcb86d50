"""ISO7816_A, _B, _C: the application is selected, the older way in and its channel, files are read."""

from dataclasses import replace

from ansinh.chip import access, lds, reading, tlv
from ansinh.chip.apdu import Command
from ansinh.chip.lds import File
from ansinh.chip.portrait import Kind
from ansinh.sandbox.virtual_card import Chip, Quirks
from ansinh.sandbox.virtual_card.reply import Reply, done
from tests.conformance_chip import bends
from tests.conformance_chip.bends import answering, data, in_file, plainly, protected, selecting, turned, without
from tests.conformance_chip.card import good_card, groups, signed, with_file, with_group, without_pace
from tests.conformance_chip.stand import Accepted, Bent, Ended, Expected, Flagged, Found, Inside, Shown, Wire, said
from tests.conformance_chip.table import Case, Unit

_LDS, _SM, _BAC = "ICAO Doc 9303-10, 3.2", "ICAO Doc 9303-11, 9.8", "ICAO Doc 9303-11, 4.3"
_READ = "ISO/IEC 7816-4; ICAO Doc 9303-10, 3.6"
_SHORT_FILE = 11
_WRONG_LINES = reading.Keys(mrz=access.MrzKey("190000019", "900101", "400101"))


def _inside(title: str, inside: Inside, expect: Expected, source: str, **choice: object) -> Case:
    return Case(title=title, card=lambda: Bent(chip=good_card(), inside=inside, **choice), expect=expect, source=source)  # type: ignore[arg-type]


def _by_bac(title: str, expect: Expected, source: str, *, plan: str = "", **choice: object) -> Case:
    return Case(title=title, card=lambda: Bent(chip=without_pace(), **choice), expect=expect, source=source, plan=plan)  # type: ignore[arg-type]


def _on_the_wire(title: str, wire: Wire, expect: Expected) -> Case:
    return Case(title=title, card=lambda: Bent(chip=good_card(), wire=wire), expect=expect, source=_SM)


SELECTION = (
    Case(title="the application is there and selected", card=lambda: Bent(chip=good_card()), expect=Accepted(), source=_LDS),
    _inside(
        "the card describes the application although it was not asked to",
        answering(bends.SELECT, bytes.fromhex("6F098407A0000002471001"), p1p2=0x040C),
        Accepted(),
        _LDS,
    ),
    _inside(
        "the card has no such application",
        answering(bends.SELECT, done(status=0x6A82), p1p2=0x040C),
        Ended(code="application_missing"),
        _LDS,
    ),
)


def _other_nonce(command: Command, reply: Reply) -> Reply:
    """The terminal's own cryptogram comes back: sealed with the right keys, and about the wrong nonces."""
    return said(command.data, reply) if command.ins == bends.EXTERNAL and reply.response.is_ok else reply


def _wrong_seal(command: Command, reply: Reply) -> Reply:
    if command.ins != bends.EXTERNAL or not reply.response.is_ok:
        return reply
    sealed = reply.response.data
    return said(sealed[:-1] + bytes((sealed[-1] ^ 1,)), reply)


_B = "ISO7816_B_05..ISO7816_B_08"
BAC = (
    _by_bac("a card without PACE opens by BAC, and its channel holds", Accepted(access="bac"), _BAC),
    _by_bac("the printed lines are those of another card", Ended(code="wrong_password"), _BAC, keys=_WRONG_LINES),
    _by_bac("the card's cryptogram has a wrong check value", Ended(code="wrong_token"), _BAC, inside=_wrong_seal),
    _by_bac("the card's cryptogram is about other nonces", Ended(code="wrong_token"), _BAC, inside=_other_nonce),
    _by_bac(
        "the card's cryptogram is too short",
        Ended(code="malformed", at="BAC authentication"),
        _BAC,
        inside=answering(bends.EXTERNAL, bytes(32)),
    ),
    _by_bac(
        "the card's challenge is too short", Ended(code="malformed", at="BAC challenge"), _BAC, inside=answering(bends.CHALLENGE, bytes(4))
    ),
    _by_bac("an answer has no check value (8E)", Ended(code="missing_mac"), _SM, plan=_B, wire=protected(without(0x8E))),
    _by_bac("an answer has no cryptogram (87)", Ended(code="wrong_mac"), _SM, plan=_B, wire=protected(without(0x87))),
    _by_bac("an answer has no protected status word (99)", Ended(code="missing_status"), _SM, plan=_B, wire=protected(without(0x99))),
    _by_bac("an answer has a wrong check value", Ended(code="wrong_mac"), _SM, plan=_B, wire=protected(turned(0x8E))),
    _on_the_wire("under AES: an answer has no check value", protected(without(0x8E)), Ended(code="missing_mac")),
    _on_the_wire("under AES: an answer has no protected status word", protected(without(0x99)), Ended(code="missing_status")),
    _on_the_wire("under AES: the cryptogram is another", protected(turned(0x87)), Ended(code="wrong_mac")),
    _on_the_wire("under AES: the protected status word is another", protected(turned(0x99)), Ended(code="wrong_mac")),
    _on_the_wire(
        "under AES: an element nobody asked for", protected(lambda nodes: {0x80: b"\x80\x00", **nodes}), Ended(code="wrong_objects")
    ),
    _on_the_wire("inside the channel the card answers in clear", plainly(b"\x60\x14\x5f\x01\x90\x00"), Ended(code="wrong_objects")),
    _on_the_wire("inside the channel the card says 9000 in clear", plainly(b"\x90\x00"), Ended(code="plain_answer")),
    _on_the_wire("inside the channel the card refuses in clear", plainly(b"\x69\x82"), Ended(code="plain_answer")),
)


def _short(past_end: int) -> Bent:
    """A group of two bytes, so that the reader's first question is longer than the file."""
    card = signed(good_card(), {**groups(), _SHORT_FILE: b"\x6b\x00"})
    return Bent(chip=replace(card, quirks=Quirks(past_end=past_end)), groups=(1, _SHORT_FILE, 13, 14, 15))


def _large() -> Chip:
    """A portrait that ends beyond 32 KiB: an image with a long comment."""
    found = lds.read_dg2(groups()[2])[0]
    comment = b"\xff\xfe\xea\x60" + bytes(0xEA60 - 2)
    return with_group(2, lds.write_dg2(found.image[:2] + comment + found.image[2:], found.width, found.height, Kind.JPEG))


def _longer_than_asked(command: Command, reply: Reply) -> Reply:
    assert command.le is not None
    return said(reply.response.data + b"\x00" * command.le, reply)


_ALL = (1, 2, 13, 14, 15)
FILES = (
    Case(title="at its end a short file answers 6282 with what there is", card=lambda: _short(0x6282), expect=Accepted(), source=_READ),
    Case(title="at its end a short file answers 6Cxx, how much there is", card=lambda: _short(0x6C00), expect=Accepted(), source=_READ),
    Case(title="at its end a short file answers 6B00", card=lambda: _short(0x6B00), expect=Accepted(), source=_READ),
    Case(
        title="a file that ends before its length says, with 6B00 behind",
        card=lambda: Bent(chip=with_file(File.DG13, groups()[13][:-20])),
        expect=Found(check="dg13_hash", reason="unreadable"),
        source=_READ,
    ),
    Case(
        title="a file beyond 32 KiB, read with odd INS",
        card=lambda: Bent(chip=_large(), groups=_ALL),
        expect=Accepted(portrait="shown"),
        source=_READ,
    ),
    Case(
        title="the same with short lengths only",
        card=lambda: Bent(chip=replace(_large(), quirks=Quirks(takes_extended=False)), groups=_ALL),
        expect=Accepted(portrait="shown"),
        source=_READ,
    ),
    Case(
        title="an image of no bytes",
        card=lambda: Bent(chip=with_group(2, _without_image()), groups=_ALL),
        expect=Shown(why="malformed DG2.face"),
        source="ISO/IEC 19794-5; ICAO Doc 9303-10, 4.7.2",
    ),
    Case(
        title="the card gives seven bytes at a time",
        card=lambda: Bent(chip=replace(good_card(), quirks=Quirks(max_read=7))),
        expect=Accepted(),
        source=_READ,
    ),
    _inside(
        "the card gives more than it was asked for",
        in_file(File.DG13, _longer_than_asked),
        Found(check="dg13_hash", reason="unreadable"),
        _READ,
    ),
    _inside(
        "the card says 9000 and gives nothing",
        in_file(File.DG13, lambda _, reply: said(b"", reply)),
        Found(check="dg13_hash", reason="unreadable"),
        _READ,
    ),
    _inside(
        "the card says 6Cxx without end",
        in_file(File.DG13, lambda _command, _reply: done(status=0x6C05)),
        Found(check="dg13_hash", reason="unreadable"),
        _READ,
    ),
    _inside("a signed file is not there (6A82)", selecting(File.DG13, 0x6A82), Found(check="dg13_hash", reason="missing"), _READ),
    _inside(
        "a signed file does not open (6982)",
        selecting(File.DG13, 0x6982),
        Found(check="dg13_hash", reason="locked", outcome="not_performed"),
        _READ,
    ),
    _inside("the security object is not there", selecting(File.SOD, 0x6A82), Found(check="sod_structure", reason="missing"), _READ),
    Case(
        title="a file says that it has four gigabytes",
        card=lambda: Bent(chip=with_file(File.DG13, bytes.fromhex("6D84FFFFFFFF") + bytes(40))),
        expect=Flagged(file=File.DG13, code="malformed"),
        source="ICAO Doc 9303-10, 3.6; budget of this reader",
    ),
    _inside(
        "a card that trickles, a byte at a time and for ever",
        in_file(File.DG13, lambda _, reply: data(reply.response.data[:1])),
        Ended(code="too_many_commands"),
        "budget of this reader",
        budget=reading.Budget(commands=150),
    ),
)


def _without_image() -> bytes:
    """A record whose one image has no bytes at all, and says so."""
    found = groups()[2]
    image = lds.read_dg2(found)[0].image
    return with_record(
        lambda record: (
            record[:8] + (len(record) - len(image)).to_bytes(4, "big") + record[12:14] + (32).to_bytes(4, "big") + record[18 : -len(image)]
        )
    )


def with_record(change: object) -> bytes:
    """DG2 with another facial record in it; every length around it is right."""
    return record_in(lambda record: tlv.encode(0x5F2E, change(record)))  # type: ignore[operator]


def record_in(wrap: object) -> bytes:
    """DG2 with another element where the record stands."""
    group = tlv.one(groups()[2], 0x75, "DG2").child(0x7F61, "DG2")
    count, template = group.children("DG2")
    header, record = template.children("DG2")
    return tlv.encode(0x75, tlv.encode(0x7F61, count.raw, tlv.encode(0x7F60, header.raw, wrap(record.value))))  # type: ignore[operator]


UNITS = (
    Unit(name="ISO7816_A", about="selecting the application", highest=3, cases=SELECTION),
    Unit(name="ISO7816_B", about="basic access control and secure messaging", highest=8, cases=BAC),
    Unit(name="ISO7816_C", about="reading files", highest=8, cases=FILES),
)
