"""The small language of the rules: integers, comparisons, and, or, not. Parsed with `ast` against a list of what is allowed.

An expression means the same in Python, in numba and in SQL: features are never negative but for the -1 of an unknown sex, which no
division sees, and nothing is ever NULL. Anything else than what stands in `_render` is refused.
"""

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%"}


class ExpressionError(ValueError):
    """The expression says something the language has no word for."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes what differs between engines."""

    equals: str
    differs: str
    divide: str  # with {left} and {right}
    true: str
    conjunction: str = " and "
    disjunction: str = " or "
    negation: str = "not "


PYTHON = Dialect(equals="==", differs="!=", divide="{left} // {right}", true="True")
DUCKDB = Dialect(
    equals="=", differs="<>", divide="{left} // {right}", true="TRUE", conjunction=" AND ", disjunction=" OR ", negation="NOT "
)
SPARK = Dialect(
    equals="=", differs="<>", divide="{left} DIV {right}", true="TRUE", conjunction=" AND ", disjunction=" OR ", negation="NOT "
)


def parse(text: str, names: Collection[str]) -> ast.expr:
    """The expression, of which every name is one of `names`; raises ExpressionError that says what is not allowed."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as wrong:
        raise ExpressionError(f"is not an expression: {wrong.msg}") from None
    render(tree, PYTHON, lambda name: _known(name, names))
    return tree


def render(tree: ast.expr, dialect: Dialect, name: Callable[[str], str]) -> str:
    """The expression in another dialect; `name` gives what stands for a feature or a term."""
    match tree:
        case ast.Name(id=word):
            return name(word)
        case ast.Constant(value=bool(value)):
            return dialect.true if value else f"{dialect.negation}{dialect.true}"
        case ast.Constant(value=int(value)):
            return str(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return f"-{value}"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"({dialect.negation}{render(operand, dialect, name)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _arithmetic(dialect, _ARITHMETIC[type(op)], render(left, dialect, name), render(right, dialect, name))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            sign = {"==": dialect.equals, "!=": dialect.differs}.get(_COMPARISONS[type(op)], _COMPARISONS[type(op)])
            return f"{render(left, dialect, name)} {sign} {render(right, dialect, name)}"
        case ast.BoolOp(op=op, values=values):
            word = dialect.conjunction if isinstance(op, ast.And) else dialect.disjunction
            return f"({word.join(render(each, dialect, name) for each in values)})"
        case ast.Call(func=ast.Name(id="abs"), args=[inner], keywords=[]):
            return f"abs({bare(render(inner, dialect, name))})"
        case _:
            raise ExpressionError(f"`{ast.unparse(tree)}` is not in the language (integers, + - * // %, comparisons, and, or, not, abs)")


def bare(written: str) -> str:
    """Without the parentheses around all of it."""
    depth = 0
    for at, sign in enumerate(written):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return written[1:-1] if sign == ")" and at == len(written) - 1 else written
    return written


def is_condition(tree: ast.expr, conditions: Collection[str]) -> bool:
    """True if the expression is true or false, False if it is a number; raises ExpressionError where the two are mixed up.

    `conditions` are the names that are true or false themselves.
    """
    match tree:
        case ast.Name(id=word):
            return word in conditions
        case ast.Constant(value=value):
            return isinstance(value, bool)
        case ast.Compare(left=left, comparators=parts):
            wanted, operands, answer = False, [left, *parts], True
        case ast.BoolOp(values=operands):
            wanted, answer = True, True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            wanted, operands, answer = True, [operand], True
        case _:
            wanted, operands, answer = False, [each for each in ast.iter_child_nodes(tree) if isinstance(each, ast.expr)], False
            operands = tree.args if isinstance(tree, ast.Call) else operands
    for each in operands:
        if is_condition(each, conditions) is not wanted:
            raise ExpressionError(f"`{ast.unparse(each)}` is a {'number' if wanted else 'condition'} where the other is needed")
    return answer


def _arithmetic(dialect: Dialect, sign: str, left: str, right: str) -> str:
    return f"({dialect.divide.format(left=left, right=right) if sign == '//' else f'{left} {sign} {right}'})"


def _known(name: str, names: Collection[str]) -> str:
    if name not in names:
        raise ExpressionError(f"`{name}` is no feature and no term; there are {', '.join(sorted(names))}")
    return name
