"""The words of the identity-check ledger that a facility keeps for each visit: by what means it was checked who was there."""

from enum import StrEnum


class CheckedBy(StrEnum):
    """Means of a check, by the ledger's own codes (Decree 188/2025/NĐ-CP, through one secondary source)."""

    CARD_QR = "QR_CCCD"
    CARD_CHIP = "CHIP_CCCD"
    EID_APP = "VNEID_APP"
    AUTHENTICATION_SERVICE = "DICH_VU_XAC_THUC"
    INSURANCE_LOOKUP = "TRA_CUU_BHXH"
    TYPED_IN = "NHAP_TAY"
