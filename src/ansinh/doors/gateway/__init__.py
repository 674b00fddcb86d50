"""The Receipt Portal gateway that hospital software calls, faithful to the wire."""

from typing import Any

from ansinh.doors.gateway.app import app, build_frame
from ansinh.doors.gateway.calls import Call
from ansinh.doors.gateway.frame import Frame, Switches
from ansinh.doors.gateway.gatekeeper import Gatekeeper
from ansinh.wire import check_in, gateway

__all__ = ["Call", "Frame", "Gatekeeper", "Switches", "app", "build_frame", "openapi_paths"]


def openapi_paths() -> dict[str, Any]:
    """The calls as path items of OpenAPI 3.1, by path."""
    return {**gateway.openapi_paths(), **check_in.openapi_paths()}
