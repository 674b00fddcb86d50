from collections.abc import Iterator

import pytest

from tests.chip_pcsc import daemon


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[daemon.Daemon]:
    """A real pcscd with two slots of vpcd; the tests that ask for it are skipped, with the reason, where there can be none."""
    with daemon.running(tmp_path_factory.mktemp("pcscd")) as running:
        yield running
