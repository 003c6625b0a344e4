"""Numbers that count nothing: dates, ordinals, codes, titles, slogans, levels, names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_N = "[0-9〇零一二两三四五六七八九十百]"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_DAY = rf"{_N}{{1,3}}[日号](?!线|楼|院|机|文|门|桥|井|店|令)"
_DATE = rf"(?:(?:\d{{4}}|[一二][〇零一二三四五六七八九]{{3}})年|[今去明前当][年天]|同年)?{_N}{{1,3}}月(?:份|{_N}{{1,3}}[日号]?|[上中下]旬|底|初|末)?"

PATTERNS = {
    "title": r"《[^》\n]{1,120}》(?:》)?",
    "document number": r"[〔\[【（(]\s?(?:19|20)\d{2}\s?[〕\]】）)]\s?(?:第)?\d+号?",
    "timestamp": rf"\d{{4}}[-./年]\d{{1,2}}[-./月]\d{{1,2}}日?(?:\s*{_CLOCK})?",
    "year": r"(?:(?:1[6-9]|20)\d{2}|[一二][〇零○一二三四五六七八九]{3})\s?(?:[-—–~～至到、和]\s?\d{4}\s?)?年(?:代|度|[初底末])?|\d{2}年代|\d{2}后(?![续面来])",
    "date range": rf"{_DATE}{_N}{{0,3}}\s?(?:[-—–~～至到、]|——)\s?(?:{_DATE}|{_DAY}|{_N}{{1,2}}[月日])",
    "date": rf"{_DATE}|(?<![0-9一二三四五六七八九十]){_DAY}",
    "day range": rf"{_N}{{1,3}}\s?[-—–~～至到]\s?{_DAY}|{_N}{{1,2}}\s?[-—–~～至到]\s?{_N}{{1,2}}月(?:份)?",
    "clock": rf"{_CLOCK}|{_N}{{1,3}}[时点](?:{_N}{{1,3}}分(?!之)|半|整|许|左右)?(?![子子多间段程长空])",
    "period": r"[一二三四前第上下][一二三四两1-4]?个?季度|[上下]半年|全年",
    "ordinal": rf"第\s?[几{_N[1:-1]}千万]+(?:[-—~至、]第?{_N}+)?[A-Za-z\u4e00-\u9fff]?",
    "rank": rf"前(?:{_N}+)(?:名|位|强|个|大|批|列)|[全国省市区县]?(?:百|千|十|\d{{2,4}})强",
    "age": rf"\d{{1,3}}\s?(?:周?岁|周年|多岁|余岁)|{_N}{{1,4}}(?:周?岁|周年|世纪|级(?!领导)|楼(?![栋宇道])|单元|室(?!内)|版|届|号|路(?![人段灯口])|期工程)",
    "phone": r"(?<![\d.])(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|400[-—]\d{3,4}[-—]\d{3,4}|\d{3,4}[-—－]\d{7,8}|12\d{3}(?=热线|政务|平台|投诉|电话|服务))(?!\d)",
    "code": r"(?<![A-Za-z])[A-Za-z]{1,12}[-—]?\d{1,8}(?:\.\d{1,4})?(?![\d.,]{0,8}\s?(?:名|个|人|户|家|元|吨|%|万|亿))|(?<![\d.])\d{1,12}(?:\.\d{1,4})?[A-Za-z]{1,12}(?![A-Za-z])",
    "sum": r"[“\"‘]?(?<![\d.])\d{1,6}(?:\s?[+＋×xX:：/]\s?[\dNnXx]{1,6}){1,8}[”\"’]?",
    "list marker": rf"(?:(?<=\n)|^|(?<=[。；;，,：:]))\s*(?:[（(]?{_N}{{1,3}}[)）、.．](?!\d)|{_N}{{1,2}}(?:是|要|则)(?!个))|[（(]{_N}{{1,3}}[)）]",
    "indefinite": r"(?:这|那|该|每|某|哪|另|任何?|此|本|同|首|头|上|下|有|各)一[\u4e00-\u9fff]|[这那该某哪此](?:[两二三四五六七八九十几]|\d+)",
    "around the clock": r"(?:全天(?:候)?)?(?:24|二十四|48|72)(?:个)?小时(?:全天候|不间断|值班|值守|轮班|轮流|在线|在岗|热线|动态|专人|驻守|核酸|制|开通|接|监测|巡|待命|保障|应急|服务|守)?",
    "formula": r"(?<!\d)[一1](?:名|位|个|人|户)?[\u4e00-\u9fff]{0,6}[包联带帮保管盯对挂](?:[一1]|\d{1,2}|[二两三五六十])(?:个|户|名|村|人|到|家)?|(?<!\d)\d{1,6}(?:名|位|个)[\u4e00-\u9fff]{1,8}[包联帮保管盯带挂](?:[一1](?!\d))(?:个|户|名|村|人|家)?",
    "idiom": "千[家山言门难辛军村]万[\u4e00-\u9fff]",
    "list size": r"[二两三四五六七八九十]{1,2}(?:项|条|个|大|种)(?:规定|原则|制度|要求|机制|措施|纪律|举措|禁令|意识|自信|维护|确立|体系|工程|战略|攻坚战|清单|责任制|权利|任务|职责|重点|方面(?![\u4e00-\u9fff]{0,3}\d))",
    "plan": r"“?[一二三四五六七八九十]{2,3}五”?(?:时期|规划|期间|开局|以来)|“[一二三四五六七八九十]{2,3}五”",
    "congress": r"[一二三四五六七八九十]{1,3}届|十[一二三四五六七八九]大|[一二三四五六七八九]中全会",
    "section": r"^[一二三四五六七八九十]{1,3}、",
}
_QUOTED = re.compile(r"[“\"‘「『]([^“”\"‘’「」『』\n]{1,24})[”\"’」』]")
_HAS_NUMBER = re.compile(r"[0-9〇零一二两三四五六七八九十百千万双半]")
_REPORTED = re.compile(r"\d[\d.,]*[万亿]?[多余]?[名人户家元吨亩%][^”]{0,20}")
_SPEECH = re.compile(r"[，,。！？!?；;]")


class Silence(NamedTuple):
    """A span whose numbers count nothing, and why."""

    start: int
    end: int
    kind: str


@cache
def _pattern() -> re.Pattern[str]:
    parts = (f"(?P<k{i}>{pattern})" for i, pattern in enumerate(PATTERNS.values()))
    return re.compile("|".join(parts), re.MULTILINE)


def silences(text: str) -> list[Silence]:
    """Return the spans of `text` whose numbers are no values, in order.

    Examples
    --------
    >>> [(text[s.start : s.end], s.kind) for text in ["2月10日345个"] for s in silences(text)]
    [('2月10日', 'date')]
    """
    kinds = list(PATTERNS)
    found = [
        Silence(hit.start(), hit.end(), kinds[int((hit.lastgroup or "k0")[1:])]) for hit in _pattern().finditer(text)
    ]
    found += [Silence(hit.start(), hit.end(), "quoted") for hit in _QUOTED.finditer(text) if _is_slogan(hit[1])]
    return sorted(found)


def _is_slogan(quoted: str) -> bool:
    """Say whether a quotation with a number in it is a name or slogan rather than somebody's words."""
    if not _HAS_NUMBER.search(quoted):
        return False
    return not (_SPEECH.search(quoted) and len(quoted) > 12) and not (len(quoted) > 8 and _REPORTED.search(quoted))
