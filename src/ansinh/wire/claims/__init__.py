"""The tables of a claim as data: names, kinds, lengths and when a field must be filled. Reads no message and decides nothing."""

from ansinh.wire.claims.names import pascal
from ansinh.wire.claims.tables import FIELDS, TABLES, Condition, Field, Kind, Table

__all__ = ["FIELDS", "TABLES", "Condition", "Field", "Kind", "Table", "pascal"]
