"""The modules of the suite's plan oidcc-client-basic-certification-test-plan, each a test of the same name.

Under test is the relying party that the exchange and the portal are, told to take RS256, which is what the suite signs with. The suite
announces no PKCE and sends no `iss`; both are eased here as they would be for a provider that does the same.
"""

import pytest

from ansinh import oidc
from tests.conformance.suite_provider import ABSENT, CALLBACK, CLIENT, ISSUER, SECRET, SuiteProvider

AS_SUITE = oidc.Strictness(algorithms=("RS256",), pkce_announced=False)


def relying_party(suite: SuiteProvider) -> oidc.RelyingParty:
    registration = oidc.Registration(issuer=ISSUER, client_id=CLIENT, client_secret=SECRET, redirect_uri=CALLBACK, strictness=AS_SUITE)
    return oidc.RelyingParty(registration, suite)


def refused(suite: SuiteProvider, *, code: str) -> bool:
    """True if the login ends with this error, and userinfo was not asked for."""
    with pytest.raises(oidc.ProtocolError) as wrong:
        suite.log_in(relying_party(suite))
    return (wrong.value.code, suite.userinfo_read) == (code, 0)


def test_oidcc_client_test() -> None:
    suite = SuiteProvider()
    signed_in = suite.log_in(relying_party(suite))
    assert (signed_in.id_token.subject, signed_in.userinfo["sub"]) == ("the-person", "the-person")


def test_oidcc_client_test_invalid_iss() -> None:
    assert refused(SuiteProvider(claims={"iss": f"{ISSUER}1"}), code="id_token_iss")


def test_oidcc_client_test_missing_sub() -> None:
    assert refused(SuiteProvider(claims={"sub": ABSENT}), code="id_token_sub")


def test_oidcc_client_test_invalid_aud() -> None:
    assert refused(SuiteProvider(claims={"aud": f"{CLIENT}1"}), code="id_token_aud")


def test_oidcc_client_test_missing_iat() -> None:
    assert refused(SuiteProvider(claims={"iat": ABSENT}), code="id_token_iat")


def test_oidcc_client_test_kid_absent_single_jwks() -> None:
    suite = SuiteProvider(names_key=False)
    assert suite.log_in(relying_party(suite)).id_token.subject == "the-person"


def test_oidcc_client_test_kid_absent_multiple_jwks() -> None:
    """The suite accepts either to try the keys in turn or to refuse; we refuse."""
    assert refused(SuiteProvider(names_key=False, published=("one", "two")), code="id_token_key")


def test_oidcc_client_test_idtoken_sig_rs256() -> None:
    suite = SuiteProvider(published=("two", "one"))
    assert suite.log_in(relying_party(suite)).id_token.subject == "the-person"


def test_oidcc_client_test_idtoken_sig_none() -> None:
    """The suite lets a client accept or refuse an unsigned token of the code flow; we refuse, though the metadata offers it."""
    assert refused(SuiteProvider(signed=False), code="id_token_alg")


def test_oidcc_client_test_invalid_sig_rs256() -> None:
    assert refused(SuiteProvider(broken_signature=True), code="id_token_signature")


def test_oidcc_client_test_userinfo_invalid_sub() -> None:
    suite = SuiteProvider(userinfo={"sub": "another-person"})
    with pytest.raises(oidc.ProtocolError, match="userinfo_sub"):
        suite.log_in(relying_party(suite))
    assert suite.userinfo_read == 1


@pytest.mark.parametrize("nonce", ["another-nonce", ABSENT])
def test_oidcc_client_test_nonce_invalid(nonce: object) -> None:
    assert refused(SuiteProvider(claims={"nonce": nonce}), code="id_token_nonce")


def test_oidcc_client_test_scope_userinfo_claims() -> None:
    suite = SuiteProvider()
    signed_in = suite.log_in(relying_party(suite), scopes=("openid", "profile", "email"))
    assert suite.asked["scope"] == "openid profile email"
    assert (signed_in.userinfo["name"], signed_in.userinfo["email"]) == ("Trần Thị Thử", "thu@suite.example")


def test_oidcc_client_test_client_secret_basic() -> None:
    suite = SuiteProvider()
    suite.log_in(relying_party(suite))
    assert suite.authenticated_as == (CLIENT, "a-secret-of-the-relying-party%2Bmade%2Fof%3Dcharacters")
