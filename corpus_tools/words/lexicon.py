"""The word lists of the package and of the user: read once, checked, and named by a hash."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeAlias

DATA = Path(__file__).parents[1] / "data"

WordSource: TypeAlias = "bool | str | Path | Iterable[str] | None"


class Term(NamedTuple):
    """A dictionary entry; without a frequency the segmenter finds the one that keeps the word whole."""

    word: str
    frequency: int | None = None
    tag: str = ""


def read_dictionary(path: str | Path) -> tuple[Term, ...]:
    """Read a user dictionary: ``term [frequency] [part-of-speech]`` a line, ``#`` for remarks, as jieba has it.

    Raises
    ------
    ValueError
        If a line cannot be read; the message names the file and the line.
    """
    lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    return tuple(
        _term(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    )


def _term(line: str, place: str) -> Term:
    word, *rest = line.split()
    frequency = int(rest.pop(0)) if rest and rest[0].isdecimal() else None
    if len(rest) > 1:
        raise ValueError(
            f"{place}: found {line.strip()!r}, expected 'term [frequency] [part-of-speech]'; fix that line."
        )
    return Term(word, frequency, *rest)


def dictionary_terms(source: WordSource = None) -> tuple[Term, ...]:
    """Return the entries that a segmenter gets: the list of the package, with the user's list or file over it.

    ``False`` means no user dictionary at all; ``None`` and ``True`` mean the list of the package.
    """
    if source is False:
        return ()
    own = _packaged_dictionary()
    if source is None or source is True:
        return own
    extra = read_dictionary(source) if isinstance(source, str | Path) else tuple(map(Term, source))
    return tuple({term.word: term for term in own + extra}.values())


@cache
def _packaged_dictionary() -> tuple[Term, ...]:
    return read_dictionary(DATA / "user_dictionary.txt")


def stop_words(source: WordSource = True) -> frozenset[str]:
    """Return a stop list: the one of the package, a file (words parted by white space, ``#`` for remarks) or a set.

    Examples
    --------
    >>> sorted(stop_words() & {"的", "和", "党员", "2020"})
    ['和', '的']
    >>> stop_words(False)
    frozenset()
    """
    if source is None or source is False:
        return frozenset()
    if source is True:
        return _stop_list(DATA / "stop_words.txt")
    return _stop_list(Path(source)) if isinstance(source, str | Path) else frozenset(source)


@cache
def _stop_list(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def fingerprint(words: Iterable[object]) -> str:
    """Return twelve hexadecimal digits that name a word list whatever its order, or ``"none"`` for an empty one."""
    lines = sorted(map(str, words))
    return sha256("\n".join(lines).encode()).hexdigest()[:12] if lines else "none"
