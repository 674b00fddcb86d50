"""A hospital's counter with a card reader: what lies on the reader, what it says, what it is worth, and the visit that is opened with it.

Everything is in memory and is forgotten; nothing here knows a page, a socket or a setting.
"""
