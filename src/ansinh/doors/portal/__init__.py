"""The citizen's portal: server-rendered pages in Vietnamese and English, without a script. Composes rooms and owns no rule."""

from ansinh.doors.portal.app import CALLBACK_PATH, SIGNED_OUT_PATH, app

__all__ = ["CALLBACK_PATH", "SIGNED_OUT_PATH", "app"]
