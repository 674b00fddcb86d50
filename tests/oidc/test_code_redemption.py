"""When a code is worth nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ansinh import oidc

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CLIENT = oidc.Client("portal", "Portal", "client_secret_basic", ("https://rp.example/cb",))
BINDING = oidc.CodeBinding("portal", "https://rp.example/cb", oidc.challenge_of(VERIFIER), NOW + oidc.CODE_LIFE)
EXCHANGE = oidc.CodeExchange("code", "https://rp.example/cb", VERIFIER)


def test_a_code_that_fits_is_redeemable_until_its_last_moment() -> None:
    oidc.check_redeemable(BINDING, EXCHANGE, client=CLIENT, now=NOW)
    oidc.check_redeemable(BINDING, EXCHANGE, client=CLIENT, now=NOW + timedelta(seconds=59.999))


@pytest.mark.parametrize(
    ("binding", "exchange", "client", "now"),
    [
        (None, EXCHANGE, CLIENT, NOW),
        (BINDING, EXCHANGE, CLIENT, NOW + timedelta(seconds=60)),
        (BINDING, EXCHANGE, replace(CLIENT, client_id="other"), NOW),
        (BINDING, replace(EXCHANGE, redirect_uri="https://rp.example/cb2"), CLIENT, NOW),
        (BINDING, replace(EXCHANGE, redirect_uri=None), CLIENT, NOW),
        (BINDING, replace(EXCHANGE, verifier=VERIFIER[::-1]), CLIENT, NOW),
        (BINDING, replace(EXCHANGE, verifier=None), CLIENT, NOW),
    ],
    ids=["18-used", "19-late", "19-other-client", "19-other-address", "19-no-address", "19-wrong-verifier", "19-no-verifier"],
)
def test_a_code_that_does_not_fit_is_an_invalid_grant(
    binding: oidc.CodeBinding | None, exchange: oidc.CodeExchange, client: oidc.Client, now: datetime
) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_grant"):
        oidc.check_redeemable(binding, exchange, client=client, now=now)


def test_a_request_without_a_code_names_what_is_missing() -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.read_code_exchange({"redirect_uri": "https://portal.example/cb"})
    assert (refused.value.code, refused.value.field) == ("invalid_request", "code")


def test_19_a_verifier_where_no_challenge_was_is_refused() -> None:
    """Somebody took the challenge out of a legacy client's request."""
    unchallenged = replace(BINDING, code_challenge=None)
    oidc.check_redeemable(unchallenged, replace(EXCHANGE, verifier=None), client=CLIENT, now=NOW)
    with pytest.raises(oidc.ProtocolError, match="invalid_grant"):
        oidc.check_redeemable(unchallenged, EXCHANGE, client=CLIENT, now=NOW)


def test_24_a_code_bound_to_a_key_is_worth_nothing_with_another() -> None:
    bound = replace(BINDING, dpop_jkt="a key")
    oidc.check_redeemable(bound, EXCHANGE, client=CLIENT, now=NOW, thumbprint="a key")
    for thumbprint in (None, "another key"):
        with pytest.raises(oidc.ProtocolError, match="invalid_grant"):
            oidc.check_redeemable(bound, EXCHANGE, client=CLIENT, now=NOW, thumbprint=thumbprint)
