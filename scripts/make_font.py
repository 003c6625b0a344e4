"""Make the font of the figures: a subset of Noto Sans SC Regular under a family name of its own.

The source is the full TrueType font that the PyPI package zhplot 1.0.0 carries (SIL Open Font License 1.1, which asks
that a changed font does not use a reserved name and that the licence stays beside it)::

    pip download --no-deps zhplot==1.0.0
    python scripts/make_font.py zhplot-1.0.0-py3-none-any.whl corpus_tools/data

needs fonttools (a dependency of matplotlib). The same wheel gives the same bytes.
"""

from __future__ import annotations

import argparse
import copy
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Corpus Sans SC"
NAMES = (  # characters of today's personal and place names that neither standard has
    "垚堃祎赟玥珺喆镕淼犇骉骎骐骙骞玙玚玹珣琎琤瑀瑢瑨璟璇璎昉昀昕晞晟晔暄曈曦翀翃翾彧妤婳嫄媖姮娅姝嬿怿恺懿芃芊苡荭菡菀蓥蕙蘅"
    "沄沅泓泠洺浠浛涔涟淏渲湜溦滢漪潆潇澍濛瀚炅炜炤炫烜焜煊煜熠燊燚旻旸昇昶晗晖晢暻朗杕枘柃栩梓棣棪棽椿楒樾橦檑钊钰钲铄铖铠铱锜锟锴镔鎏鑫"
    "垟峁崀磜塅堽塝墈崟浉溇溆漖滧玕碶硚礤筻箐簕菉虓郚鄌鄠鄣酂隩靰鞡饸饹鲃鲘鹮麹龑湉浬鳡㙍㙦㟃㳇䢺洣渼澛瀍浐涑濠圪垯墕壕夼岽峃崾嵝庹庾弇弥"
)
FILE = "CorpusSansSC-Regular.ttf"
EPOCH_1904 = 3_786_825_600  # 2024-01-01, in the seconds since 1904 that the head table counts
DOT_SHIFT = 330
BLOCKS = (
    (0x0020, 0x024F),  # Latin, with the letters of pinyin
    (0x0300, 0x0304),  # combining tone marks
    (0x0370, 0x03FF),  # Greek
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x22FF),  # punctuation, currency, letter-like, number forms, arrows, mathematics (with U+2212)
    (0x2460, 0x24FF),  # enclosed numbers
    (0x2500, 0x26FF),  # geometric shapes, miscellaneous symbols
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed CJK, units
    (0xFE30, 0xFE4F),  # CJK compatibility forms
    (0xFF00, 0xFFEF),  # full-width forms
)


def wanted() -> set[int]:
    """Return the code points of GB 2312, of Big5 level 1, of the blocks above, of names and of jieba's words."""
    blocks = {point for first, last in BLOCKS for point in range(first, last + 1)}
    gb2312 = _two_bytes("gb2312", range(0xA1, 0xF8))
    big5_level_1 = _two_bytes("big5", range(0xA4, 0xC7))
    return blocks | set(gb2312) | set(big5_level_1) | _dictionary() | set(map(ord, NAMES))


def _two_bytes(codec: str, lead_bytes: range) -> Iterator[int]:
    for lead in lead_bytes:
        for trail in range(0x40, 0xFF):
            character = bytes((lead, trail)).decode(codec, "ignore")
            if len(character) == 1:
                yield ord(character)


def _dictionary() -> set[int]:
    """Return the one rare character of each word of jieba's dictionary whose other characters are all in GB 2312.

    Words with more than one are left out: most of them are broken encodings.
    """
    import jieba

    rare = set()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, *_ = line.decode().split(" ")
            outside = [character for character in word if not character.encode("gb2312", "ignore")]
            if len(outside) == 1 < len(word) and int(count) > 1:
                rare.add(ord(outside[0]))
    return rare


def make(source: bytes) -> TTFont:
    """Return the subset, without hinting and layout tables, with names of its own."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "BASE", "STAT", "GDEF", "GPOS", "GSUB"]
    options.name_IDs = [0, 7, 8, 9, 10, 11, 13, 14]
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    _narrow_middle_dot(font)
    _rename(font)
    font["head"].created = font["head"].modified = EPOCH_1904
    return font


def _narrow_middle_dot(font: TTFont) -> None:
    """Give U+00B7 a glyph of a third of an em: between words it would else tear a gap as wide as a character."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    wide = glyphs["periodcentered"]
    wide.expand(glyphs)
    dot = copy.deepcopy(wide)
    dot.coordinates.translate((-DOT_SHIFT, 0))
    dot.recalcBounds(glyphs)
    font.setGlyphOrder([*font.getGlyphOrder(), "periodcentered.narrow"])
    glyphs.glyphs["periodcentered.narrow"] = dot
    glyphs.glyphOrder = font.getGlyphOrder()
    metrics["periodcentered.narrow"] = (1000 - 2 * DOT_SHIFT, dot.xMin)
    for table in font["cmap"].tables:
        if 0xB7 in table.cmap:
            table.cmap[0xB7] = "periodcentered.narrow"


def _rename(font: TTFont) -> None:
    names = {1: FAMILY, 2: "Regular", 3: "CorpusSansSC-Regular;1", 4: f"{FAMILY} Regular", 6: "CorpusSansSC-Regular"}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["name"].setName("Version 1.0; subset of Noto Sans SC Regular", 5, 3, 1, 0x409)


def main() -> None:
    """Write the font and its licence into a folder."""
    parser = argparse.ArgumentParser(description="Make the font of the figures.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with zipfile.ZipFile(options.wheel) as wheel:
        make(wheel.read("zhplot/fonts/NotoSansSC-Regular.ttf")).save(options.folder / FILE)
        licence = wheel.read("zhplot/fonts/OFL.txt").decode().replace("\r\n", "\n")
    (options.folder / "OFL.txt").write_text(licence, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
