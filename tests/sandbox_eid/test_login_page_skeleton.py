"""The login page is rendered once and filled each time: with the same result, and nothing that was typed becomes part of the page."""

import pytest

from ansinh.sandbox.eid import pages
from ansinh.sandbox.eid.model import REALM
from ansinh.sandbox.eid.skeleton import cut, hole

HOSTILE = "\"'><script>alert(1)</script>&amp; {{ 7*7 }} {% raw %}"


def shown(username: str, said: str | None, *, code_required: bool = False) -> str:
    page = pages.login(
        login="the-login",
        csrf="the-token",
        said=said,
        username=username,
        code_required=code_required,
        scan_code="ABCD-EFGH-JKMN",
        no_passkeys=None,
        language="vi",
        status=200,
    )
    return bytes(page.body).decode()


def rendered(username: str, said: str | None, *, code_required: bool = False) -> str:
    words = pages._ALL_WORDS["vi"]
    values: dict[str, object] = {
        "login": "the-login",
        "csrf": "the-token",
        "scan_code": "ABCD-EFGH-JKMN",
        "username": username,
        "no_passkeys": None,
    }
    values |= {"said": pages._said(said, "vi"), "code_required": code_required}
    return pages._TEMPLATES.get_template("login.html").render(values, t=words, language="vi", realm=REALM)


@pytest.mark.parametrize("username", ["", "001190000098", HOSTILE, "Đặng\\1\\g<0>", "<login>"])
@pytest.mark.parametrize("said", [None, "wrong", "locked_out"])
@pytest.mark.parametrize("code_required", [False, True])
def test_a_filled_page_is_the_page_the_template_makes(username: str, said: str | None, *, code_required: bool) -> None:
    assert shown(username, said, code_required=code_required) == rendered(username, said, code_required=code_required)


def test_what_one_person_typed_is_not_on_the_next_ones_page() -> None:
    assert "001190000098" in shown("001190000098", "wrong")
    assert "001190000098" not in shown("", "wrong")


def test_a_hole_without_a_value_is_no_page() -> None:
    with pytest.raises(KeyError):
        cut(f"<p>{hole('name')}</p>").filled({})
