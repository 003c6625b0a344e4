"""How much a list looks like the members of a slogan: by the slogan's words in it, its make, what lies between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_tools.claims.formulas import Formula, read_units
from corpus_tools.claims.lists import CLOSERS, OPENERS, Listing, is_alike, is_parallel
from corpus_tools.claims.wording import DIGIT, compact, hide_idioms, national_formulas, words


def keys_of(formula: Formula) -> list[str]:
    """Return what each member may share with the slogan: its word, the ends of it, 一 of 五个一."""
    return [*formula.keys, *(["一"] if formula.text.endswith("一") else [])]


def patterns_in_turn(formula: Formula) -> list[list[str]]:
    """Return what the members of a compound have in turn, as patterns: the words of its parts, or their numbers.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> patterns_in_turn(formulas("“两抓两促”")[0])
    [['抓', '抓', '促', '促'], ['抓', '促', '抓', '促'], ['抓.*促', '抓.*促']]
    >>> patterns_in_turn(formulas("“1+3+N”")[0])
    [['[1一]', '[3三]', 'N|若干']]
    """
    units = formula.units
    if len(units) < 2:
        return []
    if not any(unit.word for unit in units):
        return [[_numeral(unit.number) for unit in units]]
    keys = [re.escape(unit.word[:1]) for unit in units]
    numbers = [unit.number or 0 for unit in units]
    if not all(keys) or not all(numbers) or sum(numbers) < 3:
        return []
    blocks = [key for key, number in zip(keys, numbers, strict=True) for _ in range(number)]
    if len(set(numbers)) > 1:
        return [blocks]
    return [blocks, keys * numbers[0], [".*".join(keys)] * numbers[0]]


def _numeral(number: int | None) -> str:
    if number is None:
        return "N|若干"
    spelled = "".join(char for char, value in DIGIT.items() if value == number)
    return f"[{number}{spelled}]" if number < 10 else str(number)


def fits_in_turn(items: Sequence[str], patterns: Sequence[str]) -> bool:
    """Return whether each item has what its place asks for."""
    return len(items) == len(patterns) and all(map(re.search, patterns, items))


def own(items: Sequence[str], formula: Formula) -> float:
    """Return how much of the slogan the members have: 4 for its word or all parts in turn, less for one character."""
    if any(fits_in_turn(items, patterns) for patterns in patterns_in_turn(formula)):
        has_details = not formula.units[0].word and any("、" in item for item in items)
        return 0 if has_details else 4
    known = national_formulas().get(compact(formula.text))
    if known and known.members:
        alike = sum(any(len({*item} & {*member}) > 1 for member in known.members) for item in items)
        return 4 if len(items) == len(known.members) < 2 * alike else -1.5
    if len(formula.units) > 1:
        return 0
    shared = [_weight(key, items) for key in keys_of(formula) if all(key in item for item in items)]
    listed = formula.units and formula.units[-1].word.endswith(words("list"))
    return max([*shared, 2 if listed and is_parallel(list(items)) else 0])


def _weight(key: str, items: Sequence[str]) -> float:
    at_edge = all(item.startswith(key) for item in items) or all(item.endswith(key) for item in items)
    if len(key) > 1:
        return 4 + 0.3 * at_edge
    if at_edge:
        return 3.8 if len(items) > 2 else 2.5
    return 3 if len({item.index(key) for item in items}) == 1 else 0.7 * len(items)


def make(items: Sequence[str]) -> float:
    """Return how much the items are of one make; below nothing if they are unlike each other, too long or broken."""
    sizes = sorted(map(len, items))
    points = 0.4 * is_alike(list(items)) + 0.4 * (sizes[0] == sizes[-1])
    points -= 0.3 * any("、" in item for item in items) + any(re.search("[，；]", item) for item in items)
    points -= 3 * any(sum(map(item.count, OPENERS)) != sum(map(item.count, CLOSERS)) for item in items)
    points -= 2 * any(re.search(r"\d[\d.]*[%％万亿家户人名]|[由从].*\d.*[至到]", item) for item in items)
    return points - (sizes[-1] > 3 * sizes[0] + 6) - 2 * (sizes[-1] > 40)


def between(gap: str) -> float:
    """Return what a gap of so many sentences and clauses takes away."""
    return 0.3 * min(4, len(re.findall("[。！!？?\n]", gap))) + 0.2 * min(3, len(re.findall("[，；：,;:]", gap)))


def holds_formulas(items: Sequence[str]) -> bool:
    """Return whether some item is a slogan itself: “四个意识”“四个自信”“两个维护”."""
    return any(read_units(hide_idioms(item)) for item in items)


def is_closed(listing: Listing, formula: Formula) -> bool:
    """Return whether all members have the slogan's word, so that they are its members even if their number is wrong."""
    word = formula.units[-1].word
    return len(listing.members) > 2 and (
        all(member.endswith(word) and member != word for member in listing.members)
        or (word == "一" and all(member.startswith("一") for member in listing.members))
    )
