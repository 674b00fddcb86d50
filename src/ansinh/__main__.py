"""`python -m ansinh` is the `ansinh` command."""

from ansinh.cli import main

main()
