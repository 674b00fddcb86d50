"""Our own documented interface for visits, beside the gateway's wire calls: evidence of who was there, look-ups at three moments, ends, desks, scans.

The official gateway has no public interface of this kind; nothing here changes one of its calls.
"""

from types import MappingProxyType

from fastapi import APIRouter

from ansinh import checkin
from ansinh.doors import gateway
from ansinh.doors.visits import api, desks, scans
from ansinh.doors.visits.api import PREFIX

__all__ = ["PREFIX", "build_router", "claims"]


def build_router(frame: gateway.Frame, *, audience: str, services: checkin.VerdictServices = MappingProxyType({})) -> APIRouter:
    """Everything of this interface: visits, desks and scans. `audience` is this gateway's address, which desks make their statements for.

    `services`: the verification services whose verdicts are believed, with their keys. None: verdicts are carried along.
    """
    router = APIRouter()
    router.include_router(desks.build_router(frame, audience=audience))
    router.include_router(api.build_router(frame, audience=audience, services=services))
    router.include_router(scans.build_router(frame))
    return router


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in (api.PREFIX, desks.PREFIX, scans.PREFIX))
