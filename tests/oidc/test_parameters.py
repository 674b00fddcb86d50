"""Reading form-encoded parameters strictly."""

import pytest

from ansinh import oidc


def test_parameters_are_decoded() -> None:
    assert oidc.read_parameters(b"scope=openid+profile&name=Tr%E1%BA%A7n") == {"scope": "openid profile", "name": "Trần"}


def test_a_parameter_without_a_value_counts_as_absent() -> None:
    assert oidc.read_parameters(b"state=&prompt") == {}


@pytest.mark.parametrize(
    "raw", [b"client_id=a&client_id=b", b"client_id=a&client_id=a", b"client_id=&client_id=a", b"client%5Fid=a&client_id=b"]
)
def test_05_a_repeated_parameter_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.read_parameters(raw)
    assert (refused.value.code, refused.value.field) == ("invalid_request", "client_id")


@pytest.mark.parametrize(
    "raw",
    [
        b"state=%FF%FE",
        b"state=\xff",
        b"state=%00",
        b"state=a%0D%0Ab",
        b"a%0Ab=1",
        b"state=" + b"a" * 20_000,
        b"&".join(b"p%d=1" % n for n in range(61)),
    ],
    ids=["not-utf8", "not-ascii", "nul", "line-break", "line-break-in-name", "too-long", "too-many"],
)
def test_what_cannot_be_read_safely_is_refused(raw: bytes) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_request"):
        oidc.read_parameters(raw)


def test_a_repeated_parameter_with_a_hostile_name_is_not_repeated_to_anybody() -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.read_parameters(b"%3Cscript%3E=1&%3Cscript%3E=2")
    assert refused.value.field is None
