"""As-of phrases: from when a reported value is, and how far the phrase reaches."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal, NamedTuple

from corpus_tools.claims.holidays import holiday
from corpus_tools.claims.timephrases import DATE, NUM, PLANS, hits

ANNOUNCED_DAYS = 60
BRACKET_REACH = 400
Basis = Literal["explicit", "publication", "since", "event", "window", "closed"]

_COMPARED = re.compile(r"(?:[比较与同跟]|[高低多少快慢]于|由|从)$")
_RELATIVE = {"昨": 1, "前": 2, "今": 0}
_WEEKDAYS = "一二三四五六日"
_PARTS = {"初": 1, "上旬": 10, "上半月": 15, "中旬": 20}
_DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2, "元": 1}

_FIGURE_ENDS = re.compile("[到至，,；;、]")
_UPTO = re.compile("截[至止]到?$")
_HOLIDAY = re.compile(r"(?:假期|期间|假日|长假|黄金周|节|周|旬)[（(]$")
_DESCRIBES = re.compile(
    r"的(?!\d{1,3}[天日])|[起前后至到]"
    r"|[^，,。；;、的\d]{0,4}(?:印发|下发|出台|发布|公布|通过|实施|施行|签订|签署|召开|举行|启动|成立|开工|启用|投产|建成)的"
)

SAME = dt.date.min
"""Stands for 当天 and 当月 until the date before it is known."""


class Frame(NamedTuple):
    """A time phrase: it governs the figures from `start` to the next frame or the end of its sentence."""

    start: int
    end: int
    basis: Basis
    as_of: dt.date | None
    since: dt.date | None


def frames(
    sentence: str, published_on: dt.date | None, year: int | None = None, *, last: dt.date | None = None
) -> list[Frame]:
    """Return the time phrases of one sentence with the dates that they mean; no date is after the publication.

    `year` dates a report without a day of publication: 2月10日 is of that year, 目前 stays open.
    `last` is the date before the sentence, which 当天 takes up. A date that only compares frames
    nothing (比2019年, 较一季度末).

    Examples
    --------
    >>> frames("截至12月31日，已慰问88名", dt.date(2021, 1, 6))
    [Frame(start=0, end=8, basis='explicit', as_of=datetime.date(2020, 12, 31), since=None)]
    >>> frames("自7月28日以来，巡查1500余次", dt.date(2021, 8, 20))[0][2:]
    ('since', datetime.date(2021, 8, 20), datetime.date(2021, 7, 28))
    """
    found: list[Frame] = []
    governing: Frame | None = None
    for hit in hits(sentence):
        frame = _frame(hit, sentence, published_on, published_on or (year and dt.date(year, 12, 31)) or None)
        if frame is None or _is_idle(hit, frame, governing):
            continue
        if frame.basis == "event" and (upto := _UPTO.search(sentence, max(0, frame.start - 3), frame.start)):
            frame = frame._replace(start=upto.start(), basis="explicit", since=None)
        if frame.as_of is SAME:
            frame = _taken_up(frame, hit, last, published_on)
        elif governing and governing.basis == "explicit" and frame.basis == "since":
            frame = governing._replace(start=frame.start, end=frame.end, since=frame.since)
        elif frame.basis in ("explicit", "publication") and _is_bracket(sentence, frame):
            frame = frame._replace(start=max(_clause(sentence, frame.start - 1), found[-1].start if found else 0))
        found.append(frame)
        last = day_of(frame) or last
        if not hit["yearof"]:
            governing = frame
        elif end := _FIGURE_ENDS.search(sentence, hit.end()):
            found += _governs_again(governing, hit, end.start())
    return found


def _is_idle(hit: re.Match[str], frame: Frame, governing: Frame | None) -> bool:
    """Say whether a time phrase governs nothing: a comparison, a year that is not over, 今年 without need."""
    if hit["thisyear"] and not (governing and governing.as_of and governing.as_of < (frame.since or SAME)):
        return True
    if governing and governing.basis == "explicit" and hit["wholeyear"] and not frame.as_of:
        return True
    return not _opens(hit, frame) and bool(_COMPARED.search(hit.string, max(0, hit.start() - 2), hit.start()))


def _is_bracket(sentence: str, frame: Frame) -> bool:
    return sentence[frame.start - 1 : frame.start] in ("(", "（") and sentence[frame.end : frame.end + 1] in (")", "）")


def _clause(sentence: str, end: int) -> int:
    """Return where the clause that a bracket at `end` dates begins (粮食25万吨（截至6月底）)."""
    return max(sentence.rfind(sign, 0, end) for sign in "，,；;") + 1


def day_of(frame: Frame) -> dt.date | None:
    """Return the day that 当天 or 首日 behind a time phrase takes up: the first of 自6月20日以来, else the last."""
    return frame.since if frame.basis == "since" else frame.as_of


def _governs_again(governing: Frame | None, hit: re.Match[str], at: int) -> list[Frame]:
    """Return what governs behind 由2000年的25%: the frame before it, or none."""
    if governing:
        return [governing._replace(start=at, end=at)]
    lower = hit.string[hit.start() - 1] in ("由", "从")
    return [Frame(at, at, "closed", None, None)] if lower else []


def _opens(hit: re.Match[str], frame: Frame) -> bool:
    """Say whether 由 or 从 before a time phrase opens it, and does not make it the lower end of a comparison."""
    spans = re.search("[-—–~～至到]", hit[0]) and hit.string[hit.start() - 1 : hit.start()] in ("由", "从")
    return frame.basis == "since" or bool(hit["yearof"] or spans)


def _frame(hit: re.Match[str], sentence: str, published_on: dt.date | None, horizon: dt.date | None) -> Frame | None:
    """Return the frame of one time phrase; `horizon` is the last day that it can mean."""
    start, end = hit.span()
    if hit["holiday"]:
        return _holiday(hit, horizon)
    if hit["upto"]:
        if hit["upto"] in ("至",) and start and sentence[start - 1] not in "，,。；; ":
            return None
        return Frame(start, end, "explicit", _upto(hit, published_on, horizon), None)
    if hit["since"]:
        phrase = hit["sincephrase"] or hit["since"].removesuffix("来")
        return Frame(start, end, "since", published_on, _date_in(phrase, horizon))
    if hit["now"]:
        return Frame(start, end, "publication", published_on, None)
    if hit["window"]:
        return Frame(start, end, "window", None, None)
    if hit["same"] or hit["samemonth"] or hit["yearago"]:
        return Frame(start, end, "event", SAME, None)
    if hit["thisyear"]:
        return Frame(start, end, "event", published_on, published_on and published_on.replace(month=1, day=1))
    if hit["bymonth"] or hit["week"]:
        return _month_or_week(hit, published_on)
    if hit["period"]:
        return _period(hit, horizon)
    if not hit["event"] or _is_adverbial(sentence, start, end):
        return Frame(start, end, "event", *_event(hit, published_on, horizon))
    return None


def _holiday(hit: re.Match[str], horizon: dt.date | None) -> Frame | None:
    """Read 国庆假期 from its first to its last day, 首日 and 第二天 as a day; no frame where its days are not known."""
    days = horizon and holiday(hit["holidayname"], horizon, _year(hit["holidayyear"], horizon))
    if not days:
        return None
    first, last = days
    if hit["first"] or hit["nth"]:
        return Frame(*hit.span(), "event", first + dt.timedelta("一二三四五六七".index(hit["nth"] or "一")), None)
    return Frame(*hit.span(), "event", last, first)


def _event(
    hit: re.Match[str], published_on: dt.date | None, horizon: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    """Return the last and, for a period, the first day of an event."""
    if hit["years"]:
        end = _made(int(hit["toyear"]), 12, 31, horizon)
        if horizon and int(hit["toyear"]) == horizon.year:
            end = horizon
        return end, dt.date(int(hit["fromyear"]), 1, 1) if end else None
    if hit["months"]:
        end = _made(int(hit["toyears"] or hit["fromyears"]), int(hit["untilmonth"]), None, horizon)
        return end, end and _made(int(hit["fromyears"]), int(hit["frommonth"]), 1, end)
    if hit["yearof"]:
        year = _year(hit["ofyear"], horizon)
        end = _made(year, 12, 31, horizon) if year else None
        return end, end and end.replace(month=1, day=1)
    if hit["plan"]:
        first = dt.date(PLANS[hit["planname"]], 1, 1)
        over = dt.date(first.year + 4, 12, 31)
        return (min(over, horizon), first) if horizon and first <= horizon else (None, None)
    if hit["yearend"]:
        return _made(_year(hit["endyear"], horizon), 12, 31, horizon), None
    if hit["yearstart"]:
        return _made(_year(hit["startyear"], horizon), 1, 1, horizon), None
    if hit["wholeyear"]:
        year = _year(hit["wyear"], horizon)
        end = _made(year, 12, 31, horizon) if year else None
        return end, end and end.replace(month=1, day=1)
    if hit["rel"]:
        day = _relative(hit, published_on)
        return day, day - dt.timedelta(1) if day and hit["weekday"] == "末" else None
    if hit["onday"]:
        return _day_of_month(
            int(hit["lastday"] or hit["dayonly"] or hit["dayalone"] or hit["daytold"]), published_on
        ), None
    if published_on and not hit["eyear"] and (day := _resolve(hit, horizon, "e")) and _is_ahead(day, published_on):
        return None, None
    return _days(hit, horizon)


def _days(hit: re.Match[str], horizon: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the last and, for 3月份 and 8月1日至10日, the first day of a date."""
    last = _resolve(hit, horizon, "e")
    if last is None:
        return None, None
    if hit["today"]:
        end = _made(None, _number(hit["tomonth"]) if hit["tomonth"] else last.month, _number(hit["today"]), horizon)
        return (end, last) if end and last <= end else (last, None)
    if not hit["eday"]:
        return last, last.replace(day=1) if not hit["epart"] else None
    span = re.match(rf"(?:({NUM}{{1,3}})月)?({NUM}{{1,3}})[日号]?\s?[-—–~～至到]", hit["event"])
    if span and not re.match(r"\d{4}", hit["event"]):
        return last, _made(last.year, _number(span[1]) if span[1] else last.month, _number(span[2]), last)
    return last, None


