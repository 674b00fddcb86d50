"""The tables of a claim as data: names, kinds, lengths, when a field must be filled; and reading and checking a file by them."""

from ansinh.wire.claims.checking import Fault, Wrong, faults, read_birth, read_minute
from ansinh.wire.claims.lists import CARE_KINDS, EMERGENCY, STAYS, TRANSFERS, VISIT_CATEGORIES
from ansinh.wire.claims.names import pascal
from ansinh.wire.claims.reading import FileError, TableFile, TooManyRecordsError, read_table
from ansinh.wire.claims.stays import Amounts, Line, Patient, Reading, StayClaim, tables_of
from ansinh.wire.claims.tables import FIELDS, TABLES, Condition, Field, Kind, Table

__all__ = [
    "CARE_KINDS",
    "EMERGENCY",
    "FIELDS",
    "STAYS",
    "TABLES",
    "TRANSFERS",
    "VISIT_CATEGORIES",
    "Amounts",
    "Condition",
    "Fault",
    "Field",
    "FileError",
    "Kind",
    "Line",
    "Patient",
    "Reading",
    "StayClaim",
    "Table",
    "TableFile",
    "TooManyRecordsError",
    "Wrong",
    "faults",
    "pascal",
    "read_birth",
    "read_minute",
    "read_table",
    "tables_of",
]
