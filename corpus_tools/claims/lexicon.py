"""The word tables behind the reading of reported values, each loaded once."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


class Token(NamedTuple):
    """A word of the text with its part of speech and its place in the text."""

    text: str
    tag: str
    start: int
    end: int


def _lines(name: str) -> list[str]:
    text = (files("corpus_tools") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data table whose first line tells its origin."""
    return list(csv.DictReader(_lines(name)))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of a data list, one a line."""
    return tuple(_lines(name))


@cache
def weights(name: str) -> dict[str, float]:
    """Return the learnt weight of each trait of a data table."""
    return {trait: float(weight) for weight, _, trait in (line.partition("\t") for line in words(name))}


@cache
def roles() -> dict[str, frozenset[str]]:
    """Return the roles that each listed word can play around a number."""
    table: dict[str, set[str]] = {}
    for row in rows("verbs.csv"):
        table.setdefault(row["word"], set()).add(row["role"])
    return {word: frozenset(found) for word, found in table.items()}


@cache
def _tagger() -> object:
    import rjieba

    tagger = rjieba.Jieba()
    for noun in words("noun_words.txt"):
        tagger.add_word(noun, None, "n")
    for line in words("user_dictionary.txt"):
        term = line.split()[0]
        opening = roles().get(term[:2], frozenset())
        if (len(term) > 2 and not opening & {"stop", "govern"}) or (len(term) == 2 and not opening):
            tagger.add_word(term, None, "n")
    for word in roles():
        cut = tagger.tag(word)
        if len(cut) > 1:
            tagger.add_word(word, None, "v")
    return tagger


@lru_cache(maxsize=50_000)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of `text`, each with jieba's part of speech.

    Examples
    --------
    >>> tagged("划分网格")
    (('划分', 'v'), ('网格', 'n'))
    """
    return tuple(_tagger().tag(text))  # type: ignore[attr-defined]


def tag(text: str, start: int = 0) -> list[Token]:
    """Return the words of `text` with jieba's parts of speech; offsets begin at `start`.

    Examples
    --------
    >>> [(token.text, token.tag) for token in tag("划分网格")]
    [('划分', 'v'), ('网格', 'n')]
    """
    tokens = []
    for word, part in tagged(text):
        tokens.append(Token(word, part, start, start + len(word)))
        start += len(word)
    return tokens


@lru_cache(maxsize=1 << 13)
def spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the kinds of the words of `text`, each the head of a part of speech, with their places.

    Examples
    --------
    >>> spans("划分网格")
    (('v', 0, 2), ('n', 2, 4))
    """
    return tuple((token.tag[0], token.start, token.end) for token in tag(text))


@cache
def _endings(name: str) -> frozenset[str]:
    return frozenset(word[-1] for word in words(name))


def is_person(noun: str) -> bool:
    """Say whether a noun ends like a word for people."""
    return noun[-1:] in _endings("person_nouns.txt") and noun.endswith(words("person_nouns.txt"))


def is_abstract(noun: str) -> bool:
    """Say whether a noun names the items of a list (六项举措) and not things that are counted."""
    return noun.endswith(words("abstract_nouns.txt"))
