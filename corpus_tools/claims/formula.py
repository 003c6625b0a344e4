"""A numbered formula: its parts, how many members agree with its numbers, what the members may share with it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from corpus_tools.claims.wording import CLASSIFIER, HUNDREDS, NUMBER, SEPARATORS, hide_idioms, skeleton, value_of

Kind = Literal["slogan", "level", "counted_list"]

EACH = re.compile("[案岗事企户人村校院厂品]$")
"""What the first part of a formula distributes the others to: 一案三查 are three checks of a case."""


class Unit(NamedTuple):
    """One part of a formula: 三责 of 一岗三责十措施; N has no number, nor have 百, 千 and 万."""

    text: str
    number: int | None
    word: str


class Formula(NamedTuple):
    """One mention: `text` is ``document[start:end]``, `outer` takes in the quotation marks around it."""

    start: int
    end: int
    outer: tuple[int, int]
    text: str
    numbers: tuple[int, ...]
    kind: Kind

    @property
    def skeleton(self) -> str:
        """The words without numbers, classifiers, separators and marks: what two variants of a slogan share."""
        return skeleton(self.text)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The parts of the formula, one a number."""
        return _units(self.text, self.numbers)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many members agree with the numbers: their sum, one a number, pairs; with N one a part."""
        return _sizes(self.units, self.numbers)

    @property
    def keys(self) -> tuple[str, ...]:
        """What members may share with the formula: its word, the ends of it, single characters last."""
        return _keys(self.units)


@lru_cache(maxsize=1024)
def _units(text: str, numbers: tuple[int, ...]) -> tuple[Unit, ...]:
    if mixed := re.fullmatch(r"([1-9]{2,}|[1-9](?:[.．·-][1-9])+)[+＋]?([NXn]?)", text):
        digits = [Unit(digit, int(digit), "") for digit in re.sub(r"\D", "", text)]
        return (*digits, Unit(mixed[2], None, "")) if mixed[2] else tuple(digits)
    if len(numbers) == 1 and not re.search("[NXn]|多点", text):
        first = f"{HUNDREDS}|{NUMBER}"
        found = re.search(first, hide_idioms(text)) or re.search(first, text)
        return (_unit(text[found.start() :], found[0]),) if found else ()
    tokens = (
        re.finditer(rf"{HUNDREDS}|{NUMBER}|[NXn](?=$|[+＋])|多(?=点)", form) for form in (hide_idioms(text), text)
    )
    parts = next((found for found in map(list, tokens) if len(found) >= len(numbers)), None)
    parts = (parts or list(re.finditer("[百千万]", text)))[: len(numbers) + 2]
    ends = [part.start() for part in parts[1:]] + [len(text)]
    return tuple(_unit(text[part.start() : end], part[0]) for part, end in zip(parts, ends, strict=True))


@lru_cache(maxsize=1024)
def _sizes(units: tuple[Unit, ...], numbers: tuple[int, ...]) -> tuple[int, ...]:
    parts = len(units) if len(numbers) > 1 or len(units) > 1 else 0
    if parts > len(numbers):
        return tuple(dict.fromkeys((parts, sum(numbers) + parts - len(numbers))))
    of_each = numbers[-1] if set(numbers[:-1]) == {1} and EACH.match(units[0].word) else 0
    is_one_of_all = len(numbers) > 1 and not units[-1].word and units[0].word
    same = numbers[0] if len(set(numbers)) == 1 or is_one_of_all else 0
    return tuple(size for size in dict.fromkeys((sum(numbers), parts, same, of_each)) if size > 1)


@lru_cache(maxsize=1024)
def _keys(units: tuple[Unit, ...]) -> tuple[str, ...]:
    found = [unit.word for unit in units if unit.word]
    pieces = [piece for word in found for piece in (word, word[-2:], word[:2])]
    singles = [char for word in found for char in (word[-1], word[0])]
    return tuple(key for key in dict.fromkeys(pieces + singles) if key not in ("的", "了", "一", "新", "大"))


def _unit(text: str, numeral: str) -> Unit:
    text = text.strip(SEPARATORS)
    word = re.sub(f"^{CLASSIFIER}(?=.)", "", text[len(numeral) :]).strip("“”‘’" + SEPARATORS)
    return Unit(text, value_of(numeral) if numeral not in "NXn多百千万" else None, word)
