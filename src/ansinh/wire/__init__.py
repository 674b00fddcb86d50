"""Formats that others fixed; the only home of Vietnamese field names. Decides nothing."""
