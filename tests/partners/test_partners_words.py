"""Every rule can be read in both languages: whoever adds one to the core says it here too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ansinh
from ansinh.doors.partners.words import WORDS
from ansinh.doors.partners.words.rules import RULES, said_of

ROOT = Path(ansinh.__file__).parent
# What a relying party can break: requests, client authentication, codes, proofs, refresh tokens, sign-out.
FILES = ["oidc/client_assertions.py", "oidc/client_auth.py", "oidc/codes.py", "oidc/dpop.py", "oidc/pushed.py", "oidc/refresh.py"]


def _sentences() -> Iterator[tuple[str, str]]:
    """(file, sentence) of every ProtocolError with a literal sentence in those files."""
    for name in FILES:
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ProtocolError":
                detail = node.args[1]
                if isinstance(detail, ast.Constant) and isinstance(detail.value, str):
                    yield name, detail.value


@pytest.mark.parametrize(("name", "sentence"), sorted(set(_sentences())))
def test_every_rule_a_relying_party_can_break_is_said_in_vietnamese(name: str, sentence: str) -> None:
    assert sentence in RULES, f"{name}: add it to doors/partners/words/rules.py"


def test_a_rule_nobody_translated_is_said_all_the_same() -> None:
    assert said_of("invalid_request", "a rule of tomorrow", "vi") == "A rule of tomorrow."
    assert said_of("server_error", "", "vi") == "server_error"


def test_a_missing_parameter_is_named() -> None:
    assert said_of("invalid_request", "code_challenge is missing", "vi") == "Thiếu code_challenge."


def test_every_rule_of_a_registration_has_words() -> None:
    source = (ROOT / "exchange" / "registrations" / "rules.py").read_text() + (ROOT / "doors" / "partners" / "forms.py").read_text()
    named = {key.removeprefix("fault.") for key in WORDS if key.startswith("fault.")}
    written = {node.value for node in ast.walk(ast.parse(source.replace('"""', "'''"))) if isinstance(node, ast.Constant)}
    for rule in ("twice", "no_dots", "sandbox_stays_here", "claim_defeats_pairwise", "sector_mismatch"):
        assert rule in written
    assert {rule for rule in named if not rule.startswith(("key_", "name_", "purpose_"))} <= written


def test_both_languages_say_something() -> None:
    assert [key for key, said in WORDS.items() if not all(text.strip() for text in said)] == []
