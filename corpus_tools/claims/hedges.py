"""Hedges around a numeral: 近, 超过, 约, 左右, 以上, and the bound that they set."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from corpus_tools.claims.units import read_unit

Approx = Literal["exact", "more_than", "about", "less_than"]

_MORE_BEFORE = re.compile(
    r"(?:超过|超出|(?<![商彩英赶B])超|逾|突破|不少于|不低于|不下|不止|至少|最少(?!的)|少说(?:也有)?|多达|(?<!不)大于|(?<!不)高于"
    r"|[^上以向]上|^上|[^通经难]过|^过)[了有]?[ \u00a0]?$"
)
_LESS_BEFORE = re.compile(
    r"(?:(?<!附)(?<!最)(?<!就)(?<!邻)(?<!临)(?<!靠)(?<!远)(?<!亲)近"
    r"|将近|接近|逼近|不到|不足|不超过|不高于|至多|最多|(?<!不)少于|(?<!不)低于|不满|(?<!不)小于|未达)"
    r"[了有]?[ \u00a0]?$"
)
_ABOUT_BEFORE = re.compile(r"(?:(?<![预签节合条履违特邀公大])约|大约|约有|大概|大致|差不多)[了有为]?[ \u00a0]?$")
_BEHIND = re.compile(r"[ \u00a0]?(?:(以上|之多|有余|出头|挂零|多(?![个名人户家样元]))|(以内|以下)|(左右|上下))")
_ABOUT_SHARE = re.compile(r"(?<![预签节合条履违特邀公大])约(?:为|是|占|相当于)[^，,。；;、]{1,10}的$")
_BARE_ONLY = re.compile(r"(?:上|过)[了有]?[ \u00a0]?$")
_HEDGES: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (_LESS_BEFORE, "less_than"),
    (_MORE_BEFORE, "more_than"),
    (_ABOUT_BEFORE, "about"),
)


class Hedged(NamedTuple):
    """A numeral with the hedges that touch it: its wider span and its bound."""

    start: int
    end: int
    approx: Approx


def hedged(text: str, start: int, end: int, approx: Approx, *, bare: bool) -> Hedged:
    """Widen the numeral ``text[start:end]`` by the hedges before it and behind it or its unit, and set its bound.

    Examples
    --------
    >>> hedged("近50人左右", 1, 3, "exact", bare=False)
    Hedged(start=0, end=3, approx='about')
    """
    before = text[max(0, start - 6) : start]
    for pattern, meaning in _HEDGES:
        found = pattern.search(before)
        if found and (bare or not _BARE_ONLY.fullmatch(found[0][-3:].lstrip("，、。"))):
            opens = re.match("[近将接逼不至最少低未小超逾突多大高上过约差]", found[0])
            approx, start = meaning, start - len(found[0]) + (opens is None)
            break
    if approx == "exact" and _ABOUT_SHARE.search(text[max(0, start - 14) : start]):
        approx = "about"
    unit = read_unit(text, end)
    for place in [end, unit.end if unit else end]:
        if found := _BEHIND.match(text, place):
            approx = "more_than" if found[1] else "less_than" if found[2] else "about"
            end = found.end() if place == end else end
            break
    return Hedged(start, end, approx)
