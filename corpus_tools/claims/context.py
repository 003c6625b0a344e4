"""A mention of a slogan with the text around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.lists import STOPS
from corpus_tools.claims.sections import Mark

REACH = 700


class Context(NamedTuple):
    """One mention with the text around it, the other mentions and the headings of the text."""

    text: str
    formula: Formula
    earlier: Sequence[Formula]
    others: Sequence[Formula]
    outline: Sequence[Mark]

    @property
    def number(self) -> int:
        """How many members the numbers make in all."""
        return sum(self.formula.numbers)

    def behind(self, reach: int = REACH) -> str:
        """Return the text behind the mention."""
        start = self.formula.outer[1]
        return self.text[start : start + reach]

    def sentence(self) -> str:
        """Return the rest of the sentence behind the mention."""
        return re.split(f"[{STOPS}]", self.behind(), maxsplit=1)[0]

    def is_claimed(self, start: int, count: int) -> bool:
        """Return whether a list at a place of the text is nearer to another slogan that says how long it is."""
        if start >= self.formula.end:
            nearer = [other for other in self.others if other.start < start]
        else:
            sentence = max(self.text.rfind(stop, 0, start) for stop in STOPS)
            nearer = [other for other in self.earlier if sentence < other.start < start]
        others = [other for other in nearer if other.text != self.formula.text]
        return any(count in other.sizes or 0 <= start - other.outer[1] < 3 for other in others)
