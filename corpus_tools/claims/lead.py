"""The words between a noun and its number: 共, 达, 同比增长, 占…的, 每户, 由…降至."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus_tools.claims.phrases import nominals
from corpus_tools.claims.quantities import Quantity

REACH = 60

_RECEIVER = (
    r"平方米|公斤|社区|小区|网格|学生|支部|小组|学期|季度|分钟|小时|公里|"
    r"[桌头间秒层人户村名天日月年次亩组家镇乡县车吨斤件套生队店校班]"
)
_PER = re.compile(rf"(?:(?P<mean>[人户村日月年亩次周])均|每一?个?(?P<each>{_RECEIVER}))$")
_MEAN = re.compile("([人户村日月年亩])均[\u4e00-\u9fff]{0,6}$")
_PER_OPENS = re.compile(rf"每({_RECEIVER})[\u4e00-\u9fff]{{2,8}}$")
_FILLER = re.compile(
    r"(?:共计|总计|合计|累计|总共|一共|共有|共|现有|已有|已达|达到|高达|多达|达|一行|"
    r"(?:增加?|增长|提[高升]|上升|上?涨|扩大|扩[充建]|下?降|降低|回落|减少?|缩[短减]|压[缩减]|恢复|发展|调整)[到至]|[保维]持在?|稳定在|控制在|分别为?|占|为|是|足足|有|仅|(?<!船)只|就|已|约|均|超过|突破|"
    r"由|从|至|到|了|过|等|人民币|折合|另有|还有|也|又|再|另|计|现|多|各|年平均|平均|高出?|低|[ \u00a0:：])$"
)
_ATTAINED = re.compile(r"(?:完成|实现|录得|(?<![持定制])在)$")
_SHARE_OF = re.compile(r"(?:占(?!比)|完成|相当于|为|是|达到?)[^，,。；;、]{1,14}的$|占(?!比)[^，,。；;、]{0,14}$")
_ABOVE = re.compile(
    r"超(?:出|过)?(?:时序|序时|警戒|汛限|保证|设防|历史|计划|目标|预期|正常|额定)(?:水位|值|线|标准|进度)?$"
)
_OF_TIME = re.compile(
    r"(?:由|从|自)?(?:\d{4}年|去年|上年|年初|年底|上月|最初|当初|起初|原来|过去|如今|现在|\d{1,2}月)[底初末]?(?:同期)?的$"
)
_COMPARED = re.compile(
    r"(?:同比|环比|(?:(?<![占率利本收])比(?![例重率亚价])|较(?![大小好多为])|(?<![单])与(?=[^，,。；;、]{1,12}相比)|同(?=上年|去年|前年|往年))[^，,。；;、（(]{1,14}|[高低快慢]于[^，,。；;、]{1,10}"
    r"|净|实际|名义|累计|分别|又|再|也|已|大幅|均|两年平均|一路|始终|普遍)$"
)
_UP = re.compile(
    r"(?:增支|超收|提速|多招|增长|增加|上升|提高|提升|上涨|净增|增产|增收|多收|回升|扩大|增|升)(?:了|达|约|超|出)?$"
    r"|(?:高|多)(?:了|约|出)?$|高于[^，,。；;、]{1,10}$"
)
_DOWN = re.compile(
    r"(?:短收|减支|少招|下降|减少|降低|回落|缩减|减产|减收|下滑|缩短|压缩|压减|收窄|降|低|少)(?:了|达|约|超|出)?$|低于[^，,。；;、]{1,10}$"
)
_LEVEL = re.compile(r"[到至]$")
_HEDGED_AHEAD = re.compile(r"(?:至少|不少于|不低于|最少(?!的))[\u4e00-\u9fff]{0,8}$")
_EACH_AHEAD = re.compile(r"每一?(?P<unit>[个名位户家支张村人天日月年组所])(?P<rest>[\u4e00-\u9fff]{0,14})$")
_FOR_EACH = re.compile(
    r"[^\u4e00-\u9fff]各(?=[\u4e00-\u9fff]{0,3}$)|各(?=(?:拨付|发放|补助|奖励|捐赠|赠送|配备|安排)?$)"
)
_GROWS = (
    "share",
    "point",
    "factor",
    "money",
    "measure",
    "human",
    "household",
    "thing",
    "organ",
    "act",
    "person",
    "time",
)


class Lead(NamedTuple):
    """Where the words before a number end once the lead is off, and what the lead said."""

    end: int
    change: str | None
    per: str | None
    at_least: bool


def read_lead(text: str, floor: int, quantity: Quantity) -> Lead:
    """Take the lead words off, from the number leftwards, not further than `floor`."""
    floor = max(floor, quantity.start - REACH)
    position = quantity.start
    change, per = _factor_change(text[floor:position], quantity), None
    while position > floor:
        before = text[floor:position]
        if hit := _PER.search(before):
            per = per or hit["mean"] or hit["each"]
        elif level := _LEVEL.search(before) and _FILLER.search(before):
            hit = level
        elif change is None and (hit := _moved(before, quantity, at_number=position == quantity.start)):
            change = "+" if _UP.search(before) else "-"
        else:
            hit = _other(before, quantity, moved=change is not None)
        if not hit:
            break
        position = floor + hit.start()
    clause = re.split(r"[，,。；;：:、（(]", text[floor : quantity.start])[-1]
    mean = _MEAN.search(clause)
    opening = _PER_OPENS.search(text[floor:position])
    per = per or (mean and mean[1]) or _receiver(text, clause, quantity.start) or (opening and opening[1])
    return Lead(position, change, per, bool(_HEDGED_AHEAD.search(clause)))


def _factor_change(before: str, quantity: Quantity) -> str | None:
    if quantity.kind != "factor":
        return None
    return "x" if "番" in quantity.numeral.text or before.endswith("的") else None


def _moved(before: str, quantity: Quantity, *, at_number: bool) -> re.Match[str] | None:
    """Read 增长, 下降; a bare 高, 多, 少 only where something is compared (比上年高0.6元)."""
    hit = _UP.search(before) or _DOWN.search(before)
    if hit and hit[0][0] in "高多低少增升降" and len(hit[0]) == 1:
        compared = re.search(r"[比较同][^，,。；;、]{1,14}$", before[: hit.start()])
        return hit if compared or (hit[0] in "增升降" and quantity.kind in ("share", "point")) else None
    return hit


def _other(before: str, quantity: Quantity, *, moved: bool) -> re.Match[str] | None:
    continuous = quantity.kind in ("point", "share", "factor", "measure", "money", "time")
    compared = _COMPARED.search(before) if moved or continuous else None
    part = _SHARE_OF.search(before) if quantity.kind in ("share", "factor", "human") else None
    attained = _ATTAINED.search(before) if continuous and quantity.kind != "time" else None
    return compared or part or attained or _OF_TIME.search(before) or _ABOVE.search(before) or _FILLER.search(before)


def _receiver(text: str, clause: str, end: int) -> str | None:
    """Return what 每 in the clause refers to (每个网格负责50户: 网格), or 各."""
    if hit := _EACH_AHEAD.search(clause):
        return nominals(text, end - len(hit["rest"]), end) or hit["unit"]
    return "各" if _FOR_EACH.search(clause) else None
