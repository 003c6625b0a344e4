"""Compound formulas glossed part by part: “3”即A、B、C，“2”即D、E."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus_tools.claims.formula import Unit
from corpus_tools.claims.lists import Listing, clean, cut, split, trim, ungoverned, without_count, without_verb


def glossed_parts(units: Sequence[Unit], scope: str, *, direct: bool = False) -> Listing | None:
    """Return the members of a compound whose parts are glossed one by one, open if some part is not, else none.

    With `direct` the members of a part stand right behind its name in quotation marks. Where a part has no number the
    members are one a part.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> glossed_parts(formulas("“3+2”")[0].units, "“3”即书记、民警、医生，“2”即专管员、指导员")
    Listing(members=('书记', '民警', '医生', '专管员', '指导员'), is_open=False, basis='parts')
    """
    if len(units) < 2:
        return None
    found = [(unit, place) for unit in units if (place := _gloss_of(unit, scope, direct=direct))]
    places = [place for _, place in found]
    if not places or [place.start() for place in places] != sorted(place.start() for place in places):
        return None
    ends = [place.start() for place in places[1:]] + [len(scope)]
    runs = [
        _list_in(re.split("[。；;\n]", scope[place.end() : end].strip("，,；;、“‘ "))[0], unit.number)
        for (unit, place), end in zip(found, ends, strict=True)
    ]
    parts = [_part_members(run, unit) for run, (unit, _) in zip(runs, found, strict=True)]
    is_full = all(len(part) == unit.number for part, (unit, _) in zip(parts, found, strict=True))
    members = [item for part in parts for item in part] if is_full else [clean(run) for run in runs]
    return None if direct and not is_full else Listing(tuple(members), len(places) < len(units), "parts")


def _part_members(run: str, unit: Unit) -> list[str]:
    """Return the members of one part, without what counts or names them all at their end: 线上、线下两个平台."""
    if (unit.number or 1) == 1:
        core = re.match("以(.+?)为", run)
        return [core[1] if core else clean(run)]
    items = split(without_count(run, unit.number or 0), unit.number)
    is_shared = unit.word and [item for item in items if item.endswith(unit.word)] == items[-1:] != items
    return [*items[:-1], items[-1].removesuffix(unit.word)] if is_shared else items


def counted_parts(units: Sequence[Unit], run: str) -> Listing | None:
    """Return the members of a sum whose parts + or ； keeps apart, each as long as its number: 1个总体预案+防汛、抗旱.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> counted_parts(formulas("“1+2”")[0].units, "1个总体预案+防汛、抗旱2个专项预案")
    Listing(members=('1个总体预案', '防汛', '抗旱'), is_open=False, basis='parts')
    """
    parts = [part for separators in ("+＋", "；;") if len(part := cut(run, separators)) == len(units)]
    for runs in parts if len(units) > 1 else []:
        found = [_part_members(part, unit) for part, unit in zip(runs, units, strict=True)]
        if all(len(items) == unit.number for items, unit in zip(found, units, strict=True)):
            return Listing(tuple(item for items in found for item in items), False, "parts")
    return None


def parts_in_turn(units: Sequence[Unit], scope: str) -> Listing | None:
    """Return the members of a compound whose parts come in turn, each with its word: 以X为核心，A圈、B圈 of 一核两圈.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> parts_in_turn(formulas("“一核三圈”")[0].units, "：以党建为核心，做强共治圈、服务圈、朋友圈。")
    Listing(members=('党建', '共治圈', '服务圈', '朋友圈'), is_open=False, basis='parts')
    """
    if len(units) < 2 or not all(unit.number and unit.word for unit in units):
        return None
    members: list[str] = []
    clauses = [clause for clause in re.split("[，,。；;：:\n]", scope) if clause]
    for unit in units:
        for at, clause in enumerate(clauses):
            if items := part_members(unit, clause):
                members, clauses = members + items, clauses[at + 1 :]
                break
        else:
            return None
    return Listing(tuple(members), False, "parts")


def part_members(unit: Unit, clause: str) -> list[str]:
    """Return the members of one part if the clause names it and lists as many as it says."""
    if unit.word[0] not in clause:
        return []
    word, key = re.escape(unit.word), re.escape(unit.word[0])
    called = re.match(rf"(?:以|把|将)(.+?)(?:为|作为|作).{{0,3}}{key}", clause)
    called = called or re.match(rf"{re.escape(unit.text)}?{word}(?:即是|就是|是|即|指|为)(.+)$", clause)
    items = trim(split(called[1] if called else clause, unit.number))
    if not items:
        return []
    items = [*items[:-1], items[-1].strip()] if len(items) > 1 else [ungoverned(items[0])]
    is_named = called or all(item.endswith(unit.word) for item in items)
    if len(items) != unit.number or not is_named:
        return []
    return items if called else [without_verb(item) for item in items]


def _list_in(run: str, number: int | None) -> str:
    """Return the gloss of a part: to the end of its sentence if its list is that long, else the first clause."""
    first = cut(run, "，,")[0]
    return run if len(split(first, number)) != number == len(split(run, number)) else first


def _gloss_of(unit: Unit, scope: str, *, direct: bool = False) -> re.Match[str] | None:
    is_named = unit.text in scope or (unit.word and unit.word in scope)
    return _gloss_pattern(unit, direct=direct).search(scope) if is_named else None


@lru_cache(maxsize=1 << 8)
def _gloss_pattern(unit: Unit, *, direct: bool) -> re.Pattern[str]:
    name = re.escape(unit.text)
    if direct:
        return re.compile(rf"[“‘\"]{name}[”’\"](?=[\u4e00-\u9fff])")
    alone = rf"(?:(?<=[，,。；;：:（(])|^){re.escape(unit.word)}" if unit.word else "(?!)"
    if unit.text.isdecimal():
        alone = rf"(?:(?<=[，,。；;：:（(])|^){unit.text}(?=[是即为：:])"
    quoted = rf"{alone}|[“‘\"]{name}[^“”‘’：:]{{0,4}}[”’\"]|" + (rf"{name}" if len(unit.text) > 1 else r"(?!)")
    return re.compile(
        rf"(?:{quoted})(?:[，,、]?(?:即是|就是|则是|也就是|即|是指|指的是|分别指|指|包括|包含)|[，,]?分别[是为]|是|为|：|:|——)"
    )
