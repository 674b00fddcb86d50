"""The body of a submission: a few fields and a file in base64 (dispatch 1245/BHXH-CNTT), under the spellings that clients use."""

from dataclasses import dataclass, field

from ansinh.wire.check_in.receipts import NotReceivedError, ReceiptCode
from ansinh.wire.gateway.reading import MISSING, WireError, read_file

_USERNAME, _FILE_KIND, _PROVINCE, _FACILITY, _FILE = "username", "loaiHoSo", "maTinh", "maCSKCB", "fileHSBase64"
_OLDER_FILE_KIND, _OTHER_FILE = "loaiHs", "fileBase64Str"
_CHECK_IN_FILE = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRequest:
    """`username` and `facility_code` in upper case, `username` "" where the body names none; `file` is no longer base64."""

    username: str
    file_kind: str
    province: str
    facility_code: str
    file: bytes = field(repr=False)


def read_file_request(body: bytes) -> FileRequest:
    """Raises WireError for a body that cannot be read and a missing field; a file that is not base64 is one."""
    fields, file = read_file(body, (_USERNAME, _FILE_KIND, _OLDER_FILE_KIND, _PROVINCE, _FACILITY), (_FILE, _OTHER_FILE))
    file_kind = fields[_FILE_KIND] or fields[_OLDER_FILE_KIND]
    for name, value in ((_FILE_KIND, file_kind), (_PROVINCE, fields[_PROVINCE]), (_FACILITY, fields[_FACILITY])):
        if not value:
            raise WireError(name, MISSING)
    return FileRequest(
        username=fields[_USERNAME].upper(),
        file_kind=file_kind,
        province=fields[_PROVINCE],
        facility_code=fields[_FACILITY].upper(),
        file=file,
    )


def check_request(request: FileRequest, *, facility_code: str, most_bytes: int) -> None:
    """Raises NotReceivedError unless it is a check-in of this facility with a file of at most so many bytes."""
    if request.file_kind != _CHECK_IN_FILE:
        raise NotReceivedError(ReceiptCode.PARAMETER_WRONG, f"{_FILE_KIND}: phải là {_CHECK_IN_FILE}")
    if request.facility_code != facility_code:
        raise NotReceivedError(ReceiptCode.FACILITY_WRONG, f"{_FACILITY}: không phải mã cơ sở KCB của tài khoản")
    if request.province != facility_code[:2]:
        raise NotReceivedError(ReceiptCode.FACILITY_WRONG, f"{_PROVINCE}: phải là 2 ký tự đầu của {_FACILITY}")
    if not request.file:
        raise NotReceivedError(ReceiptCode.NOT_OPENED, f"{_FILE}: tệp rỗng")
    if len(request.file) > most_bytes:
        raise NotReceivedError(ReceiptCode.TOO_LARGE, f"{_FILE}: tệp tối đa {most_bytes} byte vào giờ này")
