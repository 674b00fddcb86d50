"""Words for every rule a registration can break. Keys are `fault.<rule>`; `about` names the entry of the field it is about."""

WORDS: dict[str, tuple[str, str]] = {
    "fault.name_length": ("Tên dịch vụ cần 3 đến 80 ký tự.", "The name needs 3 to 80 characters."),
    "fault.purpose_length": ("Mục đích cần 10 đến 200 ký tự.", "The purpose needs 10 to 200 characters."),
    "fault.address_missing": ("Cần ít nhất một địa chỉ nhận kết quả.", "At least one redirect address is needed."),
    "fault.too_many_addresses": ("Nhiều nhất 10 địa chỉ.", "At most 10 addresses."),
    "fault.twice": ("{about}: ghi hai lần.", "{about}: stands there twice."),
    "fault.not_an_address": (
        "{about}: không phải địa chỉ đầy đủ (giao thức://máy chủ/đường dẫn, chỉ ký tự ASCII).",
        "{about}: not a whole address (scheme://host/path, visible ASCII only).",
    ),
    "fault.https_or_loopback": ("{about}: phải là https.", "{about}: must be https."),
    "fault.http_only_on_loopback": (
        "{about}: http chỉ được dùng với 127.0.0.1, [::1] và localhost. Ở nơi khác phải là https.",
        "{about}: http is for 127.0.0.1, [::1] and localhost alone. Elsewhere it must be https.",
    ),
    "fault.no_user": (
        "{about}: không được có tên người dùng trước máy chủ (phần trước @).",
        "{about}: no user name before the host (the part before @).",
    ),
    "fault.no_fragment": ("{about}: không được có phần sau #.", "{about}: no part after #."),
    "fault.no_wildcard": (
        "{about}: không được có *. Địa chỉ được so sánh từng ký tự.",
        "{about}: no *. Addresses are compared character by character.",
    ),
    "fault.no_dots": ("{about}: đường dẫn không được có '.' hoặc '..'.", "{about}: no '.' or '..' in the path."),
    "fault.sandbox_stays_here": (
        "{about}: ứng dụng thử chỉ trả kết quả về máy của bạn hoặc tên dành cho thử nghiệm (.test, .example).",
        "{about}: a sandbox client returns to your own machine or to names reserved for tests (.test, .example) alone.",
    ),
    "fault.no_loopback_in_production": (
        "{about}: bản chính thức không trả kết quả về máy cá nhân hay tên thử nghiệm.",
        "{about}: a production client returns to no loopback address and no test name.",
    ),
    "fault.method_not_of_profile": (
        "Hồ sơ bảo mật cao chỉ dùng khoá (private_key_jwt); hồ sơ cũ chỉ dùng mật khẩu.",
        "The secure profile takes a key alone (private_key_jwt), the legacy profile a secret alone.",
    ),
    "fault.key_missing": ("Cần một khoá công khai.", "A public key is needed."),
    "fault.key_private": (
        "Đây là khoá riêng. Nó không được rời khỏi máy của bạn; hãy coi như đã lộ và tạo khoá mới.",
        "This is a private key. It must not leave your machine; take it for exposed and make a new one.",
    ),
    "fault.key_unreadable": (
        "Không đọc được: cần JWKS, một JWK hoặc khoá công khai dạng PEM.",
        "Not readable: a JWKS, one JWK, or a public key in PEM.",
    ),
    "fault.key_unfit": (
        "Loại khoá không được nhận: EC P-256, Ed25519, RSA từ 2048 bit.",
        "Not a kind that is taken: EC P-256, Ed25519, RSA of 2048 bits or more.",
    ),
    "fault.claim_unknown": ("{about}: không có thông tin này.", "{about}: there is no such claim."),
    "fault.claim_without_reason": (
        "{about}: cần nói để làm gì (5 đến 200 ký tự).",
        "{about}: say what it is needed for (5 to 200 characters).",
    ),
    "fault.claim_defeats_pairwise": (
        "{about}: giống nhau ở mọi dịch vụ, nên không đi cùng tên riêng (pairwise).",
        "{about}: is the same at every service and so cannot go with names of their own (pairwise).",
    ),
    "fault.scope_unknown": ("Không có phạm vi này.", "There is no such scope."),
    "fault.consent_days_range": ("Số ngày từ 0 đến 365.", "A number of days from 0 to 365."),
    "fault.level_unknown": ("Không có mức này.", "There is no such level."),
    "fault.sector_needed": (
        "Địa chỉ nằm trên nhiều máy chủ: tên riêng cần sector_identifier_uri.",
        "The addresses are on several hosts: names of their own need a sector_identifier_uri.",
    ),
    "fault.sector_mismatch": (
        "Tệp ở sector_identifier_uri không liệt kê mọi địa chỉ nhận kết quả.",
        "The document at sector_identifier_uri does not list every redirect address.",
    ),
    "fault.sector_unreachable": (
        "Không lấy được tệp JSON ở sector_identifier_uri.",
        "The JSON document at sector_identifier_uri could not be had.",
    ),
    "error.too_many_clients": ("Mỗi người đăng ký được nhiều nhất 20 ứng dụng.", "One developer may register 20 clients at most."),
    "error.has_no_secret": ("Ứng dụng này dùng khoá, không có mật khẩu.", "This client has a key and no secret."),
    "error.has_no_keys": ("Ứng dụng này dùng mật khẩu, không có khoá.", "This client has a secret and no keys."),
    "error.not_in_force": ("Ứng dụng này chưa hoặc không còn hiệu lực.", "This client is not, or no longer, in force."),
    "error.too_many_keys": ("Nhiều nhất 10 khoá. Hãy bỏ khoá cũ trước.", "10 keys at most. Take an old one away first."),
    "error.last_key": ("Không bỏ được khoá cuối cùng. Hãy thêm khoá mới trước.", "The last key cannot be taken away. Add a new one first."),
    "error.key_private": (
        "Đây là khoá riêng. Nó không được rời khỏi máy của bạn; hãy coi như đã lộ và tạo khoá mới.",
        "This is a private key. It must not leave your machine; take it for exposed and make a new one.",
    ),
    "error.key_unreadable": ("Không đọc được khoá.", "The key cannot be read."),
    "error.key_unfit": (
        "Loại khoá không được nhận: EC P-256, Ed25519, RSA từ 2048 bit.",
        "Not a kind that is taken: EC P-256, Ed25519, RSA of 2048 bits or more.",
    ),
    "error.invalid_client_metadata": ("Không đăng ký được với những giá trị này.", "It cannot be registered with these values."),
    "error.draft_faulty": ("Không đăng ký được với những giá trị này.", "It cannot be registered with these values."),
    "error.own_request": ("Bạn là người xin, nên một cán bộ khác phải quyết định.", "You asked for it, so another officer has to decide."),
    "error.asked_again": (
        "Yêu cầu đã thay đổi hoặc đã được quyết định sau khi bạn đọc. Hãy đọc lại.",
        "What was asked has changed, or was decided, since you read it. Please read it again.",
    ),
    "error.reason_missing": ("Cần nói lý do, 5 đến 300 ký tự.", "A reason is needed, 5 to 300 characters."),
    "error.not_an_officer": ("Chỉ cán bộ được chỉ định mới quyết định.", "Only an appointed officer decides."),
}
