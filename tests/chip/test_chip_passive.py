"""Passive authentication: what a country signed is told from what somebody else put on a card, check by check."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import lds, passive, trust
from ansinh.chip.checks import Outcome
from ansinh.chip.tlv import encode
from ansinh.sandbox import Person, cards, virtual_card
from ansinh.sandbox.cards import CardTrouble
from tests.chip import pki
from tests.chip.pki import NOW, Message
from tests.chip.sod_defects import CONTENT, GOOD, GROUPS, believed, by, good
from tests.sandbox.builders import crowd

USUAL = ("sod_structure", "sod_signature", "signer_trusted", "signer_validity", "signer_revocation", "country")


def authenticated(sod: bytes, groups: dict[int, bytes] | None = None, store: trust.TrustStore | None = None) -> passive.Passive:
    return passive.authenticate(sod, dict(GROUPS) if groups is None else groups, store or believed(), now=NOW)


def unsuccessful(done: passive.Passive) -> dict[str, tuple[str, str]]:
    return {each.name: (each.outcome.value, each.reason) for each in done.checks if each.outcome is not Outcome.SUCCESSFUL}


@pytest.mark.parametrize("sod", [pytest.param(sod, id=what) for what, sod in GOOD.items()])
def test_what_the_country_signed_passes_every_check(sod: Callable[[Mapping[int, bytes]], bytes]) -> None:
    done = authenticated(sod(GROUPS))
    assert unsuccessful(done) == {}
    assert [each.name for each in done.checks] == [*USUAL, "dg1_hash", "dg2_hash", "dg14_hash"]
    assert all(done.binds(group) for group in GROUPS)


def test_what_the_object_says_is_handed_on() -> None:
    done = authenticated(pki.sod(good()))
    assert done.signer is not None
    assert (done.signer.country, done.signer.serial, done.signing_time) == ("VN", 4711, pki.SIGNED_AT)
    assert done.listed == {1, 2, 14}
    assert dict(done.hashes) == dict(lds.read_security_object(CONTENT).hashes)


def test_one_altered_group_fails_alone() -> None:
    done = authenticated(pki.sod(good()), {**GROUPS, 1: GROUPS[1][:-1] + b"!"})
    assert unsuccessful(done) == {"dg1_hash": ("failed", "altered")}
    assert (done.binds(1), done.binds(2)) == (False, True)


def test_a_group_that_the_object_does_not_list_is_rejected() -> None:
    done = authenticated(pki.sod(good()), {**GROUPS, 13: b"\x6d\x00"})
    assert unsuccessful(done) == {"dg13_hash": ("failed", "not_in_sod")}
    assert not done.binds(13)


def test_a_listed_group_that_was_not_read_is_named() -> None:
    done = authenticated(pki.sod(good()), {1: GROUPS[1]})
    assert unsuccessful(done) == {"dg2_hash": ("not_performed", "not_read"), "dg14_hash": ("not_performed", "not_read")}
    assert not done.binds(14)


def test_groups_are_hashed_as_they_were_read_and_never_encoded_anew() -> None:
    """A SET out of DER's order and a length in a longer form than need be: both hash as they stand on the card."""
    first, second = pki.seq(pki.oid("0.4.0.127.0.7.2.2.3.2.2"), pki.integer(1)), pki.seq(pki.oid("0.4.0.127.0.7.2.2.2"), pki.integer(1))
    raws = [b"\x6e" + bytes((len(a + b) + 2,)) + b"\x31" + bytes((len(a + b),)) + a + b for a, b in ((first, second), (second, first))]
    longer = b"\x6e\x81" + raws[0][1:]
    assert len({lds.read_dg14(raw).chip_authentication for raw in raws}) == 1
    for raw in (*raws, longer):
        done = authenticated(pki.sod(good(content=pki.listing({1: GROUPS[1], 14: raw}))), {1: GROUPS[1], 14: raw})
        assert unsuccessful(done) == {}
        for other in {*raws, longer} - {raw}:
            changed = authenticated(pki.sod(good(content=pki.listing({1: GROUPS[1], 14: raw}))), {1: GROUPS[1], 14: other})
            assert unsuccessful(changed) == {"dg14_hash": ("failed", "altered")}


