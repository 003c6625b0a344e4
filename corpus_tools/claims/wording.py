"""The words and tables behind numbered formulas: numerals, idioms, classifiers, formulas of national standing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

DIGIT = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2}
NUMBER = r"(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两双]|(?<![\d.])[1-9]\d?(?![\d.%％]))"
HUNDREDS = r"(?<![\d.])[1-9]\d\d(?![\d.%％])"
"""An addend of a sum: 1+10+100."""
CLASSIFIER = "[个项条大张种类道把支本]"
HIDDEN = "\ue000"
HAN = rf"[\u4e00-\u9fff{HIDDEN}]"
WORD = rf"(?:(?![一二三四五六七八九十两双第]){HAN})"
SEPARATORS = " 　、，,·/＋+—-_和与"
_LEFT_OUT = dict.fromkeys(map(ord, SEPARATORS + '“”‘’「」『』"'))


class National(NamedTuple):
    """A formula of national standing, as the table gives it."""

    formula: str
    numbers: tuple[int, ...]
    bare: bool
    members: tuple[str, ...]
    origin: str
    year: int | None


def _table(name: str) -> list[dict[str, str]]:
    with (resources.files("corpus_tools") / "data" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def words(role: str) -> tuple[str, ...]:
    """Return the words of one role in ``data/formula_words.csv``, the longest first."""
    found = next(row["words"] for row in _table("formula_words.csv") if row["role"] == role)
    return tuple(sorted(set(found.split()), key=lambda word: (-len(word), word)))


@cache
def any_of(role: str) -> str:
    """Return a pattern that matches any word of a role."""
    return "(?:" + "|".join(map(re.escape, words(role))) + ")"


@cache
def national_formulas() -> dict[str, National]:
    """Return the formulas of national standing by their compact form."""
    rows = (
        National(
            row["formula"],
            tuple(map(int, row["numbers"].split())),
            row["bare"] == "yes",
            tuple(filter(None, row["members"].split("|"))),
            row["origin"],
            int(row["year"]) if row["year"] else None,
        )
        for row in _table("national_formulas.csv")
    )
    return {row.formula: row for row in rows}


def compact(text: str) -> str:
    """Return a formula without spaces, separators and quotation marks."""
    return text.translate(_LEFT_OUT)


def occurrences(part: str, text: str) -> Iterator[int]:
    """Yield the places where a part of a text begins, even inside another one; no pattern is made for it.

    Examples
    --------
    >>> list(occurrences("查查", "查查查"))
    [0, 1]
    """
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def skeleton(text: str) -> str:
    """Return the words of a formula with each number (and its classifier) as a dash.

    Examples
    --------
    >>> skeleton("三看 三比 五带头"), skeleton("三看四比五带头"), skeleton("10条措施")
    ('-看-比-带头', '-看-比-带头', '-措施')
    """
    return re.sub(rf"{NUMBER}{CLASSIFIER}?(?=.)|[NXn](?=$|-)", "-", compact(text))


def value_of(numeral: str) -> int:
    """Return the value of a numeral below one hundred.

    Examples
    --------
    >>> [value_of(numeral) for numeral in ("两", "十二", "二十四", "6")]
    [2, 12, 24, 6]
    """
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return DIGIT[numeral]
    return DIGIT.get(tens, 1) * 10 + DIGIT.get(ones, 0)


@cache
def idioms() -> frozenset[str]:
    """Return the words of ``data/idioms.txt``."""
    with (resources.files("corpus_tools") / "data" / "idioms.txt").open(encoding="utf-8") as lines:
        return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _idiom_pattern() -> re.Pattern[str]:
    found = idioms()
    dates = sorted((word for word in found if all(char in DIGIT for char in word)), key=_longest_first)
    others = sorted(found - set(dates), key=_longest_first)
    numeral = r"[一二三四五六七八九十\d]{1,3}"
    ordinal = rf"第{numeral}|\d[\d.,]{{0,12}}[%％]|百分百|\d{{4}}年|{numeral}[月年日号](?:{numeral}日)?"
    ordinal += f"|{numeral}连[丰增冠胜升降涨跌]|三分[\u4e00-\u9fff]{{1,2}}[、，,]?七分[\u4e00-\u9fff]{{1,2}}"
    ordinal += "|(?:(?<=[。；;，,：:])|^)[一二三四五六七八九十](?:是|要(?!求)|则)"
    ends = r"(?=规划|计划|期间|时期|以来|末|节|假|前|后|表彰|国|征程|[”’」』\"]|$)"
    opens = "".join(map(re.escape, sorted({word[0] for word in found} | {"第", "百", *DIGIT})))
    return re.compile(
        rf"(?=[{opens}\d])(?:{_by_head(others)}|{ordinal}|(?:{'|'.join(dates)}){ends})",
        re.MULTILINE,
    )


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _by_head(words: list[str]) -> str:
    """Return a pattern for any of the words that looks at the first character once."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    ordered = sorted(heads, key=lambda head: (head not in DIGIT, head))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(heads[head])})" for head in ordered)


@lru_cache(maxsize=1 << 12)
def hide_idioms(text: str) -> str:
    """Return the text, of the same length, with idioms, ordinals, dates and names of numerals blotted out."""
    return _idiom_pattern().sub(lambda found: HIDDEN * len(found[0]), text)
