"""SQL of the questions about single people."""