def test_groups_hashed_with_sha1_are_not_bound() -> None:
    done = authenticated(pki.sod(good(content=pki.listing(GROUPS, digest="sha1"))))
    assert unsuccessful(done) == {f"dg{group}_hash": ("undetermined", "weak_hash") for group in GROUPS}
    assert not done.binds(1)


def test_a_signer_certified_over_sha1_binds_nothing() -> None:
    weakly = pki.signer(by=pki.ec_key(1001, digest="sha1"))
    done = authenticated(pki.sod(Message(content=CONTENT, by=weakly)))
    assert unsuccessful(done) == {"signer_trusted": ("undetermined", "weak_hash")}
    assert not done.binds(1)


def test_a_clone_with_its_own_signer_agrees_with_itself_and_is_not_trusted() -> None:
    impostor = pki.ec_key(666)
    own = pki.signer(pki.ec_key(667), by=impostor)
    done = authenticated(pki.sod(Message(content=CONTENT, by=own)))
    assert unsuccessful(done) == {
        "signer_trusted": ("failed", "wrong_signature"),
        "signer_revocation": ("not_performed", "no_path"),
        "country": ("not_performed", "no_path"),
    }
    assert not any(done.binds(group) for group in GROUPS)


def test_a_revoked_signer_fails_and_an_old_list_leaves_it_open() -> None:
    revoked, old = (trust.Crl.parse(pki.revocations(*serials)) for serials in ((4711,), ()))
    anchors = (trust.Certificate.parse(pki.authority().der),)
    assert unsuccessful(authenticated(pki.sod(good()), store=trust.TrustStore(anchors, (revoked,)))) == {
        "signer_revocation": ("failed", "revoked")
    }
    later = passive.authenticate(pki.sod(good()), GROUPS, trust.TrustStore(anchors, (old,)), now=datetime(2027, 6, 1, tzinfo=UTC))
    assert unsuccessful(later) == {"signer_revocation": ("undetermined", "stale")}
    assert later.binds(1)


def test_the_day_the_document_was_made_counts_where_it_is_known() -> None:
    def on(day: date) -> passive.Passive:
        return passive.authenticate(pki.sod(good()), GROUPS, believed(), now=NOW, signed_on=day)

    assert unsuccessful(on(date(2024, 5, 6))) == {}
    assert unsuccessful(on(date(2023, 5, 6))) == {"signer_validity": ("failed", "signed_out_of_time")}


def test_a_check_that_is_not_there_was_not_performed() -> None:
    assert authenticated(pki.sod(good())).check("dg3_hash").outcome is Outcome.NOT_PERFORMED


def test_no_byte_of_a_security_object_can_change_unnoticed() -> None:
    """But for small and capital letters, and kinds of space, in the name by which the signer points at its certificate: nobody signs it."""
    sod = pki.sod(good())
    begin = sod.rindex(pki.CSCA_NAME)
    pointer = range(begin, begin + len(pki.CSCA_NAME))

    def folded(raw: bytes) -> bytes:
        return raw.lower().replace(b"\xa0", b" ")

    for at in range(len(sod)):  # signatures differ in length from run to run, so every bit of the pointer is tried
        for bit in range(8) if at in pointer else (at % 8,):
            changed = sod[:at] + bytes((sod[at] ^ (1 << bit),)) + sod[at + 1 :]
            assert not authenticated(changed).binds(1) or (at in pointer and folded(changed) == folded(sod)), (at, bit)


@given(st.binary(max_size=200), st.integers(1, 16))
@settings(max_examples=100, deadline=None)
def test_any_bytes_end_in_checks_and_bind_nothing(raw: bytes, group: int) -> None:
    for sod in (raw, encode(0x77, raw), encode(0x77, pki.seq(pki.oid(pki.SIGNED_DATA), encode(0xA0, raw)))):
        done = authenticated(sod, {group: raw})
        assert done.check("sod_structure").outcome is Outcome.FAILED
        assert not done.binds(group)


