"""Reported values as honest time series: one row an observation, repeats merged, contradictions kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from corpus_tools.claims.indicators import TABLE, indicator_of, load, names

Flow = Literal["stock", "cumulative", "new", "change"]

COLUMNS = [
    *("city", "indicator", "group", "label_en", "flow", "as_of", "as_of_basis", "value", "value_max", "approx"),
    *("unit", "noun", "place", "mentions", "conflict", "doc_id", "published_on", "quote", "raw_start", "raw_end"),
]
SERIES = ["city", "doc_id", "indicator", "noun", "unit", "flow", "place"]
STATEMENT = [*SERIES, "value", "value_max", "approx"]
BASIS_ORDER = {"explicit": 0, "event": 1, "since": 2, "window": 3, "publication": 4}
BASIS_FLOW = {"window": "new"}
CONTRADICTION_RATIO = 1.1
CUMULATIVE = re.compile("累计|共计|总计|累积")
NEW = re.compile("新增|新建|新发展|净增")


def time_series(values: pd.DataFrame, *, indicators: str | Path = TABLE) -> pd.DataFrame:
    """Return one row for each observation that a corpus reports.

    Parts of another figure (`part_of`), values per receiver (`per`) and values without a noun open no series. Mentions
    of one value in one document are one observation: the one with the best date stands. Mentions that differ by
    their hedge alone, or by less than a tenth, are kept side by side and flagged.

    Parameters
    ----------
    values
        The reported values table.
    indicators
        CSV file that maps nouns to indicators; a noun that it does not know is an indicator of its own.

    Returns
    -------
    pandas.DataFrame
        city, indicator, group, label_en, flow (stock, cumulative, new, change), as_of (date or null: the text gives
        none), as_of_basis, value, value_max, approx, unit, noun, place, mentions (how often the text says so),
        conflict (whether the document contradicts itself), doc_id, published_on, quote, raw_start, raw_end.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> from corpus_tools.claims.reported import reported_values
    >>> text = "全市10.9万名党员上岗。截至2月11日，全市10.9万多名党员下沉社区。"
    >>> document = document_from_text(text, city="汕尾市", published_on="2020-02-12")
    >>> series = time_series(reported_values(document))
    >>> series[["indicator", "flow", "approx", "mentions", "conflict"]].values.tolist()
    [['党员', 'stock', 'more_than', 1, True], ['党员', 'stock', 'exact', 1, True]]
    """
    rows = values[values["noun"].notna() & values["part_of"].isna() & values["per"].isna()]
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows.join(_harmonised(rows["noun"], indicators)).assign(flow=_stated_flows(rows))
    observations = _merge_mentions(rows)
    observations["flow"] = observations["flow"].fillna(observations["as_of_basis"].map(BASIS_FLOW)).fillna("stock")
    observations["conflict"] = _conflicts(observations)
    order = ["group", "indicator", "city", "noun", "flow", "as_of", "doc_id", "raw_start"]
    return observations.sort_values(order, na_position="last", ignore_index=True)[COLUMNS]


def _stated_flows(rows: pd.DataFrame) -> pd.Series[str]:
    words = rows["verb"].fillna("") + rows["noun"]
    flows = [_stated_flow(*row) for row in zip(words, rows["change"].notna(), strict=True)]
    return pd.Series(flows, index=rows.index, dtype=object)


def _stated_flow(words: str, is_change: bool) -> Flow | None:
    if is_change:
        return "change"
    if NEW.search(words):
        return "new"
    return "cumulative" if CUMULATIVE.search(words) else None


def _harmonised(nouns: pd.Series[str], path: str | Path) -> pd.DataFrame:
    table = load(path)
    found = [(indicator_of(noun, table), noun) for noun in nouns]
    rows = [(hit.name, hit.group, hit.label_en) if hit else (noun, None, None) for hit, noun in found]
    return pd.DataFrame(rows, columns=["indicator", "group", "label_en"], index=nouns.index)


def _merge_mentions(rows: pd.DataFrame) -> pd.DataFrame:
    """Join the mentions of one statement; where they carry several dates of their own, each date is an observation."""
    rows = rows.assign(rank=rows["as_of_basis"].map(BASIS_ORDER).fillna(len(BASIS_ORDER)))
    rows = rows.sort_values(["rank", "raw_start"], kind="stable")
    own_date = rows["as_of"].where(rows["as_of_basis"].isin(["explicit", "event"]))
    statements = rows.groupby(STATEMENT, dropna=False, sort=False)
    rows["date"] = own_date.fillna(statements["as_of"].transform("first"))
    observations = rows.groupby([*STATEMENT, "date"], dropna=False, sort=False)
    first = rows.assign(mentions=observations["quote"].transform("size"))
    return first.drop_duplicates([*STATEMENT, "date"]).drop(columns=["rank", "date"])


def _conflicts(observations: pd.DataFrame) -> list[bool]:
    """Say for each observation whether its document gives another, nearly equal value for the same thing and date.

    An undated value is held against all values of its series, a dated one against its own date and the undated ones.
    """
    by_series: dict[Any, list[float]] = defaultdict(list)
    by_date: dict[Any, list[float]] = defaultdict(list)
    keys = [tuple(None if pd.isna(part) else part for part in key) for key in observations[SERIES].to_numpy()]
    dates = [None if pd.isna(date) else date for date in observations["as_of"]]
    stated = [float(value) for value in observations["value"]]
    for key, date, value in zip(keys, dates, stated, strict=True):
        insort(by_series[key], value)
        insort(by_date[key, date], value)
    return [
        (_near(by_date[key, date], value) + _near(by_date[key, None], value) if date else _near(by_series[key], value))
        > 1
        for key, date, value in zip(keys, dates, stated, strict=True)
    ]


def _near(ordered: list[float], value: float) -> int:
    """Count the values that differ from `value` by less than a tenth."""
    return bisect_right(ordered, value * CONTRADICTION_RATIO) - bisect_left(ordered, value / CONTRADICTION_RATIO)


def comparable(
    series: pd.DataFrame, *, cities: int = 2, top: int | None = None, indicators: str | Path = TABLE
) -> pd.DataFrame:
    """Return the observations by which cities can be compared: the largest of each city and indicator.

    Left out are growth rates, values of a place within the city, nouns that no indicator takes, and indicators that
    fewer than `cities` report.

    Parameters
    ----------
    series
        The table of `time_series`.
    cities
        How many cities must report an indicator.
    top
        Keep so many indicators: those that most cities report, among equals the first in the table of indicators.
    indicators
        The table of indicators that the series was made with.

    Returns
    -------
    pandas.DataFrame
        The rows of `series` that remain, the indicators in the order in which `top` takes them, by falling value.
    """
    rows = series[
        series["flow"].ne("change") & series["place"].isna() & series["city"].notna() & series["group"].notna()
    ]
    rank = {name: position for position, name in enumerate(names(load(indicators)))}
    rows = rows.assign(rank=rows["indicator"].map(rank)).sort_values(
        ["value", "city", "raw_start"], ascending=[False, True, True], kind="stable"
    )
    largest = rows.drop_duplicates(["city", "indicator"])
    largest = largest.assign(reporting=largest.groupby("indicator")["city"].transform("nunique"))
    largest = largest[largest["reporting"] >= cities].sort_values(
        ["reporting", "rank"], ascending=[False, True], kind="stable"
    )
    kept = largest["indicator"].unique()[:top]
    return largest.loc[largest["indicator"].isin(kept), COLUMNS].reset_index(drop=True)
