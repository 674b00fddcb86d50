"""Hospital programs in use, each with its habits: generation, encoding, how long it keeps a token, how it reads a reply.

Every habit was seen in public code; which of them come together is ours, chosen so that each is exercised.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from ansinh.wire import programs


class TokenHabit(Enum):
    """How long a program goes on with a token, whatever the token says of itself; None is one for each call."""

    EACH_CALL = None
    TEN_MINUTES = timedelta(minutes=10)
    FIFTY_MINUTES = timedelta(minutes=50)
    TWENTY_HOURS = timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`address` turns a path into what the program really asks for: some are careless with slashes and capitals."""

    name: str
    generation: str
    encoding: programs.Encoding
    token_habit: TokenHabit
    lower_case_md5: bool = False
    read_session: Callable[[bytes], programs.Taken] = programs.session_by_json
    read_lookup: Callable[[bytes], programs.Heard] = programs.lookup_by_json
    address: Callable[[str], str] = str


def _careless(path: str) -> str:
    where, mark, query = path.partition("?")
    return f"/{where.replace('/egw/', '//EGW/').replace('KQN', 'KQn')}{mark}{query}"


PROGRAMS: tuple[Program, ...] = (
    Program(name="2024", generation="2024", encoding=programs.Encoding.JSON, token_habit=TokenHabit.TEN_MINUTES),
    Program(
        name="2024-form",
        generation="2024",
        encoding=programs.Encoding.FORM,
        token_habit=TokenHabit.FIFTY_MINUTES,
        lower_case_md5=True,
        address=_careless,
    ),
    Program(
        name="2024-splitter",
        generation="2024",
        encoding=programs.Encoding.JSON,
        token_habit=TokenHabit.EACH_CALL,
        read_session=programs.session_by_commas,
        read_lookup=programs.lookup_by_splitting,
    ),
    Program(
        name="2019",
        generation="2019",
        encoding=programs.Encoding.FORM,
        token_habit=TokenHabit.TWENTY_HOURS,
        lower_case_md5=True,
        read_session=programs.session_by_commas,
        read_lookup=programs.lookup_by_splitting,
    ),
    Program(name="2018", generation="2018", encoding=programs.Encoding.JSON, token_habit=TokenHabit.EACH_CALL, address=_careless),
    Program(name="595", generation="595", encoding=programs.Encoding.FORM, token_habit=TokenHabit.TEN_MINUTES, lower_case_md5=True),
    Program(name="2016", generation="2016", encoding=programs.Encoding.FORM, token_habit=TokenHabit.EACH_CALL),
)


def program(name: str) -> Program:
    """Raises KeyError for a name there is no program of."""
    return {each.name: each for each in PROGRAMS}[name]
