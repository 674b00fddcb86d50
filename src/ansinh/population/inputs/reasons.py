"""Why a value was not used, or was read otherwise than it was written: stable codes and a sentence for each.

Codes below REJECT tell of a value that was understood; from REJECT on the value is unusable and its row goes on without it; from
LEFT_OUT on the whole row stays behind.
"""

from typing import Final

OK: Final = 0
ABSENT: Final = 1
RESTORED_ZEROS: Final = 2
MOVED_TO_OLD: Final = 3
MOVED_TO_NUMBER: Final = 4
SWAPPED_DAY_MONTH: Final = 5
DAY_WITHOUT_MONTH: Final = 6
DAY_COUNT: Final = 7
SHIFTED_DAY: Final = 8
IN_TCVN3: Final = 9
IN_VNI: Final = 10
FOREIGN: Final = 11

REJECT: Final = 32
LENGTH: Final = 32
LETTERS: Final = 33
ROUNDED: Final = 34
PLACEHOLDER: Final = 35
NO_SUCH_DAY: Final = 36
NO_SUCH_MONTH: Final = 37
YEAR_RANGE: Final = 38
TWO_DIGIT_YEAR: Final = 39
FORM: Final = 40
WORD: Final = 41
TOO_MANY_WORDS: Final = 42

LEFT_OUT: Final = 64
NO_RECORD_ID: Final = 64
REPEATED: Final = 65
NO_NUMBER: Final = 66
FIELDS: Final = 67

CODES: Final[dict[int, str]] = {
    RESTORED_ZEROS: "leading_zeros_restored",
    MOVED_TO_OLD: "old_number_in_its_place",
    MOVED_TO_NUMBER: "citizen_number_in_its_place",
    SWAPPED_DAY_MONTH: "day_and_month_swapped",
    DAY_WITHOUT_MONTH: "day_without_month",
    DAY_COUNT: "day_count",
    SHIFTED_DAY: "day_shifted_by_time_zone",
    IN_TCVN3: "written_in_tcvn3",
    IN_VNI: "written_in_vni",
    FOREIGN: "foreign_signs",
    LENGTH: "wrong_length",
    LETTERS: "not_digits",
    ROUNDED: "rounded_by_spreadsheet",
    PLACEHOLDER: "placeholder",
    NO_SUCH_DAY: "no_such_day",
    NO_SUCH_MONTH: "no_such_month",
    YEAR_RANGE: "impossible_year",
    TWO_DIGIT_YEAR: "two_digit_year",
    FORM: "not_a_date",
    WORD: "unknown_code",
    TOO_MANY_WORDS: "free_text",
    NO_RECORD_ID: "no_record_id",
    REPEATED: "record_id_repeated",
    NO_NUMBER: "no_citizen_number",
    FIELDS: "wrong_number_of_fields",
}

SENTENCES: Final[dict[int, str]] = {
    RESTORED_ZEROS: "Leading zeros were missing, as a spreadsheet takes them; they were put back.",
    MOVED_TO_OLD: "The citizen number has nine digits: read as the number of the old identity card.",
    MOVED_TO_NUMBER: "The old number has twelve digits and there was no other: read as the citizen number.",
    SWAPPED_DAY_MONTH: "The month is above 12 and the day is not: read with day and month exchanged.",
    DAY_WITHOUT_MONTH: "A day without a month: only the year was kept.",
    DAY_COUNT: "A spreadsheet's count of days, read as the day it stands for.",
    SHIFTED_DAY: "Midnight in Viet Nam written as the evening before in UTC: read as the day in Viet Nam.",
    IN_TCVN3: "Letters of a TCVN3 (ABC) font, read as the Vietnamese letters they show.",
    IN_VNI: "Letters of a VNI font, read as the Vietnamese letters they show.",
    FOREIGN: "Holds signs of no Vietnamese name or bytes in no known encoding; compared by the letters that are left. Where it is most names, say the encoding in the mapping file.",
    LENGTH: "Not as many digits as such a number has (12; 9 on the old card).",
    LETTERS: "Holds letters or signs where only digits can be.",
    ROUNDED: "A spreadsheet wrote it with an exponent and lost its last digits.",
    PLACEHOLDER: "A value that stands for none, such as 1900-01-01, twelve times the same digit or KHÔNG TÊN.",
    NO_SUCH_DAY: "No calendar has this day.",
    NO_SUCH_MONTH: "There is no such month.",
    YEAR_RANGE: "The year cannot be one of birth of a person in a register (1850 to 2100).",
    TWO_DIGIT_YEAR: "The year has two digits, so that its century is a guess.",
    FORM: "Not a date in any of the forms that are read.",
    WORD: "Neither a known word nor a known code; the mapping file can say what it means.",
    TOO_MANY_WORDS: "The column holds free text, not names or codes of places.",
    NO_RECORD_ID: "Without a record_id that is text or a number there is nothing to give a verdict to.",
    REPEATED: "An earlier row has the same record_id; that one was verified.",
    NO_NUMBER: "A person without a usable citizen number cannot be looked up by it.",
    FIELDS: "The line has more or fewer fields than the header.",
}
