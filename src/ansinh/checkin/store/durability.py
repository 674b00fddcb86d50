"""A transaction whose commit waits for the disk, whatever the connection was opened with: for what is acknowledged."""

from ansinh.kit import db


def wait_for_disk(conn: db.Connection) -> None:
    conn.execute("SET LOCAL synchronous_commit TO on")
