"""The command line."""


def main() -> None:
    """Entry point of the `ansinh` command."""
