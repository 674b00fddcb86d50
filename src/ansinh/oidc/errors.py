"""What the protocol core says when a message is not to be trusted or cannot be granted."""

from ansinh.kit.errors import Refused

_CODE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz_")
_LONGEST_CODE = 60


class ProtocolError(Refused):
    """A message broke a rule.

    On the provider side `code` is the OAuth error code to answer with (RFC 6749 4.1.2.1, 5.2; OpenID Connect Core 3.1.2.6);
    on the relying-party side it names the check that failed (`id_token_nonce`, `callback_issuer`, ...).
    """


class ProviderRefusedError(ProtocolError):
    """The provider answered with an error of its own; `code` is that error, cut to letters and underscores, or `server_error`."""

    def __init__(self, said: object, detail: str) -> None:
        """`said` is the error as the provider wrote it, whatever that is."""
        code = "".join(letter for letter in said[:_LONGEST_CODE] if letter in _CODE_LETTERS) if isinstance(said, str) else ""
        super().__init__(code or "server_error", detail)


class UnknownKeyError(ProtocolError):
    """The id_token names a key that is not in the key set at hand: worth one look at the provider's current keys, no more."""
