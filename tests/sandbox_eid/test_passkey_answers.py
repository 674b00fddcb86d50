"""48, without a server: what an authenticator may and may not answer."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.kit import errors
from ansinh.sandbox.eid.factors import passkeys
from ansinh.sandbox.eid.factors.passkeys import Made, Site, WhyNot
from tests.sandbox_eid.authenticator import PRESENT, VERIFIED, Authenticator, text

SITE = Site("id.example", "https://id.example")
CHALLENGE, OTHER_CHALLENGE = b"c" * 32, b"d" * 32


def authenticator() -> Authenticator:
    return Authenticator(SITE.origin, SITE.rp_id)


def registered(key: Authenticator) -> Made:
    options = passkeys.ask_to_make(SITE, challenge=CHALLENGE, user_handle=b"u" * 16, username="1", full_name="A", held=[])
    return passkeys.check_made(SITE, key.make(options), challenge=CHALLENGE)


def used(key: Authenticator, made: Made, **how: object) -> int:
    options = passkeys.ask_to_log_in(SITE, challenge=CHALLENGE, allowed=[])
    answer = passkeys.read_answer(key.use(options, **how))  # type: ignore[arg-type]
    return passkeys.check_use(SITE, answer, challenge=CHALLENGE, public_key=made.public_key)


def test_a_right_answer_gives_its_counter() -> None:
    key = authenticator()
    made = registered(key)
    assert [used(key, made), used(key, made)] == [1, 2]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"origin": "https://id.example.evil.test"}, id="origin"),
        pytest.param({"origin": "http://id.example"}, id="scheme"),
        pytest.param({"rp_id": "example"}, id="rp_id"),
        pytest.param({"challenge": text(OTHER_CHALLENGE)}, id="challenge"),
        pytest.param({"type": "webauthn.create"}, id="ceremony"),
        pytest.param({"flags": PRESENT}, id="not_verified"),
        pytest.param({"flags": VERIFIED}, id="not_present"),
    ],
)
def test_48_an_answer_for_another_site_challenge_or_ceremony_or_of_nobody_verified_is_refused(how: dict[str, object]) -> None:
    key = authenticator()
    made = registered(key)
    with pytest.raises(errors.Refused, match="not right"):
        used(key, made, **how)


@pytest.mark.parametrize(
    "how",
    [{"origin": "https://evil.test"}, {"rp_id": "evil.test"}, {"challenge": text(OTHER_CHALLENGE)}, {"flags": PRESENT}, {"fmt": "tpm"}],
    ids=["origin", "rp_id", "challenge", "not_verified", "attestation_of_a_maker"],
)
def test_48_no_passkey_is_made_from_such_an_answer_either(how: dict[str, object]) -> None:
    options = passkeys.ask_to_make(SITE, challenge=CHALLENGE, user_handle=b"u" * 16, username="1", full_name="A", held=[])
    with pytest.raises(errors.Refused):
        passkeys.check_made(SITE, authenticator().make(options, **how), challenge=CHALLENGE)  # type: ignore[arg-type]


def test_48_the_signature_of_another_key_is_refused() -> None:
    made = registered(authenticator())
    with pytest.raises(errors.Refused):
        used(authenticator(), made)


@pytest.mark.parametrize(
    ("sign_count", "kept", "expected"), [(0, 0, False), (1, 0, False), (6, 5, False), (5, 5, True), (4, 5, True), (0, 5, True)]
)
def test_48_a_counter_has_to_grow_unless_the_authenticator_does_not_count(sign_count: int, kept: int, *, expected: bool) -> None:
    assert passkeys.went_back(sign_count, kept=kept) is expected


def test_verification_a_discoverable_key_and_no_attestation_are_asked_for() -> None:
    making = passkeys.ask_to_make(SITE, challenge=CHALLENGE, user_handle=b"u" * 16, username="1", full_name="A", held=[b"x"])
    using = passkeys.ask_to_log_in(SITE, challenge=CHALLENGE, allowed=[])
    selection = making["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"], using["userVerification"]) == ("required",) * 3
    assert making["attestation"] == "none"
    assert [each["id"] for each in making["excludeCredentials"]] == [text(b"x")]
    assert making["rp"]["id"] == using["rpId"] == "id.example"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rawId", "type", "response", "x"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.one_of(_JSON.map(json.dumps), st.text(max_size=40), st.just("[" * 5000), st.just("9" * 9000), st.just("a" * 20_000)))
def test_whatever_is_sent_instead_of_an_answer_is_refused_and_nothing_else(answer: str) -> None:
    with pytest.raises(errors.Refused):
        passkeys.check_made(SITE, answer, challenge=CHALLENGE)
    with pytest.raises(errors.Refused):
        passkeys.check_use(SITE, passkeys.read_answer(answer), challenge=CHALLENGE, public_key=b"")


@settings(max_examples=80)
@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "attestationObject"]), st.binary(max_size=200))
def test_an_answer_with_any_part_replaced_is_refused_and_nothing_else(part: str, junk: bytes) -> None:
    key = authenticator()
    made = registered(key)
    options = passkeys.ask_to_make(SITE, challenge=CHALLENGE, user_handle=b"u" * 16, username="1", full_name="A", held=[])
    said = json.loads(key.make(options) if part == "attestationObject" else key.use(options))
    said["response"][part] = text(junk)
    answer = json.dumps(said)
    with pytest.raises(errors.Refused):
        _check(answer, made, making=part == "attestationObject")


def _check(answer: str, made: Made, *, making: bool) -> None:
    if making:
        passkeys.check_made(SITE, answer, challenge=CHALLENGE)
    else:
        passkeys.check_use(SITE, passkeys.read_answer(answer), challenge=CHALLENGE, public_key=made.public_key)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8002", Site("localhost", "http://localhost:8002")),
        ("https://id.example", Site("id.example", "https://id.example")),
        ("http://eid.localhost:1", Site("eid.localhost", "http://eid.localhost:1")),
        ("http://127.0.0.1:8002", WhyNot.NEEDS_A_NAME),
        ("https://[::1]:8002", WhyNot.NEEDS_A_NAME),
        ("http://id.example", WhyNot.NEEDS_HTTPS),
    ],
)
def test_passkeys_belong_to_a_host_name_over_https_or_on_this_machine(url: str, expected: object) -> None:
    assert passkeys.site_of(url) == expected
