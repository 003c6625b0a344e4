"""Dates in the ways in which pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_DIGITS = {char: i for i, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "0": 0}
FULL_DATE = re.compile(
    r"(?<!\d)(?:"
    r"(?P<y1>(?:19|20)\d{2})\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日"
    r"|(?P<y2>(?:19|20)\d{2})(?P<sep>\s*[-/.．－—]\s*)(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)"
    r"|(?P<y3>(?:19|20)\d{2})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<y4>[一二][〇零○O0九][〇零○O0一二三四五六七八九]{2})年(?P<m4>[一二三四五六七八九十]{1,2})月(?P<d4>[一二三四五六七八九十]{1,3})日"
    r")"
)


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
        parts = [match[f"{part}{i}"] for i in "1234" for part in "ymd" if match[f"{part}{i}"]]
        year, month, day = (_year(parts[0]), _small(parts[1]), _small(parts[2]))
        try:
            yield Dated(date(year, month, day), *match.span())
        except ValueError:
            continue


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
