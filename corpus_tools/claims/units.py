"""Classifiers, measures, money and rates behind a numeral."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus_tools.claims.lexicon import rows

PER = [
    *"人名户天日月年次亩斤吨个套台件秒度家村车头只份升克周生栋间株棵床辆班场张袋箱瓶盒支位条项㎡",
    *("公斤", "平方米", "小时", "立方米", "公里", "分钟", "公顷", "万元", "人次", "户次", "平方公里"),
    *("千克", "毫升", "学年", "学期", "千瓦时", "标箱", "万人", "亩次", "立方厘米", "千人", "万吨"),
    *("吨公里", "平米", "半年", "季度", "课时"),
]
VISITED = "矿厂店校村企院园队点馆库摊井员警犬机师"
"""What is visited or sent: each visit of one counts (检查煤矿486矿次)."""


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
    table |= {f"{one}次": (f"{one}次", "act") for one in VISITED}
    table |= {pair: (pair, "thing") for pair in ("台套", "台件", "批次", "件套")}
    return table | {row["form"]: (row["unit"], row["kind"]) for row in rows("units.csv")}


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _pattern() -> re.Pattern[str]:
    per, either = _longest_first(PER), _longest_first(["次", *(one for one in _table() if len(one) == 1)])
    return re.compile(
        rf"[ \u00a0]?({_longest_first(list(_table()))})(?:[(（](?P<either>{either})[)）])?"
        rf"(?:[/／每](?P<per>{per})(?:[·•・./／](?P<over>[人户年月天日])(?![\u4e00-\u9fff]))?(?!位|间|次))?"
    )


def read_unit(text: str, position: int) -> Unit | None:
    """Return the unit that begins at `position`, the longest that fits, or None.

    Examples
    --------
    >>> read_unit("个百分点", 0), read_unit("元/人", 0)
    (Unit(end=4, unit='百分点', kind='point'), Unit(end=3, unit='元/人', kind='money'))
    >>> read_unit("元/人·月", 0), read_unit("台(套)", 0)
    (Unit(end=5, unit='元/人·月', kind='money'), Unit(end=4, unit='台（套）', kind='thing'))
    """
    found = _pattern().match(text, position)
    if not found:
        return None
    unit, kind = _table()[found[1]]
    if found["either"]:
        unit = f"{unit}（{found['either']}）"
    if found["per"] and kind not in ("money", "measure") and "每" in found[0]:
        return Unit(found.end(1), unit, kind)
    if found["per"]:
        unit = f"{unit}/{found['per']}" + (f"·{found['over']}" if found["over"] else "")
    return Unit(found.end(), unit, kind)
