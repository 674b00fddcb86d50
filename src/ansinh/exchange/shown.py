"""What is told about a person, in words for that person. The names of the claims stand beside them, as they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.exchange.model import Reached, Session
from ansinh.exchange.words_for_people import CLAIMS, METHODS, PROVIDERS, SEXES, WORDS
from ansinh.kit import clock
from ansinh.provider import Language
from ansinh.wire import eid


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: what it is about, what will be told, and its name on the wire."""

    label: str
    value: str
    name: str
    masked: bool = False


def rows(names: Sequence[str], session: Session, *, subject: str, language: Language) -> list[Row]:
    """The claims of these names as they will be told of the person logged in; `subject` is their name at the relying party.

    The citizen number is masked: the person knows it, and others look at screens.
    """
    values = _values(session, subject=subject, language=language)
    meanings = [(name, eid.MEANINGS[name]) for name in names if name in eid.MEANINGS]
    return [Row(CLAIMS[language][meaning], values[meaning], name, masked=meaning == "citizen_number") for name, meaning in meanings]


def label(name: str, language: Language) -> str:
    """What a claim is about; its own name where nothing is known of it."""
    meaning = eid.MEANINGS.get(name)
    return name if meaning is None else CLAIMS[language][meaning]


def labels(names: Sequence[str], language: Language) -> list[str]:
    """The same for many, each once."""
    return list(dict.fromkeys(label(name, language) for name in names))


def level(account_level: int, authentication_level: int, language: Language) -> str:
    """Both levels in words; 0 is unknown."""
    words = WORDS[language]
    account = str(account_level) if account_level else words["unknown"]
    authentication = str(authentication_level) if authentication_level else words["unknown"]
    return words["level_shown"].format(account=account, authentication=authentication)


def upstream(code: str, language: Language) -> str:
    """The provider's name where it is one everybody has, else its code."""
    return PROVIDERS[language].get(code, code) or WORDS[language]["unknown"]


def instant(at: datetime) -> str:
    """Viet Nam's time to the minute, as it is written there."""
    return at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")


def _values(session: Session, *, subject: str, language: Language) -> dict[str, str]:
    claims, reached = session.claims, session.reached
    return {
        "subject": subject,
        "level": level(reached.assurance.account_level, reached.assurance.authentication_level, language),
        "methods": _methods(reached, language),
        "login_time": WORDS[language]["unknown"] if reached.auth_time is None else instant(reached.auth_time),
        "technical_id": claims.tech_id or "",
        "account_type": WORDS[language]["citizen"],
        "name": claims.full_name,
        "citizen_number": str(claims.citizen_number),
        "birth_date": "/".join(reversed(claims.birth_date.iso().split("-"))),
        "sex": SEXES[language][claims.sex],
        "provider": upstream(claims.login_idp or eid.LOGIN_IDP_POLICE, language),
        "address": claims.address,
        "phone": claims.phone,
        "email": claims.email,
    }


def _methods(reached: Reached, language: Language) -> str:
    return ", ".join(METHODS[language].get(method, method) for method in reached.amr) or WORDS[language]["unknown"]