@given(st.floats(0, 1), st.integers(1, 300), st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_pieces_put_in_another_place_end_in_checks(from_: float, size: int, to_: float) -> None:
    """Pieces of a good object are copied over others: its structure holds more often than with any bytes, its meaning never."""
    sod = pki.sod(good())
    begin, to = int(from_ * len(sod)), int(to_ * len(sod))
    piece = sod[begin : begin + size]
    changed = sod[:to] + piece + sod[to + len(piece) :]
    done = authenticated(changed)
    assert {each.name for each in done.checks} >= {*USUAL}
    assert done.binds(1) == (changed == sod)


def test_nothing_that_was_read_stands_in_a_check_or_a_repr() -> None:
    secret = b"NGUYEN<<THI<MAU"
    done = authenticated(pki.sod(good(content=pki.listing({1: secret, 2: GROUPS[2]}))), {1: secret + b"!", 2: GROUPS[2]})
    assert "NGUYEN" not in repr(done)
    assert secret.hex() not in repr(done).lower()
    odd = authenticated(pki.sod(good(algorithm=pki.seq(pki.oid("1.2.3.456789")), content=CONTENT)))
    assert odd.check("sod_signature").reason == "algorithm_unknown"
    assert "456789" not in repr(odd)


# The sandbox's own cards


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> cards.Factory:
    return cards.Factory.open(tmp_path_factory.mktemp("country"), today=NOW.date())


@pytest.fixture(scope="module")
def holder() -> Person:
    return crowd()[7]


def of_card(chip: virtual_card.Chip, store: trust.TrustStore) -> passive.Passive:
    groups = {number: chip.files[0x0100 + number] for number in range(1, 17) if 0x0100 + number in chip.files}
    return passive.authenticate(chip.files[0x011D], groups, store, now=NOW)


@pytest.mark.parametrize("signer", cards.SIGNERS)
def test_a_card_of_the_sandbox_is_what_its_country_signed(factory: cards.Factory, holder: Person, signer: cards.SignerName) -> None:
    done = of_card(factory.personalise(holder, signer=signer), trust.load_folder(factory.trust))
    assert unsuccessful(done) == {}
    assert {1, 2, 13, 14, 15} <= done.listed


_NO_PATH = {"signer_revocation": ("not_performed", "no_path"), "country": ("not_performed", "no_path")}


@pytest.mark.parametrize(
    ("trouble", "found"),
    [
        (CardTrouble.CLONE, {"signer_trusted": ("failed", "wrong_signature"), **_NO_PATH}),
        (CardTrouble.COPY, {}),  # every byte is the country's: what a copy cannot do is for chip authentication to show
        (CardTrouble.ALTERED_NAME, {"dg1_hash": ("failed", "altered"), "dg13_hash": ("failed", "altered")}),
        (CardTrouble.FOREIGN_SIGNER, {"signer_trusted": ("failed", "issuer_unknown"), **_NO_PATH}),
        (CardTrouble.REVOKED_SIGNER, {"signer_revocation": ("failed", "revoked")}),
        (CardTrouble.STRIPPED_COM, {"dg14_hash": ("not_performed", "not_read"), "dg15_hash": ("not_performed", "not_read")}),
        (CardTrouble.INJECTED_GROUP, {"dg13_hash": ("failed", "not_in_sod")}),
        (CardTrouble.WRONG_CHIP_KEY, {}),
    ],
)
def test_a_card_with_a_trouble_shows_it_here_where_it_is_in_its_data(
    factory: cards.Factory, holder: Person, trouble: CardTrouble, found: dict[str, tuple[str, str]]
) -> None:
    assert unsuccessful(of_card(factory.personalise(holder, trouble=trouble), trust.load_folder(factory.trust))) == found


def test_a_foreign_signer_is_trusted_where_its_country_is_and_names_that_country(factory: cards.Factory, holder: Person) -> None:
    store = trust.load_folder(factory.trust).with_anchor(trust.Certificate.parse(factory.foreign_authority))
    done = of_card(factory.personalise(holder, trouble=CardTrouble.FOREIGN_SIGNER), store)
    assert done.check("signer_trusted").outcome is Outcome.SUCCESSFUL
    assert done.signer is not None
    assert done.signer.country == "UT"


def test_the_folder_of_the_sandbox_holds_no_key(factory: cards.Factory) -> None:
    for file in Path(factory.trust).iterdir():
        assert b"PRIVATE" not in file.read_bytes()


def test_a_signer_of_a_reading_is_the_one_in_the_object() -> None:
    done = authenticated(pki.sod(good()))
    assert done.signer == trust.Certificate.parse(by().der)
