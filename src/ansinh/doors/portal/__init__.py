"""The citizen's portal: server-rendered pages in Vietnamese and English, without a script. Composes rooms and owns no rule."""

from ansinh.doors.portal.app import BACKCHANNEL_LOGOUT_PATH, CALLBACK_PATH, SIGNED_OUT_PATH, app

__all__ = ["BACKCHANNEL_LOGOUT_PATH", "CALLBACK_PATH", "SIGNED_OUT_PATH", "app"]
