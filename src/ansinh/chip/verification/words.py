"""What the checks and their outcomes are called on a screen, in both languages. Holds no rule."""

from ansinh.chip.checks import Outcome
from ansinh.chip.verification.levels import hashed_group
from ansinh.chip.verification.policies import Level
from ansinh.chip.verification.verdict import Words

_CHECKS = {
    "access": Words("Cách mở thẻ", "How the card was opened"),
    "sod_structure": Words("Đối tượng bảo mật của thẻ", "The card's security object"),
    "sod_signature": Words("Chữ ký trên dữ liệu", "Signature over the data"),
    "signer_trusted": Words("Người ký được tin cậy", "Signer is trusted"),
    "signer_validity": Words("Chứng thư có hiệu lực khi ký", "Signer's certificate valid when it signed"),
    "signer_revocation": Words("Chứng thư chưa bị thu hồi", "Signer's certificate not revoked"),
    "country": Words("Nước cấp thống nhất", "One and the same country"),
    "com_against_sod": Words("Danh mục dữ liệu khớp với dữ liệu đã ký", "List of contents against what was signed"),
    "dg1_against_dg13": Words("Dòng đọc máy khớp với dữ liệu chi tiết", "Machine-readable lines against the details"),
    "card_expiry": Words("Thẻ còn hạn", "Card has not expired"),
    "card_security": Words("Khóa của chip do cơ quan cấp ký (EF.CardSecurity)", "The chip's keys are signed (EF.CardSecurity)"),
    "chip_authentication_mapping": Words(
        "Chip chứng minh là chip gốc ngay khi mở (CAM)", "Chip proves itself while it is opened (chip authentication mapping)"
    ),
    "chip_authentication": Words("Chip chứng minh là chip gốc (CA)", "Chip proves itself (chip authentication)"),
    "active_authentication": Words("Chip ký câu hỏi của đầu đọc (AA)", "Chip signs a challenge (active authentication)"),
    "claimed_number": Words("Số trên chip khớp với số đã khai", "Number in the chip is the one claimed"),
}
_GROUPS = {
    1: Words("dòng đọc máy", "machine-readable lines"),
    2: Words("ảnh chân dung", "portrait"),
    3: Words("vân tay", "fingerprints"),
    4: Words("mống mắt", "iris"),
    13: Words("dữ liệu chi tiết", "details"),
    14: Words("khóa của chip", "chip's keys"),
    15: Words("khóa ký của chip", "chip's signing key"),
}
_OUTCOMES = {
    Outcome.SUCCESSFUL: Words("đạt", "passed"),
    Outcome.FAILED: Words("không đạt", "failed"),
    Outcome.UNDETERMINED: Words("chưa xác định", "open"),
    Outcome.NOT_PERFORMED: Words("không thực hiện", "not done"),
}
_LEVELS = {
    Level.NONE: Words("Thẻ chưa chứng minh được gì", "The card proves nothing"),
    Level.CHIP_READ: Words("Dữ liệu được đọc từ chip và đúng chữ ký", "Read from a chip, signed by the issuer"),
    Level.CHIP_AUTHENTICATED: Words("Chip gốc đã được xác thực", "The original chip, proven"),
}


def of_check(name: str) -> Words:
    """What a check is about; its own name where there are no words for it."""
    group = hashed_group(name)
    if group is not None:
        inside = _GROUPS.get(group, Words(f"nhóm dữ liệu {group}", f"data group {group}"))
        return Words(f"DG{group} chưa bị sửa: {inside.vietnamese}", f"DG{group} unchanged: {inside.english}")
    return _CHECKS.get(name, Words(name, name))


def of_outcome(outcome: Outcome) -> Words:
    return _OUTCOMES[outcome]


def of_level(level: Level) -> Words:
    return _LEVELS[level]
