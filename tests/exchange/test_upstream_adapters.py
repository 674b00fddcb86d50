"""What a lying provider cannot make an adapter believe, tried on each of them: the negative tests of a broker as a relying party."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ansinh import exchange, oidc, terms
from ansinh.kit import errors
from ansinh.wire import eid
from tests.exchange.hostile import ABSENT
from tests.exchange.liar import CLIENT, MANNERS, NOW, SECONDS, SECRET, Login
from tests.oidc.signing import hmac_signed, key, public, signed, unsigned

DISCOVERED = [kind for kind, manner in MANNERS.items() if manner.discovered]


@pytest.fixture(params=list(MANNERS))
def login(request: pytest.FixtureRequest) -> Login:
    return Login(request.param)


@pytest.fixture(params=DISCOVERED)
def discovered(request: pytest.FixtureRequest) -> Login:
    return Login(request.param)


def refusal(login: Login, begun: oidc.Begun | None = None, **changes: str | None) -> str:
    with pytest.raises(oidc.ProtocolError) as refused:
        login.finish(begun or login.begin(), NOW, **changes)
    return refused.value.code


def test_a_sound_answer_names_the_person_the_level_and_the_session(login: Login) -> None:
    vouched = login.finish(login.begin())
    person = vouched.person
    assert (person.issuer, person.subject) == (login.manner.issuer, "upstream-person")
    assert (person.citizen_number.value, person.full_name, person.birth_date.iso()) == ("001190000001", "Trần Thị Thử", "1990-05-02")
    assert (person.sex, person.assurance, person.auth_time) == (terms.Sex.FEMALE, eid.Assurance(2, 1), NOW)
    assert (vouched.sid, vouched.hint.count(".")) == ("upstream-session", 2)


def test_every_login_is_bound_by_state_nonce_and_proof_key_and_returns_to_an_address_of_its_own(login: Login) -> None:
    begun = login.begin()
    sent = {name: values[0] for name, values in parse_qs(urlsplit(begun.address).query).items()}
    assert sent["redirect_uri"] == f"http://127.0.0.1:8001{exchange.callback_path(login.upstream.declared.code)}"
    assert (sent["state"], sent["nonce"], sent["code_challenge_method"]) == (begun.attempt.state, begun.attempt.nonce, "S256")
    login.finish(begun)
    assert login.liar.forms[0]["code_verifier"] == begun.attempt.verifier


def test_no_two_providers_have_the_same_redirect_address() -> None:
    paths = [exchange.callback_path(Login(kind).upstream.declared.code) for kind in MANNERS]
    assert len(set(paths)) == len(MANNERS)


def test_29_an_answer_with_another_state_is_refused_before_its_code_is_used(login: Login) -> None:
    """Negative test 29."""
    begun = login.begin()
    for state in (None, "another", begun.attempt.state + "x"):
        assert refusal(login, begun, state=state) == "callback_state"
    assert login.liar.forms == []


def test_30_an_answer_that_names_another_issuer_is_refused_before_its_code_is_used(login: Login) -> None:
    """Negative test 30."""
    begun = login.begin()
    for issuer in ("https://other.example", login.manner.issuer + "/"):
        assert refusal(login, begun, iss=issuer) == "callback_issuer"
    assert login.liar.forms == []


def test_30_an_answer_without_issuer_is_refused_where_the_provider_promised_one(discovered: Login) -> None:
    """Negative test 30."""
    assert refusal(discovered, iss=None) == "callback_issuer"


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"])
@pytest.mark.parametrize(
    "address", ["https://other.example/token", "http://127.0.0.1:5432/", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_30_36_metadata_that_names_an_address_elsewhere_begins_no_login(discovered: Login, endpoint: str, address: str) -> None:
    """Negative tests 30 (mix-up) and 36 (private addresses)."""
    discovered.liar.metadata = {endpoint: address}
    with pytest.raises(oidc.ProtocolError, match="discovery_endpoint"):
        discovered.begin()
    assert discovered.liar.asked == [("GET", "/.well-known/openid-configuration")]


def test_30_metadata_of_another_issuer_begins_no_login(discovered: Login) -> None:
    """Negative test 30."""
    discovered.liar.metadata = {"issuer": "https://other.example"}
    with pytest.raises(oidc.ProtocolError, match="discovery_issuer"):
        discovered.begin()


def test_30_a_broker_that_is_configured_is_never_asked_what_it_is() -> None:
    """Negative test 30: what is not read cannot mix anything up."""
    login = Login("national_broker")
    login.finish(login.begin())
    assert login.liar.asked == [("POST", "/oauth2/token"), ("GET", "/oauth2/jwks"), ("POST", "/oauth2/userinfo")]


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://other.example"}, "id_token_iss"),
        ({"aud": "other"}, "id_token_aud"),
        ({"aud": [CLIENT, "stranger"]}, "id_token_aud"),
        ({"azp": "other"}, "id_token_azp"),
        ({"exp": SECONDS - 60}, "id_token_exp"),
        ({"iat": ABSENT}, "id_token_iat"),
        ({"nonce": ABSENT}, "id_token_nonce"),
        ({"nonce": "nonce-of-the-attacker"}, "id_token_nonce"),
        ({"sub": ABSENT}, "id_token_sub"),
        ({"at_hash": "wrong"}, "id_token_at_hash"),
        ({"sub": "another-person"}, "userinfo_sub"),
    ],
)
def test_31_an_id_token_that_does_not_fit_names_nobody(login: Login, claims: dict[str, Any], reason: str) -> None:
    """Negative test 31."""
    login.liar.claims = claims
    assert refusal(login) == reason


def test_31_a_token_that_is_not_signed_as_agreed_names_nobody(login: Login) -> None:
    """Negative test 31."""
    stranger = key("ec", 7) if login.manner.algorithm == "ES256" else key("rsa", 7)
    kid = login.manner.key.kid
    forged = {
        unsigned({"sub": "upstream-person"}): "id_token_alg",
        hmac_signed({"sub": "upstream-person"}, str(public(login.manner.key)).encode(), kid=kid): "id_token_alg",
        signed({"sub": "upstream-person"}, key("okp"), alg="EdDSA", kid=kid): "id_token_alg",
        signed({"sub": "upstream-person"}, stranger, alg=login.manner.algorithm, kid=kid): "id_token_signature",
        signed({"sub": "upstream-person"}, stranger, alg=login.manner.algorithm, kid="../keys"): "id_token_key",
        "not a token": "id_token_shape",
    }
    for token, reason in forged.items():
        login.liar.id_token = token
        assert refusal(login) == reason


def test_31_an_unknown_key_causes_one_look_at_the_providers_keys_and_no_more(login: Login) -> None:
    """Negative test 31."""
    login.finish(login.begin())
    login.liar.header = {"kid": "invented"}
    for seconds in (40, 41, 42):
        with pytest.raises(oidc.UnknownKeyError):
            login.finish(login.begin(), now=NOW + timedelta(seconds=seconds))
    assert login.liar.asked.count(("GET", login.manner.keys_path)) == 2


def test_31_a_new_key_of_the_provider_is_found_at_its_first_use(login: Login) -> None:
    """Negative test 31, the other side: the one look is enough where the provider changed its key."""
    login.liar.published = [key("okp")]
    with pytest.raises(oidc.UnknownKeyError):
        login.finish(login.begin())
    login.liar.published = [key("okp"), login.manner.key]
    later = NOW + timedelta(seconds=31)
    assert login.finish(login.begin(), now=later).person.subject == "upstream-person"


@pytest.mark.parametrize(
    "acr", [ABSENT, "1", "", None, "LoA9", "urn:ansinh:acr:9.9", "urn:ansinh:acr:2.2 ", 2, ["gold"], {"gold": 1}, "Gold"]
)
def test_32_a_level_that_is_absent_or_not_written_down_is_unknown(login: Login, acr: object) -> None:
    """Negative test 32."""
    login.liar.claims = {"acr": acr}
    assert login.finish(login.begin(eid.Assurance(2, 2))).person.assurance == eid.UNKNOWN


def test_32_a_level_in_userinfo_counts_for_nothing(login: Login) -> None:
    """Negative test 32: the signed token alone says what was reached."""
    login.liar.claims, login.liar.userinfo = {"acr": ABSENT}, {"acr": login.manner.level_2_1, "amr": ["hwk"]}
    person = login.finish(login.begin()).person
    assert (person.assurance, person.amr) == (eid.UNKNOWN, ("pwd",))


def test_32_what_was_reached_is_told_and_not_what_was_asked(login: Login) -> None:
    """Negative test 32."""
    assert login.finish(login.begin(eid.Assurance(2, 4))).person.assurance == eid.Assurance(2, 1)


@pytest.mark.parametrize("auth_time", [SECONDS - 3600, ABSENT, "now", True, -1])
def test_33_a_login_that_is_too_old_or_of_unknown_age_does_not_satisfy_max_age(login: Login, auth_time: object) -> None:
    """Negative test 33."""
    login.liar.claims = {"auth_time": auth_time}
    assert refusal(login, login.begin(max_age_s=60)) == "id_token_auth_time"
    assert refusal(login, login.begin(prompt="login")) == "id_token_auth_time"


HOSTILE_NAMES = [
    "a" * 500,
    "",
    "Trần\x00Thử",
    "Trần\nThử",
    "\u202eửhT",
    "Thử\u200fTrần",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    {"a": "b"},
    7,
    None,
]
HOSTILE_NUMBERS = ["00119000000", "0011900000011", "00119000000x", "٠٠١١٩٠٠٠٠٠٠١", " 00119000001", "", 1190000001, ["001190000001"], None]
HOSTILE_DATES = ["1990-13-45", "19901345", "yesterday", "", 19900502, "1990-05-02T00:00:00Z", "９９９９", None]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        *(("full_name", value) for value in HOSTILE_NAMES),
        *(("citizen_number", value) for value in HOSTILE_NUMBERS),
        *(("birth_date", value) for value in HOSTILE_DATES),
    ],
)
def test_34_values_that_cannot_be_believed_name_nobody(login: Login, term: str, value: object) -> None:
    """Negative test 34."""
    login.liar.userinfo = {getattr(login.manner.names, term): value}
    with pytest.raises(terms.TermError) as refused:
        login.finish(login.begin())
    assert refused.value.field in {term, getattr(login.manner.names, term)}
    assert str(value) not in str(refused.value) or value in {"", None}


@pytest.mark.parametrize("sex", ["<b>", "a" * 5000, 9, None, ["female"], ABSENT])
def test_34_a_sex_that_is_not_understood_is_unknown(login: Login, sex: object) -> None:
    """Negative test 34: the one claim that may be missing."""
    login.liar.userinfo = {login.manner.names.sex: sex}
    assert login.finish(login.begin()).person.sex is terms.Sex.UNKNOWN


def test_34_a_person_without_a_citizen_number_is_refused_by_the_name_of_what_is_missing(login: Login) -> None:
    """Negative test 34."""
    login.liar.userinfo = {login.manner.names.citizen_number: ABSENT}
    with pytest.raises(terms.TermError) as refused:
        login.finish(login.begin())
    assert (refused.value.field, refused.value.reason) == (login.manner.names.citizen_number, "is missing")


def test_34_the_account_of_an_enterprise_is_not_a_persons() -> None:
    """Negative test 34."""
    login = Login("national_broker")
    login.liar.userinfo = {"LoaiTaiKhoan": "2"}
    with pytest.raises(terms.TermError, match="LoaiTaiKhoan"):
        login.finish(login.begin())


def test_35_a_code_of_another_login_fails_on_the_nonce_where_the_provider_ignores_the_proof_key(login: Login) -> None:
    """Negative test 35."""
    attackers = login.begin().attempt.nonce
    victims = login.begin()
    login.liar.nonce = attackers
    assert refusal(login, victims) == "id_token_nonce"


@pytest.mark.parametrize("answer", ["token_path", "userinfo_path", "keys_path"])
def test_36_a_provider_that_does_not_answer_is_down_and_not_believed(login: Login, answer: str) -> None:
    """Negative test 36."""
    begun = login.begin()
    login.liar.down = getattr(login.manner, answer)
    with pytest.raises(errors.CounterpartDown):
        login.finish(begun)


def test_36_an_address_in_a_header_of_the_token_is_never_fetched(login: Login) -> None:
    """Negative test 36: the liar's own address is the only one that is asked."""
    login.liar.header = {"jku": "http://169.254.169.254/keys", "x5u": "http://127.0.0.1/"}
    login.finish(login.begin())
    assert {path for _, path in login.liar.asked} <= {
        "/.well-known/openid-configuration",
        login.manner.token_path,
        login.manner.userinfo_path,
        login.manner.keys_path,
    }


