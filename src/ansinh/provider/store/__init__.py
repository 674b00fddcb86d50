"""The SQL of a provider, a file for each thing it keeps."""

from ansinh.provider.store import clients, codes, pushed, seen, tokens

__all__ = ["clients", "codes", "pushed", "seen", "tokens"]
