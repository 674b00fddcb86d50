"""The console: pages for the agency's staff and for facilities, server-rendered and without a script. Composes rooms and owns no rule."""

from ansinh.doors.console.app import app, claims

__all__ = ["app", "claims"]
