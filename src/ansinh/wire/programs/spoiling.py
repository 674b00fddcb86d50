"""Calls as no program should make them: a good call, and one to three things done to it, from a seeded generator.

The same number and seed give the same call, so that a campaign can go on where it stopped and a failure can be made again.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from urllib.parse import quote

import orjson

from ansinh.wire.programs.good_calls import TOKEN, Call, Caller, good_call
from ansinh.wire.programs.spoilt_files import WRONG_TEXTS


def spoiled(number: int, seed: int, *, names: Sequence[str], callers: Sequence[Caller]) -> tuple[Call, int]:
    """Call `number` of the campaign `seed`, and which of the callers makes it. One in twenty is left good."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - it must be repeatable
    which = random.randrange(len(callers))
    call = good_call(random.choice(names), callers[which], random)
    if random.random() >= 0.05:
        for _ in range(random.randint(1, 3)):
            random.choice(_SPOILERS)(call, random)
    return call, which


# what is done to a good call

_VALUES: tuple[Any, ...] = (
    *WRONG_TEXTS, None, True, 0, -1, 2**63, 10**30, 1.5, [], {}, [1, [2, [3]]], {"a": {"b": None}},
)  # fmt: skip
_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW", "post", "TRACE")


def _spoil_field(call: Call, random: Random) -> None:
    """Another value, or none, or a second one for a field of a JSON body."""
    try:
        fields = orjson.loads(call.body)
    except orjson.JSONDecodeError:
        return _spoil_bytes(call, random)
    if not isinstance(fields, dict) or not fields:
        return None
    name = random.choice(list(fields))
    done = random.randrange(5)
    if done == 0:
        del fields[name]
    elif done == 1:
        fields[name.upper() if random.random() < 0.5 else f" {name}"] = fields.pop(name)
    elif done == 2:
        inner = fields[name]
        if isinstance(inner, dict) and inner:
            inner[random.choice(list(inner))] = random.choice(_VALUES)
        else:
            fields[name] = random.choice(_VALUES)
    else:
        fields[name] = random.choice(_VALUES)
    call.body = _careless_json(fields)
    return None


def _careless_json(value: Any) -> bytes:
    """With numbers beyond 64 bits and lone surrogates, which orjson refuses to write and careless programs do not."""
    return json.dumps(value).encode()


def _spoil_bytes(call: Call, random: Random) -> None:
    body = bytearray(call.body)
    for _ in range(random.randint(1, 8)):
        if body:
            body[random.randrange(len(body))] = random.randrange(256)
    call.body = bytes(body)


def _cut(call: Call, random: Random) -> None:
    call.body = call.body[: random.randrange(len(call.body) + 1)]


def _replace_body(call: Call, random: Random) -> None:
    call.body = random.choice(
        (
            b"", b"{}", b"[]", b"null", b'"x"', b"1", b"{" * 5000, b"[" * 100_000, b"&" * 500, b"=" * 500, b"a=1&a=2", b"\xff\xfe{\x00",
            b'{"maThe":' * 200, b'{"username":"x","username":"y"}', b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n",
            random.randbytes(random.randint(1, 400)), b"x" * random.choice((65_535, 65_536, 65_537, 200_000)), b"<xml/>", b"\xef\xbb\xbf",
        )
    )  # fmt: skip


def _reencode(call: Call, random: Random) -> None:
    done = random.randrange(4)
    if done == 0:
        call.body = call.body.decode("utf-8", "replace").encode("utf-16")
    elif done == 1:
        call.body = gzip.compress(call.body, mtime=0)
        call.headers.append((b"Content-Encoding", b"gzip"))
    elif done == 2:
        call.body = b"\xef\xbb\xbf" + call.body
    else:
        call.body = call.body.decode("utf-8", "replace").encode("cp1258", "replace")


def _spoil_query(call: Call, random: Random) -> None:
    query = call.query or b"a=1"
    done = random.randrange(7)
    if done == 0:
        call.query = b""
    elif done == 1:
        at = random.randrange(len(query))
        call.query = query[:at] + bytes((random.choice(b"abcXYZ0189%+=&._-"),)) + query[at + 1 :]
    elif done == 2:
        call.query = query + b"&" + query
    elif done == 3:
        call.query = query + b"&x=" + b"y" * random.choice((100, 5_000, 30_000))
    elif done == 4:
        call.query = quote(query).encode()
    elif done == 5:
        call.query = query.replace(b"=", random.choice((b"%3D", b"==", b"")), random.randint(1, 4))
    else:
        call.query = query.replace(TOKEN, quote(random.choice(WRONG_TEXTS)[:500].encode("utf-8", "replace")).encode())


def _spoil_header(call: Call, random: Random) -> None:
    done = random.randrange(5)
    if done == 0 and call.headers:
        call.headers.pop(random.randrange(len(call.headers)))
    elif done == 1 and call.headers:
        name, value = random.choice(call.headers)
        call.headers.append((name, value))
    elif done == 2 and call.headers:
        at = random.randrange(len(call.headers))
        value = random.choice((b"", b"x", b"\xe1\xbb\x87\xff", b"y" * 8_000, b"null", b"1" * 20))
        call.headers[at] = (call.headers[at][0], value)
    elif done == 3:
        call.headers = [(name.swapcase(), value) for name, value in call.headers]
    else:
        call.headers.append(
            random.choice(
                (
                    (b"Content-Type", b"multipart/form-data; boundary=x"),
                    (b"Content-Type", b"\xfd"),
                    (b"Accept", b"text/html"),
                    (b"Origin", b"http://kiosk.example"),
                    (b"X-Forwarded-For", b"10.0.0.1"),
                    (b"Cookie", b"a=b"),
                    (b"Range", b"bytes=0-1"),
                    (b"Authorization", b"Bearer x"),
                )
            )
        )


def _spoil_path(call: Call, random: Random) -> None:
    done = random.randrange(6)
    if done == 0:
        call.path = call.path.swapcase() if call.name != "visits" else call.path
    elif done == 1 and call.name != "visits":
        call.path = call.path.replace(b"/", b"//", random.randint(1, 3))
    elif done == 2 and call.name != "visits":
        call.path = call.path.replace(b"/", b"/%20", 1)
    elif done == 3:
        call.is_found = False
        at = random.randrange(1, len(call.path))
        call.path = call.path[:at] + bytes((random.choice(b"abcxyz019_-."),)) + call.path[at:]
    elif done == 4:
        call.is_found = False
        call.path += random.choice((b"/x", b"%00", b"%ff", b"/../../x", b";a=b", b"%2e%2e/x"))
    else:
        call.path += b"/" if call.name != "visits" else b""


def _other_method(call: Call, random: Random) -> None:
    call.method = random.choice(_METHODS)


def _in_chunks(call: Call, _random: Random) -> None:
    call.is_chunked = True


def _widen(call: Call, random: Random) -> None:
    """A body far above what the call carries; rarely, because the campaign is about calls and not about megabytes."""
    if random.random() < 0.05:
        call.body = call.body + b" " * random.choice((70_000, 300_000, 2_000_000))


_SPOILERS: tuple[Callable[[Call, Random], None], ...] = (
    _spoil_field, _spoil_field, _spoil_field, _spoil_field, _spoil_bytes, _cut, _replace_body, _reencode, _spoil_query, _spoil_header,
    _spoil_path, _other_method, _in_chunks, _widen,
)  # fmt: skip
