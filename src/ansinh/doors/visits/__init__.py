"""Our own documented interface for visits, beside the gateway's wire calls: evidence of who was there, look-ups at three moments, ends, scans.

The official gateway has no public interface of this kind; nothing here changes one of its calls.
"""

from fastapi import APIRouter

from ansinh.doors import gateway
from ansinh.doors.visits import api, scans
from ansinh.doors.visits.api import PREFIX

__all__ = ["PREFIX", "build_router", "claims"]


def build_router(frame: gateway.Frame) -> APIRouter:
    """Everything of this interface: visits and scans."""
    router = APIRouter()
    router.include_router(api.build_router(frame))
    router.include_router(scans.build_router(frame))
    return router


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in (api.PREFIX, scans.PREFIX))
