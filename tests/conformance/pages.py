"""docs/security-identity.md and docs/conformance.md: `python -m tests.conformance.pages` writes them from the lists and the tree."""

from collections.abc import Iterator
from pathlib import Path

from tests.conformance.baseline import PARTS, names_by_number
from tests.conformance.plans import OTHER_PLANS, PLANS, Outcome, Plan, name_of_test

DOCS = Path(__file__).parents[2] / "docs"
SECURITY, CONFORMANCE = DOCS / "security-identity.md", DOCS / "conformance.md"


def score() -> tuple[int, int]:
    """How many attacks have a test, of how many."""
    held = names_by_number()
    attacks = [attack for part in PARTS for attack in part.attacks]
    return sum(bool(held.get(attack.number)) for attack in attacks), len(attacks)


def security_page() -> str:
    return "\n".join(_security()) + "\n"


def conformance_page() -> str:
    return "\n".join(_conformance()) + "\n"


def _security() -> Iterator[str]:
    held = names_by_number()
    passed, of = score()
    yield from (
        "# Security of the identity exchange",
        "",
        f"**{passed} of {of} pass.**",
        "",
        "52 attacks that an identity exchange must withstand, from RFC 9700 (OAuth security), OpenID Connect Core, RFC 9126, RFC 9449, RFC 9207,",
        "RFC 9101, Back-Channel Logout 1.0, OWASP ASVS 5.0 chapter V10, the account-linking vulnerabilities of 2026 in a widespread broker",
        "(CVE-2026-9087, -15571, -16442, -82968, -92358) and defects seen in relying parties' public code. A number passes when at least one",
        "test carries it at the head of its name and none of them fails; a test holds this page to the tree.",
        "",
        "Run one number: `python -m pytest tests -k _18_`. Written by `python -m tests.conformance.pages`.",
    )
    for part in PARTS:
        yield from ("", f"## {part.title}", "", "| # | what is tried | what must come of it | tests |", "| --- | --- | --- | --- |")
        for attack in part.attacks:
            names = "<br>".join(_short(name) for name in held.get(attack.number, ())) or "none yet"
            yield f"| {attack.number} | {attack.tried} | {attack.outcome} | {names} |"


def _short(name: str) -> str:
    file, _, test = name.partition("::")
    return f"`{file}` {test}"


def _conformance() -> Iterator[str]:
    yield from (
        "# Conformance",
        "",
        "The test modules of the OpenID Foundation's conformance suite, each as a test of the same name, hyphens as underscores. The suite itself",
        "(Java, MongoDB, a browser) is not run here; names and expectations are its own, the code is not, so that a run of the real suite maps",
        "one to one. What does not hold is said with its reason. A test holds this page to the tree and to the lists.",
        "",
        "**holds**: the module's checks are made and hold. **the suite skips it**: for a server like this the suite leaves the module out; the test",
        "holds that the reason is true. **stricter**: the exchange refuses what the module would see succeed.",
        "",
        "| plan | modules | hold | skipped by the suite | stricter |",
        "| --- | --- | --- | --- | --- |",
    )
    for plan in PLANS:
        counts = " | ".join(str(plan.count(outcome)) for outcome in Outcome)
        yield f"| {plan.title} | {len(plan.modules)} | {counts} |"
    yield from (
        "",
        "Written by `python -m tests.conformance.pages`.",
    )
    for plan in PLANS:
        yield from _plan(plan)
    yield from ("", "## Plans that were not ported", "", "| plan | why |", "| --- | --- |")
    yield from (f"| {name} | {why} |" for name, why in OTHER_PLANS.items())
    yield from _independent()


def _plan(plan: Plan) -> Iterator[str]:
    yield from ("", f"## {plan.title}: {plan.count(Outcome.HOLDS)} of {len(plan.modules)}", "")
    yield from (f"Plan `{plan.name}`; {plan.variant}; `tests/conformance/{plan.file}`.", "")
    yield from ("| module | test | outcome |", "| --- | --- | --- |")
    for module in plan.modules:
        outcome, why = plan.outcome(module)
        yield f"| {module} | `{name_of_test(module)}` | {outcome}{': ' if why else ''}{why} |"


def _independent() -> Iterator[str]:
    yield from (
        "",
        "## PKCE and the Basic OP plan",
        "",
        "The plan sends no `code_challenge` in 37 of its 38 modules. A client of the profile `basic` must send one (RFC 9700 2.1.1, negative test 4",
        "of the [security baseline](security-identity.md)); one of the profile `legacy` need not. For a run of the real suite register its clients in the profile",
        "`legacy`; the tests here run in both.",
        "",
        "## Programs that are not ours",
        "",
        "| program | what it does here | tests |",
        "| --- | --- | --- |",
        (
            "| Authlib 1.9 client (Starlette integration) | profile basic with discovery alone: authorization request, PKCE, token request, id_token, userinfo |"
            " `tests/conformance/test_authlib_clients.py` |"
        ),
        (
            "| Authlib 1.9 session with joserfc | profile secure: parameters, private_key_jwt, token request and id_token are Authlib's; it has no PAR and no"
            " DPoP, so posting the request and the proofs are done beside it | `tests/conformance/test_authlib_clients.py` |"
        ),
        (
            "| a portal of today, by its configuration keys | profile legacy: no state, nonce, PKCE; secret in the form; userinfo by POST; validate, revoke and"
            " sign out | `tests/conformance/test_old_style_client.py` |"
        ),
        "| oidc-provider-mock | an upstream eID provider that is not ours | `tests/exchange` |",
    )


if __name__ == "__main__":
    SECURITY.write_text(security_page())
    CONFORMANCE.write_text(conformance_page())
