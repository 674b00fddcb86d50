"""Which keys may have made a text: every possibility is followed forwards through the composing machine, so nothing is guessed.

A text with one possible source is mended; one with several is not, however likely one of them may look. The possibilities are a graph:
a node is what is typed so far as far as it matters for what may follow, an edge a key. Keys that leave no trace on the screen (a tone
that a later tone replaces) make circles in it, which is how endless sources are noticed.
"""

from collections.abc import Hashable
from functools import lru_cache

from ansinh.wire.qr.composing import Method, Word, bare
from ansinh.wire.qr.grammars import Grammar

_MOST_NODES = 2_000
_Node = tuple[int, Word, Hashable]  # characters that stand, the word being composed, state of the grammar
_Edges = dict[_Node, list[tuple[str, _Node]]]


class Ambiguous(Exception):  # noqa: N818 - an outcome
    """There is more than one source, or there are too many possibilities to say."""


def source(shown: str, grammar: Grammar, *, method: Method, digit_ends_word: bool) -> str | None:
    """The one text of the grammar that the input method turns into `shown` (NFC, small letters); None if there is none. Raises Ambiguous."""
    goal = bare(shown)
    if len(goal) != len(shown):
        return None  # marks that no input method leaves alone
    edges, ends = _explore(shown, goal, grammar, method=method, digit_ends_word=digit_ends_word)
    alive = _leading_to(ends, edges)
    node: _Node = (0, Word(), grammar.start)
    if node not in alive:
        return None
    keys = ""
    while True:
        onwards = [(key, after) for key, after in edges[node] if after in alive]
        if len(onwards) + (node in ends) > 1:
            raise Ambiguous
        if not onwards:
            return keys
        key, node = onwards[0]
        keys += key


def _explore(shown: str, goal: str, grammar: Grammar, *, method: Method, digit_ends_word: bool) -> tuple[_Edges, set[_Node]]:
    """Every node that agrees with `shown` so far, and those of them at its end."""
    edges: _Edges = {}
    ends: set[_Node] = set()
    waiting: list[_Node] = [(0, Word(), grammar.start)]
    while waiting:
        node = waiting.pop()
        if node in edges:
            continue
        if len(edges) >= _MOST_NODES:
            raise Ambiguous
        standing, word, state = node
        edges[node] = []
        if shown[standing:] == word.text and grammar.ends(state):
            ends.add(node)
        for key in grammar.alphabet:
            grown = _press(word, key, method, digit_ends_word)
            if grown is None:
                finished = word.text + key
                after_text, after_word = standing + len(finished), Word()
                agrees = shown.startswith(finished, standing)
            else:
                after_text, after_word = standing, grown
                agrees = goal.startswith(grown.letters, standing)
            if agrees and (after_state := grammar.step(state, key)) is not None:
                after = (after_text, after_word, after_state)
                edges[node].append((key, after))
                waiting.append(after)
    return edges, ends


def _leading_to(ends: set[_Node], edges: _Edges) -> set[_Node]:
    before: dict[_Node, list[_Node]] = {}
    for node, onwards in edges.items():
        for _, after in onwards:
            before.setdefault(after, []).append(node)
    alive = set(ends)
    waiting = list(ends)
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in alive:
                alive.add(node)
                waiting.append(node)
    return alive


@lru_cache(maxsize=20_000)
def _press(word: Word, key: str, method: Method, digit_ends_word: bool) -> Word | None:
    return word.press(key, method=method, digit_ends_word=digit_ends_word)
