"""The relying party's judgement of the answer that comes through the browser."""

from datetime import UTC, datetime
from itertools import count

import pytest

from ansinh import oidc

ATTEMPT = oidc.Attempt(issuer="https://a.example", state="the-state", nonce="n", verifier="v")


def check(params: dict[str, str], *, sends_issuer: bool = True) -> str:
    return oidc.check_callback(params, attempt=ATTEMPT, sends_issuer=sends_issuer)


def test_an_answer_to_our_question_gives_its_code() -> None:
    assert check({"state": "the-state", "iss": "https://a.example", "code": "c"}) == "c"


@pytest.mark.parametrize("params", [{}, {"state": "other", "code": "c"}, {"code": "c", "iss": "https://a.example"}, {"state": "đ"}])
def test_29_an_answer_with_another_state_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(params)
    assert refused.value.code == "callback_state"


@pytest.mark.parametrize("answer", [{"code": "c"}, {"error": "access_denied"}])
@pytest.mark.parametrize("issuer", ["https://b.example", "https://a.example/", None])
def test_30_an_answer_of_another_provider_is_refused_errors_too(answer: dict[str, str], issuer: str | None) -> None:
    params = {"state": "the-state", **answer} | ({"iss": issuer} if issuer else {})
    with pytest.raises(oidc.ProtocolError) as refused:
        check(params)
    assert refused.value.code == "callback_issuer"


def test_a_provider_that_never_promised_its_name_need_not_send_it_but_may_not_send_another() -> None:
    assert check({"state": "the-state", "code": "c"}, sends_issuer=False) == "c"
    with pytest.raises(oidc.ProtocolError, match="callback_issuer"):
        check({"state": "the-state", "code": "c", "iss": "https://b.example"}, sends_issuer=False)


@pytest.mark.parametrize(
    ("sent", "code"), [("access_denied", "access_denied"), ("<script>", "script"), ("!!", "server_error"), ("a" * 99, "a" * 60)]
)
def test_an_error_of_the_provider_is_passed_on_by_its_code_alone(sent: str, code: str) -> None:
    with pytest.raises(oidc.ProviderRefusedError) as refused:
        check({"state": "the-state", "iss": "https://a.example", "error": sent, "error_description": "<b>hostile</b>"})
    assert refused.value.code == code
    assert "hostile" not in refused.value.detail


@pytest.mark.parametrize("params", [{}, {"code": "c" * 2049}])
def test_an_answer_without_a_usable_code_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(oidc.ProtocolError, match="callback_code"):
        check({"state": "the-state", "iss": "https://a.example", **params})


def test_every_login_begins_with_new_secrets_and_sends_only_the_challenge() -> None:
    numbers = count()
    provider = oidc.Provider("https://a.example", "https://a.example/auth", "", "", "")
    begun = oidc.begin(
        provider,
        "portal",
        redirect_uri="https://rp.example/cb",
        random=lambda: f"random-{next(numbers)}-" + "x" * 43,
        now=datetime(2026, 3, 2, tzinfo=UTC),
        acr_values=("LoA2", "LoA1"),
    )
    assert len({begun.attempt.state, begun.attempt.nonce, begun.attempt.verifier}) == 3
    assert begun.attempt.verifier not in begun.address
    assert oidc.challenge_of(begun.attempt.verifier) in begun.address
    assert "acr_values=LoA2+LoA1" in begun.address
    assert begun.attempt.verifier not in repr(begun)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (400, {"error": "invalid_grant"}),
        (200, {"error": "x", "access_token": "a", "id_token": "i", "token_type": "Bearer"}),
        (200, []),
        (200, {"access_token": "a", "token_type": "Bearer"}),
        (200, {"access_token": "a", "id_token": "i", "token_type": "DPoP"}),
        (200, {"access_token": 1, "id_token": "i", "token_type": "Bearer"}),
    ],
)
def test_a_token_answer_that_is_not_whole_is_refused(status: int, answer: object) -> None:
    with pytest.raises(oidc.ProtocolError, match="token_answer"):
        oidc.read_tokens(status, answer)


@pytest.mark.parametrize("answer", [None, [], {}, {"sub": "other"}, {"sub": ["person-1"]}])
def test_31_userinfo_of_another_person_is_refused(answer: object) -> None:
    token = oidc.IdToken(issuer="https://a.example", subject="person-1", acr=None, amr=(), auth_time=None, sid=None, raw="")
    with pytest.raises(oidc.ProtocolError, match="userinfo_sub"):
        oidc.check_userinfo(answer, id_token=token)
