"""`POST /api/token/take`."""

from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.brakes import FailureBrake
from ansinh.doors.gateway.calls import SMALL_BODY, Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame
from ansinh.wire import gateway

_PARAMETER_WRONG, _SYSTEM_ERROR = "205", "500"
_CODES = {
    checkin.LoginRefusal.NOT_KNOWN: ("401", "Tài khoản hoặc mật khẩu không đúng."),
    checkin.LoginRefusal.NO_SUCH_FACILITY: ("402", "Mã cơ sở KCB không đúng."),
    checkin.LoginRefusal.LOCKED: ("403", "Tài khoản đang bị khóa."),
    checkin.LoginRefusal.NOT_FROM_HERE: ("403", "Địa chỉ IP chưa được đăng ký cho tài khoản này."),
}


def endpoints(frame: Frame) -> dict[str, Endpoint]:
    return {"/api/token/take": _TakeToken(frame)}


class _TakeToken:
    """Gives tokens; slows down callers who keep failing before the costly password check."""

    name = "token_take"
    largest_body = SMALL_BODY

    def __init__(self, frame: Frame) -> None:
        self._database = frame.database
        self._secret = frame.token_secret
        self._now = frame.now
        self._standing = frame.gatekeeper.standing
        self._new_id = frame.new_id
        self._bind_ip = frame.switches.bind_ip
        self._plain_passwords = frame.switches.plain_passwords
        self._brake = FailureBrake(frame.switches.login_failures_per_minute, 60.0)

    def answer(self, call: Call) -> Reply:
        if self._brake.is_stopped(call.caller, monotonic()):
            return Reply(gateway.render_token_refusal("403", "Quá nhiều lần đăng nhập sai, vui lòng thử lại sau một phút."), 429)
        try:
            request = gateway.read_token_request(call.body, plain_passwords=self._plain_passwords)
        except gateway.WireError as wrong:
            return Reply(gateway.render_token_refusal(_PARAMETER_WRONG, wrong.sentence))
        with self._database.transaction() as conn:
            outcome = checkin.take_token(
                conn,
                request.username,
                password_md5=request.password_md5,
                caller=call.caller,
                bind_caller=self._bind_ip,
                secret=self._secret,
                id_token=self._new_id(),
                now=self._now(),
            )
        if isinstance(outcome, checkin.LoginRefusal):
            self._brake.failed(call.caller, monotonic())
            return Reply(gateway.render_token_refusal(*_CODES[outcome]))
        call.account, call.keeps_calls = outcome.username, self._standing(outcome.username).keeps_calls
        return Reply(
            gateway.render_token(
                access_token=outcome.access_token, id_token=outcome.id_token, username=outcome.username, expires_at=outcome.expires_at
            )
        )

    def refusal(self, status: int, reason: str) -> Reply:
        return Reply(gateway.render_token_refusal(_PARAMETER_WRONG, reason), status)

    def failure(self) -> Reply:
        return Reply(gateway.render_token_refusal(_SYSTEM_ERROR, "Lỗi hệ thống, vui lòng thử lại."))
