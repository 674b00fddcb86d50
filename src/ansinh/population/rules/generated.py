"""The rules 2026.1, written by `ansinh population rules --write` from rules.toml. Not to be edited."""
# ruff: noqa: C901, PLR0912, PLR0915, PLR1714
# fmt: off

VERSION = "2026.1"
SHA256 = "b7bedf4a823b2b0f69e812bed72826e3ffd6d982f9bec70080460f28acb7568a"

VERIFIED = 0
DIFFERS = 1
ASSIGNED = 2
CANDIDATES = 3
SOMEONE_ELSE = 4
SEVERAL_NUMBERS = 5
NOT_FOUND = 6
DECEASED = 7
DOUBT = 8

CLAIM_NONE = 0
CLAIM_UNKNOWN = 1
CLAIM_DOUBT = 2
CLAIM_SOMEONE_ELSE = 3

ASSIGN_SCORE = 1000
ASSIGN_MARGIN = 1000
SHOW_SCORE = -500

NUMBER_EQUAL = 0
NUMBER_ONE_DIGIT = 1
NUMBER_TWO_DIGITS = 2
NUMBER_MISSING = 3
NUMBER_FAR = 4
OLD_MISSING = 0
OLD_EQUAL = 1
OLD_DIFFERENT = 2
NAME_MISSING = 0
NAME_ONE_WORD = 1
NAME_EXACT = 2
NAME_SAME = 3
NAME_BARE = 4
NAME_CONFLICT = 5
NAME_ORDER = 6
NAME_PART = 7
NAME_ALIKE = 8
NAME_DIFFERENT = 9
BIRTH_MISSING = 0
BIRTH_JANUARY = 1
BIRTH_EQUAL = 2
BIRTH_MONTH = 3
BIRTH_YEAR = 4
BIRTH_SWAPPED = 5
BIRTH_OFF_BY_ONE = 6
BIRTH_ONE_PART = 7
BIRTH_NEW_YEAR = 8
BIRTH_SAME_YEAR = 9
BIRTH_DIFFERENT = 10
SEX_MISSING = 0
SEX_EQUAL = 1
SEX_DIFFERENT = 2
PROVINCE_MISSING = 0
PROVINCE_WITH_NUMBER = 1
PROVINCE_EQUAL = 2
PROVINCE_DIFFERENT = 3
WARD_MISSING = 0
WARD_ELSEWHERE = 1
WARD_EQUAL = 2
WARD_DIFFERENT = 3
STATUS_LIVING = 0
STATUS_DECEASED = 1
STATUS_GONE = 2

NUMBER_SHIFT = 0
OLD_SHIFT = 4
NAME_SHIFT = 8
BIRTH_SHIFT = 12
SEX_SHIFT = 16
PROVINCE_SHIFT = 20
WARD_SHIFT = 24
STATUS_SHIFT = 28


