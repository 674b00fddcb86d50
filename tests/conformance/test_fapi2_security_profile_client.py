"""The modules of the suite's plan fapi2-security-profile-final-client-test-plan, each a test of the same name.

Under test is a service built with the relying-party kit in the profile secure.
"""

import pytest

from ansinh.identity import client as kit
from tests.conformance.suite_fapi_provider import ABSENT, CLIENT, ISSUER, FapiProvider

WHOLE_LOGIN = ["par", "token", "userinfo"]
WITH_NONCES = [place for place in WHOLE_LOGIN for _ in range(2)]


def refused(suite: FapiProvider, *, rule: str, after: str) -> bool:
    """True if the login ends with this rule, and the last place the service called is `after`."""
    suite.nonces = False
    with pytest.raises(kit.LoginFailedError) as failed:
        suite.log_in()
    return (failed.value.rule, suite.called[-1:]) == (rule, [after] if after else [])


def test_fapi2_security_profile_final_client_test_happy_path() -> None:
    suite = FapiProvider()
    assert suite.log_in().person.subject == "the-person"
    assert suite.called == WITH_NONCES  # each once without and once with the suite's nonce


def test_fapi2_security_profile_final_client_test_happy_path_no_dpop_nonce() -> None:
    suite = FapiProvider(nonces=False)
    assert suite.log_in().person.subject == "the-person"
    assert suite.called == WHOLE_LOGIN


def test_fapi2_security_profile_final_client_test_discovery_issuer_mismatch() -> None:
    assert refused(FapiProvider(metadata={"issuer": f"{ISSUER}other"}), rule="discovery_issuer", after="")


def test_fapi2_security_profile_final_client_test_invalid_iss() -> None:
    assert refused(FapiProvider(claims={"iss": f"{ISSUER}1"}), rule="id_token_iss", after="token")


def test_fapi2_security_profile_final_client_test_invalid_aud() -> None:
    assert refused(FapiProvider(claims={"aud": f"{CLIENT}1"}), rule="id_token_aud", after="token")


def test_fapi2_security_profile_final_client_test_invalid_secondary_aud() -> None:
    assert refused(FapiProvider(claims={"aud": [CLIENT, "another-service"]}), rule="id_token_aud", after="token")


def test_fapi2_security_profile_final_client_test_invalid_null_alg() -> None:
    assert refused(FapiProvider(algorithm="none"), rule="id_token_alg", after="token")


def test_fapi2_security_profile_final_client_test_invalid_alternate_alg() -> None:
    assert refused(FapiProvider(algorithm="HS256"), rule="id_token_alg", after="token")


def test_fapi2_security_profile_final_client_test_invalid_expired_exp() -> None:
    suite = FapiProvider()
    suite.claims["exp"] = int(suite.clock().timestamp()) - 300
    assert refused(suite, rule="id_token_exp", after="token")


def test_fapi2_security_profile_final_client_test_invalid_missing_exp() -> None:
    assert refused(FapiProvider(claims={"exp": ABSENT}), rule="id_token_exp", after="token")


def test_fapi2_security_profile_final_client_test_invalid_missing_aud() -> None:
    assert refused(FapiProvider(claims={"aud": ABSENT}), rule="id_token_aud", after="token")


def test_fapi2_security_profile_final_client_test_invalid_missing_iss() -> None:
    assert refused(FapiProvider(claims={"iss": ABSENT}), rule="id_token_iss", after="token")


def test_fapi2_security_profile_final_client_test_valid_aud_as_array() -> None:
    suite = FapiProvider(claims={"aud": [CLIENT]})
    assert suite.log_in().person.subject == "the-person"


def test_fapi2_security_profile_final_client_test_invalid_nonce() -> None:
    assert refused(FapiProvider(claims={"nonce": "another-nonce"}), rule="id_token_nonce", after="token")


def test_fapi2_security_profile_final_client_test_invalid_missing_nonce() -> None:
    assert refused(FapiProvider(claims={"nonce": ABSENT}), rule="id_token_nonce", after="token")


def test_fapi2_security_profile_final_client_test_invalid_authorization_response_iss() -> None:
    assert refused(FapiProvider(answer={"iss": f"{ISSUER}1"}), rule="callback_issuer", after="par")


def test_fapi2_security_profile_final_client_test_remove_authorization_response_iss() -> None:
    assert refused(FapiProvider(answer={"iss": ABSENT}), rule="callback_issuer", after="par")


def test_fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_state_fails() -> None:
    assert refused(FapiProvider(answer={"state": "another-state"}), rule="callback_state", after="par")


def test_fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_missing_state_fails() -> None:
    assert refused(FapiProvider(answer={"state": ABSENT}), rule="callback_state", after="par")


def test_fapi2_security_profile_final_client_test_token_endpoint_response_without_expires_in() -> None:
    assert FapiProvider(tokens={"expires_in": ABSENT}).log_in().person.subject == "the-person"


@pytest.mark.parametrize("written", ["dpop", "DPOP", "dPoP"])
def test_fapi2_security_profile_final_client_test_token_type_case_insensitivity(written: str) -> None:
    assert FapiProvider(tokens={"token_type": written}).log_in().person.subject == "the-person"


@pytest.mark.parametrize("written", ["dpop", "DPOP", "dPoP"])
def test_fapi2_security_profile_final_client_test_rs_dpop_auth_scheme_case_insensitivity(written: str) -> None:
    suite = FapiProvider(scheme=written)
    assert suite.log_in().person.subject == "the-person"
    assert suite.called[-2:] == ["userinfo", "userinfo"]


def test_a_token_that_is_bound_to_no_key_is_refused() -> None:
    assert refused(FapiProvider(tokens={"token_type": "Bearer"}), rule="token_answer", after="token")


def test_a_server_that_wants_another_nonce_each_time_is_given_one_once() -> None:
    suite = FapiProvider(satisfied=False)
    with pytest.raises(kit.LoginFailedError):
        suite.log_in()
    assert suite.called == ["par", "par"]
