"""The relying-party kit: a Python service logs people in at the identity exchange, in the basic or the secure profile.

    memory = client.ProcessMemory()
    party = client.basic_party("https://exchange.example", "my-client", secret, "https://my.example/callback", memory=memory)

    begun = party.begin(return_path="/record", needed="urn:ansinh:acr:2.2")   # send the browser to begun.address, set begun.browser as cookie
    signed_in = party.finish(query_string, browser=cookie)                    # signed_in.person, signed_in.return_path

It owns what a service must not get wrong: what a login is bound to, what is believed of an answer, how levels compare, where a browser
may be led, which sign-outs count. It keeps no sessions and no tokens: what it gives is who logged in, and how.
"""

from ansinh.identity.client.levels import Comparison, Level
from ansinh.identity.client.memory import Memory, PendingLogin, ProcessMemory
from ansinh.identity.client.party import Begun, EndedLogin, Failure, LoginFailedError, Party, Person, SignedIn, basic_party, secure_party
from ansinh.identity.client.returning import local_path

__all__ = [
    "Begun",
    "Comparison",
    "EndedLogin",
    "Failure",
    "Level",
    "LoginFailedError",
    "Memory",
    "Party",
    "PendingLogin",
    "Person",
    "ProcessMemory",
    "SignedIn",
    "basic_party",
    "local_path",
    "secure_party",
]
