"""The register's SQL: `enquiry` (the hot read), `records` (the person's own view), `officers`, `writes` (in bulk), `changes` and `residences`."""
