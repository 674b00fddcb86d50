"""The console: pages for the agency's staff and for facilities, server-rendered, and whole without the one script there is. Composes rooms and owns no rule."""

from ansinh.doors.console.app import app, claims
from ansinh.doors.console.vendor_workshop import Asked, Example, Workshop

__all__ = ["Asked", "Example", "Workshop", "app", "claims"]
