"""How far a time phrase reaches beyond its sentence: into what only divides it, and over the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_tools.claims.asof import Frame

_GOES_ON = re.compile(
    r"其中[，,：:]?|[^，,。；;：:\d]{2,14}方面[：:]"
    r"|(?:分|从|按)[^，,。；;\d]{1,10}(?:看|来看|分|划分|分析|统计|口径)[，,]"
    r"|[与和同跟较比][^，,。；;]{1,14}相比[，,]|[同环]比[^，,。；;]{0,4}[，,]"
)
_FIRST_ITEM = re.compile(r"[，,]?[^，,。；;\d]{0,16}[：:]\s?(?:1[.．、]|一是|[（(][一1][)）]|$)")
_ITEM = re.compile(r"\s?(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九]是)")


def goes_on(sentence: str) -> bool:
    """Say whether a sentence only divides what the sentence before it told, whose time phrase it keeps.

    Examples
    --------
    >>> goes_on("其中，审结刑事案件12件。"), goes_on("分行业看，采矿业下降1.5%。"), goes_on("目前，审结12件。")
    (True, True, False)
    >>> goes_on("道路交通方面：检查企业38个。")
    True
    """
    return bool(_GOES_ON.match(sentence))


def heading(sentence: str, times: Sequence[Frame]) -> Frame | None:
    """Return the time phrase before a colon and the first item of a list, which governs the other items, too.

    Examples
    --------
    >>> import datetime as dt
    >>> from corpus_tools.claims.asof import frames
    >>> text = "截至12月底:1.全市共有低保对象6284人。"
    >>> heading(text, frames(text, dt.date(2024, 1, 8)))[2:4]
    ('explicit', datetime.date(2023, 12, 31))
    """
    return next((frame for frame in times if frame.end and _FIRST_ITEM.match(sentence, frame.end)), None)


def is_item(sentence: str) -> bool:
    """Say whether a sentence is an item of a list (2.全市共有…)."""
    return bool(_ITEM.match(sentence))
