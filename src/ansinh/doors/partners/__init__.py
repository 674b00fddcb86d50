"""Pages for developers of relying parties and for the officers who decide on them, on the exchange's own origin. Owns no rule.

They log in through the exchange itself, with the relying-party kit, in the secure profile: what others are asked to do works here first.
"""

from ansinh.doors.partners.app import BACKCHANNEL_LOGOUT_PATH, CALLBACK_PATH, SIGNED_OUT_PATH, app, claims

__all__ = ["BACKCHANNEL_LOGOUT_PATH", "CALLBACK_PATH", "SIGNED_OUT_PATH", "app", "claims"]
