"""The SQL of the audit room. Transaction ids travel as text: xid8 is unsigned, and a forged one may be larger than bigint."""
