"""A mention of a slogan with the text around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.claims.formulas import Formula
from corpus_tools.claims.lists import STOPS
from corpus_tools.claims.sections import Mark

REACH = 700


class Context(NamedTuple):
    """One mention with the text around it, the other mentions and the headings of the text."""

    text: str
    formula: Formula
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
