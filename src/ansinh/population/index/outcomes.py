"""The verdicts and stages a record can end with, as the small integers that arrays hold. The order is part of the unit files' format."""

from typing import Final

VERDICTS: Final = ("verified", "differs", "assigned", "candidates", "someone_else", "several_numbers", "not_found", "deceased")
VERIFIED, DIFFERS, ASSIGNED, CANDIDATES, SOMEONE_ELSE, SEVERAL_NUMBERS, NOT_FOUND, DECEASED_PERSON = range(8)
UNDECIDED = 255  # left to the search

STAGES: Final = ("number", "repair", "old_number", "name_birth", "scored", "none")
AT_NUMBER, AT_REPAIR, AT_OLD_NUMBER, AT_NAME_BIRTH, AT_SCORED, AT_NONE = range(6)
