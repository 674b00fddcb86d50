"""Cards of the factory in the virtual reader, read and judged: the good are genuine whatever made them, each trouble is named for what it is."""

import os
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from ansinh import sandbox
from ansinh.chip import access, reading, trust, verification
from ansinh.chip.errors import AccessDenied
from ansinh.chip.verification import Level, Verdict
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import ACTIVES, PACES, PORTRAITS, RECORDS, SIGNERS, CardTrouble, Factory
from tests.card_names import NAMES

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(factory: Factory) -> trust.TrustStore:
    return trust.load_folder(factory.trust)


def _judged(chip: virtual_card.Chip, store: trust.TrustStore) -> verification.Verified:
    keys = reading.Keys(can=access.Can(chip.can), mrz=access.MrzKey(*chip.bac_key))
    policy = reading.AccessPolicy(allow_bac=True, after_pace_failure=True)
    read = reading.read(virtual_card.VirtualCard(chip), keys, policy=policy, random=os.urandom, clock=time.monotonic)
    return verification.verify(read, store, policy=verification.Policy.hospital(), now=NOW)


@pytest.mark.parametrize(
    "choice",
    [{"signer": each} for each in SIGNERS]
    + [{"portrait": each} for each in PORTRAITS[1:]]
    + [{"portrait_record": each} for each in RECORDS[1:]]
    + [{"active": each} for each in ACTIVES[1:]]
    + [{"pace": each} for each in PACES[1:]],
)
def test_a_good_card_is_genuine_whatever_it_was_made_with(
    factory: Factory, person: sandbox.Person, store: trust.TrustStore, choice: dict[str, Any]
) -> None:
    judged = _judged(factory.personalise(person, **choice), store)
    assert (judged.verdict, judged.level) == (Verdict.GENUINE, Level.CHIP_AUTHENTICATED)


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_each_trouble_is_named_for_what_it_is(
    factory: Factory, person: sandbox.Person, store: trust.TrustStore, trouble: CardTrouble
) -> None:
    judged = _judged(factory.personalise(person, trouble=trouble), store)
    assert (judged.verdict, judged.level) == (NAMES[trouble], Level.NONE)


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_a_card_that_opens_by_mapping_is_named_as_well_and_no_copy_of_it_is_read(
    factory: Factory, person: sandbox.Person, store: trust.TrustStore, trouble: CardTrouble
) -> None:
    card = factory.personalise(person, pace="cam", trouble=trouble)
    if trouble not in {CardTrouble.COPY, CardTrouble.STRIPPED_COM, CardTrouble.WRONG_CHIP_KEY}:
        judged = _judged(card, store)
        assert (judged.verdict, judged.level) == (NAMES[trouble], Level.NONE)
        return
    with pytest.raises(AccessDenied) as denied:
        _judged(card, store)
    named = verification.not_opened(denied.value, policy=verification.Policy.hospital())
    assert named is not None
    assert (denied.value.code, named.verdict, named.level) == ("mapping_wrong_key", Verdict.WRONG_CHIP_KEY, Level.NONE)


def test_no_two_troubles_are_named_alike() -> None:
    assert len(set(NAMES.values())) == len(CardTrouble)


def test_a_foreign_card_stays_foreign_where_its_authority_is_trusted_too(
    factory: Factory, person: sandbox.Person, store: trust.TrustStore
) -> None:
    foreign = trust.Certificate.parse(factory.foreign_authority)
    both = trust.TrustStore(anchors=(*store.anchors, foreign), crls=store.crls, links=store.links)
    judged = _judged(factory.personalise(person, trouble=CardTrouble.FOREIGN_SIGNER), both)
    assert (judged.verdict, judged.level) == (Verdict.FOREIGN_SIGNER, Level.NONE)
