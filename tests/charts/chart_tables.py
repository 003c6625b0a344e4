"""Invented tables with the columns of the library, of any number of cities, for the tests of the charts."""

from __future__ import annotations

import datetime as dt

import pandas as pd

CITIES = ["汕尾市", "白山市", "广安市", "平顶山市", "乐清市"]
TERMS = [
    "党员",
    "疫情防控",
    "基层党组织",
    "一线",
    "社区",
    "志愿服务队",
    "先锋模范",
    "市委组织部",
    "考核",
    "责任",
    "群众",
    "网格员",
    "复工复产",
    "突击队",
]
INDICATORS = [("党员", "名", 40_000), ("临时党组织", "个", 90), ("先锋队", "支", 700), ("党费", "元", 4_000_000)]
HEDGES = ["exact", "more_than", "less_than", "about"]


def many_cities(count: int) -> list[str]:
    return [f"{first}{second}市" for first in "东西南北中" for second in "山水林田湖草沙海川原"][:count]


def documents(cities: list[str | None]) -> pd.DataFrame:
    start = dt.date(2020, 2, 20)
    days = [start + dt.timedelta(days=9 * i if i % 3 else 800 + 5 * i) for i in range(len(cities))]
    return pd.DataFrame(
        {
            "doc_id": [f"{i:03d}_report" for i in range(len(cities))],
            "city": cities,
            "published_on": [None if i == 0 else day for i, day in enumerate(days)],
            "raw_characters": [1200 + 733 * (i % 7) for i in range(len(cities))],
            "damage": ["annotation" if i % 4 == 1 else "none" for i in range(len(cities))],
        }
    )


def ledger(cities: list[str | None]) -> pd.DataFrame:
    parts = [("unchanged", "kept", 900), ("script", "replaced", 200), ("restoration", "dropped", 300)]
    rows = [
        (doc, city, step, fate, size + 17 * i)
        for i, (doc, city) in enumerate(_named(cities))
        for step, fate, size in parts
    ]
    return pd.DataFrame(rows, columns=["doc_id", "city", "step", "fate", "characters"])


def edits(cities: list[str | None]) -> pd.DataFrame:
    kinds = ["exact"] * 12 + ["inferred"] * 3 + ["unresolved"]
    rows = [(doc, city, kind) for doc, city in _named(cities) for kind in kinds]
    return pd.DataFrame(rows, columns=["doc_id", "city", "certainty"])


def frequencies(cities: list[str | None]) -> pd.DataFrame:
    rows = []
    for i, city in enumerate(cities):
        for j, term in enumerate(TERMS[i % 3 :] + TERMS[: i % 3]):
            count = 40 // (j + 1) + i % 2
            rate = count * 10.0
            rows.append((city, term, count, 1000, rate, 1, min(count, 9), rate * 0.6, rate * 1.5))
    names = ["city", "token", "count", "group_tokens", "per_10000", "documents", "paragraphs", "low", "high"]
    return pd.DataFrame(rows, columns=names)


def weights(cities: list[str | None], variant: str = "smooth") -> pd.DataFrame:
    table = frequencies(cities)[["city", "token", "count"]].rename(columns={"count": "tf"})
    table["df"] = [1 + len(term) % max(len(cities), 1) for term in table["token"]]
    table["weight"] = table["tf"] / table["df"] if variant == "smooth" else table["tf"] / table["df"] ** 2
    return table.assign(units=len(cities), idf=1.0, variant=variant, unit="paragraph")


def two_variants(cities: list[str | None]) -> pd.DataFrame:
    return pd.concat([weights(cities), weights(cities, "textbook")], ignore_index=True)


def keyness(cities: list[str | None]) -> pd.DataFrame:
    table = frequencies(cities)[["city", "token", "count", "per_10000"]]
    table["log_odds"] = [2.5 - 0.35 * (i % len(TERMS)) for i in range(len(table))]
    table["z"] = table["log_odds"] * 2
    single = table["city"] == cities[-1]
    table["low"] = (table["log_odds"] - 0.8).mask(single)
    table["high"] = (table["log_odds"] + 0.8).mask(single)
    table["p_maxt"] = [0.01 if value > 1.5 else 0.6 for value in table["log_odds"]]
    return table


