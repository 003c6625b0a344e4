"""How much a list looks like the members of a slogan: its traits, and the learnt weight of each.

The weights are those of a conditional logit, as in `corpus_tools.claims.choosing`; `scripts/train_members.py` learns
them from the annotated passages in `tests/cases`. That the text lists no members is one of the options.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import fsum, inf
from typing import NamedTuple

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.formulas import read_units
from corpus_tools.claims.lexicon import weights
from corpus_tools.claims.lists import CLOSERS, JOINT, OPENERS, SUMMED_UP, Listing
from corpus_tools.claims.wording import DIGIT, NUMBER, any_of, compact, hide_idioms, national_formulas, words

KINSHIP = ("word at edge", "word", "char at edge", "char in place", "char", "none")
FOUND_IN_ITEMS = {
    "、": re.compile("、"),
    "，": re.compile("[，,；;]"),
    "figure": re.compile(r"\d[\d.]*[%％万亿家户人名个]|[由从].*\d.*[至到]"),
    "quotes": re.compile("“"),
    "的": re.compile("的"),
    "和": re.compile(JOINT),
    "what sums up": re.compile(f"(?:{SUMMED_UP})"),
    "verb of result": re.compile("成了|变成|让|使|是"),
    "joint at head": re.compile("^(?:和|及|以及|并|加|再|也|又)"),
    "gloss at head": re.compile("^.{1,4}(?:就是|即|指|是)"),
    "count at tail": re.compile(f"{NUMBER}[个大项类种].{{1,4}}$"),
}


class Option(NamedTuple):
    """A list that may be the members of a slogan, or none, with its traits."""

    listing: Listing
    traits: frozenset[str]


EAGERNESS = 0.5
"""What no list must weigh more than a list: the weights are learnt on more slogans without any than reports have."""


def heaviest(options: Sequence[Option]) -> tuple[Listing, float]:
    """Return the list whose traits weigh most, and by how much it outweighs the last option, none at all.

    A single option, which is certain, outweighs any.
    """
    known = weights("member_weights.tsv")
    sums = [fsum(known.get(trait, 0.0) for trait in one.traits) for one in options]
    sums[-1] -= EAGERNESS * (not options[-1].listing.members)
    most = max(sums)
    return options[sums.index(most)].listing, most - sums[-1] if len(options) > 1 else inf


@lru_cache(maxsize=1 << 8)
def keys_of(formula: Formula) -> list[str]:
    """Return what each member may share with the slogan: its word, the ends of it, 一 of 五个一."""
    return [*formula.keys, *(["一"] if formula.text.endswith("一") else [])]


@lru_cache(maxsize=1 << 8)
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
    keys = ["[一1]" if unit.word == "一" else re.escape(unit.word[:1]) for unit in units]
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


def holds_formulas(items: Sequence[str]) -> bool:
    """Return whether some item is a slogan itself: “四个意识”“四个自信”“两个维护”."""
    return any(map(_holds_formula, items))


def none(formula: Formula, after: str = "") -> Option:
    """Return the option that the text lists no members."""
    word, after = formula.units[-1].word if formula.units else "", after.replace("\n", "⏎")
    kinds = (
        "national" if compact(formula.text) in national_formulas() else "local",
        formula.kind,
        f"of {min(sum(formula.numbers), 7)}",
        "compound" if len(formula.units) > 1 else "simple",
        "quoted" if formula.outer != (formula.start, formula.end) else "bare",
        f"word {word[:1]}",
        f"last {word[-1:]}",
        f"then {after[:1]}",
        f"then {after[:2]}",
    )
    return Option(Listing(), frozenset(("none", *(f"none, {kind}" for kind in kinds))))


def option(listing: Listing, formula: Formula, hints: set[str], edges: Iterable[str] = ()) -> Option:
    """Return a list with its traits: the hints of how and where it was found, what it has of the slogan, its make.

    `edges` tell what stands around its members.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> listing = Listing(("包宣传", "包排查", "包转移"))
    >>> sorted(option(listing, formulas("“三包”")[0], {"by bracket"}).traits)[:4]
    ['3 items', '3 items, char at edge', 'alike', 'alike, char at edge']
    """
    items = listing.members
    size, own, makes = _size(listing, formula), kinship(items, formula), set(make(items))
    likeness = "alike" if makes & {"one head", "one tail"} else "even" if "one length" in makes else "unlike"
    kind = "compound" if len(formula.units) > 1 else "simple"
    found = {own, size, likeness, *hints, *makes, f"{kind}, {size}", f"{size}, {own}", f"{likeness}, {own}"}
    found |= {f"{len(items)} items" if len(items) < 6 else "many items", f"{min(3, len(items))} items, {own}"}
    for hint in hints:
        found |= {f"{hint}, {own}", f"{hint}, {likeness}"}
        found |= {f"{hint}, {size}"} if hint.startswith("by ") else set()
    found.add(f"ways {min(4, sum(hint.startswith('by ') for hint in hints))}")
    return Option(listing, frozenset(found.union(edges)))


def _size(listing: Listing, formula: Formula) -> str:
    """Return how a list agrees with the numbers; one that is shorter than their sum should have all parts."""
    size, wanted, units = len(listing.members), sum(formula.numbers), formula.units
    if size == wanted:
        return "full"
    if size in formula.sizes:
        is_by_part = size == len(units) > 1 and all(
            not unit.word or {*unit.word} & {*member} for unit, member in zip(units, listing.members, strict=True)
        )
        in_turn = any(fits_in_turn(listing.members, patterns) for patterns in patterns_in_turn(formula))
        return "by part" if is_by_part or in_turn or len(units) < 2 else "as many as parts"
    if listing.is_open:
        return "open"
    return f"{min(3, abs(size - wanted))} {'less' if size < wanted else 'more'}"


def kinship(items: Sequence[str], formula: Formula) -> str:
    """Return what of the slogan each member has: all parts in turn, its word, one character of it, or nothing."""
    if any(fits_in_turn(items, patterns) for patterns in patterns_in_turn(formula)):
        return "words in turn" if formula.units[0].word else "numbers in turn"
    known = national_formulas().get(compact(formula.text))
    if known and known.members:
        alike = sum(any(len({*item} & {*member}) > 1 for member in known.members) for item in items)
        return "known" if len(items) == len(known.members) < 2 * alike else "not the known"
    if len(formula.units) > 1:
        return "none"
    found = [_shared(key, items) for key in keys_of(formula) if all(key in item for item in items)]
    listed = formula.units and formula.units[-1].word.endswith(words("list"))
    return min(found, default="none, but a list" if listed else "none", key=KINSHIP.index)


def _shared(key: str, items: Sequence[str]) -> str:
    at_edge = all(item.startswith(key) for item in items) or all(item.endswith(key) for item in items)
    if len(key) > 1 or at_edge:
        return ("word" if len(key) > 1 else "char") + " at edge" * at_edge
    return "char in place" if len({item.index(key) for item in items}) == 1 else "char"


@lru_cache(maxsize=1 << 14)
def make(items: tuple[str, ...]) -> tuple[str, ...]:
    """Return how the items are made: with one head, tail, length, or unlike each other, too long, broken.

    Examples
    --------
    >>> make(("扫村", "扫楼", "扫户"))
    ('one head', 'one length', 'no verbs')
    """
    return tuple(_make(items))


def _make(items: Sequence[str]) -> Iterator[str]:
    sizes = [len(item) for item in items]
    yield from (["one head"] if len({item[0] for item in items}) == 1 else [])
    yield from (["one tail"] if len({item[-1] for item in items}) == 1 else [])
    yield from (["one long head"] if len(os.path.commonprefix(items)) > 1 else [])
    yield from (["one long tail"] if len({item[-2:] for item in items}) == 1 else [])
    for name, some in (("one length", sizes), ("but the first", sizes[1:]), ("but the last", sizes[:-1])):
        if len({*some}) == 1:
            yield name
            break
    for name, one, rest in (("long first", sizes[0], sizes[1:]), ("long last", sizes[-1], sizes[:-1])):
        if rest and one > 1.5 * sum(rest) / len(rest) + 1:
            yield name
    if max(sizes) > 2 * min(sizes) + 3:
        yield "uneven"
    if max(sizes) > 20:
        yield "long" if max(sizes) < 40 else "too long"
    if min(sizes) == 1:
        yield "single characters" if max(sizes) == 1 else "some single characters"
    counts = Counter(name for item in items for name in _found_in(item))
    for name in filter(counts.get, FOUND_IN_ITEMS):
        yield f"{name} in {'all' if counts[name] == len(items) else 'some'}"
    if any(sum(map(item.count, OPENERS)) != sum(map(item.count, CLOSERS)) for item in items):
        yield "broken"
    if holds_formulas(items):
        yield "formulas"
    verbs = list(map(_leads, items))
    yield "all verbs" if all(verbs) else "no verbs" if not any(verbs) else f"some verbs, first {verbs[0]}"


@lru_cache(maxsize=1 << 12)
def _found_in(item: str) -> tuple[str, ...]:
    """Return what an item holds; most lists near a slogan are looked at in several forms that share their items."""
    return tuple(name for name, pattern in FOUND_IN_ITEMS.items() if pattern.search(item))


@lru_cache(maxsize=1 << 12)
def _leads(item: str) -> bool:
    """Return whether an item begins with a verb that may govern a list."""
    return bool(re.match(any_of("lead"), item))


@lru_cache(maxsize=1 << 12)
def _holds_formula(item: str) -> bool:
    return bool(read_units(hide_idioms(item)))


def distance(side: str, gap: str) -> set[str]:
    """Return the traits of what lies between a slogan and a list: how many sentences, how many clauses."""
    sentences = min(4, len(re.findall("[。！!？?\n]", gap)))
    clauses = min(3, len(re.findall("[，；：,;:]", gap)))
    return {f"{side} {sentences}", f"{side} {sentences}.{clauses}"} | ({f"{side}, beside"} if not gap else set())
