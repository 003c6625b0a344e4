"""Make ``corpus_tools/data/annotations.tsv``: the Traditional characters that damaged sites may annotate.

Run ``python scripts/make_annotations.py`` with the packages of ``requirements.lock``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import opencc
from pypinyin import Style, pinyin

TARGET = Path(__file__).parents[1] / "corpus_tools/data/annotations.tsv"
HEADER = (
    "# Every GBK character that Simplified Chinese writes differently, its Simplified form, its readings (the default "
    "one first) and whether the Simplified form becomes it when a site converts one to one; from OpenCC 1.4.2 "
    "(Apache-2.0) and pypinyin 0.55.0 (MIT); made by scripts/make_annotations.py on 2026-11-22"
)
SITE_CONVERSIONS = {"台": "臺", "冲": "沖", "墙": "墻", "着": "著"}
LEFT_ALONE = frozenset("里后干于斗愿筑杠范余并采征游只松谷几丑表布制御回托岩周注升克困郁致凶熏占卷沈志系了才")


def gbk_characters() -> Iterator[str]:
    """Yield every ideograph of GBK in the order of its bytes."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            character = bytes([lead, trail]).decode("gbk", "ignore")
            if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
                yield character


def exists_in_gbk(character: str) -> bool:
    """Return whether GBK has the character."""
    return bool(character.encode("gbk", "ignore"))


def site_form(simplified: str, to_traditional: opencc.OpenCC) -> str:
    """Return what a one-to-one conversion such as the sites use makes of a Simplified character."""
    form = SITE_CONVERSIONS.get(simplified) or to_traditional.convert(simplified)
    return form if exists_in_gbk(form) and simplified not in LEFT_ALONE else simplified


def readings(character: str) -> list[str]:
    """Return the readings of a character, the default one first."""
    default = pinyin(character, style=Style.TONE)[0][0]
    every = pinyin(character, style=Style.TONE, heteronym=True)[0]
    return [default, *(reading for reading in every if reading != default)]


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield one row for each Traditional character."""
    to_simplified, to_traditional = opencc.OpenCC("t2s"), opencc.OpenCC("s2tw")
    for character in gbk_characters():
        simplified = {"著": "着", "墻": "墙"}.get(character, to_simplified.convert(character))
        if simplified == character or len(simplified) != 1:
            continue
        converted = site_form(simplified, to_traditional) == character
        yield character, simplified, ",".join(readings(character)), "1" if converted else "0"


def main() -> None:
    """Write the table."""
    lines = [HEADER, "traditional\tsimplified\treadings\tconverted", *("\t".join(row) for row in rows())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
