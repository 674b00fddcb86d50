"""Proof Key for Code Exchange."""

import pytest

from ansinh import oidc

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_example_of_rfc_7636_appendix_b() -> None:
    assert oidc.challenge_of(VERIFIER) == CHALLENGE
    assert oidc.answers(VERIFIER, CHALLENGE)


@pytest.mark.parametrize("verifier", [None, "", "short", CHALLENGE, VERIFIER + "x", VERIFIER[:-1] + "đ", "a" * 129])
def test_19_any_other_verifier_fails(verifier: str | None) -> None:
    assert not oidc.answers(verifier, CHALLENGE)
