"""Log events, not sentences, as JSON lines on standard error. Personal data never: terms mask themselves, secrets are dropped here."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, cast

import structlog

_SECRET_WORDS = ("password", "secret", "token", "verifier", "cookie", "authorization")


def configure(*, level: int = logging.INFO) -> None:
    """Set up structlog for this process; call once at start."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _drop_secrets,
            structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines carry `room=name`."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(room=name))


def _drop_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in event:
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "***"
    return event
