"""Harmonised indicators: which stated nouns count the same kind of thing, so that cities can be compared."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[1] / "data" / "indicators.csv"
COLUMNS = ["noun", "match", "indicator", "group", "label_en"]


class Indicator(NamedTuple):
    """A kind of thing that reports count, the group it belongs to and its English label."""

    name: str
    group: str
    label_en: str


class Table(NamedTuple):
    """Indicators by the noun that they take as a whole, and by the end of a noun."""

    whole: dict[str, Indicator]
    end: dict[str, Indicator]


@cache
def load(path: str | Path = TABLE) -> Table:
    """Return the indicator table of a CSV file with the columns noun, match, indicator, group, label_en.

    Raises
    ------
    ValueError
        If a column is missing or `match` holds something else than ``whole`` or ``end``.
    """
    lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    if missing := [column for column in COLUMNS if column not in (rows.fieldnames or [])]:
        raise ValueError(
            f"{path}: no column {', '.join(missing)}; expected {', '.join(COLUMNS)}. Add it to the header."
        )
    table = Table({}, {})
    for row in rows:
        if row["match"] not in Table._fields:
            raise ValueError(f"{path}: {row['noun']}: match is {row['match']!r}; expected whole or end.")
        getattr(table, row["match"])[row["noun"]] = Indicator(row["indicator"], row["group"], row["label_en"])
    return table


def names(table: Table) -> list[str]:
    """Return the names of the indicators in the order of the table."""
    return list(dict.fromkeys(indicator.name for indicator in (*table.whole.values(), *table.end.values())))


def indicator_of(noun: str, table: Table) -> Indicator | None:
    """Return the indicator that a stated noun counts towards, or None if the table keeps silent on it.

    Examples
    --------
    >>> indicator_of("党员先锋队、突击队和志愿服务队", load()).name
    '先锋队'
    >>> indicator_of("2300余名预备党员".removeprefix("2300余名"), load()).name
    '预备党员'
    >>> indicator_of("核桃", load()) is None
    True
    """
    found = table.whole.get(noun) or next(
        (table.end[noun[start:]] for start in range(len(noun)) if noun[start:] in table.end), None
    )
    return found if found and found.name else None
