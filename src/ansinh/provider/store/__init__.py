"""The SQL of a provider, a file for each thing it keeps."""

from ansinh.provider.store import clients, codes, parties, pushed, redeemed, seen, signing_keys, tokens, traces

__all__ = ["clients", "codes", "parties", "pushed", "redeemed", "seen", "signing_keys", "tokens", "traces"]