def _is_ahead(date: dt.date, published_on: dt.date) -> bool:
    """Say whether a date without a year, put into the past, rather is one of the next months (an announcement)."""
    return (published_on - date).days > 365 - ANNOUNCED_DAYS


def _taken_up(frame: Frame, hit: re.Match[str], last: dt.date | None, published_on: dt.date | None) -> Frame:
    """Return the frame of 当天, of 当月 (up to the publication), of 去年同期: by the date before it."""
    if last and hit["samemonth"]:
        return frame._replace(as_of=_made(last.year, last.month, None, published_on), since=last.replace(day=1))
    if last and hit["yearago"]:
        return frame._replace(
            as_of=_made(last.year - 1, last.month, min(last.day, 28) if last.month == 2 else last.day, last)
        )
    return frame._replace(as_of=last)


def _is_adverbial(sentence: str, start: int, end: int) -> bool:
    """Say whether a bare date dates the sentence, and is not inside a bracket, a name or what describes a noun."""
    before = sentence[max(0, start - BRACKET_REACH) : start]
    inside = before.rfind("(") > before.rfind(")") or before.rfind("（") > before.rfind("）")
    if inside and not (_HOLIDAY.search(before) and sentence[end : end + 1] in ("）", ")")):
        return False
    return before.rfind("《") <= before.rfind("》") and not _DESCRIBES.match(sentence, end)