def ranks(cities: list[str | None]) -> pd.DataFrame:
    rows = [
        (city, term, setting, 1 + (j + shift) % len(TERMS))
        for city in cities
        for j, term in enumerate(TERMS)
        for shift, setting in enumerate(["jieba", "rjieba", "n-grams"])
    ]
    table = pd.DataFrame(rows, columns=["city", "token", "setting", "rank"])
    return table.assign(rank=table["rank"].mask(table.index % 7 == 5))


def tokens(cities: list[str | None]) -> pd.DataFrame:
    rows = [
        (doc, city, position, TERMS[(position * (i + 2)) % len(TERMS)])
        for i, (doc, city) in enumerate(_named(cities))
        for position in range(60)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "city", "position", "token"])


def trend(cities: list[str | None]) -> pd.DataFrame:
    by_document = documents(cities)[["doc_id", "city", "published_on"]]
    rates = pd.DataFrame({"token": TERMS[:4], "per_10000": [120.0, 80.0, 31.5, 4.0]})
    return by_document.merge(rates, how="cross")


def series(cities: list[str | None]) -> pd.DataFrame:
    rows = []
    for i, record in enumerate(documents(cities).to_dict("records")):
        for j, (indicator, unit, size) in enumerate(INDICATORS):
            if (i + j) % 3 == 2:
                continue
            dated = (i + j) % 2 == 0
            rows.append(
                record
                | {
                    "indicator": indicator,
                    "noun": indicator,
                    "unit": unit,
                    "flow": "cumulative" if j == 3 else "stock",
                    "value": float(size * (1 + i) ** (3 if j == 2 else 1)),
                    "value_max": size * 2.0 if j == 1 and i == 0 else None,
                    "approx": HEDGES[(i + j) % 4],
                    "as_of": dt.date(2020, 2, 11) if dated else None,
                    "as_of_basis": "explicit" if dated else "publication",
                    "quote": f"{indicator}{size}",
                    "raw_start": i,
                    "raw_end": i + 5,
                }
            )
    return pd.DataFrame(rows)


def slogans(cities: list[str | None]) -> pd.DataFrame:
    systems = [
        ("六招连发", ("“责任清单”制", "“红色八大员”制", "“五个一律”制"), True, "organisation"),
        ("红色八大员", ("科学防疫宣传员", "工作信息联络员", "集中隔离监管员", "居家管控劝导员"), False, "mobilisation"),
        (
            "五个一律",
            ("一律取消村社换届人选资格，并由街道党工委向全市通报批评且两年内不得参加评先评优",) * 2,
            True,
            None,
        ),
        ("三级网格", (), False, "organisation"),
    ]
    rows = [
        (doc, city, slogan, members, complete, kind, "body")
        for doc, city in _named(cities)
        for slogan, members, complete, kind in systems
    ]
    return pd.DataFrame(rows, columns=["doc_id", "city", "slogan", "members", "complete", "instrument", "source"])


def similarity(cities: list[str | None]) -> pd.DataFrame:
    names = [city or "" for city in cities]
    square = [[1.0 if i == j else 1 / (2 + abs(i - j)) for j in range(len(names))] for i in range(len(names))]
    return pd.DataFrame(square, index=pd.Index(names, name="city"), columns=names)


def _named(cities: list[str | None]) -> list[tuple[str, str | None]]:
    return [(f"{i:03d}_report", city) for i, city in enumerate(cities)]


def scores(cities: list[str | None]) -> pd.DataFrame:
    fields = [("precision", 97, 98), ("recall", 97, 100), ("noun_head", 80, 97), ("as_of", 95, 97), ("all", 75, 97)]
    rows = [
        (city, field, right, of, right / of, right / of - 0.05, min(1.0, right / of + 0.03))
        for city in cities
        for field, right, of in fields
    ]
    return pd.DataFrame(rows, columns=["city", "field", "right", "of", "share", "low", "high"])
