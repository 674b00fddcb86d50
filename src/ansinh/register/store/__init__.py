"""The register's SQL: `enquiry` (the hot read), `records` (the person's own view), `writes` (in bulk)."""
