"""The population register's SQL: `citizens`, and the `feed` of what happened to them."""
