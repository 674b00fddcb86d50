"""What goes out to other institutions by right or by consent: shares by file, the feed of what changed, receipts of both.

What a record looks like outside is fixed in `wire/shares.py`; who may read is named where objects meet.
"""

from ansinh.sharing.api import PREFIX, Reader, build_router, claims
from ansinh.sharing.collect import Collected, begin, collect, restore
from ansinh.sharing.deliver import Delivered, Recipient, deliver
from ansinh.sharing.feed import forget
from ansinh.sharing.files import Made, Terms, make_files, plain_copy, seal
from ansinh.sharing.listing import Standing, standing

__all__ = [
    "PREFIX",
    "Collected",
    "Delivered",
    "Made",
    "Reader",
    "Recipient",
    "Standing",
    "Terms",
    "begin",
    "build_router",
    "claims",
    "collect",
    "deliver",
    "forget",
    "make_files",
    "plain_copy",
    "restore",
    "seal",
    "standing",
]
