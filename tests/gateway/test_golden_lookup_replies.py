"""The whole reply, byte for byte, for each code. A change here is a change that hospital software sees."""

import pytest

from tests.gateway.calling import Hospital

PERSON = '"hoTen":"Nguyễn Thị Mẫu","ngaySinh":"09/03/1985","gioiTinh":"Nữ","diaChi":"Số 1 phố Thử, phường Mẫu, Hà Nội"'
OFFICE = '"cqBHXH":"Bảo hiểm xã hội quận Ba Đình"'
WHO = "Họ tên : Nguyễn Thị Mẫu, Ngày sinh: 09/03/1985, Giới tính : Nữ!"
HOME = "(ĐC: Số 1 phố Thử, phường Mẫu, Hà Nội; Nơi KCBBĐ: 01001"
NO_NEW = '"maTheMoi":"","gtTheTuMoi":"","gtTheDenMoi":"","maDKBDMoi":"","tenDKBDMoi":""'
NO_LISTS = '"dsLichSuKCB2018":null,"dsLichSuKT2018":null'
NOTHING = (
    '"maThe":null,"hoTen":null,"ngaySinh":null,"gioiTinh":null,"diaChi":null,"maDKBD":null,"cqBHXH":null,"gtTheTu":null,"gtTheDen":null,'
    '"maKV":null,"ngayDu5Nam":null,"maSoBHXH":null,"maTheCu":null,"maTheMoi":null,"gtTheTuMoi":null,"gtTheDenMoi":null,"maDKBDMoi":null,'
    '"tenDKBDMoi":null,"dsLichSuKCB2018":null,"dsLichSuKT2018":null'
)


def test_000_correct(hospital: Hospital) -> None:
    assert hospital.look_up().body.decode() == (
        f'{{"maKetQua":"000","ghiChu":"Thẻ còn giá trị sử dụng! {WHO} {HOME}; Hạn thẻ: 01/01/2026 - 31/12/2026; '
        f'Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"DN4010123456789",{PERSON},"maDKBD":"01001",{OFFICE},'
        f'"gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"K1","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456789","maTheCu":"",'
        f"{NO_NEW},{NO_LISTS}}}"
    )


def test_000_correct_with_an_earlier_lookup(hospital: Hospital) -> None:
    hospital.look_up()
    assert (
        hospital.look_up()
        .body.decode()
        .endswith(
            '"dsLichSuKCB2018":null,"dsLichSuKT2018":[{"userKT":"01001_BV","thoiGianKT":"202611200802","thongBao":"Thẻ còn giá trị sử dụng",'
            '"maLoi":"000"}]}'
        )
    )


def test_001_an_army_card(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="QN5970123456786").body.decode() == (
        f'{{"maKetQua":"001","ghiChu":"Thẻ do BHXH Bộ Quốc phòng quản lý - đề nghị kiểm tra thẻ và giấy tờ tùy thân! {WHO} {HOME}; '
        f'Hạn thẻ: 01/01/2026 - 31/12/2026; Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"QN5970123456786",{PERSON},"maDKBD":"01001",'
        f'{OFFICE},"gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456786","maTheCu":"",'
        f"{NO_NEW},{NO_LISTS}}}"
    )


def test_002_a_police_card_that_is_not_held_here_says_only_what_was_asked(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="CA5970000000000", hoTen="Lê Thị Hỏi", ngaySinh="1990").body.decode() == (
        '{"maKetQua":"002","ghiChu":"Thẻ do BHXH Công an nhân dân quản lý - đề nghị kiểm tra thẻ và giấy tờ tùy thân! Họ tên : Lê Thị Hỏi, '
        'Ngày sinh: 1990, Giới tính : Chưa xác định! (ĐC: ; Nơi KCBBĐ: ; Hạn thẻ:  - ; Thời điểm đủ 5 năm liên tục: ).",'
        '"maThe":"CA5970000000000","hoTen":"Lê Thị Hỏi","ngaySinh":"1990","gioiTinh":"Chưa xác định","diaChi":"","maDKBD":"","cqBHXH":"",'
        f'"gtTheTu":"","gtTheDen":"","maKV":"","ngayDu5Nam":"","maSoBHXH":"","maTheCu":"",{NO_NEW},{NO_LISTS}}}'
    )


