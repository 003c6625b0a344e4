"""Numerals with their units, kept only where they may count something."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import NamedTuple

from corpus_tools.claims.lexicon import is_person, tag
from corpus_tools.claims.noncounts import silences
from corpus_tools.claims.numerals import Numeral, scan
from corpus_tools.claims.units import Unit, read_unit

_PLACES = "村镇乡县市区校院企家街所"
_UNITLESS_NOUN = re.compile(
    r"(?:[\u4e00-\u9fff][数量]|[诊人户件]次|规模|人口|用户|粉丝|报名)(?:已|累计|共|就|约|突破|超过|达到?|为|近|逾|超|高|多){0,3}$"
)
_DEMONSTRATIVE = re.compile(
    r"(?:[这那该某哪此每首前后上下]|另外那|任[何意])(?<![余剩以]下)(?<!以上)(?<![最身先随灾会]后)$"
)
_PERIOD_BEFORE = re.compile(
    r"(?:每隔?|近|前|后|过去|未来|提前|推迟|为期|今后|最近|隔离|观察|监测|公示期?|留观|健康监测|满|历时|用时|耗时|仅用了?|短短|长达|时隔|晚|早|有效期|期限|任期|周期|间隔|不少于|第|出生|潜伏期)(?:为|约|了|期)?$"
)
_PERIOD_BEHIND = re.compile(r"(?:以?[内后前来里间中]|之[内后前]|时间|期|的?(?:努力|奋战|时间|规划|行动|计划)|一)")
_CLAUSE_END = re.compile(r"[，,。；;！!？?、:：）)”\n]|$|的|以上|左右")
_MONEY_WORD = re.compile(
    r"(?:款|资金?|费|金|额|收入|产值|投资|支出|利润|税收|债务|贷款|成本|损失|售额|补贴|补助|增收|外债|退税|结余|积蓄|钱|工资"
    r"|[赚挣卖花赔捐补筹欠贷省付领]了?)[却还有达到近超逾约为共计]*$"
)
_THRESHOLD = re.compile(r"以[上下]的?[\u4e00-\u9fff]{0,8}?\d")
_MONEY_VERB = re.compile(
    "[挣赚卖花赔欠剩收补领掏付交缴][^，,。]{0,3}$|(?:收入|工资|补贴|补助|分红|[户人]均|每人|每户|块钱|[费款钱价租])[^，,。]{0,3}$"
)
_CURRENCY = re.compile("(?:港币|港元|美元|欧元|日元|英镑|澳门元|新台币)$")
_PERIOD_MEASURED = re.compile(
    r"(?:平均[^，,。；;]{0,10}|(?:时间|时限|时长|周期|工期|用时|耗时|期限)[^，,。；;]{0,3}(?:压缩|缩短|减少|降|控制)[了至到在为]*"
    r"|平均[^，,。；;]{0,8}(?:时间|时限|时长|周期|工期|用时|耗时)[为达到是]*)$"
)
_PAIR = re.compile(r"[（(][个套件只台辆名人户次处座栋间]{1,2}[）)]")
_FROM_PERIOD = re.compile("压缩|缩短|减少|增加|降|提高|延长|缩减")
ROW = 40
"""How many characters before a figure a 分别 may stand."""
_BARE = ("百", "千", "万", "亿")
_NEVER_BARE = "日天年级度里元步分字"
_SCORE = re.compile("(?:[高低]分|平均分|得分|评分|均分|总分|积分|成绩|测评|满意度|分数|考核)[^，,。；;]{0,8}$")
_TO_ZERO = re.compile("(?:降|减|率)[^，,。；;]{0,5}[到至为]$")
_SMALLEST = {"字": 50, "步": 100, "度": 100, "页": 5, "届": 5, "课": 5, "讲": 3}
"""The least number of a unit that with fewer is part of a word (三字经, 两步走, 90度)."""


class Quantity(NamedTuple):
    """A number with its unit: where it stands, what it is worth, and what kind of unit it has (None: none printed)."""

    start: int
    end: int
    numeral: Numeral
    value: Decimal
    unit: str | None
    kind: str | None


def quantities(text: str) -> list[Quantity]:
    """Return what may be a reported value in `text`: a numeral outside dates, ordinals, slogans and codes, with a unit.

    Examples
    --------
    >>> [(text[q.start : q.end], str(q.value), q.unit) for text in ["第3批，2月10日5500多个"] for q in quantities(text)]
    [('5500多个', '5500', '个')]
    """
    mute = silences(text)
    starts = [silence.start for silence in mute]
    reach: list[int] = []
    for silence in mute:
        reach.append(max(silence.end, reach[-1] if reach else 0))
    numerals = []
    for numeral in scan(text):
        i = bisect_right(starts, numeral.core) - 1
        if i < 0 or reach[i] <= numeral.core:
            numerals.append(numeral)
    return _with_shared_units(text, numerals)


def _with_shared_units(text: str, numerals: list[Numeral]) -> list[Quantity]:
    """Read numerals with their units; behind 分别 the last unit of a row holds for all (1.2、0.8和2.4个百分点)."""
    found: list[Quantity] = []
    for numeral in reversed(numerals):
        quantity = _with_unit(text, numeral)
        if found and (quantity is None or quantity.unit == "个") and _is_in_row(text, numeral, quantity, found[-1]):
            end = quantity.end if quantity else numeral.end
            quantity = Quantity(numeral.start, end, numeral, numeral.value, found[-1].unit, found[-1].kind)
        if quantity:
            found.append(quantity)
    return found[::-1]


def _is_in_row(text: str, numeral: Numeral, quantity: Quantity | None, following: Quantity) -> bool:
    end = quantity.end if quantity else numeral.end
    joined = text[end : following.start].strip() in ("、", "和", "与", "及")
    same = quantity is None or following.kind == "point"
    return joined and same and "分别" in text[max(0, numeral.start - ROW) : numeral.start]


def _with_unit(text: str, numeral: Numeral) -> Quantity | None:
    if text[numeral.core : numeral.end] in ("一", "俩") and not re.match(
        r"[个年天小]", text[numeral.end : numeral.end + 1]
    ):
        return _once(text, numeral)
    if numeral.unit == "倍":
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, "倍", "factor")
    if numeral.unit:
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, numeral.unit, "share")
    if re.match(r"[A-Za-z]", text[numeral.core - 1 : numeral.core]) or re.match(
        r"\d|[+＋×]", text[numeral.end : numeral.end + 1]
    ):
        return None
    if half := re.compile(r"(个半|年半|天半)(小时|月|钟头|工作日)?").match(text, numeral.end):
        return _and_a_half(numeral, half)
    unit = read_unit(text, numeral.end)
    if unit is None:
        return _without_unit(text, numeral)
    if numeral.text == "一" or not _may_count(text, numeral, unit):
        return None
    if unit.unit == "块" and _MONEY_VERB.search(text[max(0, numeral.start - 8) : numeral.start]):
        unit = unit._replace(unit="元", kind="money")
    end = unit.end
    if pair := _PAIR.match(text, end):
        end = pair.end()
    if unit.kind == "money" and numeral.bare and re.compile("以[上下]的?[\u4e00-\u9fff]").match(text, end):
        return None
    if _THRESHOLD.match(text, end):
        return None
    currency = _CURRENCY.search(text[max(0, numeral.start - 3) : numeral.start]) if unit.unit == "元" else None
    if unit.kind != "time" and (behind := re.compile(r"[ ]?(?:以上|左右|上下|以内|以下|之多)").match(text, end)):
        end = behind.end()
    return Quantity(numeral.start, end, numeral, numeral.value, currency[0] if currency else unit.unit, unit.kind)


def _once(text: str, numeral: Numeral) -> Quantity | None:
    """一倍 and 一成 are values; every other 一 is an article."""
    unit = read_unit(text, numeral.end)
    if unit and unit.kind == "factor":
        return Quantity(numeral.start, unit.end, numeral, numeral.value, unit.unit, unit.kind)
    return None


def _and_a_half(numeral: Numeral, half: re.Match[str]) -> Quantity | None:
    unit = {"年半": "年", "天半": "天"}.get(half[1]) or (half[2] and half[2].replace("钟头", "小时"))
    if not unit:
        return None
    return Quantity(numeral.start, half.end(), numeral, numeral.value + Decimal("0.5"), unit, "time")


def _without_unit(text: str, numeral: Numeral) -> Quantity | None:
    """Read a numeral without a unit where the words around it say what it counts."""
    before, behind = text[max(0, numeral.start - 12) : numeral.start], text[numeral.end : numeral.end + 12]
    if _CLAUSE_END.match(behind) and not behind.startswith("、") and numeral.value >= 10:
        if _UNITLESS_NOUN.search(before):
            unit = "人" if re.search("人[数口]", before[-10:]) else "户" if "户数" in before[-10:] else None
            return Quantity(numeral.start, numeral.end, numeral, numeral.value, unit, "human" if unit == "人" else None)
        if numeral.approx != "exact" and is_person(before.rstrip("近逾超过约达突破")):
            return Quantity(numeral.start, numeral.end, numeral, numeral.value, None, "human")
        if _MONEY_WORD.search(before) and re.search("[万亿]", numeral.text):
            return Quantity(numeral.start, numeral.end, numeral, numeral.value, "元", "money")
    if numeral.value == 0 and _TO_ZERO.search(before) and _CLAUSE_END.match(behind):
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, None, None)
    if numeral.bare and re.match("数以|成[百千]", numeral.text) and behind.startswith("的"):
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, None, None)
    if _DEMONSTRATIVE.search(before):
        return None
    first = next(iter(tag(behind)), None)
    if (
        behind[:1]
        and behind[0] in _PLACES
        and first
        and len(first.text) == 1
        and numeral.value >= 2
        and _place_count(numeral)
    ):
        unit = None if numeral.text[-1:].isdecimal() else "个"
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, unit, None)
    large = (
        numeral.value >= 1000
        and re.search("[万亿千]|余|多", numeral.text)
        and not re.fullmatch("[百千万亿]", numeral.text)
    )
    if large and first and first.tag[0] in "nj" and len(first.text) > 1:
        return Quantity(numeral.start, numeral.end, numeral, numeral.value, None, None)
    return None


def _place_count(numeral: Numeral) -> bool:
    return numeral.text == "两" or (numeral.text.isdecimal() and numeral.value < 1000) or numeral.approx != "exact"


def _may_count(text: str, numeral: Numeral, unit: Unit) -> bool:
    before, behind = text[max(0, numeral.start - 8) : numeral.start], text[unit.end : unit.end + 12]
    if numeral.bare and numeral.text in _BARE:
        idiom = behind.startswith(tuple("千万")) or (unit.unit in _NEVER_BARE and unit.kind != "money")
        if idiom:
            return False
    if unit.kind == "time":
        return _is_duration(text, numeral, unit)
    if _DEMONSTRATIVE.search(before) and unit.kind not in ("money", "measure"):
        return False
    if unit.unit == "分" and not (
        _SCORE.search(text[max(0, numeral.start - 16) : numeral.start])
        or "." in numeral.text
        or behind.startswith(("地", "田", "菜地", "水田", "耕地"))
    ):
        return False
    return numeral.value >= _SMALLEST.get(unit.unit, 0) and not _is_lexical(text, numeral, unit)


def _is_duration(text: str, numeral: Numeral, unit: Unit) -> bool:
    before, behind = text[max(0, numeral.start - 16) : numeral.start], text[unit.end : unit.end + 4]
    if _PERIOD_MEASURED.search(before):
        return True
    if _PERIOD_BEFORE.search(before) or _PERIOD_BEHIND.match(behind) or numeral.text == "一":
        return False
    return bool(_CLAUSE_END.match(behind) or _FROM_PERIOD.match(behind)) and bool(
        re.search(r"[\u4e00-\u9fff]$", before)
    )


def _is_lexical(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Say whether a small Chinese numeral is part of a word or name (三门峡, 五台县)."""
    if numeral.value > 20 or not re.fullmatch("[二两三四五六七八九十]+", numeral.text):
        return False
    left = max(0, numeral.start - 4)
    for token in tag(text[left : unit.end + 3], left):
        if token.start <= numeral.start < token.end:
            return token.start < numeral.start or token.end > unit.end or token.tag in ("ns", "nr", "nz", "i", "l")
    return False