def levels(number: int, old_a: int, old_b: int, name: int, single_syllable: int, birth_a: int, birth_b: int, sex_a: int, sex_b: int, province_a: int, province_b: int, ward_a: int, ward_b: int, status: int) -> int:
    """How the fields of a pair compare: one level a field, packed into one integer."""
    year_a = birth_a // 10000
    year_b = birth_b // 10000
    month_a = (birth_a // 100) % 100
    month_b = (birth_b // 100) % 100
    day_a = birth_a % 100
    day_b = birth_b % 100
    both_full = day_a > 0 and month_a > 0 and day_b > 0 and month_b > 0
    if number == 0:
        in_number = 0  # equal
    elif number == 1:
        in_number = 1  # one digit wrong, or two neighbours exchanged
    elif number == 2:
        in_number = 2  # two digits wrong
    elif number == 9:
        in_number = 3  # no number
    else:
        in_number = 4  # another number
    if old_a == 0 or old_b == 0:
        in_old = 0  # missing on one side
    elif old_a == old_b:
        in_old = 1  # equal
    else:
        in_old = 2  # different
    if name == 9:
        in_name = 0  # missing on one side
    elif name <= 3 and single_syllable == 1:
        in_name = 1  # same, but a single syllable
    elif name == 0:
        in_name = 2  # exact
    elif name == 1:
        in_name = 3  # same name: tone mark placed elsewhere, i for y, or a legacy code page
    elif name == 3:
        in_name = 4  # one side is written without diacritics
    elif name == 4:
        in_name = 5  # same letters, other diacritics
    elif name == 5:
        in_name = 6  # same syllables in another order
    elif name == 6:
        in_name = 7  # one side lacks a syllable
    elif name == 7:
        in_name = 8  # alike, given name equal
    else:
        in_name = 9  # different
    if birth_a == 0 or birth_b == 0:
        in_birth = 0  # missing on one side
    elif birth_a == birth_b and (birth_a % 10000) == 101:
        in_birth = 1  # both the first of January: perhaps only the year was known
    elif birth_a == birth_b and both_full:
        in_birth = 2  # equal
    elif year_a == year_b and month_a == month_b and month_a > 0 and (day_a == 0 or day_b == 0):
        in_birth = 3  # same month and year, the day is unknown on one side
    elif year_a == year_b and (month_a == 0 or month_b == 0):
        in_birth = 4  # same year, only the year is known on one side
    elif year_a == year_b and day_a == month_b and month_a == day_b:
        in_birth = 5  # day and month exchanged
    elif both_full and ((year_a == year_b and month_a == month_b and abs(day_a - day_b) == 1) or (year_a == year_b and abs(month_a - month_b) == 1 and day_a == day_b) or (abs(year_a - year_b) == 1 and month_a == month_b and day_a == day_b)):
        in_birth = 6  # day, month or year off by one
    elif both_full and ((year_a == year_b and month_a == month_b) or (year_a == year_b and day_a == day_b) or (month_a == month_b and day_a == day_b)):
        in_birth = 7  # only day, month or year differs
    elif year_a == year_b and ((birth_a % 10000) == 101 or (birth_b % 10000) == 101):
        in_birth = 8  # same year, one side says the first of January
    elif year_a == year_b:
        in_birth = 9  # only the year is equal
    else:
        in_birth = 10  # different
    if sex_a < 0 or sex_b < 0:
        in_sex = 0  # missing on one side
    elif sex_a == sex_b:
        in_sex = 1  # equal
    else:
        in_sex = 2  # different
    if province_a == 0 or province_b == 0:
        in_province = 0  # missing on one side
    elif province_a == province_b and (number == 1 or number == 2):
        in_province = 1  # equal, which the similar number says already
    elif province_a == province_b:
        in_province = 2  # equal
    else:
        in_province = 3  # different
    if ward_a == 0 or ward_b == 0:
        in_ward = 0  # missing on one side
    elif province_a != province_b and province_a > 0 and province_b > 0:
        in_ward = 1  # in another province
    elif ward_a == ward_b:
        in_ward = 2  # equal
    else:
        in_ward = 3  # different
    if status == 0:
        in_status = 0  # living
    elif status == 1:
        in_status = 1  # deceased
    else:
        in_status = 2  # gone from the register
    return in_number | in_old << 4 | in_name << 8 | in_birth << 12 | in_sex << 16 | in_province << 20 | in_ward << 24 | in_status << 28

def weight(levels: int) -> int:
    """The weights of all levels in hundredths of a bit, without the rarity of the name and without what is known before."""
    total = 0
    number = levels & 15
    if number == 0:
        total += 2655  # equal
    elif number == 1:
        total += 1845  # one digit wrong, or two neighbours exchanged
    elif number == 2:
        total += 1045  # two digits wrong
    elif number == 4:
        total += -256  # another number
    old = levels >> 4 & 15
    if old == 1:
        total += 2650  # equal
    elif old == 2:
        total += -432  # different
    name = levels >> 8 & 15
    if name == 1:
        total += -7  # same, but a single syllable
    elif name == 2:
        total += 10  # exact
    elif name == 3:
        total += 9  # same name: tone mark placed elsewhere, i for y, or a legacy code page
    elif name == 5:
        total += -506  # same letters, other diacritics
    elif name == 6:
        total += -464  # same syllables in another order
    elif name == 7:
        total += -923  # one side lacks a syllable
    elif name == 8:
        total += -764  # alike, given name equal
    elif name == 9:
        total += -738  # different
    birth = levels >> 12 & 15
    if birth == 1:
        total += 464  # both the first of January: perhaps only the year was known
    elif birth == 2:
        total += 1444  # equal
    elif birth == 3:
        total += 979  # same month and year, the day is unknown on one side
    elif birth == 4:
        total += 621  # same year, only the year is known on one side
    elif birth == 5:
        total += 1017  # day and month exchanged
    elif birth == 6:
        total += 609  # day, month or year off by one
    elif birth == 8:
        total += 291  # same year, one side says the first of January
    elif birth == 9:
        total += -158  # only the year is equal
    elif birth == 10:
        total += -735  # different
    sex = levels >> 16 & 15
    if sex == 1:
        total += 99  # equal
    elif sex == 2:
        total += -664  # different
    province = levels >> 20 & 15
    if province == 1:
        total += 36  # equal, which the similar number says already
    elif province == 2:
        total += 432  # equal
    elif province == 3:
        total += -326  # different
    ward = levels >> 24 & 15
    if ward == 2:
        total += 606  # equal
    elif ward == 3:
        total += -230  # different
    return total

def counts_name(levels: int) -> bool:
    """True if the pair agrees on the name in a way that counts for more, the rarer the name is."""
    name = levels >> 8 & 15
    return name == 1 or name == 2 or name == 3 or name == 4 or name == 5 or name == 6 or name == 7 or name == 8

def rarity(name_count: int, population: int) -> int:
    """How rare a name is, hundredths of a bit: whole bits of population / name_count, rounded down."""
    if name_count <= population >> 20:
        return 2000
    if name_count <= population >> 19:
        return 1900
    if name_count <= population >> 18:
        return 1800
    if name_count <= population >> 17:
        return 1700
    if name_count <= population >> 16:
        return 1600
    if name_count <= population >> 15:
        return 1500
    if name_count <= population >> 14:
        return 1400
    if name_count <= population >> 13:
        return 1300
    if name_count <= population >> 12:
        return 1200
    if name_count <= population >> 11:
        return 1100
    if name_count <= population >> 10:
        return 1000
    if name_count <= population >> 9:
        return 900
    if name_count <= population >> 8:
        return 800
    if name_count <= population >> 7:
        return 700
    if name_count <= population >> 6:
        return 600
    if name_count <= population >> 5:
        return 500
    if name_count <= population >> 4:
        return 400
    if name_count <= population >> 3:
        return 300
    if name_count <= population >> 2:
        return 200
    if name_count <= population >> 1:
        return 100
    return 0

def prior(population: int) -> int:
    """What speaks against a pair before it is compared: whole bits of the population, rounded up, in hundredths of a bit."""
    bits = 0
    rest = population - 1
    if rest >> 32 > 0:
        bits += 32
        rest >>= 32
    if rest >> 16 > 0:
        bits += 16
        rest >>= 16
    if rest >> 8 > 0:
        bits += 8
        rest >>= 8
    if rest >> 4 > 0:
        bits += 4
        rest >>= 4
    if rest >> 2 > 0:
        bits += 2
        rest >>= 2
    if rest >> 1 > 0:
        bits += 1
        rest >>= 1
    return 100 * (bits + rest)

def score(levels: int, name_count: int, population: int) -> int:
    """log2 of the odds that the pair is one person, in hundredths of a bit. Margins between candidates are differences of it."""
    total = weight(levels) - prior(population)
    if counts_name(levels):
        total += rarity(name_count, population)
    return total

def differs(levels: int) -> int:
    """Which fields differ, one bit for each by its place; where none does, those that agree only in part or are missing."""
    firm = 0
    soft = 0
    number = levels & 15
    if number == 1 or number == 2 or number == 4:
        firm |= 1
    name = levels >> 8 & 15
    if name == 5 or name == 6 or name == 7 or name == 8 or name == 9:
        firm |= 4
    if name == 0 or name == 1 or name == 4:
        soft |= 4
    birth = levels >> 12 & 15
    if birth == 5 or birth == 6 or birth == 7 or birth == 8 or birth == 9 or birth == 10:
        firm |= 8
    if birth == 0 or birth == 1 or birth == 3 or birth == 4:
        soft |= 8
    sex = levels >> 16 & 15
    if sex == 2:
        firm |= 16
    if sex == 0:
        soft |= 16
    return firm if firm != 0 else soft

def at_number(levels: int) -> int:
    """What the holder of the claimed number means for the record: a result; doubt and someone_else go on to the search."""
    name = levels >> 8 & 15
    birth = levels >> 12 & 15
    sex = levels >> 16 & 15
    status = levels >> 28 & 15
    confirmed = ((name == 2 or name == 3) and birth == 2 and (sex == 1 or sex == 0)) or ((name == 2 or name == 3) and (birth == 1 or birth == 3 or birth == 4) and sex == 1) or (name == 4 and birth == 2 and sex == 1) or (name == 1 and birth == 2 and sex == 1)
    # Number, name and birth agree.
    if confirmed and status == 0:
        return VERIFIED
    # Number, name and birth agree with a person who has died.
    if confirmed and status == 1:
        return DECEASED
    # The number was withdrawn.
    if (name == 2 or name == 3 or name == 4 or name == 1) and status == 2:
        return DOUBT
    # The same person, something differs.
    if (name == 2 or name == 3 or name == 4) and (birth == 2 or birth == 1 or birth == 3 or birth == 4 or birth == 5 or birth == 6 or birth == 7 or birth == 8 or birth == 9) and (status == 0 or status == 1):
        return DIFFERS
    # The same person, something differs.
    if (name == 2 or name == 3 or name == 4) and (birth == 10 or birth == 0) and (sex == 1 or sex == 0) and (status == 0 or status == 1):
        return DIFFERS
    # The same person, the name differs in part.
    if (name == 1 or name == 5 or name == 6 or name == 7 or name == 8) and (birth == 2 or birth == 1 or birth == 3 or birth == 4 or birth == 5 or birth == 6 or birth == 7 or birth == 8) and (status == 0 or status == 1):
        return DIFFERS
    # Date of birth and sex agree, the name does not.
    if (name == 9 or name == 0) and birth == 2 and (sex == 1 or sex == 0) and (status == 0 or status == 1):
        return DIFFERS
    # The number is somebody else's.
    if name == 9 and (birth == 10 or birth == 9 or birth == 8 or birth == 4 or birth == 3 or birth == 1 or birth == 0):
        return SOMEONE_ELSE
    return DOUBT  # Whose number this is remains open.

def at_search(levels: int, score: int, margin: int, candidates: int, claimed: int) -> int:
    """What the best of `candidates` means: a result. `levels`, `score`, `margin` are read only where there is a candidate."""
    number = levels & 15
    old = levels >> 4 & 15
    name = levels >> 8 & 15
    birth = levels >> 12 & 15
    sex = levels >> 16 & 15
    status = levels >> 28 & 15
    confirmed = ((name == 2 or name == 3) and birth == 2 and (sex == 1 or sex == 0)) or ((name == 2 or name == 3) and (birth == 1 or birth == 3 or birth == 4) and sex == 1) or (name == 4 and birth == 2 and sex == 1) or (name == 1 and birth == 2 and sex == 1)
    second_identifier = old == 1 or (number == 1 or number == 2)
    # The number was found; a second identifier confirms it.
    if candidates >= 1 and score >= 1000 and margin >= 1000 and second_identifier and confirmed and (name == 2 or name == 3 or name == 4) and status == 0:
        return ASSIGNED
    # The number was found; a second identifier confirms it; the birth has one slip.
    if candidates >= 1 and score >= 1000 and margin >= 1000 and second_identifier and (name == 2 or name == 3) and (birth == 5 or birth == 6) and sex == 1 and status == 0:
        return ASSIGNED
    # The person was found and has died.
    if candidates >= 1 and score >= 1000 and margin >= 1000 and second_identifier and confirmed and (name == 2 or name == 3 or name == 4) and status == 1:
        return DECEASED
    # For a person to decide: the holder of the number agrees in part.
    if claimed == 2:
        return CANDIDATES
    # The number is somebody else's.
    if claimed == 3:
        return SOMEONE_ELSE
    # For a person to decide among the candidates.
    if candidates >= 1 and score >= -500:
        return CANDIDATES
    return NOT_FOUND  # Not found.
