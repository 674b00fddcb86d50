"""The Receipt Portal gateway that hospital software calls, faithful to the wire."""

from typing import Any

from ansinh.doors.gateway.app import app
from ansinh.doors.gateway.frame import Switches
from ansinh.wire import gateway

__all__ = ["Switches", "app", "openapi_paths"]


def openapi_paths() -> dict[str, Any]:
    """The calls as path items of OpenAPI 3.1, by path."""
    return gateway.openapi_paths()
