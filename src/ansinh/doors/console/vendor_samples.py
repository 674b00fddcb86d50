"""One call as programs write it: curl, Python, C#. With the developer's own account and an invented person; never with a password."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ansinh.wire import gateway

_CREDENTIALS = {"token": "$TOKEN", "id_token": "$ID_TOKEN", "password": "$PASSWORD_MD5"}  # shell variables, not values
_HEADERS = (
    (gateway.Name.HEADER_TOKEN, "TOKEN"),
    (gateway.Name.HEADER_TOKEN_ID, "ID_TOKEN"),
    (gateway.Name.HEADER_PASSWORD, "PASSWORD_MD5"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """`language` is its own name, the same in every language of the page."""

    language: str
    text: str


def samples(call: gateway.PublishedCall, *, base_url: str, account: str, fields: Mapping[str, str]) -> tuple[Sample, ...]:
    """The call three times. What differs from one developer to the next stands in variables."""
    return (
        Sample("curl", _curl(call, base_url, account, fields)),
        Sample("Python", _python(call, base_url, account, fields)),
        Sample("C#", _csharp(call, base_url, account, fields)),
    )


def _url(call: gateway.PublishedCall, base_url: str, account: str, fields: Mapping[str, str]) -> str:
    if call.style is not gateway.Style.QUERY:
        return f"{base_url}{call.path}"
    query = {**_CREDENTIALS, "username": account, **{name: fields.get(name, "") for name in call.in_query}}
    return f"{base_url}{call.path}?{urlencode(query, safe='$')}"


def _body(call: gateway.PublishedCall, fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in call.needed}


def _curl(call: gateway.PublishedCall, base_url: str, account: str, fields: Mapping[str, str]) -> str:
    lines = [f'curl -X POST "{_url(call, base_url, account, fields)}"']
    if call.style is gateway.Style.HEADERS:
        lines += [f'-H "{name}: ${variable}"' for name, variable in _HEADERS]
    if call.needed:
        body = json.dumps(_body(call, fields), ensure_ascii=False).replace("'", "'\\''")
        body = body.replace('"$PASSWORD_MD5"', "\"'$PASSWORD_MD5'\"")
        lines += ['-H "Content-Type: application/json"', f"--data-binary '{body}'"]
    else:
        lines.append('-H "Content-Length: 0"')
    return " \\\n  ".join(lines)


def _python(call: gateway.PublishedCall, base_url: str, account: str, fields: Mapping[str, str]) -> str:
    arguments = [f'"{base_url}{call.path}"']
    if call.style is gateway.Style.QUERY:
        own = "".join(f', "{name}": {json.dumps(fields.get(name, ""), ensure_ascii=False)}' for name in call.in_query)
        arguments.append(f'params={{"token": token, "id_token": id_token, "username": "{account}", "password": password_md5{own}}}')
    elif call.style is gateway.Style.HEADERS:
        values = zip((name for name, _ in _HEADERS), ("token", "id_token", "password_md5"), strict=True)
        arguments.append("headers={" + ", ".join(f'"{name}": {value}' for name, value in values) + "}")
    if call.needed:
        body = json.dumps(_body(call, fields), ensure_ascii=False).replace('"$PASSWORD_MD5"', "password_md5")
        arguments.append(f"json={body}")
    arguments.append("timeout=30")
    inside = ",\n    ".join(arguments)
    return f"import requests\n\nreply = requests.post(\n    {inside},\n).json()\nprint(reply)"


def _csharp(call: gateway.PublishedCall, base_url: str, account: str, fields: Mapping[str, str]) -> str:
    path = f'"{call.path}"'
    if call.style is gateway.Style.QUERY:
        own = "".join(f"&{name}={quote(fields.get(name, ''))}" for name in call.in_query)
        path = f'$"{call.path}?token={{token}}&id_token={{idToken}}&username={account}&password={{passwordMd5}}{own}"'
    lines = [f'var http = new HttpClient {{ BaseAddress = new Uri("{base_url}") }};']
    if call.style is gateway.Style.HEADERS:
        values = zip((name for name, _ in _HEADERS), ("token", "idToken", "passwordMd5"), strict=True)
        lines += [f'http.DefaultRequestHeaders.Add("{name}", {value});' for name, value in values]
    if call.needed:
        inside = ", ".join(
            f"{name} = passwordMd5" if value == "$PASSWORD_MD5" else f"{name} = {json.dumps(value, ensure_ascii=False)}"
            for name, value in _body(call, fields).items()
        )
        lines.append(f"var reply = await http.PostAsJsonAsync({path}, new {{ {inside} }});")
    else:
        lines.append(f"var reply = await http.PostAsync({path}, new ByteArrayContent(Array.Empty<byte>()));")
    lines.append("var text = await reply.Content.ReadAsStringAsync();")
    return "\n".join(lines)
