"""The SQL of a provider, a file for each thing it keeps."""

from ansinh.provider.store import clients, codes, parties, pushed, seen, tokens, traces

__all__ = ["clients", "codes", "parties", "pushed", "seen", "tokens", "traces"]
