"""Invent reports of local governments: the same seed gives the same files, whatever their number.

    python benchmarks/invent.py 10000 /tmp/reports

Each report has a title, a line with outlet and date, and about 1,500 characters of running text with figures, dates,
quotations and slogans; the words are drawn from jieba's dictionary by their frequency, so that the vocabulary grows
with the corpus as that of real reports does. ``--damaged 0.1`` writes that share of them in Traditional characters
with the reading annotations that some sites leave behind.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

CHARACTERS = 1_500
FILES_A_FOLDER = 1_000
DATA = Path(__file__).parents[1] / "corpus_tools" / "data"
OUTLETS = ("人民网", "新华网", "中国网", "{city}日报", "{city}新闻网", "{city}人民政府网", "{city}发布")
TITLES = ("{city}：{v}{n}{v2}{n2}", "{city}扎实推进{n}工作", "{n}“加速度” 跑出{v}新成效", "{city}召开{n}工作会议")
CLAUSES = (
    "{city}把{n}作为{n2}的重要抓手，{v}{n3}，{v2}{n4}",
    "全市共组织{n}{k}个、{n2}{k2}名，{v}{n3}{k3}处，{v2}资金{d}万元",
    "截至{m}月{t}日，全市已{v}{n}{k}个，{n2}覆盖率达到{p}%",
    "{m}月{t}日上午，{n}工作专班来到{n2}一线，{v}{n3}，{v2}{n4}，确保{n5}落到实处",
    "“{n}就是命令，{n2}就是责任。”{person}说，大家{v}{n3}，没有一个人{v2}",
    "按照“{s}”的工作要求，各级{n}{v}{n2}，做到{n3}有人管、{n4}有人问、{n5}有人抓",
    "{n}部门成立{k}个工作组，{v}{n2}，{v2}{n3}，累计发放{n4}{k3}余份",
    "在{n}社区，党员{person}带着{k}名志愿者{v}{n2}，为{k2}户群众{v2}{n3}",
    "下一步，该市将继续{v}{n}，{v2}{n2}，以{n3}的实际成效推动{n4}高质量发展",
    "据统计，今年以来{n}同比增长{p}%，其中{n2}{d}亿元，{n3}{k3}人次",
    "{v}{n}，{v2}{n2}。{n3}、{n4}、{n5}等{k}个单位联合开展{n}行动",
    "针对{n}存在的{n2}问题，{city}坚持{v}与{v2}相结合，建立{n3}台账，实行{n4}销号管理",
)
SLOGANS = (
    "三个一",
    "四有四不",
    "两不愁三保障",
    "五个到位",
    "一联三带",
    "六稳六保",
    "12345",
    "七个坚持",
    "三进三解三促",
)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
GIVEN = "建国志强明华秀英晓东丽娟海燕文军立新春梅国庆永平玉兰伟杰红霞"


@cache
def vocabulary(tag: str) -> tuple[list[str], list[int]]:
    """Words of two to four characters of one part of speech, with their summed frequencies."""
    import jieba

    with jieba.get_dict_file() as lines:
        rows = (line.decode("utf-8").split() for line in lines)
        words = [(word, int(count)) for word, count, kind in rows if kind == tag and 2 <= len(word) <= 4]
    return [word for word, _ in words], list(accumulate(count + 3 for _, count in words))


@cache
def cities() -> list[str]:
    """Full names of all prefectures of the gazetteer."""
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [row["name"] for row in rows if row["level"] == "prefecture" and row["name"].endswith("市")]


def report(number: int, *, characters: int = CHARACTERS, seed: int = 0) -> str:
    """Return the text of one report."""
    chance = random.Random(f"{seed}/{number}")
    city = chance.choice(cities())
    length = int(characters * chance.triangular(0.6, 1.4))
    outlet = chance.choice(OUTLETS).format(city=city.removesuffix("市"))
    date = f"20{chance.randint(18, 23)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    lines = [
        _fill(chance.choice(TITLES), city, chance),
        f"来源：{outlet}　发布时间：{date} {chance.randint(8, 18):02}:30",
    ]
    while sum(map(len, lines)) < length:
        clauses = [_fill(chance.choice(CLAUSES), city, chance) for _ in range(chance.randint(2, 6))]
        lines.append("。".join(clauses) + "。")
    return "\n".join(lines) + f"\n（责任编辑：{_person(chance)}）\n"


def _fill(template: str, city: str, chance: random.Random) -> str:
    words = {key: _draw("n", chance) for key in ("n", "n2", "n3", "n4", "n5")}
    words |= {key: _draw("v", chance) for key in ("v", "v2")}
    numbers = {"k": chance.randint(2, 40), "k2": chance.randint(50, 900), "k3": chance.randint(1_000, 99_999)}
    shares = {"d": round(chance.uniform(1, 900), 2), "p": round(chance.uniform(1, 99), 1)}
    days = {"m": chance.randint(1, 12), "t": chance.randint(1, 28)}
    return template.format(
        city=city, person=_person(chance), s=chance.choice(SLOGANS), **words, **numbers, **shares, **days
    )


def _draw(tag: str, chance: random.Random) -> str:
    words, weights = vocabulary(tag)
    return chance.choices(words, cum_weights=weights)[0]


def _person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))


@cache
def _annotator() -> Callable[[str], str]:
    import opencc
    from pypinyin import pinyin

    convert = opencc.OpenCC("s2t").convert

    def annotate(text: str) -> str:
        traditional = convert(text)
        if len(traditional) != len(text):
            return traditional
        return "".join(
            f"{new}({pinyin(new)[0][0]})" if new != old else new for old, new in zip(text, traditional, strict=True)
        )

    return annotate


def invent(count: int, folder: Path, *, damaged: float = 0.0, characters: int = CHARACTERS, seed: int = 0) -> Path:
    """Write `count` reports below a folder, a thousand a subfolder, and return the folder."""
    for number in range(count):
        text = report(number, characters=characters, seed=seed)
        if random.Random(f"damaged/{seed}/{number}").random() < damaged:
            text = _annotator()(text)
        file = folder / f"{number // FILES_A_FOLDER:05}" / f"report-{number:08}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def texts(folder: Path) -> Iterator[str]:
    """Give the texts of the reports below a folder in the order of their paths."""
    for file in sorted(folder.rglob("*.txt")):
        yield file.read_text(encoding="utf-8")


def main() -> None:
    """Read the command line and write the reports."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--damaged", type=float, default=0.0)
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    invent(**vars(options))


if __name__ == "__main__":
    main()
