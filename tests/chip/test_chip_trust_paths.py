"""From a document signer to an authority that is believed: who, when, for what, and whether it still stands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import trust
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.tlv import encode
from tests.chip import pki
from tests.chip.pki import NOW, Certified

DAY = timedelta(days=1)


def read(certified: Certified) -> trust.Certificate:
    return trust.Certificate.parse(certified.der)


def store(*anchors: Certified, links: Iterable[Certified] = (), crls: Iterable[bytes] = ()) -> trust.TrustStore:
    return trust.TrustStore(tuple(map(read, anchors)), tuple(map(trust.Crl.parse, crls)), tuple(map(read, links)))


OURS = store(pki.authority(), crls=[pki.revocations()])


def refusal(signer: Certified, believed: trust.TrustStore = OURS) -> str:
    check, path = trust.check_trust(read(signer), believed)
    assert path is None
    assert check.outcome is Outcome.FAILED
    return check.reason


def path_to(signer: Certified, believed: trust.TrustStore = OURS) -> trust.Path:
    return trust.find_path(read(signer), believed)


# Who vouches


def test_a_signer_of_an_authority_that_is_believed_is_trusted() -> None:
    check, path = trust.check_trust(read(pki.signer()), OURS)
    assert check.outcome is Outcome.SUCCESSFUL
    assert path is not None
    assert path.authority.certificate == OURS.anchors[0]


def test_nobody_is_trusted_by_an_empty_store() -> None:
    assert refusal(pki.signer(), trust.TrustStore()) == "issuer_unknown"


def test_a_signer_of_another_country_is_trusted_only_where_that_country_is() -> None:
    foreign = pki.signer(by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME, subject=pki.name("UT", "Signer"))
    theirs = pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME)
    assert refusal(foreign) == "issuer_unknown"
    assert path_to(foreign, store(pki.authority(), theirs)).anchor_country == "UT"


def test_a_signer_that_only_bears_the_authoritys_name_is_not_trusted() -> None:
    impostor = pki.ec_key(666)
    assert refusal(pki.signer(by=impostor)) == "wrong_signature"
    assert refusal(pki.signer(by=impostor, extensions=(pki.usage(0),))) == "wrong_signature"
    assert refusal(pki.signer(spoil=True)) == "wrong_signature"


def test_a_signer_that_vouches_for_itself_is_not_trusted() -> None:
    assert refusal(pki.signer(by=pki.SIGNER_KEY, issuer=pki.SIGNER_NAME)) == "self_signed"


def test_an_anchor_that_is_no_authority_vouches_for_nobody() -> None:
    not_ca = pki.authority(extensions=(pki.usage(5, 6), pki.subject_key(pki.CSCA_KEY)))
    no_usage = pki.authority(extensions=(pki.constraints(), pki.subject_key(pki.CSCA_KEY)))
    not_for_certificates = pki.authority(extensions=(pki.usage(0, 6), pki.constraints()))
    for anchor in (not_ca, no_usage, not_for_certificates):
        assert refusal(pki.signer(), store(anchor)) == "issuer_not_authority"


def test_names_are_the_same_whatever_their_case_spaces_and_kind_of_string() -> None:
    written_otherwise = pki.name("vn", "csca   TEST", tag=0x0C)
    assert path_to(pki.signer(issuer=written_otherwise)).anchor_country == "VN"
    assert refusal(pki.signer(issuer=pki.name(common="CSCA Test 2"))) == "issuer_unknown"


def test_a_signer_under_an_explicit_curve_is_trusted_and_one_under_an_altered_generator_is_not() -> None:
    explicit, altered = pki.explicit_key(1001, "brainpoolP512r1", digest="sha512"), pki.explicit_key(1001, wrong="g")
    assert path_to(pki.signer(by=explicit), store(pki.authority(explicit)))
    assert refusal(pki.signer(by=altered), store(pki.authority(altered))) == "explicit_parameters_unknown"


def test_a_signer_certified_over_sha1_stays_undetermined() -> None:
    weak = pki.ec_key(1001, digest="sha1")
    check, path = trust.check_trust(read(pki.signer(by=weak)), OURS)
    assert (check.outcome, check.reason) == (Outcome.UNDETERMINED, "weak_hash")
    assert path is not None


# For what


@pytest.mark.parametrize(
    "extensions",
    [
        (),
        (pki.usage(5),),
        (pki.usage(1),),
        (pki.usage(0, 5), pki.constraints()),
        (pki.usage(0), pki.purpose("2.23.136.1.1.3")),
        (pki.usage(0), pki.purpose("2.23.136.1.1.14.2")),
    ],
    ids=["no key usage", "certificates only", "non-repudiation only", "an authority", "of master lists", "of visa seals"],
)
def test_a_certificate_that_is_not_for_documents_signs_none(extensions: tuple[bytes, ...]) -> None:
    assert refusal(pki.signer(extensions=extensions)) == "wrong_key_usage"


def test_a_demand_nobody_understands_is_not_passed_over() -> None:
    assert refusal(pki.signer(more=[pki.extension("1.2.3.4", b"\x05\x00", critical=True)])) == "critical_extension_unknown"
    assert path_to(pki.signer(more=[pki.extension("1.2.3.4", b"\x05\x00")]))


# When


def test_an_expired_authority_still_vouches_for_what_it_signed_in_its_time() -> None:
    expired = pki.authority(ends=datetime(2025, 1, 1, tzinfo=UTC))
    assert path_to(pki.signer(begins=datetime(2024, 6, 1, tzinfo=UTC)), store(expired))


def test_an_authority_vouches_for_nothing_signed_outside_its_time() -> None:
    expired = pki.authority(ends=datetime(2025, 1, 1, tzinfo=UTC))
    assert refusal(pki.signer(begins=datetime(2025, 6, 1, tzinfo=UTC)), store(expired)) == "issuer_out_of_time"
    assert refusal(pki.signer(begins=datetime(2020, 6, 1, tzinfo=UTC))) == "issuer_out_of_time"
    retired = pki.authority(
        extensions=(pki.usage(5, 6), pki.constraints(), pki.key_period(None, datetime(2023, 1, 1, tzinfo=UTC))),
    )
    assert refusal(pki.signer(begins=datetime(2023, 6, 1, tzinfo=UTC)), store(retired)) == "issuer_out_of_time"


_PERIOD = pki.key_period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 31, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "signed_at", "signed_on", "outcome", "reason"),
    [
        (NOW, datetime(2024, 2, 1, tzinfo=UTC), None, Outcome.SUCCESSFUL, ""),
        (NOW, datetime(2024, 4, 1, tzinfo=UTC), None, Outcome.FAILED, "signed_out_of_time"),
        (NOW, datetime(2023, 12, 31, tzinfo=UTC), None, Outcome.FAILED, "signed_out_of_time"),
        (NOW, None, date(2024, 4, 1), Outcome.SUCCESSFUL, ""),  # a day more or less, as only a day is known
        (NOW, None, date(2024, 4, 2), Outcome.FAILED, "signed_out_of_time"),
        (NOW, datetime(2024, 2, 1, tzinfo=UTC), date(2024, 9, 1), Outcome.FAILED, "signed_out_of_time"),
        (NOW, datetime(2027, 2, 1, tzinfo=UTC), None, Outcome.FAILED, "signed_in_future"),
        (NOW, None, None, Outcome.SUCCESSFUL, ""),
        (datetime(2023, 6, 1, tzinfo=UTC), None, None, Outcome.FAILED, "not_yet_valid"),
        (datetime(2035, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC), None, Outcome.SUCCESSFUL, ""),
        (datetime(2035, 1, 1, tzinfo=UTC), None, None, Outcome.UNDETERMINED, "time_of_signing_unknown"),
    ],
)
def test_a_signer_must_have_signed_in_the_time_of_its_key(
    now: datetime, signed_at: datetime | None, signed_on: date | None, outcome: Outcome, reason: str
) -> None:
    signer = read(pki.signer(more=[_PERIOD]))
    check = trust.check_validity(signer, now=now, signed_at=signed_at, signed_on=signed_on)
    assert (check.name, check.outcome, check.reason) == ("signer_validity", outcome, reason)


def test_a_certificate_that_ends_before_it_begins_is_never_valid() -> None:
    never = read(pki.signer(begins=datetime(2024, 1, 1, tzinfo=UTC), ends=datetime(2023, 1, 1, tzinfo=UTC)))
    assert trust.check_validity(never, now=NOW, signed_at=None, signed_on=None).reason == "never_valid"


def test_certificates_and_lists_without_an_end_are_taken() -> None:
    """RFC 5280 section 4.1.2.5 writes "no end" as the last second that there is."""
    endless, first = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)
    believed = store(pki.authority(begins=first, ends=endless), crls=[pki.revocations(this_update=first, next_update=endless)])
    signer = pki.signer(begins=datetime(2024, 1, 1, tzinfo=UTC), ends=endless)
    path = path_to(signer, believed)
    assert trust.check_validity(path.signer, now=NOW, signed_at=None, signed_on=date(9999, 12, 31)).outcome is Outcome.SUCCESSFUL
    assert trust.check_revocation(path, believed, now=NOW).outcome is Outcome.SUCCESSFUL
    from_the_end = store(pki.authority(), crls=[pki.revocations(this_update=endless, next_update=None)])
    assert trust.check_revocation(path, from_the_end, now=NOW).reason == "not_yet"
    assert trust.check_validity(read(pki.signer(begins=first)), now=NOW, signed_at=None, signed_on=date(1, 1, 1)).reason == ""


# Whether it still stands


def revocation(*crls: bytes, signer: Certified | None = None, now: datetime = NOW, links: Iterable[Certified] = ()) -> tuple[str, str]:
    believed = store(pki.authority(), links=links, crls=crls)
    check = trust.check_revocation(path_to(signer or pki.signer(), believed), believed, now=now)
    assert check.name == "signer_revocation"
    return check.outcome.value, check.reason


def test_a_fresh_list_says_who_is_revoked_and_who_is_not() -> None:
    assert revocation(pki.revocations(2, 3, 4)) == ("successful", "")
    assert revocation(pki.revocations(2, 4711, 3)) == ("failed", "revoked")


def test_without_a_list_it_stays_undetermined() -> None:
    assert revocation() == ("undetermined", "none")


def test_an_old_list_still_revokes_and_clears_nobody() -> None:
    later = NOW + timedelta(days=60)
    assert revocation(pki.revocations(), now=later) == ("undetermined", "stale")
    assert revocation(pki.revocations(4711), now=later) == ("failed", "revoked")


def test_a_list_without_an_end_is_fresh_for_ninety_days() -> None:
    endless = pki.revocations(next_update=None, this_update=NOW - timedelta(days=90))
    assert revocation(endless) == ("successful", "")
    assert revocation(endless, now=NOW + DAY) == ("undetermined", "stale")


def test_a_list_from_the_future_clears_nobody() -> None:
    assert revocation(pki.revocations(this_update=NOW + DAY)) == ("undetermined", "not_yet")
    assert revocation(pki.revocations(this_update=NOW + timedelta(minutes=5))) == ("successful", "")


def test_a_list_that_the_authority_did_not_sign_is_no_list() -> None:
    assert revocation(pki.revocations(4711, by=pki.ec_key(666))) == ("undetermined", "none")
    assert revocation(pki.revocations(4711, spoil=True)) == ("undetermined", "none")
    assert revocation(pki.revocations(4711, by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME)) == ("undetermined", "none")


def test_an_authority_that_may_not_sign_lists_signs_none() -> None:
    believed = store(pki.authority(extensions=(pki.usage(5), pki.constraints())), crls=[pki.revocations(4711)])
    assert trust.check_revocation(path_to(pki.signer(), believed), believed, now=NOW).reason == "none"


def test_a_list_of_changes_or_of_some_certificates_only_is_no_list() -> None:
    delta = pki.extension("2.5.29.27", pki.integer(1), critical=True)
    assert revocation(pki.revocations(extensions=[delta])) == ("undetermined", "none")


def test_the_newest_list_counts() -> None:
    old = pki.revocations(this_update=NOW - 30 * DAY)
    assert revocation(pki.revocations(4711, this_update=NOW - DAY), old) == ("failed", "revoked")
    assert revocation(old, pki.revocations(4711, this_update=NOW - DAY)) == ("failed", "revoked")
    assert revocation(old, pki.revocations(this_update=NOW - 90 * DAY, next_update=NOW - 60 * DAY)) == ("successful", "")


def test_a_list_can_be_added_to_a_store() -> None:
    believed = store(pki.authority())
    path = path_to(pki.signer(), believed)
    now_listed = believed.with_crl(trust.Crl.parse(pki.revocations(4711)))
    assert trust.check_revocation(path, believed, now=NOW).reason == "none"
    assert trust.check_revocation(path, now_listed, now=NOW).reason == "revoked"


# Countries


def country(signer: Certified, believed: trust.TrustStore = OURS) -> tuple[str, str]:
    check = trust.check_country(path_to(signer, believed))
    return check.outcome.value, check.reason


def test_signer_and_authority_are_of_one_country() -> None:
    assert country(pki.signer()) == ("successful", "")
    assert country(pki.signer(subject=pki.name("vn", "Signer"))) == ("successful", "")
    assert country(pki.signer(subject=pki.name("UT", "Signer"))) == ("failed", "countries_differ")
    assert country(pki.signer(subject=pki.name("", "Signer"))) == ("failed", "no_country")


# Keys that hand on


def test_a_link_certificate_hands_on_to_the_next_key() -> None:
    new = pki.signer(by=pki.NEXT_KEY, begins=NOW)
    believed = store(pki.authority(), links=[pki.link()], crls=[pki.revocations()])
    assert refusal(new) == "wrong_signature"
    path = path_to(new, believed)
    assert path.authority.through == believed.links
    assert trust.check_revocation(path, believed, now=NOW).outcome is Outcome.SUCCESSFUL


def test_links_hand_on_one_after_the_other_and_to_another_name() -> None:
    third, renamed = pki.ec_key(1004), pki.name(common="CSCA Renamed")
    links = [pki.link(third, old=pki.NEXT_KEY, subject=renamed, serial=78), pki.link()]
    path = path_to(pki.signer(by=third, issuer=renamed, begins=NOW), store(pki.authority(), links=links))
    assert [each.serial for each in path.authority.through] == [77, 78]


def test_a_link_that_no_anchor_signed_hands_on_nothing() -> None:
    new = pki.signer(by=pki.NEXT_KEY, begins=NOW)
    for wrong in (
        pki.link(old=pki.ec_key(666)),
        pki.link(issuer=pki.FOREIGN_NAME),
        pki.link(subject=pki.FOREIGN_NAME),
        pki.link(begins=datetime(2037, 1, 1, tzinfo=UTC)),
    ):
        believed = store(pki.authority(), links=[wrong])
        assert refusal(new, believed) == "wrong_signature"
        assert not any(each.through for name in (read(wrong).subject, read(new).issuer) for each in believed.authorities_named(name.key))


def test_a_link_does_not_hand_back() -> None:
    assert refusal(pki.signer(), store(pki.authority(pki.NEXT_KEY), links=[pki.link()])) == "wrong_signature"


def test_links_that_go_in_a_circle_come_to_an_end() -> None:
    back = pki.link(pki.CSCA_KEY, old=pki.NEXT_KEY, serial=79)
    believed = store(pki.authority(), links=[pki.link(), back])
    assert path_to(pki.signer(), believed).authority.through == ()


def test_a_revoked_link_takes_away_what_follows_from_it() -> None:
    new = pki.signer(by=pki.NEXT_KEY, begins=NOW)
    assert revocation(pki.revocations(77), signer=new, links=[pki.link()]) == ("failed", "revoked")


def test_after_the_change_of_keys_the_new_key_signs_the_list_for_the_old_one_too() -> None:
    by_new = pki.revocations(4711, by=pki.NEXT_KEY)
    assert revocation(by_new) == ("undetermined", "none")
    assert revocation(by_new, links=[pki.link()]) == ("failed", "revoked")


# What is a certificate


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"version": 1},
        {"outer_algorithm": pki.rsa_key().algorithm},
        {"unique_identifier": encode(0x81, b"\x00\x01")},
        {"more": [pki.usage(0)]},
        {"more": [pki.extension("2.5.29.37", b"\x30\x01")]},
        {"extensions": (pki.extension("2.5.29.15", b"\x05\x00"),)},
        {"extensions": (pki.extension("2.5.29.14", b"\x02\x01\x00"),)},
        {"extensions": (pki.extension("2.5.29.35", b"\x04\x00"),)},
        {"extensions": (pki.extension("2.5.29.19", b"\x02\x01\x00"),)},
        {"extensions": (pki.extension("2.5.29.16", pki.seq(encode(0x80, b"tomorrow"))),)},
        {"subject": pki.seq(b"\x31\x00", b"\x05\x00")},
    ],
)
def test_a_certificate_that_is_not_as_the_standard_has_it_is_malformed(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read(pki.signer(**wrong))  # type: ignore[arg-type]


def test_what_a_certificate_says_is_read() -> None:
    signer = read(pki.signer(more=[_PERIOD]))
    assert (signer.country, signer.serial, signer.subject.text) == ("VN", 4711, "C=VN, O=Invented, CN=Document Signer 1")
    assert signer.signs_until == datetime(2024, 3, 31, tzinfo=UTC)
    assert len(signer.fingerprint) == 64
    assert read(pki.authority()).path_length == 0


def test_a_name_from_outside_cannot_write_on_a_terminal() -> None:
    assert "\x1b" not in trust.read_name(pki.name(common="\x1b[2J", tag=0x0C)).text


@pytest.mark.parametrize(
    "raw",
    [
        pki.revocations(outer_algorithm=pki.rsa_key().algorithm),
        pki.revocations(version=0),
        pki.revocations(extensions=[pki.extension("2.5.29.20", b"\x02\x01\x01")] * 2),
        pki.seq(*[pki.seq()] * 3),
        pki.revocations() + b"\x00",
    ],
)
def test_a_revocation_list_that_is_not_as_the_standard_has_it_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        trust.Crl.parse(raw)


def test_a_name_without_measure_is_malformed_before_it_is_compared() -> None:
    with pytest.raises(Malformed, match="more than 2048 bytes"):
        trust.read_name(pki.name(common="x" * 3000))


def test_a_certificate_does_not_show_its_names_where_it_is_printed() -> None:
    assert "Signer" not in repr(read(pki.signer()))
    assert "CSCA" not in repr(OURS)


@given(st.integers(0), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_certificate_or_list_with_one_other_byte_is_read_or_malformed_and_never_trusted(at: int, other: int) -> None:
    good = pki.signer(more=[_PERIOD]).der
    at %= len(good)
    spoiled = good[:at] + bytes((good[at] ^ other,)) + good[at + 1 :]
    with pytest.raises(ChipError):
        trust.find_path(trust.Certificate.parse(spoiled), OURS)
    crl = pki.revocations(4711)
    at %= len(crl)
    try:
        listed = trust.Crl.parse(crl[:at] + bytes((crl[at] ^ other,)) + crl[at + 1 :])
    except Malformed:
        return
    assert not OURS.counts(listed)
    assert not replace(OURS, crls=()).with_crl(listed).counts(listed)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_malformed(raw: bytes) -> None:
    for parse in (trust.Certificate.parse, trust.Crl.parse, trust.read_name, trust.read_scheme, trust.read_hash):
        with pytest.raises(ChipError):
            parse(raw)
