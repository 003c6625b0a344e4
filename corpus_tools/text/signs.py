"""Sets of characters that texts are searched for by one look at all of them, so that those without them cost little."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_SURROGATES = slice(0xD800, 0xE000)
_AT_ONCE = 16  # texts whose numbers of pairs fit into the caches together

# for each code unit of UTF-16 the sets that it belongs to, a bit a set
_sets_of = np.zeros(1 << 16, dtype=np.uint16)
_bits = iter(1 << number for number in range(16))


class _Look(NamedTuple):
    """The code units of a text, the sets of each, those of all, and those of which two stand side by side."""

    units: npt.NDArray[np.uint16]
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
            matches = (self.pattern.match(text, place) for place in (sets & self._bit).nonzero()[0].tolist())
            return (match for match in matches if match)
        return self.pattern.finditer(text)

    def pairs_in(self, text: str) -> Iterator[int]:
        """Yield where two of the characters stand side by side."""
        if not self.may_be_twice_in(text):
            return iter(())
        sets = _look(text).sets
        if len(sets) == len(text):
            places = (sets[1:] & sets[:-1] & self._bit).nonzero()[0].tolist()
            return (place for place in places if self._pair.match(text, place))
        return (found.start() for found in self._pair.finditer(text))

    @cached_property
    def _pair(self) -> re.Pattern[str]:
        return re.compile(f"(?=(?:{self.pattern.pattern}){{2}})")

    @cached_property
    def _bit(self) -> int:
        """Enter the characters into the table when they are first asked for, and forget what was seen without them."""
        bit = next(_bits)
        _sets_of[np.frombuffer(_units("".join(self.pattern.findall(_every_unit()))), dtype="<u2")] |= bit
        _sets_of[_SURROGATES] |= bit
        _seen.clear()
        _look_at_one.cache_clear()
        return bit


class Pairs:
    """Pairs of characters that texts are searched for, those alone and no characters beyond U+FFFF.

    Examples
    --------
    >>> [*Pairs(["群众", "党员"]).places_in(["党员、群众、群员", "群众"])]
    [[0, 3], [0]]
    """

    def __init__(self, pairs: Collection[str]) -> None:
        self.pairs = frozenset(pairs)
        self.marked = np.zeros(1 << 20, dtype=bool)
        self.marked[_numbers(np.frombuffer(_units("".join(self.pairs)), dtype="<u2"))[::2]] = True

    def places_in(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Yield where the pairs stand in each of the texts, of which a few are looked through at once."""
        for first in range(0, len(texts), _AT_ONCE):
            group = texts[first : first + _AT_ONCE]
            units = [_look(text).units for text in group]
            ends = [*accumulate(map(len, units))]
            found = self.marked.take(_numbers(np.concatenate(units))).nonzero()[0]
            bounds = pairwise([0, *np.searchsorted(found, ends).tolist()])
            marked = found.tolist()
            for text, each, end, (left, right) in zip(group, units, ends, bounds, strict=True):
                start = end - len(each)
                places = [place - start for place in marked[left:right]] if len(each) == len(text) else range(len(text))
                yield [place for place in places if text[place : place + 2] in self.pairs]


def _numbers(units: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    """Return for each two neighbours a number of twenty bits that few other pairs share."""
    numbers: npt.NDArray[np.uint32] = units[:-1] * np.uint32(2053)
    numbers ^= units[1:]
    numbers &= np.uint32(0xFFFFF)
    return numbers


@cache
def _every_unit() -> str:
    return "".join(map(chr, range(1 << 16)))


def look_at(texts: Sequence[str]) -> None:
    """Look at many texts at once, which takes a fifth of a look at each; all others are forgotten."""
    known = {text: _seen[text] for text in texts if text in _seen}
    new = [text for text in texts if text and text not in known]
    _seen.clear()
    _seen.update(known)
    if not new:
        return
    encoded = [_units(text) for text in new]
    ends = [*accumulate(len(each) // 2 for each in encoded)]
    starts = [0, *ends[:-1]]
    units = np.frombuffer(b"".join(encoded), dtype="<u2")
    sets = _sets_of.take(units)
    beside = np.zeros_like(sets)
    np.bitwise_and(sets[1:], sets[:-1], out=beside[1:])
    beside[starts] = 0
    held, doubled = (np.bitwise_or.reduceat(each, starts).tolist() for each in (sets, beside))
    spans = [*map(slice, starts, ends)]
    _seen.update(zip(new, map(_Look, [units[s] for s in spans], [sets[s] for s in spans], held, doubled), strict=True))


def _look(text: str) -> _Look:
    return _seen.get(text) or _look_at_one(text)


@lru_cache(maxsize=2)
def _look_at_one(text: str) -> _Look:
    units = np.frombuffer(_units(text), dtype="<u2")
    sets = _sets_of.take(units)
    held, doubled = (int(np.bitwise_or.reduce(each)) for each in (sets, sets[1:] & sets[:-1]))
    return _Look(units, sets, held, doubled)


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