def _number(text: str) -> int:
    """Return the value of a year, month or day; 0, which is none of them, for signs that make no number (十7)."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if not {tens, ones} <= {"", *_DIGITS}:
            return 0
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return 20 if text == "廿" else int("".join(str(_DIGITS.get(sign, 2)) for sign in text))


def _year(text: str | None, published_on: dt.date | None) -> int | None:
    """Return a stated year; 今, 去 and 前 count from the publication, 当年 is left open."""
    if text is None or text == "当":
        return None
    if text in "今本去上前":
        return published_on.year - "今本去上前".find(text) // 2 if published_on else None
    return _number(text)


def _made(year: int | None, month: int, day: int | None, published_on: dt.date | None) -> dt.date | None:
    """Return the date, with the latest year that does not put it after the publication where none is stated."""
    if not 1 <= month <= 12:
        return None
    years = [year] if year else [published_on.year, published_on.year - 1] if published_on else []
    for candidate in years:
        last = calendar.monthrange(candidate, month)[1]
        if day is not None and not 1 <= day <= last:
            continue
        date = dt.date(candidate, month, day or last)
        if published_on is None or date <= published_on:
            return date
    if day is None and published_on and (year or published_on.year, month) == (published_on.year, published_on.month):
        return published_on
    return None


def _resolve(hit: re.Match[str], published_on: dt.date | None, prefix: str = "") -> dt.date | None:
    year, month, day, part = (hit[prefix + name] for name in ("year", "month", "day", "part"))
    number = _number(day) if day else _PARTS.get(part or "")
    return _made(_year(year, published_on), _number(month), number, published_on)


_DATE_ONLY = re.compile(DATE)


def _date_in(phrase: str, published_on: dt.date | None) -> dt.date | None:
    if hit := _DATE_ONLY.search(phrase):
        day = _number(hit["day"]) if hit["day"] else 1
        return _made(_year(hit["year"], published_on), _number(hit["month"]), day, published_on)
    if found := re.search(r"(?!0000)(\d{4})年", phrase):
        return dt.date(int(found[1]), 1, 1)
    if re.search(r"今年$|今年年?初$|年初$", phrase) and published_on:
        return dt.date(published_on.year, 1, 1)
    return None


def _upto(hit: re.Match[str], published_on: dt.date | None, horizon: dt.date | None) -> dt.date | None:
    if hit["month"]:
        return _resolve(hit, horizon)
    if hit["upday"]:
        return _day_of_month(int(hit["upday"]), published_on)
    if hit["uprel"]:
        return published_on and published_on - dt.timedelta(_RELATIVE[hit["uprel"][0]])
    year = _year(hit["upyear"], horizon)
    return _made(year, 12, 31, horizon) if year else None


def _day_of_month(day: int, published_on: dt.date | None) -> dt.date | None:
    if published_on is None:
        return None
    month, year = published_on.month, published_on.year
    if day > published_on.day:
        month, year = (month - 1, year) if month > 1 else (12, year - 1)
    return _made(year, month, day, published_on)


def _relative(hit: re.Match[str], published_on: dt.date | None) -> dt.date | None:
    if published_on is None:
        return None
    if hit["relday"]:
        return published_on - dt.timedelta(_RELATIVE[hit["relday"]])
    monday = published_on - dt.timedelta(published_on.weekday() + (7 if hit["relweek"] == "上" else 0))
    day = monday + dt.timedelta({"末": 6, "天": 6}.get(hit["weekday"]) or _WEEKDAYS.index(hit["weekday"]))
    return day if day <= published_on else None


def _month_or_week(hit: re.Match[str], published_on: dt.date | None) -> Frame:
    """Read 上月, 上周 as whole periods, 本月, 本周 up to the publication, 本月15日 as a day."""
    if published_on is None:
        return Frame(*hit.span(), "event", None, None)
    monday = published_on - dt.timedelta(published_on.weekday())
    first, last = (monday, published_on) if hit["week"] else (published_on.replace(day=1), published_on)
    if (hit["whichweek"] or hit["whichmonth"]).startswith("上"):
        last = first - dt.timedelta(1)
        first = last - dt.timedelta(6) if hit["week"] else last.replace(day=1)
    if hit["monthday"] or hit["monthpart"]:
        day = int(hit["monthday"]) if hit["monthday"] else _PARTS.get(hit["monthpart"])
        return Frame(*hit.span(), "event", _made(last.year, last.month, day, published_on), None)
    return Frame(*hit.span(), "event", last, first)


def _period(hit: re.Match[str], published_on: dt.date | None) -> Frame:
    """Read 上半年, 前三季度, 1—9月: from the first to the last day, the year before where the period is not over."""
    name, stated = hit["pname"], _year(hit["pyear"], published_on)
    if hit["pwhich"] and published_on is None:
        return Frame(*hit.span(), "event", None, None)
    if hit["pwhich"] and published_on:
        quarter = (published_on.month - 1) // 3 - (hit["pwhich"] == "上")
        first, last, stated = quarter % 4 * 3 + 1, quarter % 4 * 3 + 3, published_on.year + quarter // 4
        over = min(_made(stated, last, None, None) or published_on, published_on)
        return Frame(hit.start(), hit.end(), "event", over, dt.date(stated, first, 1))
    first, last = _months(hit, name)
    if not 1 <= first <= 12:
        return Frame(hit.start(), hit.end(), "event", None, None)
    years = [stated] if stated else [published_on.year, published_on.year - 1] if published_on else []
    whole = name == "全年" and not stated and hit.string[hit.end() : hit.end() + 1] not in tuple("，,共累")
    if whole and published_on and published_on.month > 6:
        years = []
    for year in years:
        if end := _made(year, last, None, published_on):
            return Frame(hit.start(), hit.end(), "event", end, dt.date(year - (first > last), first, 1))
    return Frame(hit.start(), hit.end(), "event", None, None)


def _months(hit: re.Match[str], name: str) -> tuple[int, int]:
    if hit["pmonth"]:
        return _number(hit["pfirst"]), _number(hit["pmonth"])
    if hit["pcount"]:
        return 1, min(_number(hit["pcount"]), 12)
    if name.startswith("前三"):
        return 1, 9
    if "季" in name:
        quarter = "一二三四".index(name.strip("第").replace("首", "一")[0])
        return 3 * quarter + 1, 3 * quarter + 3
    return (7, 12) if name == "下半年" else (1, 6 if name == "上半年" else 12)
