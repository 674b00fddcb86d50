"""The SQL of sharing: `records` (what goes out, the feed), `streams` (files), `shares` (files and receipts)."""