def test_003_the_old_card_has_ended_and_a_new_one_is_in_force(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="HS4010123456781").body.decode() == (
        '{"maKetQua":"003","ghiChu":"Đã cấp thẻ mới DN4010123456781 có giá trị từ 01/01/2026 đến 31/12/2026 tại nơi KCBBĐ 01001. '
        f"Thẻ cũ hết giá trị sử dụng nhưng đã được cấp thẻ mới! {WHO} {HOME}; Hạn thẻ: 01/01/2025 - 31/12/2025; "
        f'Thời điểm đủ 5 năm liên tục: 01/01/2030).","maThe":"HS4010123456781",{PERSON},"maDKBD":"01001",{OFFICE},'
        '"gtTheTu":"01/01/2025","gtTheDen":"31/12/2025","maKV":"","ngayDu5Nam":"01/01/2030","maSoBHXH":"0123456781","maTheCu":"",'
        '"maTheMoi":"DN4010123456781","gtTheTuMoi":"01/01/2026","gtTheDenMoi":"31/12/2026","maDKBDMoi":"01001",'
        f'"tenDKBDMoi":"Bệnh viện Mẫu Một",{NO_LISTS}}}'
    )


def test_004_the_old_card_is_in_force_and_a_new_one_is_issued(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="DN4010123456782").body.decode() == (
        '{"maKetQua":"004","ghiChu":"Đã cấp thẻ mới DN4010123456782 có giá trị từ 01/01/2027 đến 31/12/2027 tại nơi KCBBĐ 79014. '
        f"Thẻ cũ còn giá trị sử dụng nhưng đã được cấp thẻ mới! {WHO} {HOME}; Hạn thẻ: 01/01/2026 - 31/12/2026; "
        f'Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"DN4010123456782",{PERSON},"maDKBD":"01001",{OFFICE},'
        '"gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456782","maTheCu":"",'
        '"maTheMoi":"DN4010123456782","gtTheTuMoi":"01/01/2027","gtTheDenMoi":"31/12/2027","maDKBDMoi":"79014",'
        f'"tenDKBDMoi":"Trạm y tế Mẫu Hai",{NO_LISTS}}}'
    )


def test_010_expired(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="DN4010123456783").body.decode() == (
        f'{{"maKetQua":"010","ghiChu":"Thẻ hết giá trị sử dụng! {WHO} {HOME}; Hạn thẻ: 01/01/2025 - 31/12/2025; '
        f'Thời điểm đủ 5 năm liên tục: 01/01/2030).","maThe":"DN4010123456783",{PERSON},"maDKBD":"01001",{OFFICE},'
        f'"gtTheTu":"01/01/2025","gtTheDen":"31/12/2025","maKV":"","ngayDu5Nam":"01/01/2030","maSoBHXH":"0123456783","maTheCu":"",'
        f"{NO_NEW},{NO_LISTS}}}"
    )


def test_110_revoked(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="0123456784").body.decode() == (
        f'{{"maKetQua":"110","ghiChu":"Thẻ đã thu hồi! {WHO} {HOME}; Hạn thẻ: 01/01/2026 - 31/12/2026; '
        f'Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"DN4010123456784",{PERSON},"maDKBD":"01001",{OFFICE},'
        f'"gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456784","maTheCu":"",'
        f"{NO_NEW},{NO_LISTS}}}"
    )


@pytest.mark.parametrize(("key", "sentence"), [("DN4010123456788", "Thẻ đang bị tạm giữ"), ("HS4010123456788", "Thẻ đang bị tạm khóa")])
def test_110_a_card_held_or_locked_says_which_in_its_note(hospital: Hospital, key: str, sentence: str) -> None:
    assert hospital.look_up(maThe=key).body.decode() == (
        f'{{"maKetQua":"110","ghiChu":"{sentence}! {WHO} {HOME}; Hạn thẻ: 01/01/2026 - 31/12/2026; '
        f'Thời điểm đủ 5 năm liên tục: 01/01/2031).","maThe":"{key}",{PERSON},"maDKBD":"01001",{OFFICE},'
        f'"gtTheTu":"01/01/2026","gtTheDen":"31/12/2026","maKV":"","ngayDu5Nam":"01/01/2031","maSoBHXH":"0123456788","maTheCu":"",'
        f"{NO_NEW},{NO_LISTS}}}"
    )


