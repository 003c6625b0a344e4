"""How much a list looks like the members of a slogan: its traits, and the learnt weight of each.

The weights are those of a conditional logit, as in `corpus_tools.claims.choosing`; `scripts/train_members.py` learns
them from the annotated passages in `tests/cases`. That the text lists no members is one of the options.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

from corpus_tools.claims.edges import Places, edges, is_torn
from corpus_tools.claims.formula import Formula, Unit
from corpus_tools.claims.formulas import read_units
from corpus_tools.claims.lists import CLOSERS, JOINT, OPENERS, SUMMED_UP, Listing
from corpus_tools.claims.parts import Part, told, weight
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
NUMERIC = re.compile(f"[{''.join(DIGIT)}1-9]")


EAGERNESS = 0.5
"""What no list must weigh more than a list: the weights are learnt on more slogans without any than reports have."""


class Option(NamedTuple):
    """A list that may be the members of a slogan, or none.

    The hints tell how and where it was found, the places where its members stand in the text.
    """

    listing: Listing
    formula: Formula
    hints: Collection[str]
    text: str = ""
    places: Places | None = None

    @property
    def traits(self) -> frozenset[str]:
        """The traits by their names, from which the weights are learnt."""
        return told(_parts(self))

    @property
    def weight(self) -> float:
        """What the traits weigh together."""
        return weight(_parts(self))

    @property
    def is_torn(self) -> bool:
        """Whether some member begins or ends inside a word."""
        return is_torn(self.text, self.places or ())


class Asked(NamedTuple):
    """What a slogan asks of its members: see `keys_of` and `patterns_in_turn`; `known` are those of national standing.

    `word` is that of its last part.
    """

    units: tuple[Unit, ...]
    sizes: tuple[int, ...]
    number: int
    word: str
    keys: list[str]
    patterns: list[list[re.Pattern[str]]]
    known: tuple[str, ...]


@lru_cache(maxsize=1 << 8)
def asked(formula: Formula) -> Asked:
    """Return what a slogan asks of its members."""
    known, units = national_formulas().get(compact(formula.text)), formula.units
    return Asked(
        *(units, formula.sizes, sum(formula.numbers), units[-1].word if units else "", keys_of(formula)),
        *(patterns_in_turn(formula), known.members if known else ()),
    )


def heaviest(options: Sequence[Option]) -> tuple[Listing, float]:
    """Return the list that weighs most, and by how much it outweighs the last option, none at all.

    The first of equals counts, and no list that is torn. A single option, which is certain, outweighs any.
    """
    weights = [one.weight for one in options]
    weights[-1] -= EAGERNESS * (not options[-1].listing.members)
    ranked = sorted(range(len(options)), key=lambda k: -weights[k])
    best = next((k for k in ranked if not options[k].is_torn), None)
    if best is None:
        return Listing(), 0
    return options[best].listing, weights[best] - weights[-1] if len(options) > 1 else inf


@lru_cache(maxsize=1 << 8)
def keys_of(formula: Formula) -> list[str]:
    """Return what each member may share with the slogan: its word, the ends of it, 一 of 五个一."""
    return [*formula.keys, *(["一"] if formula.text.endswith("一") else [])]


@lru_cache(maxsize=1 << 8)
def patterns_in_turn(formula: Formula) -> list[list[re.Pattern[str]]]:
    """Return what the members of a compound have in turn, as patterns: the words of its parts, or their numbers.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> [[one.pattern for one in turn] for turn in patterns_in_turn(formulas("“两抓两促”")[0])]
    [['抓', '抓', '促', '促'], ['抓', '促', '抓', '促'], ['抓.*促', '抓.*促']]
    >>> [[one.pattern for one in turn] for turn in patterns_in_turn(formulas("“1+3+N”")[0])]
    [['[1一]', '[3三]', 'N|若干']]
    """
    return [list(map(re.compile, turn)) for turn in _in_turn(formula.units)]


def _in_turn(units: Sequence[Unit]) -> list[list[str]]:
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


def fits_in_turn(items: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> bool:
    """Return whether each item has what its place asks for."""
    return len(items) == len(patterns) and all(map(re.Pattern.search, patterns, items))


def holds_formulas(items: Sequence[str]) -> bool:
    """Return whether some item is a slogan itself: “四个意识”“四个自信”“两个维护”."""
    return any(_view(item).holds_formula for item in items)


def none(formula: Formula, after: str = "") -> Option:
    """Return the option that the text lists no members."""
    word, after = formula.units[-1].word if formula.units else "", after.replace("\n", "⏎")
    kinds = {
        "national" if compact(formula.text) in national_formulas() else "local",
        formula.kind,
        f"of {min(sum(formula.numbers), 7)}",
        "compound" if len(formula.units) > 1 else "simple",
        "quoted" if formula.outer != (formula.start, formula.end) else "bare",
        f"word {word[:1]}",
        f"last {word[-1:]}",
        f"then {after[:1]}",
        f"then {after[:2]}",
    }
    return Option(Listing(), formula, kinds)


def _none(*kinds: str) -> Iterator[str]:
    yield "none"
    yield from (f"none, {kind}" for kind in kinds)


def _parts(option: Option) -> Iterator[Part]:
    """Yield the traits of an option in parts: how it was found, what it has of the slogan, its make, its edges.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> listing = Listing(("包宣传", "包排查", "包转移"))
    >>> sorted(Option(listing, formulas("“三包”")[0], {"by bracket"}).traits)[:4]
    ['3 items', '3 items, char at edge', 'alike', 'alike, char at edge']
    """
    listing, formula, hints, text, places = option
    if not listing.members:
        yield _none, tuple(hints)
        return
    items, asks = listing.members, asked(formula)
    size, own, makes = _size(listing, asks), _kinship(items, asks), make(items)
    likeness = "unlike"
    if "one length" in makes:
        likeness = "even"
    if "one head" in makes or "one tail" in makes:
        likeness = "alike"
    kind = "compound" if len(asks.units) > 1 else "simple"
    yield _built, (len(items), own, likeness, size, kind)
    yield make, (items,)
    yield _found_in_ways, (sum(hint.startswith("by ") for hint in hints),)
    for hint in hints:
        yield _found, (hint, own, likeness, size)
    if places is not None:
        yield from edges(text, places)


def _found(hint: str, own: str, likeness: str, size: str) -> Iterator[str]:
    yield from (hint, f"{hint}, {own}", f"{hint}, {likeness}")
    if hint.startswith("by "):
        yield f"{hint}, {size}"


def _built(count: int, own: str, likeness: str, size: str, kind: str) -> Iterator[str]:
    yield from (own, size, likeness, f"{kind}, {size}", f"{size}, {own}", f"{likeness}, {own}")
    yield f"{count} items" if count < 6 else "many items"
    yield f"{min(3, count)} items, {own}"


def _found_in_ways(count: int) -> Iterator[str]:
    yield f"ways {min(4, count)}"


def _size(listing: Listing, asks: Asked) -> str:
    """Return how a list agrees with the numbers; one that is shorter than their sum should have all parts."""
    size, wanted, units = len(listing.members), asks.number, asks.units
    if size == wanted:
        return "full"
    if size in asks.sizes:
        is_by_part = size == len(units) > 1 and all(
            not unit.word or {*unit.word} & {*member} for unit, member in zip(units, listing.members, strict=True)
        )
        in_turn = any(fits_in_turn(listing.members, patterns) for patterns in asks.patterns)
        return "by part" if is_by_part or in_turn or len(units) < 2 else "as many as parts"
    if listing.is_open:
        return "open"
    return f"{min(3, abs(size - wanted))} {'less' if size < wanted else 'more'}"


def _kinship(items: Sequence[str], asks: Asked) -> str:
    """Return what of the slogan each member has: all parts in turn, its word, one character of it, or nothing."""
    if asks.patterns and any(fits_in_turn(items, patterns) for patterns in asks.patterns):
        return "words in turn" if asks.units[0].word else "numbers in turn"
    if known := asks.known:
        alike = sum(any(len({*item} & {*member}) > 1 for member in known) for item in items)
        return "known" if len(items) == len(known) < 2 * alike else "not the known"
    if len(asks.units) > 1:
        return "none"
    found = [_shared(key, items) for key in asks.keys if key in items[0] and all(key in item for item in items)]
    listed = asks.word.endswith(words("list"))
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
    heads, tails, long_heads, long_tails, found, broken, has_formula, leads = zip(*map(_view, items), strict=True)
    sizes = list(map(len, items))
    yield from (["one head"] if len({*heads}) == 1 else [])
    yield from (["one tail"] if len({*tails}) == 1 else [])
    yield from (["one long head"] if len({*long_heads}) == 1 < min(sizes) else [])
    yield from (["one long tail"] if len({*long_tails}) == 1 else [])
    for name, some in (("one length", sizes), ("but the first", sizes[1:]), ("but the last", sizes[:-1])):
        if len({*some}) == 1:
            yield name
            break
    shortest, longest = min(sizes), max(sizes)
    for name, one, rest in (("long first", sizes[0], sizes[1:]), ("long last", sizes[-1], sizes[:-1])):
        if rest and one > 1.5 * sum(rest) / len(rest) + 1:
            yield name
    if longest > 2 * shortest + 3:
        yield "uneven"
    if longest > 20:
        yield "long" if longest < 40 else "too long"
    if shortest == 1:
        yield "single characters" if longest == 1 else "some single characters"
    for name in found[0].union(*found):
        yield f"{name} in {'all' if all(name in one for one in found) else 'some'}"
    yield from (["broken"] if any(broken) else [])
    yield from (["formulas"] if any(has_formula) else [])
    yield "all verbs" if all(leads) else "no verbs" if not any(leads) else f"some verbs, first {leads[0]}"


class View(NamedTuple):
    """How an item begins and ends, what it holds, whether it has half of a pair, a slogan, a verb before all else."""

    head: str
    tail: str
    long_head: str
    long_tail: str
    found: frozenset[str]
    is_broken: bool
    holds_formula: bool
    leads: bool


@lru_cache(maxsize=1 << 13)
def _view(item: str) -> View:
    """Return what there is to see of an item; most lists near a slogan share theirs with others."""
    return View(
        *(item[:1], item[-1:], item[:2], item[-2:]),
        frozenset(name for name, pattern in FOUND_IN_ITEMS.items() if pattern.search(item)),
        sum(map(item.count, OPENERS)) != sum(map(item.count, CLOSERS)),
        bool(NUMERIC.search(item) and read_units(hide_idioms(item))),
        bool(_leading().match(item)),
    )


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(any_of("lead"))


def distance(side: str, gap: str) -> set[str]:
    """Return the traits of what lies between a slogan and a list: how many sentences, how many clauses."""
    sentences = min(4, len(re.findall("[。！!？?\n]", gap)))
    clauses = min(3, len(re.findall("[，；：,;:]", gap)))
    return {f"{side} {sentences}", f"{side} {sentences}.{clauses}"} | ({f"{side}, beside"} if not gap else set())
