"""A reply as people read it."""

import orjson


def readable(reply: bytes) -> str:
    """JSON with line breaks; anything else as text."""
    try:
        return orjson.dumps(orjson.loads(reply), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return reply.decode("utf-8", "replace")