def test_130_a_child_without_a_card(hospital: Hospital) -> None:
    assert hospital.look_up(maThe="001185000005", ngaySinh="01/05/2024").body.decode() == (
        '{"maKetQua":"130","ghiChu":"Trẻ em chưa có thẻ BHYT! Họ tên : Nguyễn Thị Mẫu, Ngày sinh: 01/05/2024, Giới tính : Nữ! '
        '(ĐC: Số 1 phố Thử, phường Mẫu, Hà Nội; Nơi KCBBĐ: ; Hạn thẻ:  - ; Thời điểm đủ 5 năm liên tục: ).","maThe":"",'
        '"hoTen":"Nguyễn Thị Mẫu","ngaySinh":"01/05/2024","gioiTinh":"Nữ","diaChi":"Số 1 phố Thử, phường Mẫu, Hà Nội","maDKBD":"",'
        f'"cqBHXH":"","gtTheTu":"","gtTheDen":"","maKV":"","ngayDu5Nam":"","maSoBHXH":"0123456785","maTheCu":"",{NO_NEW},{NO_LISTS}}}'
    )


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"maThe": "DN4010999999999"}, "050", "Không thấy thông tin thẻ BHYT."),
        ({"maThe": "DN40101234567"}, "051", "Mã thẻ không đúng."),
        ({"maThe": "DN4790123456789"}, "052", "Mã tỉnh cấp thẻ (ký tự thứ 4 và 5) không đúng."),
        ({"maThe": "DN3010123456789"}, "053", "Mã quyền lợi thẻ (ký tự thứ 3) không đúng."),
        ({"cccdCb": "001080000010"}, "054", "Số CCCD của cán bộ tra cứu không có trong danh sách người dùng cơ sở KCB đã đăng ký."),
        ({"hoTenCb": "Trần Văn Khác"}, "055", "Họ tên cán bộ tra cứu không khớp với số CCCD đã đăng ký."),
        ({"hoTen": "Lê Văn Khác"}, "060", "Thẻ sai họ tên."),
        ({"hoTen": "Nguyễn Thị"}, "061", "Thẻ sai họ tên (đúng ký tự đầu)."),
        ({"ngaySinh": "2020"}, "070", "Thẻ sai ngày sinh."),
        ({"ngaySinh": "30/02/1985"}, "205", "Lỗi sai định dạng tham số. ngaySinh: no such day in the calendar"),
        ({"hoTenCb": None}, "205", "Lỗi sai định dạng tham số. Null hoTenCb"),
        ({"query": ""}, "401", "Token không đúng. Vui lòng lấy token mới."),
    ],
)
def test_a_refusal_holds_every_key_and_nothing_about_anybody(hospital: Hospital, changes: dict[str, str], code: str, sentence: str) -> None:
    answered = hospital.look_up(**changes)
    assert answered.body.decode() == f'{{"maKetQua":"{code}","ghiChu":"{sentence}",{NOTHING}}}'
    assert answered.status == 200


def test_101_a_defect_of_ours_holds_every_key_and_says_nothing_about_itself(hospital: Hospital) -> None:
    query = hospital.token()
    hospital._app._endpoints["/api/egw/kqnhanlichsukcb2024"]._database.close()  # type: ignore[attr-defined]
    answered = hospital.look_up(query=query)
    assert answered.body.decode() == f'{{"maKetQua":"101","ghiChu":"Lỗi máy chủ. Vui lòng thử lại.",{NOTHING}}}'
    assert answered.status == 200


def test_the_token_reply(hospital: Hospital) -> None:
    token = hospital.take()
    access = token.json["APIKey"]["access_token"]
    assert len(access) == 96
    assert token.body.decode() == (
        f'{{"maKetQua":"200","APIKey":{{"access_token":"{access}","id_token":"00000000-0000-4000-8000-000000000001","token_type":"Bearer",'
        '"username":"01001_BV","expires_in":"2026-11-20T01:12:03.4567890Z"}}'
    )


@pytest.mark.parametrize(
    ("username", "password", "reply"),
    [
        ("01001_BV", "0" * 32, '{"maKetQua":"401","APIKey":null,"ghiChu":"Tài khoản hoặc mật khẩu không đúng."}'),
        ("01099_BV", "0" * 32, '{"maKetQua":"401","APIKey":null,"ghiChu":"Tài khoản hoặc mật khẩu không đúng."}'),
        ("hospital", "0" * 32, '{"maKetQua":"402","APIKey":null,"ghiChu":"Mã cơ sở KCB không đúng."}'),
        ("01001_BV", "", '{"maKetQua":"205","APIKey":null,"ghiChu":"Null password"}'),
    ],
)
def test_a_refused_login(hospital: Hospital, username: str, password: str, reply: str) -> None:
    answered = hospital.take(username, password)
    assert (answered.status, answered.body.decode()) == (200, reply)


def test_a_locked_account(hospital: Hospital) -> None:
    for _ in range(5):
        hospital.take(password="0" * 32)
    assert hospital.take().body.decode() == '{"maKetQua":"403","APIKey":null,"ghiChu":"Tài khoản đang bị khóa."}'
