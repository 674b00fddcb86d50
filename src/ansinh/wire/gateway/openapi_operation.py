"""How one call of the gateway is described in OpenAPI: both encodings, and every answer in the call's own shape."""

from collections.abc import Collection
from typing import Any

TEXT: dict[str, Any] = {"type": "string", "maxLength": 200}
NULLABLE: dict[str, Any] = {"type": ["string", "null"]}


def in_query(name: str) -> dict[str, Any]:
    """A parameter of the query string; none is required, since a missing one is answered like a wrong one."""
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def operation(
    name: str,
    summary: str,
    *,
    fields: dict[str, Any],
    reply: dict[str, Any],
    required: list[str],
    parameters: list[dict[str, Any]] | None = None,
    optional: Collection[str] = (),
    deprecated: bool = False,
) -> dict[str, Any]:
    """A POST. `fields` are those of the body, all required but the `optional` ones; `reply` its keys, of which `required` are always there."""
    needed = [each for each in fields if each not in optional]
    request = {"schema": {"type": "object", "properties": fields, "required": needed}}
    answer = {"application/json": {"schema": {"type": "object", "properties": reply, "required": required}}}
    statuses = {
        "200": "Every answer of the protocol itself, refusals too.",
        "401": "A bad token, if the installation is set so.",
        "405": "Not a POST.",
        "413": "The body is too large.",
        "429": "Too many failures, or too many calls.",
    }
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["gateway"],
        "deprecated": deprecated,
        "parameters": parameters or [],
        "requestBody": {"required": True, "content": {"application/json": request, "application/x-www-form-urlencoded": request}},
        "responses": {status: {"description": text, "content": answer} for status, text in statuses.items()},
    }
