"""Public holidays: which days 国庆假期 or 春节期间 means."""

from __future__ import annotations

import datetime as dt
from functools import cache

from corpus_tools.claims.lexicon import rows

_ALSO = {"十一": "国庆", "劳动": "五一", "新春": "春节", "双节": "国庆"}
LONG_AGO = 180
"""Days behind a holiday from when on its name rather means the next one."""
NAMES = ("春节", "元旦", "清明", "五一", "端午", "中秋", "国庆", *_ALSO)


@cache
def _days(name: str) -> list[tuple[dt.date, dt.date]]:
    return [
        (dt.date.fromisoformat(row["first"]), dt.date.fromisoformat(row["last"]))
        for row in rows("holidays.csv")
        if row["holiday"] == _ALSO.get(name, name)
    ]


def holiday(name: str, published_on: dt.date, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """Return first and last day of the holiday of a year, else of the latest that had begun by the publication.

    Examples
    --------
    >>> holiday("国庆", dt.date(2023, 10, 9))
    (datetime.date(2023, 9, 29), datetime.date(2023, 10, 6))
    >>> holiday("春节", dt.date(2021, 2, 15))
    (datetime.date(2021, 2, 11), datetime.date(2021, 2, 15))
    >>> holiday("五一", dt.date(1998, 5, 4)) is None
    True
    """
    begun = [(first, min(last, published_on)) for first, last in _days(name) if first <= published_on]
    found = [days for days in begun if days[1].year == year] if year else begun[-1:]
    return found[0] if found and (year or (published_on - found[0][1]).days < LONG_AGO) else None
