"""Readings of good cards and bad ones, and what they are called."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import sandbox
from ansinh.chip import lds, mrz, reading, trust, verification
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import AccessDenied
from ansinh.chip.lds import File
from ansinh.chip.verification import Level, Policy, Verdict, Verified
from ansinh.sandbox.cards import CardTrouble, Factory
from ansinh.sandbox.virtual_card import Chip
from ansinh.terms import CitizenNumber
from tests.card_names import NAMES
from tests.chip.read_cards import card_of, lines_of, read_chip

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOSPITAL = Policy.hospital()
_NAMED: tuple[tuple[CardTrouble | None, Verdict], ...] = ((None, Verdict.GENUINE), *NAMES.items())
VERDICTS = dict(_NAMED)
ANYWAY = reading.AccessPolicy(after_pace_failure=True)


@pytest.fixture(scope="module")
def holder(holders: Sequence[sandbox.Person]) -> sandbox.Person:
    return holders[0]


@pytest.fixture(scope="module")
def readings(card_factory: Factory, holder: sandbox.Person) -> Callable[[CardTrouble | None], reading.Reading]:
    """Readings of the card with each trouble, made once."""
    made: dict[CardTrouble | None, reading.Reading] = {}

    def of(trouble: CardTrouble | None) -> reading.Reading:
        if trouble not in made:
            made[trouble] = read_chip(card_of(card_factory, holder, trouble), policy=ANYWAY)
        return made[trouble]

    return of


@pytest.fixture(scope="module")
def good(readings: Callable[[CardTrouble | None], reading.Reading]) -> reading.Reading:
    return readings(None)


def _verified(read: reading.Reading, store: trust.TrustStore, *, policy: Policy = HOSPITAL, now: datetime = NOW) -> Verified:
    return verification.verify(read, store, policy=policy, now=now)


def _without(read: reading.Reading, *files: File, missing: bool = True) -> reading.Reading:
    left = {file: raw for file, raw in read.files.items() if file not in files}
    return replace(read, files=left, missing=frozenset(files) if missing else frozenset())


def _with(read: reading.Reading, file: File, raw: bytes) -> reading.Reading:
    return replace(read, files={**read.files, file: raw})


def _ended(verified: Verified, name: str) -> tuple[str, str]:
    check = verified.check(name)
    assert check is not None
    return check.outcome.value, check.reason


@pytest.mark.parametrize(("trouble", "verdict"), VERDICTS.items(), ids=lambda each: getattr(each, "value", "good"))
def test_every_card_is_called_what_it_is(
    readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore, trouble: CardTrouble | None, verdict: Verdict
) -> None:
    verified = _verified(readings(trouble), trusted)
    assert verified.verdict is verdict
    assert verified.level is (Level.CHIP_AUTHENTICATED if trouble is None else Level.NONE)
    assert verified.overall is (Outcome.SUCCESSFUL if trouble is None else Outcome.FAILED)


def test_every_trouble_has_a_verdict_of_its_own() -> None:
    assert set(VERDICTS) == {None, *CardTrouble}
    assert len(set(VERDICTS.values())) == len(VERDICTS)


def test_every_verdict_check_outcome_and_level_has_words_in_both_languages(good: reading.Reading, trusted: trust.TrustStore) -> None:
    said = [verdict.words for verdict in Verdict] + [verification.words.of_level(level) for level in Level]
    said += [verification.words.of_outcome(outcome) for outcome in Outcome]
    names = [each.name for each in _verified(good, trusted).checks] + ["claimed_number", "dg7_hash"]
    said += [verification.words.of_check(name) for name in names]
    assert all(words.vietnamese and words.english and words.vietnamese != words.english for words in said)
    assert len({words.english for words in said}) == len(said)


def test_a_card_that_fails_pace_is_named_though_it_was_never_opened(card_factory: Factory, holder: sandbox.Person) -> None:
    with pytest.raises(AccessDenied) as denied:
        read_chip(card_of(card_factory, holder, CardTrouble.DOWNGRADE))
    verified = verification.not_opened(denied.value, policy=HOSPITAL)
    assert verified is not None
    assert (verified.verdict, verified.level) == (Verdict.DOWNGRADED, Level.NONE)
    assert verification.not_opened(AccessDenied("wrong_password", "no"), policy=HOSPITAL) is None


def test_a_proof_by_a_key_that_nobody_signed_proves_nothing(
    readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore
) -> None:
    clone = readings(CardTrouble.CLONE)
    assert clone.chip_authentication.outcome is Outcome.SUCCESSFUL
    verified = _verified(clone, trusted)
    assert _ended(verified, "chip_authentication") == ("undetermined", "key_not_signed")
    assert _ended(verified, "active_authentication") == ("undetermined", "key_not_signed")


@pytest.mark.parametrize(("file", "proof"), [(File.DG14, "chip_authentication"), (File.DG15, "active_authentication")])
def test_a_key_that_the_issuer_signed_and_the_card_withholds_is_a_proof_that_failed(
    good: reading.Reading, trusted: trust.TrustStore, file: File, proof: str
) -> None:
    gone = _without(good, file)
    if file is File.DG14:
        gone = replace(gone, chip_authentication=replace(good.chip_authentication, outcome=Outcome.NOT_PERFORMED, reason="no_dg14"))
    verified = _verified(gone, trusted)
    assert _ended(verified, proof) == ("failed", "stripped")
    assert (verified.verdict, verified.level) == (Verdict.STRIPPED, Level.NONE)


def test_a_card_whose_list_of_contents_leaves_something_out_is_stripped(good: reading.Reading, trusted: trust.TrustStore) -> None:
    fewer = _with(good, File.COM, lds.write_com(lds.Com((1, 2, 13))))
    verified = _verified(fewer, trusted)
    assert _ended(verified, "com_against_sod") == ("failed", "missing_in_com")
    assert verified.verdict is Verdict.STRIPPED


def test_a_card_without_a_list_of_contents_is_judged_by_the_signed_one(good: reading.Reading, trusted: trust.TrustStore) -> None:
    assert _verified(_without(good, File.COM), trusted).verdict is Verdict.GENUINE


@pytest.mark.parametrize(
    ("access", "card_access", "reason"),
    [
        ("bac", None, "pace_hidden"),
        ("pace_can", lds.write_card_access([lds.PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 10)]), "card_access_altered"),
    ],
)
def test_pace_that_was_hidden_or_changed_where_nothing_is_signed_is_seen_where_it_is(
    good: reading.Reading, trusted: trust.TrustStore, access: reading.Way, card_access: bytes | None, reason: str
) -> None:
    changed = _without(good, File.CARD_ACCESS) if card_access is None else _with(good, File.CARD_ACCESS, card_access)
    verified = _verified(replace(changed, access=access), trusted)
    assert _ended(verified, "access") == ("failed", reason)
    assert (verified.verdict, verified.level) == (Verdict.DOWNGRADED, Level.NONE)


def test_a_chip_whose_pace_was_hidden_is_called_downgraded_when_it_is_read(
    card_factory: Factory, holder: sandbox.Person, trusted: trust.TrustStore
) -> None:
    chip = card_of(card_factory, holder, None)
    hidden = replace(chip, files={fid: raw for fid, raw in chip.files.items() if fid != File.CARD_ACCESS.fid})
    read = read_chip(hidden, keys=lines_of(chip))
    assert read.access == "bac"
    assert _verified(read, trusted).verdict is Verdict.DOWNGRADED


def test_a_country_that_is_trusted_does_not_sign_cards_of_another(
    card_factory: Factory, readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore
) -> None:
    store = trusted.with_anchor(trust.Certificate.parse(card_factory.foreign_authority))
    verified = _verified(readings(CardTrouble.FOREIGN_SIGNER), store)
    assert _ended(verified, "signer_trusted") == ("successful", "")
    assert _ended(verified, "country") == ("failed", "other_country")
    assert (verified.verdict, verified.level) == (Verdict.FOREIGN_SIGNER, Level.NONE)


def test_where_nobody_is_trusted_yet_no_card_is_called_a_clone(good: reading.Reading) -> None:
    verified = _verified(good, trust.TrustStore())
    assert _ended(verified, "signer_trusted") == ("undetermined", "no_anchors")
    assert (verified.verdict, verified.level, verified.person) == (Verdict.UNCONFIRMED, Level.NONE, None)


def test_a_revocation_list_that_is_too_old_leaves_the_answer_to_the_policy(good: reading.Reading, trusted: trust.TrustStore) -> None:
    late = NOW + timedelta(days=400)
    by_policy = {policy.name: _verified(good, trusted, policy=policy, now=late) for policy in (HOSPITAL, Policy.strict())}
    assert _ended(by_policy["hospital"], "signer_revocation") == ("undetermined", "stale")
    assert (by_policy["hospital"].verdict, by_policy["hospital"].overall) == (Verdict.GENUINE, Outcome.UNDETERMINED)
    assert (by_policy["strict"].verdict, by_policy["strict"].level) == (Verdict.UNCONFIRMED, Level.NONE)


def test_an_expired_card_is_shown_for_what_else_it_is_where_the_policy_is_lenient(
    readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore
) -> None:
    verified = _verified(readings(CardTrouble.EXPIRED), trusted, policy=Policy.lenient())
    assert (verified.verdict, verified.level) == (Verdict.EXPIRED, Level.CHIP_AUTHENTICATED)


def test_the_last_day_of_a_card_is_still_good_in_viet_nam(good: reading.Reading, trusted: trust.TrustStore) -> None:
    last = mrz.expiry_day(lds.read_dg1(good.files[File.DG1]))
    assert last is not None
    evening = datetime(last.year, last.month, last.day, 16, 59, tzinfo=UTC)  # 23:59 in Ha Noi
    assert _ended(_verified(good, trusted, now=evening), "card_expiry") == ("successful", "")
    assert _ended(_verified(good, trusted, now=evening + timedelta(minutes=1)), "card_expiry") == ("failed", "expired")


def test_data_that_contradict_each_other_are_inconsistent_only_where_both_were_signed(
    good: reading.Reading, trusted: trust.TrustStore
) -> None:
    other = lds.write_dg13(replace(lds.read_dg13(good.files[File.DG13]), full_name="Trần Văn Khác"))
    verified = _verified(_with(good, File.DG13, other), trusted)
    assert _ended(verified, "dg1_against_dg13") == ("failed", "names_differ")
    assert verified.verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("citizen_number", "001190000018", "numbers_differ"),
        ("birth_date", "01/02/1903", "birth_dates_differ"),
        ("expires_on", "01/02/2093", "expiry_dates_differ"),
    ],
)
def test_number_and_dates_of_lines_and_details_must_agree(
    good: reading.Reading, trusted: trust.TrustStore, field: str, value: str, reason: str
) -> None:
    changed: dict[str, Any] = {field: value}
    other = lds.write_dg13(replace(lds.read_dg13(good.files[File.DG13]), **changed))
    assert _ended(_verified(_with(good, File.DG13, other), trusted), "dg1_against_dg13") == ("failed", reason)


def test_the_number_that_was_claimed_must_be_the_one_in_the_chip(
    good: reading.Reading, trusted: trust.TrustStore, holders: Sequence[sandbox.Person]
) -> None:
    own, other = (
        verification.verify(good, trusted, policy=HOSPITAL, now=NOW, claimed_number=CitizenNumber.parse(person.citizen_number.value))
        for person in (holders[0], holders[1])
    )
    assert own.verdict is Verdict.GENUINE
    assert (other.verdict, other.level) == (Verdict.OTHER_PERSON, Level.NONE)


def test_a_signature_over_another_challenge_is_an_old_one_played_again(good: reading.Reading, trusted: trust.TrustStore) -> None:
    assert good.active is not None
    fresh = verification.verify(good, trusted, policy=HOSPITAL, now=NOW, challenge=good.active.challenge)
    replayed = verification.verify(good, trusted, policy=HOSPITAL, now=NOW, challenge=b"new one!")
    assert _ended(fresh, "active_authentication") == ("successful", "")
    assert _ended(replayed, "active_authentication") == ("failed", "other_challenge")
    assert replayed.level is Level.NONE


def test_files_alone_were_read_and_prove_no_chip(good: reading.Reading, trusted: trust.TrustStore) -> None:
    verified = _verified(reading.of_files(good.files), trusted)
    assert (verified.verdict, verified.level) == (Verdict.NOT_PROVEN, Level.CHIP_READ)
    assert _ended(verified, "chip_authentication") == ("not_performed", "not_repeatable")
    assert _ended(verified, "access") == ("not_performed", "not_known")


def test_a_card_issued_without_proofs_is_read_and_not_proven(
    card_factory: Factory, holder: sandbox.Person, trusted: trust.TrustStore
) -> None:
    chip: Chip = card_factory.personalise(holder, active="none")
    verified = _verified(read_chip(chip), trusted)
    assert _ended(verified, "active_authentication") == ("not_performed", "not_offered")
    assert verified.verdict is Verdict.GENUINE


@pytest.mark.parametrize("file", [File.SOD, File.DG1, File.DG13])
def test_too_little_to_check_is_incomplete(good: reading.Reading, trusted: trust.TrustStore, file: File) -> None:
    asked = tuple(group for group in good.asked if group != file.group)
    verified = _verified(replace(_without(good, file, missing=file is File.SOD), asked=asked), trusted)
    assert (verified.verdict, verified.level) == (Verdict.INCOMPLETE, Level.NONE)


def test_the_person_is_taken_only_from_what_a_trusted_signer_signed(
    readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore, holder: sandbox.Person
) -> None:
    person = _verified(readings(None), trusted).person
    assert person is not None
    assert (person.citizen_number.value, person.full_name, person.name_has_marks) == (holder.citizen_number.value, holder.full_name, True)
    injected = _verified(readings(CardTrouble.INJECTED_GROUP), trusted).person
    assert injected is not None
    assert (injected.name_has_marks, injected.residence) == (False, None)
    assert all(_verified(readings(each), trusted).person is None for each in (CardTrouble.CLONE, CardTrouble.ALTERED_NAME))


def test_nothing_of_the_person_shows_when_a_result_is_printed(good: reading.Reading, trusted: trust.TrustStore) -> None:
    verified = _verified(good, trusted)
    assert verified.person is not None
    said = repr(verified) + repr(verified.person)
    assert verified.person.full_name not in said
    assert verified.person.citizen_number.value not in said
    assert good.active is not None
    assert good.active.signature.hex() not in said


def test_a_signed_group_of_a_country_that_is_not_known_stays_open(good: reading.Reading, trusted: trust.TrustStore) -> None:
    lines = lds.read_dg1(good.files[File.DG1]).lines
    other = lines[0].replace("IDVNM", "IDXXX") + lines[1] + lines[2]
    verified = _verified(_with(good, File.DG1, lds.write_dg1(mrz.read(other))), trusted)
    assert _ended(verified, "country") == ("undetermined", "unknown_country")
    assert verified.level is Level.NONE


def test_every_check_stands_once_and_is_one_that_can_be_told_on(
    readings: Callable[[CardTrouble | None], reading.Reading], trusted: trust.TrustStore
) -> None:
    for trouble in VERDICTS:
        checks = _verified(readings(trouble), trusted).checks
        assert len({each.name for each in checks}) == len(checks)
        assert all(each.reason == each.reason.lower().replace(" ", "_") and len(each.reason) < 64 for each in checks)
        assert all(each.reason for each in checks if each.outcome is not Outcome.SUCCESSFUL)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(File), st.binary(max_size=60) | st.just(b""), max_size=8))
def test_files_of_any_bytes_are_worth_nothing_and_break_nothing(files: dict[File, bytes]) -> None:
    verified = _verified(reading.of_files(files), trust.TrustStore())
    assert verified.level is Level.NONE
    assert verified.verdict in {Verdict.INCOMPLETE, Verdict.MALFORMED}


@settings(max_examples=60, deadline=None)
@given(file=st.sampled_from([File.DG1, File.DG13, File.DG14, File.DG15]), at=st.integers(0, 2_000), bit=st.integers(0, 7))
def test_a_bit_that_is_turned_round_in_what_was_signed_takes_the_level(
    good: reading.Reading, trusted: trust.TrustStore, file: File, at: int, bit: int
) -> None:
    turned = bytearray(good.files[file])
    turned[at % len(turned)] ^= 1 << bit
    verified = _verified(_with(good, file, bytes(turned)), trusted)
    assert verified.level is Level.NONE
