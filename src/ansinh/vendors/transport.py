"""Masks what surrounds a message: path and headers; and says what is odd about them. Pure."""

from collections.abc import Iterable, Iterator

from ansinh.vendors.fields import LOOKS_LIKE_A_NAME, mask_value, unknown
from ansinh.vendors.model import Finished, Label, Oddity, Part
from ansinh.vendors.shapes import Form, Shape
from ansinh.wire import gateway

CONSOLE_AGENT = "ansinh-console"
"""User-Agent of calls made from the console's own pages: kept, but not the vendor's client."""

Headers = list[tuple[str, str]]

_LABELS = {
    "application/json": Label.JSON,
    "text/json": Label.JSON,
    "application/x-www-form-urlencoded": Label.FORM,
    "multipart/form-data": Label.MULTIPART,
    "application/xml": Label.XML,
    "text/xml": Label.XML,
    "text/plain": Label.TEXT,
}
_KNOWN = (
    "host user-agent accept accept-encoding accept-language accept-charset connection content-type content-length transfer-encoding"
    " expect authorization origin referer cookie cache-control"
)
_KNOWN_HEADERS = frozenset(_KNOWN.split())
# Programs, not versions: enough to tell which client it was.
_AGENTS = (
    CONSOLE_AGENT, "ansinh", "curl", "python-requests", "python-httpx", "Python-urllib", "aiohttp", "okhttp", "Apache-HttpClient", "Java",
    "PostmanRuntime", "axios", "node-fetch", "GuzzleHttp", "PHP", "Go-http-client", "RestSharp", "Dart", "Mozilla", "Wget",
)  # fmt: skip
_SCHEMES = frozenset({"Bearer", "Basic", "Digest"})
_WORDS = frozenset(
    {"identity", "gzip", "deflate", "br", "close", "keep-alive", "chunked", "100-continue", "*/*", "application/json", "gzip, deflate"}
)


def canonical(path: str) -> str:
    """As the gateway finds a path: small letters, without empty segments and stray spaces."""
    return _tidy(path).lower()


def mask_path(path: str) -> str:
    """As sent if it is one we know; else its segments as far as they look like names."""
    if canonical(path) in gateway.PUBLISHED_BY_PATH or canonical(path) in gateway.INVENTED_BY_PATH:
        return path
    return "/".join(part if not part or LOOKS_LIKE_A_NAME.fullmatch(part) else "…" for part in path[:300].split("/"))


def mask_headers(headers: Headers, *, account: str) -> Iterator[Part]:
    """Those of the protocol like fields, those of HTTP by the words of theirs that we know, others by name and length."""
    for name, value in headers[:40]:
        if name in gateway.NAMES:
            yield Part(gateway.NAMES[name], mask_value(name, value, account=account))
        elif name in _KNOWN_HEADERS:
            yield Part(name, _header(name, value))
        else:
            yield unknown(name.replace("-", "_"), len(value))


def label_of(headers: Headers) -> Label:
    """What the Content-Type says."""
    value = _media_type(dict(headers).get("content-type", ""))
    return _LABELS.get(value, Label.OTHER) if value else Label.NONE


def oddities(call: Finished, headers: Headers) -> Iterator[Oddity]:
    """What is odd about path, length and authorization."""
    named = dict(headers)
    published = gateway.PUBLISHED_BY_PATH.get(canonical(call.path))
    if "//" in call.path:
        yield Oddity.DOUBLE_SLASH
    if " " in call.path:
        yield Oddity.SPACE_IN_PATH
    if call.path.endswith("/"):
        yield Oddity.SLASH_AT_THE_END
    if published is not None and _tidy(call.path) != published.path:
        yield Oddity.PATH_IN_OTHER_CASE
    if call.method == "POST" and "content-length" not in named:
        yield Oddity.NO_CONTENT_LENGTH
    if "authorization" in named:
        yield Oddity.BEARER if named["authorization"][:7].lower() == "bearer " else Oddity.OTHER_AUTHORIZATION
    if named.get("user-agent", "").startswith(CONSOLE_AGENT):
        yield Oddity.FROM_CONSOLE


def _tidy(path: str) -> str:
    return "/" + "/".join(part for segment in path.split("/") if (part := segment.strip()))


def _header(name: str, value: str) -> Shape:
    if name == "authorization":
        scheme = value.split(" ", maxsplit=1)[0].capitalize()
        return Shape(Form.WORD, None, word=scheme) if scheme in _SCHEMES else Shape(Form.NOT_AS_PUBLISHED)
    word = _word(name, value)
    return Shape(Form.WORD, len(value), word=word) if word else Shape(Form.TEXT, len(value))


def _word(name: str, value: str) -> str:
    if name == "content-type":
        return media if (media := _media_type(value)) in _LABELS else ""
    if name == "user-agent":
        return next((agent for agent in _AGENTS if value.startswith(agent)), "")
    return value.lower() if value.lower() in _WORDS else ""


def _media_type(value: str) -> str:
    return value.split(";", maxsplit=1)[0].strip().lower()


def decoded(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Names in small letters, values as text."""
    return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]