def test_the_broker_gets_the_secret_in_the_form_and_the_others_in_the_header() -> None:
    forms = {}
    for kind in MANNERS:
        login = Login(kind)
        login.finish(login.begin())
        forms[kind] = login.liar.forms[0].keys() & {"client_secret", "basic"}
    assert forms == {"generic": {"basic"}, "mps_sso": {"basic"}, "national_broker": {"client_secret"}}
    assert SECRET not in str(Login("generic").upstream.__dict__)


@pytest.mark.parametrize(
    ("kind", "demands", "asked"),
    [
        ("mps_sso", [], None),
        ("mps_sso", [eid.Assurance(2, 2), eid.Assurance(1, 0)], "urn:ansinh:acr:2.2 urn:ansinh:acr:1.0"),
        ("national_broker", [], "LoA1"),
        ("national_broker", [eid.Assurance(1, 2)], "LoA1"),
        ("national_broker", [eid.Assurance(2, 3), eid.Assurance(2, 2)], "LoA2"),
        ("generic", [eid.Assurance(2, 1)], None),
    ],
)
def test_demands_are_sent_in_the_providers_own_notation(kind: str, demands: list[eid.Assurance], asked: str | None) -> None:
    sent = parse_qs(urlsplit(Login(kind).begin(*demands).address).query)
    assert sent.get("acr_values") == (None if asked is None else [asked])


