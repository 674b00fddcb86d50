"""The conformance suite's plans that this exchange answers to, module by module.

A module's test has its name, hyphens as underscores, in lower case. Where no outcome is said the test makes the checks of the module and
they hold. `SKIPPED`: the suite itself leaves the module out for a server like this; the test holds the reason to be true. `STRICTER`: the
exchange refuses what the module would see succeed; the test holds what it does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    HOLDS = "holds"
    SKIPPED = "the suite skips it"
    STRICTER = "stricter"


@dataclass(frozen=True, slots=True)
class Plan:
    """`others` are the modules whose outcome is not that they hold, with the reason."""

    name: str
    title: str
    variant: str
    file: str
    modules: tuple[str, ...]
    others: Mapping[str, tuple[Outcome, str]] = field(default_factory=dict)

    def outcome(self, module: str) -> tuple[Outcome, str]:
        return self.others.get(module, (Outcome.HOLDS, ""))

    def count(self, outcome: Outcome) -> int:
        return sum(self.outcome(module)[0] is outcome for module in self.modules)


def name_of_test(module: str) -> str:
    return "test_" + module.replace("-", "_").lower()


def _prefixed(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{name}" for name in names.split())


_NO_CONTACT = (
    Outcome.SKIPPED,
    (
        "`scopes_supported` does not offer it: address, e-mail and telephone go by their Vietnamese claims and only where a client is registered"
        " for them; asked for, the scope is dropped and the login succeeds"
    ),
)

BASIC_OP = Plan(
    "oidcc-basic-certification-test-plan",
    "OpenID Connect Core, Basic OP",
    "static client, discovery; each test with a client of the profile `basic` and one of the profile `legacy`",
    "test_oidc_basic_op.py",
    _prefixed(
        "oidcc-",
        """server response-type-missing idtoken-signature codereuse scope-address scope-all scope-email scope-phone scope-profile
        claims-essential claims-locales userinfo-get userinfo-post-body userinfo-post-header alternate-happy-flow display-page display-popup
        ui-locales login-hint id-token-hint prompt-login prompt-none-logged-in prompt-none-not-logged-in max-age-1 max-age-10000
        ensure-post-request-succeeds ensure-registered-redirect-uri ensure-request-object-with-redirect-uri
        ensure-request-with-acr-values-succeeds ensure-request-with-unknown-parameter-succeeds ensure-request-with-valid-pkce-succeeds
        ensure-request-without-nonce-succeeds-for-code-flow refresh-token codereuse-30seconds server-client-secret-post idtoken-unsigned
        request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
        unsigned-request-object-supported-correctly-or-rejected-as-unsupported""",
    ),
    {
        "oidcc-scope-address": _NO_CONTACT,
        "oidcc-scope-email": _NO_CONTACT,
        "oidcc-scope-phone": _NO_CONTACT,
        "oidcc-scope-all": _NO_CONTACT,
        "oidcc-idtoken-unsigned": (Outcome.SKIPPED, "id_tokens are always signed; `none` is not offered"),
        "oidcc-ensure-request-object-with-redirect-uri": (
            Outcome.SKIPPED,
            "an unsigned request object is answered with request_not_supported, at which the suite ends the module",
        ),
    },
)

BASIC_RP = Plan(
    "oidcc-client-basic-certification-test-plan",
    "OpenID Connect Core, Basic RP",
    "static client, plain request; the relying party that the exchange is to eID providers",
    "test_oidc_basic_rp.py",
    (
        "oidcc-client-test",
        *_prefixed(
            "oidcc-client-test-",
            """invalid-iss missing-sub invalid-aud missing-iat kid-absent-single-jwks kid-absent-multiple-jwks idtoken-sig-rs256
            idtoken-sig-none invalid-sig-rs256 userinfo-invalid-sub nonce-invalid scope-userinfo-claims client-secret-basic""",
        ),
    ),
)

FAPI2_SERVER = Plan(
    "fapi2-security-profile-final-test-plan",
    "FAPI 2.0 Security Profile Final, authorization server",
    "private_key_jwt, DPoP, OpenID Connect, plain FAPI, unsigned pushed requests, plain response",
    "test_fapi2_security_profile_server.py",
    _prefixed(
        "fapi2-security-profile-final-",
        """discovery-end-point-verification happy-flow user-rejects-authentication
        ensure-authorization-request-without-state-success ensure-authorization-request-without-nonce-success
        ensure-authorization-request-with-64-char-nonce-success ensure-other-scope-order-succeeds test-claims-parameter-identity-claims
        access-token-type-header-case-sensitivity check-dpop-proof-nbf-exp ensure-dpopproof-with-iat-10seconds-before-succeeds
        ensure-dpopproof-with-iat-10seconds-after-succeeds ensure-mismatched-dpop-jkt-fails
        ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt ensure-token-endpoint-fails-with-mismatched-dpop-jkt
        ensure-dpopproof-at-par-endpoint-binding-success ensure-dpop-auth-code-binding-success
        ensure-different-nonce-inside-and-outside-request-object ensure-different-state-inside-and-outside-request-object
        ensure-authorization-request-with-long-nonce ensure-authorization-request-with-long-state
        state-only-outside-request-object-not-used ensure-request-object-without-redirect-uri-fails
        plain-fapi-tolerate-unregistered-redirect-uri ensure-unsigned-authorization-request-without-using-par-fails
        ensure-redirect-uri-in-authorization-request ensure-response-type-code-idtoken-fails ensure-response-type-token-fails
        ensure-client-id-in-token-endpoint ensure-holder-of-key-required ensure-authorization-code-is-bound-to-client
        attempt-reuse-authorization-code-after-one-second ensure-token-endpoint-fails-with-expired-auth-code
        ensure-signed-client-assertion-with-RS256-fails ensure-client-assertion-in-token-endpoint
        ensure-client-assertion-with-exp-is-5-minutes-in-past-fails ensure-client-assertion-with-wrong-aud-fails
        ensure-client-assertion-with-no-sub-fails dpop-negative-tests refresh-token
        par-ensure-reused-request-uri-prior-to-auth-completion-succeeds par-attempt-reuse-request_uri
        par-attempt-to-use-expired-request_uri par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted
        par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
        par-attempt-to-use-request_uri-for-different-client par-authorization-request-containing-request_uri-form-param
        par-attempt-invalid-http-method par-ensure-pkce-required ensure-pkce-code-verifier-required
        incorrect-pkce-code-verifier-rejected par-plain-pkce-rejected par-without-duplicate-parameters par-test-array-as-audience-fails
        par-test-par-endpoint-url-as-audience-fails par-test-token-endpoint-url-as-audience-fails""",
    ),
    {
        "fapi2-security-profile-final-refresh-token": (
            Outcome.STRICTER,
            (
                "the module refreshes with a new DPoP key, and once more with the token before; here a refresh token stays with its key, and one"
                " that comes back revokes its family (RFC 9700 4.14.2, number 25 of the security baseline). FAPI 2.0 5.3.2.1 would rather not"
                " have refresh tokens rotated: they are here in every profile. The module's other checks hold"
            ),
        ),
    },
)

FAPI2_CLIENT = Plan(
    "fapi2-security-profile-final-client-test-plan",
    "FAPI 2.0 Security Profile Final, client",
    "private_key_jwt, DPoP, OpenID Connect, plain FAPI, unsigned pushed requests, plain response; the relying-party kit",
    "test_fapi2_security_profile_client.py",
    _prefixed(
        "fapi2-security-profile-final-client-test-",
        """happy-path discovery-issuer-mismatch invalid-iss invalid-aud invalid-secondary-aud invalid-null-alg invalid-alternate-alg
        invalid-expired-exp invalid-missing-exp invalid-missing-aud invalid-missing-iss valid-aud-as-array invalid-nonce
        invalid-missing-nonce invalid-authorization-response-iss remove-authorization-response-iss
        ensure-authorization-response-with-invalid-state-fails ensure-authorization-response-with-invalid-missing-state-fails
        token-endpoint-response-without-expires_in token-type-case-insensitivity rs-dpop-auth-scheme-case-insensitivity
        happy-path-no-dpop-nonce""",
    ),
)

PLANS = (BASIC_OP, BASIC_RP, FAPI2_SERVER, FAPI2_CLIENT)

# Plans the exchange was not measured by, and why.
OTHER_PLANS = {
    "oidcc-config-certification-test-plan": "it wants RS256 among `id_token_signing_alg_values_supported`; the exchange signs with ES256 alone"
    " (faster, and the one algorithm FAPI 2.0 and today's libraries share). Discovery itself is held by number 51 of the security baseline",
    "oidcc-implicit-…, oidcc-hybrid-…, oidcc-formpost-…": "only response_type `code` and response_mode `query` are served (RFC 9700 2.1.2)",
    "oidcc-dynamic-certification-test-plan": "relying parties are registered at a console and approved by an officer, not by a program",
    "oidcc-frontchannel-…, oidcc-session-management-…": "browsers that separate sites' cookies have ended both; sign-out is told server to server",
    "oidcc-rp-initiated-logout-…, oidcc-backchannel-…": "not ported by name; held by numbers 44 and 45 of the security baseline",
    "fapi2-message-signing-final-test-plan": "signed requests (JAR) are taken and held by number 9; signed responses (JARM) are not offered",
    "fapi2-security-profile-final, other variants": "mutual TLS, rich authorization requests, grant management and national profiles are not offered",
}
