"""Pairwise subjects: negative test 28 of the security baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import oidc
from ansinh.oidc import subjects

SALT = b"an invented salt of 32 bytes...."


def test_28_one_person_goes_by_two_names_at_two_sectors_and_by_one_at_one() -> None:
    here, there = (subjects.pairwise("7", sector=sector, salt=SALT) for sector in ("a.example", "b.example"))
    assert here != there
    assert subjects.pairwise("7", sector="a.example", salt=SALT) == here
    assert subjects.pairwise("8", sector="a.example", salt=SALT) != here
    assert len(here) == 43


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_no_other_pair_of_sector_and_person_has_the_same_name(sector: str, person: str, other_sector: str, other_person: str) -> None:
    same = subjects.pairwise(person, sector=sector, salt=SALT) == subjects.pairwise(other_person, sector=other_sector, salt=SALT)
    assert same == ((sector, person) == (other_sector, other_person))


def test_the_sector_is_the_one_host_of_the_addresses_or_the_one_that_lists_them_all() -> None:
    addresses = ["https://a.example/one", "https://a.example/two"]
    assert subjects.sector_of(addresses, None) == "a.example"
    both = [*addresses, "https://b.example/three"]
    assert subjects.sector_of(both, "https://sector.example/list", listed=both) == "sector.example"


@pytest.mark.parametrize("listed", [None, [], ["https://a.example/one"]])
def test_28_a_sector_that_does_not_list_every_address_is_refused(listed: list[str] | None) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        subjects.sector_of(["https://a.example/one", "https://b.example/two"], "https://sector.example/list", listed=listed)
    assert (refused.value.code, refused.value.field) == ("invalid_client_metadata", "sector_identifier_uri")


def test_28_several_hosts_need_a_sector() -> None:
    with pytest.raises(oidc.ProtocolError, match="sector_identifier_uri"):
        subjects.sector_of(["https://a.example/one", "https://b.example/two"], None)
