"""The SQL of staff: `accounts`, `sessions`."""
