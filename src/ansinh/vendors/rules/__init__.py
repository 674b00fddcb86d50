"""What a client can get wrong, each a rule over the calls that were kept, with where the protocol says so."""

from ansinh.vendors.rules import asking, conversation, paths, tokens, transport
from ansinh.vendors.rules.catalogue import CHECKS, Check, Hit, Severity

__all__ = ["CHECKS", "Check", "Hit", "Severity", "asking", "conversation", "paths", "tokens", "transport"]
