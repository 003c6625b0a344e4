"""How often a page speaks of a city, county or province without its name: 全市, 县委, 我省."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

_WORDS = {
    "city": re.compile(r"全市|我市|本市|该市|市委|市政府|市直|市级|市(?<=[^\u4e00-\u9fff]市)[\u4e00-\u9fff]{2}"),
    "state": re.compile(r"全州|我州|州委|州政府|州直|州人民政府|全盟|我盟|盟委|盟行署|盟直|全地区|地委|行署"),
    "county": re.compile(r"全县|我县|县委|县政府|县直|县人民政府|该县|全旗|我旗|旗委|旗政府"),
    "district": re.compile(r"全区|我区|区委|区政府|区直|区人民政府|该区"),
    "province": re.compile(r"全省|我省|省委|省政府|省直|省级"),
    "region": re.compile(r"自治区(?:党委|政府|人民政府|主席|各|有关)"),
    "nation": re.compile(r"全国|国务院|党中央|各省|中央财政"),
}
# a text that has none of these has no such word
_SIGNS = {
    "city": ("市",),
    "state": ("州", "盟", "全地区", "地委", "行署"),
    "county": ("县", "旗"),
    "district": ("区",),
    "province": ("省",),
    "region": ("自治区",),
    "nation": ("全国", "国务院", "党中央", "各省", "中央财政"),
}
# what speaks of a province or the nation, by a character of it
_ABOVE = {"省": ("省", "各省"), "国": ("全国", "国务院"), "央": ("党中央", "中央财政")}


class Zone(NamedTuple):
    """``text[start:end]`` with the weight that its mentions have; `kind` is title, outlet or body."""

    start: int
    end: int
    kind: str


class Generic(dict[str, int]):
    """How often title and text speak of a level (全市, 县委), counted for those levels that are asked for."""

    def __init__(self, text: str, zones: Sequence[Zone]) -> None:
        super().__init__()
        self.text, self.zones = text, zones

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The spans of title and text."""
        return _joined(self.text, self.zones)

    def __missing__(self, level: str) -> int:
        """Count; in an autonomous region 全区 and 区委 are its own."""
        levels = [level]
        if level in ("province", "district") and self["region"]:
            levels = ["province", "district"] if level == "province" else []
        self[level] = found = sum(map(self._count, levels))
        return found

    def _count(self, level: str) -> int:
        if not any(sign in self.text for sign in _SIGNS[level]):
            return 0
        return sum(len(_WORDS[level].findall(self.text, *span)) for span in self.spans)


def _joined(text: str, zones: Sequence[Zone]) -> list[tuple[int, int]]:
    """Return the spans of title and text; paragraphs that follow each other are one span."""
    spans: list[tuple[int, int]] = []
    for start, end, kind in zones:
        if kind == "outlet":
            continue
        if spans and text[spans[-1][1] : start] == "\n":
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def most_above(text: str) -> int:
    """Return how often a text can speak of a province or the nation at most."""
    signs = [sign for character, signs in _ABOVE.items() if character in text for sign in signs]
    return sum(map(text.count, signs)) + (text.count("区") if "自治区" in text else 0)
