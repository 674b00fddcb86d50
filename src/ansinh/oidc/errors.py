"""What the protocol core says when a message is not to be trusted or cannot be granted."""

from ansinh.kit.errors import Refused


class ProtocolError(Refused):
    """A message broke a rule.

    On the provider side `code` is the OAuth error code to answer with (RFC 6749 4.1.2.1, 5.2; OpenID Connect Core 3.1.2.6);
    on the relying-party side it names the check that failed (`id_token_nonce`, `callback_issuer`, ...).
    """


class ProviderRefusedError(ProtocolError):
    """The provider answered a login with an error of its own; `code` is that error, cut to the characters RFC 6749 allows."""


class UnknownKeyError(ProtocolError):
    """The id_token names a key that is not in the key set at hand: worth one look at the provider's current keys, no more."""
