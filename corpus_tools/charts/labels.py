"""The words on the figures, in Chinese and in English: ``data/labels.csv`` and ``data/glossary.csv``."""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of a data file by their first cell."""
    text = (resources.files("corpus_tools") / "data" / name).read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    _, *rows = csv.reader(lines)
    return {row[0]: tuple(row[1:]) for row in rows}


def label(key: str, lang: Lang, **facts: object) -> str:
    """Return a label, with the facts set into its ``{places}``.

    Raises
    ------
    KeyError
        If `labels.csv` has no such key.

    Examples
    --------
    >>> label("per_10000", "zh"), label("per_10000", "en")
    ('每万词', 'per 10,000 tokens')
    """
    pair = _table("labels.csv")[key]
    return pair[lang == "en"].format(**facts)


def label_or(key: str, fallback: str, lang: Lang) -> str:
    """Return a label, or the fallback where `labels.csv` has no such key."""
    return label(key, lang) if key in _table("labels.csv") else fallback


def in_both(kind: str, name: object) -> dict[str, str]:
    """Return the name of one of a kind (a unit, a variant) in both languages, as it is where it has no label.

    Examples
    --------
    >>> in_both("unit", "paragraph"), in_both("unit", "stanza")
    ({'zh': '段落', 'en': 'paragraphs'}, {'zh': 'stanza', 'en': 'stanza'})
    """
    return {lang: label_or(f"{kind}.{name}", str(name), lang) for lang in LANGS}


def city_label(city: object, lang: Lang) -> str:
    """Return the name of a city; in English its reading follows.

    Examples
    --------
    >>> city_label("乐清市", "zh"), city_label("广安市", "en"), city_label(None, "en")
    ('乐清市', "广安 · Guang'an", 'city unknown')
    """
    if not isinstance(city, str) or not city:
        return label("city_unknown", lang)
    if lang == "zh":
        return city
    short = city[:-1] if len(city) > 2 and city[-1] in "省市县区" else city
    return f"{short} · {_reading(city, short)}"


@cache
def _reading(full: str, short: str) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(full, v_to_u=True)[: len(short)]
    joined = "".join(f"'{part}" if i and part[0] in "aoe" else part for i, part in enumerate(syllables))
    return joined.capitalize()


def term_label(term: str, lang: Lang) -> str:
    """Return a term; in English its gloss follows where `glossary.csv` has one (党员 · Party members)."""
    gloss = _table("glossary.csv").get(term, ("",))[0] if lang == "en" else ""
    return f"{term} · {gloss}" if gloss else term


def number(value: float, lang: Lang) -> str:
    """Return a number as a paper prints it: 万 and 亿 in Chinese, thousands apart in English.

    Examples
    --------
    >>> number(109000, "zh"), number(109000, "en"), number(7479, "zh"), number(0.5, "en")
    ('10.9万', '109,000', '7479', '0.5')
    """
    if not math.isfinite(value):
        return "–"
    if lang == "en":
        return f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.0f}"
    for size, unit in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:.6g}{unit}"
    return f"{value:.6g}"


def tick(value: float, lang: Lang) -> str:
    """Return a number as an axis has it: as `number`, but millions and more in short in English too.

    Examples
    --------
    >>> tick(10_000_000, "en"), tick(10_000_000, "zh"), tick(50_000, "en")
    ('10M', '1000万', '50,000')
    """
    if lang == "en":
        for size, unit in ((1e9, "bn"), (1e6, "M")):
            if abs(value) >= size:
                return f"{value / size:.6g}{unit}"
    return number(value, lang)


def hedged(value: float, approx: object, lang: Lang, value_max: float = math.nan) -> str:
    """Return a number with its hedge.

    Examples
    --------
    >>> hedged(109000, "more_than", "zh"), hedged(109000, "about", "en"), hedged(3, "exact", "zh", 5)
    ('10.9万多', '≈109,000', '3–5')
    """
    text = number(value, lang)
    if math.isfinite(value_max) and value_max != value:
        text = f"{text}–{number(value_max, lang)}"
    return label_or(f"hedge.{approx}", "{text}", lang).format(text=text)
