"""As-of phrases: from when a reported value is, and how far the phrase reaches."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import Literal, NamedTuple

ANNOUNCED_DAYS = 60
BRACKET_REACH = 400
Basis = Literal["explicit", "publication", "since", "event", "window"]

_NUM = "[0-9〇零一二三四五六七八九十廿]"
_DATE = (
    rf"(?:(?P<year>\d{{4}}|二[〇零○]{_NUM}{{2}}|今|去|前|当)年?)?\s?"
    rf"(?P<month>{_NUM}{{1,3}})月(?:(?P<day>{_NUM}{{1,3}})[日号]|(?P<part>底|末|初|[上中下]旬|[上下]半月))?"
)
_EVENT_DATE = re.sub(r"\?P<(\w+)>", r"?P<e\1>", _DATE)
_SPAN = rf"(?:{_NUM}{{1,3}}月)?{_NUM}{{1,3}}[日号]?\s?(?:[-—–~～至到]|——)\s?"
_HOUR = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[时点](?:\d{1,2}分|半|整)?|[:：]\d{2})"
_CLOCK = (
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间|夜里|深夜|晚|晨)?"
    rf"(?:(?:{_HOUR}|\d{{1,2}})\s?[-—–~～至到]\s?(?:次日)?{_HOUR}|{_HOUR})?"
)
_COMPARED = re.compile(r"(?:[比较与同跟]|[高低多少快慢]于|由|从)$")
_NOW = (
    r"截[至止]到?(?:目前|现在|发稿|日前|今天|今日|当前)"
    r"|截至记者发稿|到目前为止|目前为止|目前|迄今(?:为止)?|至今|截止日前|连日来|连日(?=高温|降雨|阴雨|暴雨|强降)"
    r"|(?:(?<=[，,。；;：:“到])|^)(?:当前|现阶段|现在|眼下|(?<=到)如今)|当前(?=[^，,。；;的]{0,12}\d)"
)
_WHOLE_YEAR = (
    r"(?<![完成占达为较比的超])(?<!预计)全年(?!度|无|不|的|可|需|要|将|拟|力争|有望|安排|预[计期算]"
    r"|[^，,。；;、]{0,6}(?:目标|任务|计划|预计|可望|可达|有望))"
)
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_RELATIVE = {"昨": 1, "前": 2, "今": 0}
_WEEKDAYS = "一二三四五六日"
_DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0}

_SINCE_PHRASE = (
    r"(?P<sincephrase>[^，,。；;、：:！？\n]{0,24}?)(?<!长期)(?<!一直)(?<!历来)(?<!有史)"
    "(?:以来|至今)(?!最|首|第|同期|规模|强度)"
)
_ANY = rf"""
    (?P<upto>截[至止]到?|至|到(?=[^。，,]{{0,16}}为止)|累计到)\s?(?:{_DATE}|(?P<upday>\d{{1,2}})[日号]|(?P<upyear>\d{{4}}|今|去|前)年(?P<upend>年?底|末)?|(?P<uprel>[昨今前][天日]))\s?{_CLOCK}(?:为止)?
    |(?P<since>(?:自从?|从)?\s?(?:{_SINCE_PHRASE}|近(?:几|两|三)?年来|(?<![第十\d])(?:近|过去)?[一二三四五六七八九十两半\d]{{1,3}}个?(?:多)?[年月]来(?![信访电了自到])|(?<![\u4e00-\u9fff])近[一二三四五六七八九十两\d]{{1,2}}年(?=[\u4e00-\u9fff，,])(?!来|内|的)|(?:自|从)?(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号])?起(?=[，,])))
    |(?P<months>(?P<fromyears>\d{{4}})年(?P<frommonth>\d{{1,2}})月\s?[-—–~～至到]\s?(?:(?P<toyears>\d{{4}})年)?(?P<untilmonth>\d{{1,2}})月(?!份?\d)份?)
    |(?P<yearof>(?<=[由从到至])(?P<ofyear>\d{{4}}|去|前)年的(?=[^，,。]{{0,3}}\d))
    |(?P<now>{_NOW})
    |(?P<period>(?:(?P<pyear>\d{{4}}|今|去|前|当|本)年)?(?P<pname>前三季度|前三个季度|[一二三四]季度|第[一二三四]季度|上半年|下半年|首季|{_WHOLE_YEAR}|(?<=去年)全年|(?<=\d年)全年|前?(?P<pfirst>1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}})月?\s?[-—–~～至到]\s?(?P<pmonth>1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}})月份?(?![\d一二三四五六七八九十]{{1,3}}[日号])|[前首头](?P<pcount>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})个月))
    |(?P<event>(?<!截[至止])(?:{_SPAN})?{_EVENT_DATE}\s?{_CLOCK}(?:\s?(?:[-—–~～至到]|——)\s?(?:(?P<tomonth>{_NUM}{{1,3}})月)?(?P<today>{_NUM}{{1,3}})[日号]{_CLOCK})?)
    |(?P<onday>(?<![\d月.])(?:(?:{_SPAN})(?P<lastday>\d{{1,2}})日|(?P<dayonly>\d{{1,2}})日(?=[，,上下凌晚早清傍中深夜当]|\d{{1,2}}[时点])|(?:(?<=[，,；;])|^)(?P<dayalone>\d{{1,2}})日(?=[\u4e00-\u9fff])(?![内均龄以之前后的间游至到起止报讯电])))
    |(?P<same>(?:当|同)[天日晚]|当夜)
    |(?P<samemonth>(?:当|同)月)
    |(?P<yearago>(?:去|上)年同[期月日](?=[为是的仅]))
    |(?P<thisyear>今年(?=[\u4e00-\u9fff]{{0,4}}\d))
    |(?P<bymonth>(?P<whichmonth>上个?|本)月(?!份?\d)(?:(?P<monthday>\d{{1,2}})[日号])?)
    |(?P<week>(?P<whichweek>[上本])个?周(?![一二三四五六日末天年岁围边期]))
    |(?P<rel>(?P<relday>[昨今]|(?<![当目之以此日])前)[天日晚晨早夜]|(?P<relweek>[上本这])(?:个?周|星期)(?P<weekday>[一二三四五六日末天]))
    |(?P<years>(?P<fromyear>(?!0000)\d{{4}})年?(?:[底初末])?\s?[-—–~～至到]\s?(?P<toyear>\d{{4}})年(?:[底末])?)
    |(?P<plan>[“"]?(?P<planname>{"|".join(_PLANS)})[”"]?(?:规划)?(?:期间|时期))
    |(?P<yearend>(?:(?P<endyear>\d{{4}}|今|去|前)年|(?<![\d今去前当本到在年])年)[末底](?!前))
    |(?P<wholeyear>(?<![由从比较与自])(?P<wyear>\d{{4}}|去)年(?!度?第(?![一二三]产业)|来|内|[初底末中的]|以|同[期月]|[\d一二三四五六七八九十]{{1,3}}月|[^，,。；;、]{{1,8}}[后前][，,]|[^，,。；;、\d]{{0,3}}(?:建成|建[院校站厂馆成]|成立|创[办建]|始建|投产|启用|挂牌|入[党伍职学]|毕业|退[休役]|出生|当选|脱贫摘帽)))
    |(?P<window>(?:短短|仅用|不到|近)?(?<!\d)(?:\d{{1,3}}|[一两二三四五六七八九十半]{{1,3}})(?:个)?(?:多)?(?:小时|天|日|周|星期|月|年)(?:之?内|时间内|时间里|里))
    """
_OPENS = r"\d\s“\"〇零一二三四五六七八九十廿两半第截至到累自从近过去前目迄连当现眼如今本上下首全头同昨这年短仅不"
_PHRASE = re.compile(_ANY, re.VERBOSE)
_WITHOUT_SINCE = re.compile(f"(?=[{_OPENS}])(?:{_ANY.replace(_SINCE_PHRASE, '(?P<sincephrase>(?!))')})", re.VERBOSE)
"""All time phrases but …以来 and …至今, which any character may open: where neither is, they are found far faster."""

_SIGN = re.compile("期间|时期|月|日|号|年|天|以来|今|目前|现|发稿|当前|迄|季|晚|夜|周|晨|早|星期|小时")


_FIGURE_ENDS = re.compile("[到至，,；;、]")
_GOES_ON = re.compile(r"其中[，,：:]?|(?:分|从|按)[^，,。；;\d]{1,10}(?:看|来看|分|划分)[，,]")

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
    for hit in _hits(sentence):
        frame = _frame(hit, sentence, published_on, published_on or (year and dt.date(year, 12, 31)) or None)
        if hit["thisyear"] and not (
            governing and frame and governing.as_of and governing.as_of < (frame.since or SAME)
        ):
            continue
        if governing and governing.basis == "explicit" and hit["wholeyear"] and frame and not frame.as_of:
            continue
        if frame and not _opens(hit, frame) and _COMPARED.search(sentence, max(0, hit.start() - 2), hit.start()):
            continue
        if frame and frame.as_of is SAME:
            frame = _taken_up(frame, hit, last, published_on)
        if frame:
            found.append(frame)
            last = frame.as_of or last
            if not hit["yearof"]:
                governing = frame
            elif governing and (end := _FIGURE_ENDS.search(sentence, hit.end())):
                found.append(governing._replace(start=end.start(), end=end.start()))
    return found


def goes_on(sentence: str) -> bool:
    """Say whether a sentence only divides what the sentence before it told, whose time phrase it keeps.

    Examples
    --------
    >>> goes_on("其中，审结刑事案件12件。"), goes_on("分行业看，采矿业下降1.5%。"), goes_on("目前，审结12件。")
    (True, True, False)
    """
    return bool(_GOES_ON.match(sentence))


@lru_cache(maxsize=1 << 8)
def _hits(sentence: str) -> tuple[re.Match[str], ...]:
    """Return where time phrases stand; each holds one of a few words, which most sentences do not have."""
    if not _SIGN.search(sentence):
        return ()
    pattern = _PHRASE if "以来" in sentence or "至今" in sentence else _WITHOUT_SINCE
    return tuple(pattern.finditer(sentence))


def _opens(hit: re.Match[str], frame: Frame) -> bool:
    """Say whether 由 or 从 before a time phrase opens it, and does not make it the lower end of a comparison."""
    spans = re.search("[-—–~～至到]", hit[0]) and hit.string[hit.start() - 1 : hit.start()] in ("由", "从")
    return frame.basis == "since" or bool(hit["yearof"] or spans)


def _frame(hit: re.Match[str], sentence: str, published_on: dt.date | None, horizon: dt.date | None) -> Frame | None:
    """Return the frame of one time phrase; `horizon` is the last day that it can mean."""
    start, end = hit.span()
    if hit["upto"]:
        if hit["upto"] in ("至",) and start and sentence[start - 1] not in "，,。；; ":
            return None
        return Frame(start, end, "explicit", _upto(hit, published_on, horizon), None)
    if hit["since"]:
        return Frame(start, end, "since", published_on, _date_in(hit["sincephrase"] or hit["since"], horizon))
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
        first = dt.date(_PLANS[hit["planname"]], 1, 1)
        over = dt.date(first.year + 4, 12, 31)
        return (min(over, horizon), first) if horizon and first <= horizon else (None, None)
    if hit["yearend"]:
        return _made(_year(hit["endyear"], horizon), 12, 31, horizon), None
    if hit["wholeyear"]:
        year = _year(hit["wyear"], horizon)
        end = _made(year, 12, 31, horizon) if year else None
        return end, end and end.replace(month=1, day=1)
    if hit["rel"]:
        day = _relative(hit, published_on)
        return day, day - dt.timedelta(1) if day and hit["weekday"] == "末" else None
    if hit["onday"]:
        return _day_of_month(int(hit["lastday"] or hit["dayonly"] or hit["dayalone"]), published_on), None
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
    span = re.match(rf"(?:({_NUM}{{1,3}})月)?({_NUM}{{1,3}})[日号]?\s?[-—–~～至到]", hit["event"])
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
    if text in "今本去前":
        return published_on.year - "今去前".find(text.replace("本", "今")) if published_on else None
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
    number = _number(day) if day else {"初": 1, "上旬": 10, "上半月": 15, "中旬": 20}.get(part or "")
    return _made(_year(year, published_on), _number(month), number, published_on)


_DATE_ONLY = re.compile(_DATE)


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
    if hit["monthday"]:
        day = _made(last.year, last.month, int(hit["monthday"]), published_on)
        return Frame(*hit.span(), "event", day, None)
    return Frame(*hit.span(), "event", last, first)


def _period(hit: re.Match[str], published_on: dt.date | None) -> Frame:
    """Read 上半年, 前三季度, 1—9月: from the first to the last day, the year before where the period is not over."""
    name, stated = hit["pname"], _year(hit["pyear"], published_on)
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
