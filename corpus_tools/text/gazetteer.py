"""The administrative units of China with their GB/T 2260 codes, and where a text names them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from csv import DictReader
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from corpus_tools.text.signs import Pairs

# 市辖区 and 县 of a municipality belong to the municipality itself
MUNICIPALITIES = ("11", "12", "31", "50")


class Unit(NamedTuple):
    """An administrative unit: six-digit code, full and short name, level, whether the short name is also a word."""

    adcode: str
    name: str
    short: str
    level: str
    is_common: bool
    is_past: bool
    also: str = ""

    @property
    def province(self) -> str:
        """The code of its province."""
        return self.adcode[:2] + "0000"

    @property
    def province_name(self) -> str:
        """The name of its province."""
        return by_code()[self.province].name

    @property
    def prefecture(self) -> str:
        """The code of its prefecture or municipality; its own where it is run by the province itself."""
        if self.adcode[:2] in MUNICIPALITIES:
            return self.province
        return self.adcode if self.adcode[2:4] == "90" else self.adcode[:4] + "00"

    @property
    def is_city(self) -> bool:
        """Whether it is a prefecture or a municipality, not a part of one."""
        return self.level == "prefecture" or (self.level == "province" and self.adcode[:2] in MUNICIPALITIES)


class Mention(NamedTuple):
    """``text[start:end]`` names one of `units`; `is_full` if by the full name."""

    start: int
    end: int
    units: tuple[Unit, ...]
    is_full: bool


@cache
def units() -> tuple[Unit, ...]:
    """Return all units of `data/gazetteer.csv`."""
    with files("corpus_tools").joinpath("data", "gazetteer.csv").open(encoding="utf-8") as lines:
        next(lines)
        return tuple(
            Unit(
                row["adcode"],
                row["name"],
                row["short"],
                row["level"],
                row["common"] == "1",
                bool(row["last"]),
                row["also"],
            )
            for row in DictReader(lines)
        )


@cache
def by_code() -> dict[str, Unit]:
    """Return the units by code; where a code has had several names, the present one."""
    return {unit.adcode: unit for unit in sorted(units(), key=lambda unit: not unit.is_past)}


@cache
def outlets() -> dict[str, Unit | None]:
    """Return the outlets of `data/outlets.csv` and their places, None where an outlet serves no single city."""
    with files("corpus_tools").joinpath("data", "outlets.csv").open(encoding="utf-8") as lines:
        next(lines)
        return {row["name"]: by_code().get(row["adcode"]) for row in DictReader(lines)}


@cache
def _by_name() -> dict[str, tuple[Unit, ...]]:
    """Return the units by each of their names; a former unit counts if no present one of its province is named so."""
    table: dict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in sorted(units(), key=lambda unit: unit.is_past):
        for name in _names(unit):
            known = table[name].values()
            if not unit.is_past or all(other.name != unit.name or other.province != unit.province for other in known):
                table[name][unit.adcode] = unit
    return {name: tuple(sorted(found.values()) if len(found) > 1 else found.values()) for name, found in table.items()}


def _names(unit: Unit) -> Iterator[str]:
    """Yield the names that a text may use: 恩施土家族苗族自治州, 恩施州, 恩施."""
    yield unit.name
    if unit.also:
        yield unit.also
    if unit.short != unit.name:
        yield unit.short
    for ending, kind in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("联合旗", "旗")):
        if unit.name.endswith(ending) and unit.short != unit.name:
            yield unit.short + kind


@cache
def _known() -> frozenset[str]:
    return frozenset(_by_name()) | frozenset(outlets())


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the names that begin with two characters, longest first."""
    table: dict[str, set[int]] = defaultdict(set)
    for name in _known():
        table[name[:2]].add(len(name))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in table.items()}


@cache
def _heads() -> Pairs:
    """Return the two characters with which names begin."""
    return Pairs(_lengths())


@lru_cache(maxsize=1 << 14)
def _named(name: str) -> tuple[tuple[Unit, ...], bool]:
    """Return the units that a name may mean, and whether it is their full name or an outlet of theirs."""
    if name in outlets():
        place = outlets()[name]
        return (place,) if place else (), bool(place)
    found = _by_name()[name]
    full = tuple(unit for unit in found if name != unit.short or unit.name == unit.short)
    return full or found, bool(full)


def mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Return the names of units in ``text[start:end]``, leftmost and longest first.

    Examples
    --------
    >>> [(found.units[0].name, found.units[0].adcode) for found in mentions("浙江省乐清市、恩施州、佳木斯")]
    [('浙江省', '330000'), ('乐清市', '330382'), ('恩施土家族苗族自治州', '422800'), ('佳木斯市', '230800')]
    """
    return names_of(text).within(start, len(text) if end is None else end)


class Names:
    """The names of units in a whole text, which may begin at `places`, found once for all parts that are asked for."""

    __slots__ = ("found", "places", "starts", "text")

    def __init__(self, text: str, places: list[int]) -> None:
        self.text, self.places = text, places
        self.found = self._found(0, len(text))
        self.starts = [mention[0] for mention in self.found]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the names in a part of the text; where a bound cuts a name, what is left of it may be another."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        is_cut = (first and self.found[first - 1].end > start) or (first < last and self.found[last - 1].end > end)
        return self._found(start, end) if is_cut else self.found[first:last]

    def _found(self, start: int, end: int) -> list[Mention]:
        text, known, lengths, behind = self.text, _known(), _lengths(), start
        found: list[Mention] = []
        first = bisect_left(self.places, start)
        for begin in self.places[first : bisect_left(self.places, end - 1, first)]:
            if begin < behind:
                continue
            for size in lengths[text[begin : begin + 2]]:
                name = text[begin : begin + size]
                if name in known and begin + size <= end:
                    behind = begin + size
                    found.append(Mention(begin, behind, *_named(name)))
                    break
        return found


_seen: dict[str, Names] = {}


def look_for_names(texts: Sequence[str]) -> None:
    """Find the names in many texts before they are asked for, one text after the other; all others are forgotten."""
    _seen.clear()
    _seen.update(zip(texts, map(Names, texts, _heads().places_in(texts)), strict=True))


def names_of(text: str) -> Names:
    """Return the names of units in a text."""
    return _seen.get(text) or _names_of_one(text)


@lru_cache(maxsize=8)
def _names_of_one(text: str) -> Names:
    return Names(text, *_heads().places_in([text]))


def find_unit(name: str, adcode: str | None = None) -> Unit | None:
    """Return the unit of this code, or the only one that has this full or short name; None if it stays unclear.

    Examples
    --------
    >>> find_unit("乐清市").adcode, find_unit("佳木斯").name, find_unit("鼓楼区")
    ('330382', '佳木斯市', None)
    """
    if adcode:
        return by_code().get(adcode)
    found = [unit for unit in _by_name().get(name, ()) if not unit.is_past]
    full = [unit for unit in found if unit.name == name]
    return next(iter(full or found)) if len(full or found) == 1 else None
