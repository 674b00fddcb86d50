"""The security baseline: 52 attacks on an identity exchange, what each must come to, and which tests hold it.

A test holds a number when the number stands at the head of its name (`test_18_...`, several as `test_12_13_...`).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
# Where names with small numbers at their head speak of this baseline; the gateway's tests number its answer codes.
ROOMS = ("conformance", "console", "exchange", "identity", "kit", "oidc", "partners", "portal", "provider", "sandbox_eid", "wire")
_HEAD = re.compile(r"test_((?:[0-9]{1,2}_)+)")


@dataclass(frozen=True, slots=True)
class Attack:
    number: int
    tried: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    attacks: tuple[Attack, ...]


@cache
def names_by_number() -> Mapping[int, list[str]]:
    """For each number the tests that hold it, as `room/file.py::name`, in order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(_tests()):
        head = _HEAD.match(name.rpartition("::")[2])
        assert head is not None
        for number in {int(each) for each in head[1].split("_") if each}:
            found[number].append(name)
    return found


def _tests() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((TESTS / room).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _HEAD.match(node.name):
                    yield f"{path.relative_to(TESTS)}::{node.name}"


def _part(title: str, *attacks: tuple[int, str, str]) -> Part:
    return Part(title, tuple(Attack(*each) for each in attacks))


PARTS = (
    _part(
        "Authorization endpoint",
        (
            1,
            "redirect_uri with an extra path, query or fragment, other case, `..`, user information, another port, a sub-domain",
            "error page, no redirect",
        ),
        (2, "unknown client_id", "error page, no redirect"),
        (3, "response_type token, id_token, code id_token", "unsupported_response_type"),
        (4, "no code_challenge, or method plain", "invalid_request"),
        (5, "a parameter twice (two redirect_uri, two client_id)", "invalid_request"),
        (6, "scope or claims that are not registered for the relying party", "never told, even if the person would agree"),
        (7, "a client of the secure profile without a pushed request", "invalid_request"),
        (
            8,
            "request_uri again after the login, expired, of another client, not issued here (an http address)",
            "invalid_request_uri; nothing is fetched",
        ),
        (
            9,
            "request object with alg none, HS256 with the public key, wrong aud, exp or nbf more than 60 s off, other parameters outside than inside",
            "refused; what stands outside does not count",
        ),
        (10, "prompt=none without a session; with consent missing", "login_required; consent_required; no page is shown"),
        (11, "max_age=1 with an old session", "a new login and a newer auth_time"),
        (12, "an essential acr the person cannot reach; an acr value nobody knows", "error, never a lower level; not silently dropped"),
        (13, "two acr_values", "the relying party's order is kept among those that can be reached"),
        (14, "login, consent and approval pages in a frame, or their forms without our token", "refused"),
        (15, "session fixation: the session before and after login and step-up", "another session id each time"),
        (16, "answers and error answers without `iss`", "every one carries it"),
        (17, "the code in a Referer, a log, a page, a cache", "it is in none; answers are not stored"),
    ),
    _part(
        "Token, userinfo, introspection",
        (
            18,
            "a code used twice, and by several at once",
            "invalid_grant and the tokens of the first use are revoked; exactly one of many wins",
        ),
        (
            19,
            "a code after 60 s, with another client's authentication, another redirect_uri, a wrong or no verifier, a verifier where no challenge was",
            "invalid_grant",
        ),
        (
            20,
            "client assertion with a used jti, wrong aud (a list, the token endpoint), no sub, expired, iat more than 60 s ahead, alg RS256, none, HS256, another client's key, a kid that is a path or an address",
            "invalid_client",
        ),
        (
            21,
            "client_secret_post from a client registered for private_key_jwt; two ways at once; many failed attempts",
            "invalid_client; limited per client and per address",
        ),
        (
            22,
            "DPoP with a used jti, old or future iat, wrong htu or htm, no ath or a hexadecimal one at a resource, another key than the bound one, a symmetric or private key in the header, alg none, two headers",
            "invalid_dpop_proof",
        ),
        (23, "a token that is bound to a key, sent as Bearer", "401"),
        (24, "dpop_jkt in the pushed request, another key at the token endpoint", "invalid_grant"),
        (
            25,
            "a rotated refresh token again; more scopes; beyond its absolute life",
            "the whole family is revoked; invalid_scope; invalid_grant",
        ),
        (
            26,
            "relying party B asks about a token of A; userinfo without scope openid; id_token as access token and the reverse",
            "active=false; 403; 401",
        ),
        (27, "userinfo beyond what was agreed to; a login of level 1 for claims of level 2", "never told"),
        (28, "the same person at two sectors; a sector that does not list every address", "another sub at each; registration refused"),
    ),
    _part(
        "The exchange as a relying party",
        (29, "upstream state missing, of another browser, replayed", "no session"),
        (
            30,
            "an answer with the `iss` of provider B in a login begun at A; metadata of B that names A's endpoint; one redirect address for two providers",
            "refused",
        ),
        (
            31,
            "id_token with alg none, HS256 with the public key, unknown kid, wrong iss, aud, azp, a strange member in aud, exp past, no iat, no or another nonce, wrong at_hash, no sub, sub other than userinfo's",
            "no session",
        ),
        (
            32,
            "the provider reached less than was asked, says a level nobody knows, or none",
            "a step up or an error, never passed on as asked; none is level 0",
        ),
        (33, "upstream auth_time older than max_age", "a new login"),
        (
            34,
            "upstream values that are too long, with control characters, right-to-left marks, HTML, a wrong count of digits, an impossible birth date",
            "refused, or shown escaped",
        ),
        (35, "an attacker's code in another person's callback", "fails on PKCE and nonce"),
        (36, "upstream answers of 10 MB, slow ones, redirect loops, private addresses in key addresses", "bounded and refused"),
        (37, "userinfo posted by the browser with a forged TechID", "impossible: identity comes through the back channel only"),
        (38, "provider switched off or relying party blocked while a login is under way", "an error, no token"),
    ),
    _part(
        "Linking, sessions, sign-out, consent",
        (
            39,
            "a linking proof for another account, issuer, subject or session, used twice, after link, unlink or sign-out",
            "worth nothing",
        ),
        (40, "a linking address forged by a relying party, guessed, opened in another browser", "refused"),
        (
            41,
            "linking because e-mail, telephone or number are equal; a second person's eID for the same record",
            "refused; a case for an officer",
        ),
        (42, "an answer nobody asked for where only linking is allowed", "refused"),
        (43, "a number that changed, a death, a lock told by the population side or the provider", "sessions end, the link is frozen"),
        (44, "post_logout_redirect_uri that is not registered; id_token_hint of another client or unsigned", "no redirect"),
        (
            45,
            "logout token without its type, with nonce, used before, without events, with wrong aud; forged sign-out; sign-out from either side",
            "400; exactly that session ends; confirmation is asked; everybody is told, no loop",
        ),
        (
            46,
            "a QR code used again, expired, scanned by another account, approved after the browser's session changed; three wrong numbers; a flood of requests",
            "refused; locked; limited",
        ),
        (
            47,
            "one-time code used again, five wrong tries, tries in parallel, another transaction's code, timing of unknown accounts",
            "none succeeds, none tells who exists",
        ),
        (
            48,
            "WebAuthn with wrong origin, rp id, challenge, no user verification where asked, a counter that went back, another person's credential",
            "refused",
        ),
        (
            49,
            "consent withdrawn; what is shown and what is sent; releases without a record",
            "refresh and userinfo stop at once; the same claims; one audit event each, visible to the person",
        ),
        (
            50,
            "key rotation",
            "old key verifies to the end of its last token, new key is published before use, a retired one never signs, an emergency takes tokens along",
        ),
        (51, "discovery that promises what is not so", "every endpoint, algorithm and flag answers as said"),
        (52, "codes, tokens, secrets, verifiers, whole citizen numbers in logs and traces", "none"),
    ),
)