def test_where_levels_can_be_asked_for_the_least_value_that_meets_the_demand_is_sent() -> None:
    known = {"tin": eid.Assurance(1, 1), "silver": eid.Assurance(1, 2), "gold": eid.Assurance(2, 2)}
    levels = exchange.LevelMap(reached=known, askable=known)
    assert levels.asking_for([eid.Assurance(1, 2), eid.Assurance(1, 0)]) == ("silver", "tin")
    assert levels.asking_for([eid.Assurance(2, 4)]) == ()


def test_the_browser_signs_out_at_the_provider_with_the_token_as_a_hint(login: Login) -> None:
    address = login.upstream.logout_address(
        hint="the-id-token", post_logout_redirect_uri="http://127.0.0.1:8001/oidc/logout/done", state="s", now=NOW, ui_locales=("vi",)
    )
    assert address is not None
    assert address.startswith(login.manner.issuer)
    assert "id_token_hint=the-id-token" in address


@pytest.mark.parametrize(
    ("metadata", "easing"),
    [
        ({"code_challenge_methods_supported": ABSENT}, {"pkce_announced": False}),
        ({"code_challenge_methods_supported": ["plain"]}, {"pkce_announced": False}),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, None),
        ({"token_endpoint": "https://tokens.example/t"}, {"origins": ("https://tokens.example",)}),
    ],
)
def test_a_provider_that_offers_less_is_refused_until_the_easing_is_written_down(
    metadata: dict[str, Any], easing: dict[str, Any] | None
) -> None:
    def begin(strictness: oidc.Strictness) -> oidc.Begun:
        login = Login("generic")
        login.liar.metadata = metadata
        registration = oidc.Registration(
            login.manner.issuer, CLIENT, SECRET, "http://127.0.0.1:8001/commonauth/BANK", strictness=strictness
        )
        return oidc.RelyingParty(registration, login.liar).begin(now=NOW, random=lambda: "r" * 43)

    with pytest.raises(oidc.ProtocolError, match="discovery_"):
        begin(oidc.Strictness(algorithms=("RS256",)))
    if easing is not None:
        assert "code_challenge_method=S256" in begin(oidc.Strictness(algorithms=("RS256",), **easing)).address
