"""What a registry, a table or the head of a page declares of a report, as the types of the metadata."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from corpus_tools.text.gazetteer import find_unit

FIELDS = ("title", "city", "province", "adcode", "published_on", "outlet", "authors")


def declared_fields(stated: Mapping[str, str], place: str) -> dict[str, Any]:
    """Return what a registry, a table or the head of an HTML page declares, as the types of the fields.

    A declared city brings its province and code with it; what an HTML page says of itself stands behind the rest.

    Raises
    ------
    ValueError
        If the day of publication is none of 1900 to 2099.
    """
    known: dict[str, Any] = {name: stated.get(name) or stated.get(f"html_{name}") for name in FIELDS}
    known["published_on"] = _date(stated.get("published_on") or stated.get("html_date"), place)
    known["authors"] = tuple(re.split(r"[、,，;；]\s*", known["authors"])) if known["authors"] else None
    if unit := known["city"] and find_unit(known["city"], known["adcode"]):
        known = known | {"city": unit.name, "province": unit.province_name, "adcode": unit.adcode}
    return {name: value for name, value in known.items() if value}


def _date(stated: str | None, place: str) -> dt.date | None:
    if not stated:
        return None
    try:
        day = dt.date.fromisoformat(stated[:10])
        declared_year(str(day.year), place)
    except ValueError:
        raise ValueError(f"{place}: published_on is {stated!r}; expected a date such as 2020-02-25.") from None
    return day


def declared_year(stated: str | None, place: str) -> int | None:
    """Return the year that is declared for a report without a date.

    Raises
    ------
    ValueError
        If it is none of 1900 to 2099.
    """
    if stated and not re.fullmatch("(?:19|20)[0-9]{2}", stated):
        raise ValueError(f"{place}: year is {stated!r}; expected four digits such as 2020.")
    return int(stated) if stated else None
