"""Sets of characters that texts are searched for by one look at all of them, so that those without them cost little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_SURROGATES = slice(0xD800, 0xE000)

# for each code unit of UTF-16 the sets that it belongs to, a bit a set
_sets_of = np.zeros(1 << 16, dtype=np.uint16)
_bits = iter(1 << number for number in range(16))


class _Look(NamedTuple):
    """The sets of each code unit of a text, those of all, and those of which two stand side by side."""

    sets: npt.NDArray[np.uint16]
    held: int
    doubled: int


_seen: dict[str, _Look] = {}


class Signs:
    """The characters that a pattern matches; those beyond U+FFFF are all taken for such.

    Examples
    --------
    >>> blanks = Signs(re.compile("[　◆]"))
    >>> blanks.may_be_in("党员　群众"), blanks.may_be_in("党员 群众"), blanks.may_be_twice_in("党员　群众　")
    (True, False, False)
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def may_be_in(self, text: str) -> bool:
        """Tell whether one of the characters may stand in a text."""
        bit = self._bit
        return bool(_look(text).held & bit)

    def may_be_twice_in(self, text: str) -> bool:
        """Tell whether two of the characters may stand side by side in a text."""
        bit = self._bit
        return bool(_look(text).doubled & bit)

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern matches in a text, as its `finditer` does, if no match can hold the next one."""
        if not self.may_be_in(text):
            return iter(())
        sets = _look(text).sets
        if len(sets) == len(text):
            matches = (self.pattern.match(text, place) for place in np.flatnonzero(sets & self._bit).tolist())
            return (match for match in matches if match)
        return self.pattern.finditer(text)

    @cached_property
    def _bit(self) -> int:
        """Enter the characters into the table when they are first asked for, and forget what was seen without them."""
        bit = next(_bits)
        _sets_of[[found.start() for found in self.pattern.finditer("".join(map(chr, range(1 << 16))))]] |= bit
        _sets_of[_SURROGATES] |= bit
        _seen.clear()
        _look_at_one.cache_clear()
        return bit


def pairs_in(text: str, first: Signs, second: Signs) -> Sequence[int]:
    """Return where a character of the first set may stand right before one of the second.

    Examples
    --------
    >>> pairs_in("党员、群众", Signs(re.compile("[员群]")), Signs(re.compile("[众党]")))
    [3]
    """
    one, other = first._bit, second._bit
    sets = _look(text).sets
    if len(sets) != len(text):
        return range(len(text) - 1)
    found: list[int] = np.flatnonzero((sets[:-1] & one).astype(bool) & (sets[1:] & other).astype(bool)).tolist()
    return found


def look_at(texts: Sequence[str]) -> None:
    """Look at many texts at once, which takes a fifth of a look at each; the next call forgets them."""
    if all(text in _seen for text in texts if text):
        return
    units = [_units(text) for text in texts if text]
    _seen.clear()
    if not units:
        return
    ends = [*accumulate(len(each) // 2 for each in units)]
    starts = [0, *ends[:-1]]
    sets = _sets_of[np.frombuffer(b"".join(units), dtype="<u2")]
    beside = np.zeros_like(sets)
    np.bitwise_and(sets[1:], sets[:-1], out=beside[1:])
    beside[starts] = 0
    held, doubled = (np.bitwise_or.reduceat(each, starts).tolist() for each in (sets, beside))
    each = (sets[start:end] for start, end in zip(starts, ends, strict=True))
    _seen.update(zip(filter(None, texts), map(_Look, each, held, doubled), strict=True))


def _look(text: str) -> _Look:
    return _seen.get(text) or _look_at_one(text)


@lru_cache(maxsize=2)
def _look_at_one(text: str) -> _Look:
    sets = _sets_of[np.frombuffer(_units(text), dtype="<u2")]
    held, doubled = (int(np.bitwise_or.reduce(each)) for each in (sets, sets[1:] & sets[:-1]))
    return _Look(sets, held, doubled)


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
