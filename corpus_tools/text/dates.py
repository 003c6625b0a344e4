"""Dates in the ways in which pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_DIGITS = {char: i for i, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "0": 0}
FULL_DATE = re.compile(
    r"(?=[12一二])(?<!\d)(?:"
    r"(?P<y1>(?:19|20)\d{2})\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日"
    r"|(?P<y2>(?:19|20)\d{2})(?P<sep>\s*[-/.．－—]\s*)(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)"
    r"|(?P<y3>(?:19|20)\d{2})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<y4>[一二][〇零○O0九][〇零○O0一二三四五六七八九]{2})年(?P<m4>[一二三四五六七八九十]{1,2})月(?P<d4>[一二三四五六七八九十]{1,3})日"
    r"|(?P<y5>20\d{2})\s+(?P<m5>\d{2})/(?P<d5>\d{2})(?=\s+\d{1,2}:\d{2})"
    r")"
)
_PARTS = {f"d{i}": (f"y{i}", f"m{i}", f"d{i}") for i in "12345"}
_BEHIND_COUNT = re.compile(r"[量数次击览读]\s*[:：]?\s*\d{1,7}?(?=20\d{2}([-/.])\d{2}\1\d{2}\s+\d{1,2}:\d{2})")
_IN_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s/]+/\S*?(?<!\d)(?P<y>(?:19|20)\d{2})[-/]?(?P<m>0[1-9]|1[0-2])[-/]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_OF_VISIT = re.compile(
    r"(?:今天|今日|现在|当前(?:日期|时间)?|北京时间|系统时间|本地时间|服务器时间|(?:抓取|采集|爬取|入库|下载|访问|打印|页面生成|缓存|快照|检索)(?:时间|日期|于))"
)
_FETCHED = re.compile(rf"{_OF_VISIT.pattern}[是为]?\s*[:：]?\s*(?:北京时间)?\s*[:：]?\s*$")
_CLOCK_END = re.compile(r"[^，,。；;]{0,40}$")


class Dated(NamedTuple):
    """A date and the words ``text[start:end]`` that say it."""

    value: date
    start: int
    end: int


def full_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Yield the dates with year, month and day in ``text[start:end]``; dates that do not exist are passed over.

    Examples
    --------
    >>> [str(found.value) for found in full_dates("2022年05月11日17:27，二〇二〇年二月二十五日，2020-02-30")]
    ['2022-05-11', '2020-02-25']
    """
    for match in FULL_DATE.finditer(text, start, len(text) if end is None else end):
        words = match.group(*_PARTS[match.lastgroup or ""])
        year, month, day = _year(words[0]), _small(words[1]), _small(words[2])
        try:
            yield Dated(date(year, month, day), *match.span())
        except ValueError:
            continue


def date_behind_count(text: str, start: int, end: int) -> Dated | None:
    """Return the date that a page prints flush with how often it was read.

    Examples
    --------
    >>> str(date_behind_count("阅读量：64182025-09-16 14:08", 0, 24).value)
    '2025-09-16'
    """
    count = _BEHIND_COUNT.search(text, start, end)
    if not count:
        return None
    found = next(full_dates(text[count.end() : end]), None)
    return found and Dated(found.value, found.start + count.end(), found.end + count.end())


def date_in_address(text: str, start: int = 0, end: int | None = None) -> Dated | None:
    """Return the date in the address of a page: /2020/0225/, /202002/25/, /2020-02/25/, /t20200225_1.html.

    Examples
    --------
    >>> str(date_in_address("http://www.example.gov.cn/xw/202002/25/1.html").value)
    '2020-02-25'
    """
    found = _IN_ADDRESS.search(text, start, len(text) if end is None else end)
    if not found:
        return None
    try:
        return Dated(date(*(int(found[part]) for part in "ymd")), found.start("y"), found.end("d"))
    except ValueError:
        return None


def is_of_visit(text: str, dated: Dated) -> bool:
    """Tell whether a date is that of the visit to a page: of the visitor's clock, or of the scraper.

    Examples
    --------
    >>> [is_of_visit(line, next(full_dates(line))) for line in ("今天是2020年2月25日 星期二", "更新时间：2020-02-25")]
    [True, False]
    """
    return bool(_FETCHED.search(text[max(0, dated.start - 24) : dated.start].rpartition("\n")[2]))


def is_clock(line: str) -> bool:
    """Tell a line that shows the day of the visit and nothing that goes on from it.

    Examples
    --------
    >>> is_clock("您好，今天是2020年2月25日 星期二"), is_clock("今天是2020年2月25日，全县召开会议")
    (True, False)
    """
    dated = next(full_dates(line), None) if _OF_VISIT.search(line) else None
    return bool(dated and is_of_visit(line, dated) and _CLOCK_END.match(line, dated.end))


def _year(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() else int("".join(str(_DIGITS[char]) for char in words))


def _small(words: str) -> int:
    """Read a month or a day: 05, 五, 十二, 二十五."""
    if words.isdigit() and words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS[words] if len(words) == 1 else 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)
