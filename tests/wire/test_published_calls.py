"""The list of published calls agrees with what is served; and what may be kept of our own sentences."""

import pytest

from ansinh.wire import gateway

GUID = "id_token=00000000-0000-4000-8000-000000000001"
TOKEN = gateway.AccessToken(b"\x07" * 32, "99001_BV", 1).render()


def test_every_call_that_is_served_is_published() -> None:
    assert {path.lower() for path in gateway.openapi_paths()} - set(gateway.PUBLISHED_BY_PATH) == set()


@pytest.mark.parametrize("generation", gateway.GENERATIONS, ids=lambda generation: generation.name)
def test_each_generation_needs_the_fields_it_is_read_for(generation: gateway.Generation) -> None:
    for path in generation.paths.values():
        call = gateway.PUBLISHED_BY_PATH[path.lower()]
        assert call.path == path
        assert set(call.needed) == set(generation.required)
        assert set(generation.optional) <= set(call.allowed)


def test_the_generations_before_officers_were_named_are_off() -> None:
    lookups = [call for call in gateway.PUBLISHED if call.kind is gateway.CallKind.LOOKUP]
    assert {call.generation for call in lookups if call.off_since is None} == {"2024"}


def test_no_invented_path_is_published() -> None:
    assert set(gateway.INVENTED_BY_PATH) & set(gateway.PUBLISHED_BY_PATH) == set()


@pytest.mark.parametrize(
    ("query", "body", "headers"),
    [
        (b"username=99001_bv&token=x", b"", []),
        (b"", b'{"USERNAME": "99001_BV"}', []),
        (b"", b"username=99001_BV&password=x", []),
        (f"token={TOKEN}&{GUID}".encode(), b"", []),
        (b"", b"", [(b"accesstoken", TOKEN.encode())]),
        (b"", b"", [(b"authorization", b"Bearer " + TOKEN.encode())]),
        (b"", b"", [(b"username", b"99001_BV")]),
    ],
)
def test_a_call_names_its_account_in_many_places(query: bytes, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    assert gateway.claimed_username(query, body, headers) == "99001_BV"


@pytest.mark.parametrize("body", [b"", b'{"username": "nobody"}', b"username=99001_BVX", b"\xff" * 300, b"token=" + b"A" * 96])
def test_a_call_that_names_no_account_is_nobodys(body: bytes) -> None:
    assert gateway.claimed_username(b"", body, []) == ""


@pytest.mark.parametrize("code", gateway.ResultCode)
def test_our_own_refusals_may_be_kept(code: gateway.ResultCode) -> None:
    assert gateway.public_note(f"{gateway.SENTENCES[code]}.")
    assert gateway.public_note(f"{gateway.SENTENCES[code]}. Null hoTenCb")


@pytest.mark.parametrize("text", ["", "Nguyễn Thị Mẫu", "Thẻ còn giá trị sử dụng! Họ tên : Mẫu", "maThe: DN4010123456789", "Null Mẫu"])
def test_a_sentence_that_is_not_ours_is_not_kept(text: str) -> None:
    assert gateway.public_note(text) == ""
