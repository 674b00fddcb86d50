"""`POST /api/qd130/checkInKcbQd4750` and `checkInKcbQd3176`: request, the file XML0 in it, reply (dispatch 1245/BHXH-CNTT)."""

from ansinh.wire.check_in.file import CheckedIn, read_check_in
from ansinh.wire.check_in.openapi import openapi_paths
from ansinh.wire.check_in.receipts import ACCEPTED, NotReceivedError, ReceiptCode, render_receipt
from ansinh.wire.check_in.request import FileRequest, check_request, read_file_request

__all__ = [
    "ACCEPTED",
    "CheckedIn",
    "FileRequest",
    "NotReceivedError",
    "ReceiptCode",
    "check_request",
    "openapi_paths",
    "read_check_in",
    "read_file_request",
    "render_receipt",
]
