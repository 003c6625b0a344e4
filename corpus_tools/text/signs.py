"""Sets of characters that a text is searched for by one look at all of it, so that a text without them costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

_SURROGATES = slice(0xD800, 0xE000)


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
        return bool(self._members[_codes(text)].any())

    def may_be_twice_in(self, text: str) -> bool:
        """Tell whether two of the characters may stand side by side in a text."""
        found = self._members[_codes(text)]
        return bool((found[1:] & found[:-1]).any())

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern matches in a text, as its `finditer` does, if no match can hold the next one."""
        codes = _codes(text)
        if len(codes) == len(text):
            matches = (self.pattern.match(text, place) for place in np.flatnonzero(self._members[codes]).tolist())
            return (match for match in matches if match)
        return self.pattern.finditer(text)

    @cached_property
    def _members(self) -> npt.NDArray[np.bool_]:
        members = np.zeros(1 << 16, dtype=bool)
        members[[found.start() for found in self.pattern.finditer("".join(map(chr, range(1 << 16))))]] = True
        members[_SURROGATES] = True
        return members


@lru_cache(maxsize=2)
def _codes(text: str) -> npt.NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
