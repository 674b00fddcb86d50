"""The stand-in of the app on a person's telephone, on pages of its own: it shows one-time codes and approves logins on the web.

It is signed in to with user name and password, which stand for the app's passcode. Another browser than the one that logs in may show
it, or the same.
"""

from ansinh.sandbox.eid.telephone.passkeys import begin, listed, make, remove
from ansinh.sandbox.eid.telephone.reply import answer, scan, scanned
from ansinh.sandbox.eid.telephone.screen import allow, mark, screen
from ansinh.sandbox.eid.telephone.unlock import lock, unlock

__all__ = ["allow", "answer", "begin", "listed", "lock", "make", "mark", "remove", "scan", "scanned", "screen", "unlock"]
