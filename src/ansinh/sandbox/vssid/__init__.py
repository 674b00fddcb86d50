"""The stand-in of the agency's old account service: number and password of VssID, asked server to server. Another institution here too.

Nothing of the real service is public beyond "a ten-digit number and a password"; all else is assumed.
"""

from ansinh.sandbox.vssid.accounts import NewAccount, open_accounts
from ansinh.sandbox.vssid.app import PREFIX, build_app
from ansinh.sandbox.vssid.store import purge

CODE = "VSSID"  # what the exchange calls it

__all__ = ["CODE", "PREFIX", "NewAccount", "build_app", "open_accounts", "purge"]
