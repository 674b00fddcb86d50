"""What a client can get wrong about its token: each rule with a client that breaks it and one that does not."""

from datetime import timedelta

from tests.vendors.builders import MD5, NOW, broken, checked_in, credentials, kept, token, took_token

REFUSED = {"maKetQua": "401", "ghiChu": "Token không đúng. Token đã hết hạn, vui lòng lấy token mới."}
LATER = NOW + timedelta(minutes=11)


def test_a_token_before_each_call_is_too_many() -> None:
    wasteful = [call for n in range(4) for call in (took_token(after_s=20 * n), kept(after_s=20 * n + 1))]
    thrifty = [took_token(), *(kept(after_s=20 * n) for n in range(1, 9)), took_token(after_s=601)]
    assert "TOKEN-01" in broken(*wasteful)
    assert "TOKEN-01" not in broken(*thrifty)


def test_a_new_token_after_a_refused_one_is_not_too_many() -> None:
    calls = [call for n in range(4) for call in (took_token(after_s=20 * n), kept(after_s=20 * n + 1, reply=REFUSED))]
    assert "TOKEN-01" not in broken(*calls)


def test_a_stale_token_is_not_sent_again() -> None:
    stubborn = [kept(reply=REFUSED), kept(after_s=1)]
    renewed = [kept(reply=REFUSED), took_token(after_s=1), kept(query=credentials(LATER), after_s=2)]
    assert "TOKEN-02" in broken(*stubborn)
    assert "TOKEN-02" not in broken(*renewed)


def test_the_md5_of_the_password_is_in_capitals() -> None:
    assert "TOKEN-03" in broken(took_token(password=MD5.lower()))
    assert "TOKEN-03" not in broken(took_token())


def test_the_password_is_an_md5() -> None:
    assert "TOKEN-04" in broken(took_token(password="lua-mai-1234", code="401"))
    assert "TOKEN-04" not in broken(took_token(password=MD5.lower()))


def test_a_token_arrives_as_it_was_given() -> None:
    assert "TOKEN-05" in broken(kept(query=credentials(token=token()[:60]), reply=REFUSED))
    assert "TOKEN-05" in broken(kept(query=credentials(token=f"{token()[:95]} "), reply=REFUSED))
    assert "TOKEN-05" not in broken(kept(), checked_in())


def test_bearer_authentication_is_no_part_of_the_gateway() -> None:
    assert "TOKEN-06" in broken(kept(headers={"authorization": f"Bearer {token()}"}))
    assert "TOKEN-06" not in broken(kept())


def test_credentials_travel_where_the_call_reads_them() -> None:
    lookup_in_headers = kept(query=b"", headers={"accesstoken": token(), "tokenid": "00000000-0000-4000-8000-000000000001"})
    check_in_in_query = checked_in(headers={"accesstoken": "", "tokenid": ""})
    assert "TOKEN-07" in broken(lookup_in_headers)
    assert "TOKEN-07" in broken(check_in_in_query)
    assert "TOKEN-07" not in broken(kept(), checked_in(), took_token())
