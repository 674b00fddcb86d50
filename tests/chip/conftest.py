"""One invented country with its cards for all the tests of reading and verifying."""

from collections.abc import Sequence
from datetime import date

import pytest

from ansinh import sandbox
from ansinh.chip import trust
from ansinh.sandbox.cards import Factory

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def card_factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory.open(tmp_path_factory.mktemp("country"), today=TODAY)


@pytest.fixture(scope="session")
def trusted(card_factory: Factory) -> trust.TrustStore:
    """What the agency trusts: that country's authority and its fresh revocation list."""
    return trust.load_folder(card_factory.trust)


@pytest.fixture(scope="session")
def holders() -> Sequence[sandbox.Person]:
    return sandbox.people(50, today=TODAY)
