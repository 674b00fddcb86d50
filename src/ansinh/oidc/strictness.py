"""What a relying party insists on at a provider. The defaults are the safe ones; each easing is written down where the provider is named."""

from dataclasses import dataclass

from ansinh.oidc.key_sets import ES256_ALONE


@dataclass(frozen=True, slots=True)
class Strictness:
    """`algorithms`: what an id_token may be signed with, nothing else is looked at; values of `READABLE`.

    `pkce_announced`: metadata must offer S256. Where False the challenge is sent all the same, and a provider that ignores it leaves the
    nonce alone to hold off an injected code (RFC 9700 4.5.3.2).
    `issuer_in_answers`: every answer must carry `iss` (RFC 9207), whether the provider promises it or not. Where False one that promises
    must keep its word, a wrong one is refused as ever, and for the rest the provider's own redirect address keeps providers apart
    (RFC 9700 4.4.2).
    `origins`: further origins at which the metadata may name endpoints; where empty, the issuer's alone.
    """

    algorithms: tuple[str, ...] = ES256_ALONE
    pkce_announced: bool = True
    issuer_in_answers: bool = False
    origins: tuple[str, ...] = ()


AS_STANDARD = Strictness()
