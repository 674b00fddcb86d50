"""Our own documented interface for visits, beside the gateway's wire calls: evidence of who was there, look-ups at three moments, ends.

The official gateway has no public interface of this kind; nothing here changes one of its calls.
"""

from ansinh.doors.visits.api import PREFIX, build_router

__all__ = ["PREFIX", "build_router"]
