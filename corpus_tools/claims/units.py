"""Classifiers, measures, money and rates behind a numeral."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus_tools.claims.lexicon import rows

PER = [
    "人",
    "名",
    "户",
    "天",
    "日",
    "月",
    "年",
    "次",
    "亩",
    "斤",
    "吨",
    "公斤",
    "平方米",
    "小时",
    "个",
    "套",
    "台",
    "件",
    "立方米",
    "公里",
    "秒",
    "分钟",
    "度",
    "家",
    "村",
    "车",
    "头",
    "只",
    "份",
    "公顷",
    "万元",
]


class Unit(NamedTuple):
    """A unit read in a text: where it ends, what the table calls it, and what kind of thing it measures.

    Kinds: person, human (人 itself), household, organ, thing, act, money, measure, time, point (百分点), factor (倍).
    """

    end: int
    unit: str
    kind: str


@cache
def _table() -> dict[str, tuple[str, str]]:
    table = {row["classifier"]: (row["classifier"], row["counts"]) for row in rows("classifiers.csv")}
    table |= {f"{one}次": (f"{one}次", "act") for one, (_, kind) in list(table.items()) if kind != "act"}
    table |= {pair: (pair, "thing") for pair in ("台套", "台件", "批次", "件套")}
    return table | {row["form"]: (row["unit"], row["kind"]) for row in rows("units.csv")}


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _pattern() -> re.Pattern[str]:
    per = _longest_first(PER)
    return re.compile(rf"[ \u00a0]?({_longest_first(list(_table()))})(?:[/／每]({per})(?!位|间|次))?")


def read_unit(text: str, position: int) -> Unit | None:
    """Return the unit that begins at `position`, the longest that fits, or None.

    Examples
    --------
    >>> read_unit("个百分点", 0), read_unit("元/人", 0)
    (Unit(end=4, unit='百分点', kind='point'), Unit(end=3, unit='元/人', kind='money'))
    """
    found = _pattern().match(text, position)
    if not found:
        return None
    unit, kind = _table()[found[1]]
    if found[2] and kind not in ("money", "measure") and "每" in found[0]:
        return Unit(found.end(1), unit, kind)
    if found[2]:
        unit = f"{unit}/{found[2]}"
    return Unit(found.end(), unit, kind)
