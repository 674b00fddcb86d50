"""Forms of the exchange's own pages: a token made from a cookie no other site can read, so no other site can make it."""

from ansinh import oidc, provider
from ansinh.exchange.model import SESSION_COOKIE
from ansinh.kit import crypto


def form_token(cookie: str, form: str, about: str = "") -> str:
    """The token for a form shown to the browser with this cookie; `about` binds it to what the form is about."""
    return crypto.sha256_hex(f"exchange|{form}|{about}|{cookie}")


def check_form(call: provider.Call, form: str, about: str = "", *, cookie_name: str = SESSION_COOKIE) -> None:
    """Raises ProtocolError("form_expired") unless the posted form was made for this browser's session, or for what `cookie_name` marks."""
    cookie = call.cookies.get(cookie_name, "")
    if not cookie or not crypto.same(call.params.get("csrf", ""), form_token(cookie, form, about)):
        raise oidc.ProtocolError("form_expired", "this form was not made for this browser")
