"""What a registry, a table or the head of a page declares of a report, as the types of the metadata."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from corpus_tools.text.dates import full_dates
from corpus_tools.text.gazetteer import find_unit

FIELDS = ("title", "city", "province", "adcode", "published_on", "outlet", "authors")


def declared_fields(stated: Mapping[str, str], place: str) -> dict[str, Any]:
    """Return what a registry, a table or the head of an HTML page declares, as the types of the fields.

    A declared city brings its province and code with it; what an HTML page says of itself stands behind the rest.

    Raises
    ------
    ValueError
        If the day of publication is none of 1900 to 2099; that of an HTML page is then passed over.
    """
    if not stated:
        return {}
    known: dict[str, Any] = {name: stated.get(name) or stated.get(f"html_{name}") for name in FIELDS}
    known["published_on"] = _date(stated.get("published_on"), place) or _day(stated.get("html_date", ""))
    known["authors"] = tuple(re.split(r"[、,，;；]\s*", known["authors"])) if known["authors"] else None
    if unit := known["city"] and find_unit(known["city"], known["adcode"]):
        known = known | {"city": unit.name, "province": unit.province_name, "adcode": unit.adcode}
    return {name: value for name, value in known.items() if value}


def check_days(stated: Mapping[str, str], place: str) -> None:
    """Raise a ValueError if a day or a year that is declared is none; what a page says of itself binds nobody."""
    _date(stated.get("published_on"), place)
    declared_year(stated.get("year"), place)


def _date(stated: str | None, place: str) -> dt.date | None:
    if not stated:
        return None
    day = _day(stated)
    if day is None:
        raise ValueError(
            f"{place}: published_on is {stated!r}; expected a date such as 2020-02-25. Correct or delete it."
        )
    return day


def _day(stated: str) -> dt.date | None:
    """Read a day as tables give it: 2020-02-25T10:00, 20200225, 2020/2/25, 2020年2月25日; None if it is none."""
    with suppress(ValueError):
        day = dt.date.fromisoformat(stated[:10])
        return day if 1900 <= day.year <= 2099 else None
    found = next(full_dates(stated), None)
    return found.value if found and found.start == 0 else None


def declared_year(stated: str | None, place: str) -> int | None:
    """Return the year that is declared for a report without a date.

    Raises
    ------
    ValueError
        If it is none of 1900 to 2099.
    """
    if stated and not re.fullmatch("(?:19|20)[0-9]{2}", stated):
        raise ValueError(f"{place}: year is {stated!r}; expected four digits such as 2020. Correct or delete it.")
    return int(stated) if stated else None
