"""Time phrases as they are written: one expression with a named group for each kind."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus_tools.claims.holidays import NAMES

NUM = "[0-9〇零一二三四五六七八九十廿]"
_FIRST = r"(?<![\d〇零一二三四五六七八九十百千万亿余多美欧日])元"
_YEAR = rf"\d{{4}}|二[〇零○]{NUM}{{2}}"
DATE = (
    rf"(?:(?P<year>{_YEAR}|今|去|当|前(?=年))年?)?\s?"
    rf"(?P<month>{NUM}{{1,3}}|{_FIRST})月(?:(?P<day>{NUM}{{1,3}})[日号]|(?P<part>底|末|初|[上中下]旬|[上下]半月))?"
)
_EVENT_DATE = re.sub(r"\?P<(\w+)>", r"?P<e\1>", DATE)
_SPAN = rf"(?:{NUM}{{1,3}}月)?{NUM}{{1,3}}[日号]?\s?(?:[-—–~～至到]|——)\s?"
_HOUR = r"(?:\d{1,2}|[零一二三四五六七八九十]{1,3})(?:[时点](?:\d{1,2}分|半|整)?|[:：]\d{2})"
_DAY_PART = "(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间|夜里|深夜|晚|晨)?"
_CLOCK = rf"{_DAY_PART}(?:(?:{_HOUR}|\d{{1,2}})\s?[-—–~～至到]\s?(?:次日)?{_DAY_PART}{_HOUR}|{_HOUR})?"
_NOW = (
    r"截[至止]到?(?:目前|现在|发稿|日前|今天|今日|当前)"
    r"|截至记者发稿|到目前为止|目前为止|目前|迄今(?:为止)?|至今|截止日前|连日来|连日(?=高温|降雨|阴雨|暴雨|强降)"
    r"|(?:(?<=[，,。；;：:“到])|^)(?:当前|现阶段|现在|眼下|(?<=到)如今)|当前(?=[^，,。；;的]{0,12}\d)"
)
_WHOLE_YEAR = (
    r"(?<![完成占达为较比的超])(?<!预计)全年(?!度|无|不|的|可|需|要|将|拟|力争|有望|安排|预[计期算]"
    r"|[^，,。；;、]{0,6}(?:目标|任务|计划|预计|可望|可达|有望))"
)
_HOLIDAY = (
    rf"(?<![\u4e00-\u9fff、“\"])(?:(?P<holidayyear>\d{{4}}|[今去本])年)?[“\"]?(?:(?:中秋|元旦)[、和])?(?P<holidayname>{'|'.join(NAMES)})"
    r"节?[”\"]?(?:[三五七八\d]天)?(?:小?长假|假期|假日|黄金周|期间)+(?:(?P<first>首日)|第(?P<nth>[一二三四五六七])天)?(?![前后将])"
)
PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_SINCE_PHRASE = (
    r"(?P<sincephrase>[^，,。；;、：:！？\n]{0,24}?)(?<!长期)(?<!一直)(?<!历来)(?<!有史)"
    "(?:以来|至今)(?!最|首|第|同期|规模|强度)"
)
_ANY = rf"""
    (?P<holiday>{_HOLIDAY})
    |(?P<upto>截[至止]到?|至|到(?=[^。，,]{{0,16}}为止)|累计[到至])\s?(?:{DATE}|(?P<upday>\d{{1,2}})[日号]|(?P<upyear>\d{{4}}|今|去|前)年(?P<upend>年?底|末)?|(?P<uprel>[昨今前][天日]))\s?{_CLOCK}(?:为止)?
    |(?P<since>(?:自从?|从)?\s?(?:{_SINCE_PHRASE}|今年来(?=[，,全市县区镇共累已我])|近(?:几|两|三)?年来|(?<![第十\d])(?:近|过去)?[一二三四五六七八九十两半\d]{{1,3}}(?:个?[多余]?(?:[年月]|星期)|年多|个月多|[多余]?[天周])来(?![信访电了自到])|(?<![\u4e00-\u9fff])近[一二三四五六七八九十两\d]{{1,2}}年(?=[\u4e00-\u9fff，,])(?!来|内|的)|(?<![\u4e00-\u9fff])近[一二三四五六七八九十两\d]{{1,2}}(?:个月|周)(?=[，,])|(?:自|从)?(?:(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号]{_CLOCK})?|\d{{4}}年)起(?=[，,])))
    |(?P<months>(?P<fromyears>\d{{4}})年(?P<frommonth>\d{{1,2}})月\s?[-—–~～至到]\s?(?:(?P<toyears>\d{{4}})年)?(?P<untilmonth>\d{{1,2}})月(?!份?\d)份?)
    |(?P<yearof>(?<=[由从到至])(?P<ofyear>\d{{4}}|去|前)年的(?=[^，,。]{{0,3}}\d))
    |(?P<now>{_NOW})
    |(?P<period>(?:(?P<pyear>\d{{4}}|今|去|前|当|本)年)?(?P<pname>前三季度|前三个季度|[一二三四]季度|第[一二三四]季度|上半年|下半年|首季|{_WHOLE_YEAR}|(?<=去年)全年|(?<=\d年)全年|前?(?P<pfirst>1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}}|{_FIRST})(?:月份?)?\s?[-—–~～至到]\s?(?P<pmonth>1[0-2]|[1-9]|[一二三四五六七八九十]{{1,2}})月份?(?![\d一二三四五六七八九十]{{1,3}}[日号])|(?<![以此之目日])[前首头](?P<pcount>[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})(?:个月|月份?(?!{NUM}{{1,3}}[日号]|[底末初]|[上中下]旬))|(?<![\u4e00-\u9fff])(?P<pwhich>[上本])一?个?季度))
    |(?P<event>(?<!截[至止])(?:{_SPAN})?{_EVENT_DATE}\s?{_CLOCK}(?:\s?(?:[-—–~～至到]|——)\s?(?:(?P<tomonth>{NUM}{{1,3}})月)?(?P<today>{NUM}{{1,3}})[日号]{_CLOCK})?)
    |(?P<onday>(?<![\d月.])(?:(?:{_SPAN})(?P<lastday>\d{{1,2}})日|(?P<dayonly>\d{{1,2}})日(?=[，,上下凌晚早清傍中深夜当]|\d{{1,2}}[时点])|(?:(?<=[，,；;])|^)(?P<dayalone>\d{{1,2}})日(?=[\u4e00-\u9fff])(?![内均龄以之前后的间游至到起止报讯电])|(?<=[\u4e00-\u9fff])(?<!每)(?P<daytold>\d{{1,2}})日(?=从|发布|通报|公布|介绍|透露|获悉|宣布)))
    |(?P<same>(?:当|同)[天日晚]|当夜|(?<![期节假周考课])首日(?=[，,\u4e00-\u9fff]))
    |(?P<samemonth>(?:当|同)月)
    |(?P<yearago>(?:去|上)年同(?:[期月日](?=[为是的仅])|一[天日]))
    |(?P<thisyear>(?<![成占达比较与由从对])今年(?!年?[初底末]|[内是拟将要\d]|度?(?:目标|任务|计划|预算)))
    |(?P<bymonth>(?P<whichmonth>上个?|本)月(?!份?\d+(?![\d日号]))(?:(?P<monthday>\d{{1,2}})[日号]|(?P<monthpart>[底末初]|[上中下]旬))?)
    |(?P<week>(?P<whichweek>[上本])个?周(?![一二三四五六日末天年岁围边期]))
    |(?P<rel>(?P<relday>[昨今]|(?<![当目之以此日])前)[天日晚晨早夜]|(?P<relweek>[上本这])(?:个?周|星期)(?P<weekday>[一二三四五六日末天]))
    |(?P<years>(?P<fromyear>(?!0000)\d{{4}})年?(?:[底初末])?\s?[-—–~～至到]\s?(?P<toyear>\d{{4}})年(?:[底末])?)
    |(?P<plan>[“"]?(?P<planname>{"|".join(PLANS)})[”"]?(?:规划)?(?:期间|时期))
    |(?P<yearstart>(?P<startyear>{_YEAR}|今|去|前|本)年年?初(?=[，,时]))
    |(?P<yearend>(?:(?P<endyear>{_YEAR}|今|去|前|上)年|(?<![\d今去前上当本到在年])年)[末底](?!前))
    |(?P<wholeyear>(?<![由从比较与自])(?P<wyear>{_YEAR}|去|上(?=年度)|前(?=年[，,]))年(?!度?第(?![一二三]产业)|来|内|初(?!步)|[底末中的]|以|同[期月日]|同一[天日]|[\d一二三四五六七八九十]{{1,3}}月|[^，,。；;、]{{1,8}}[后前][，,]|[^，,。；;、\d]{{0,3}}(?:建成|建[院校站厂馆成]|成立|创[办建]|始建|投产|启用|挂牌|入[党伍职学]|毕业|退[休役]|出生|当选|脱贫摘帽)))
    |(?P<window>(?:短短|仅用|不到|近)?(?<!\d)(?:\d{{1,3}}|[一两二三四五六七八九十半]{{1,3}})(?:个)?(?:多)?(?:小时|天|日|周|星期|月|年)(?:之?内|时间内|时间里|里))
    """
_OPENS = r"\d\s元“\"〇零一二三四五六七八九十廿两半第截至到累自从近过去前目迄连当现眼如今本上下首全头同昨这年短仅不"
_PHRASE = re.compile(_ANY, re.VERBOSE)
_NO_HOLIDAY = "(?!)(?P<holidayyear>)(?P<holidayname>)(?P<first>)(?P<nth>)"
_PLAIN = _ANY.replace(_SINCE_PHRASE, "(?P<sincephrase>(?!))").replace(_HOLIDAY, _NO_HOLIDAY)
_WITHOUT_SINCE = re.compile(f"(?=[{_OPENS}])(?:{_PLAIN})", re.VERBOSE)
"""All time phrases but …以来 and …至今, which any character may open, and holidays: where none is, they are found far
faster."""
_ANYWHERE = ("以来", "至今", "假", "黄金周", "期间")

_SIGN = re.compile("期间|时期|月|日|号|年|天|以来|今|目前|现|发稿|当前|迄|季|晚|夜|周|晨|早|星期|小时|假|眼下")


@lru_cache(maxsize=1 << 8)
def hits(sentence: str) -> tuple[re.Match[str], ...]:
    """Return where time phrases stand; each holds one of a few words, which most sentences do not have."""
    if not _SIGN.search(sentence):
        return ()
    pattern = _PHRASE if any(sign in sentence for sign in _ANYWHERE) else _WITHOUT_SINCE
    return tuple(pattern.finditer(sentence))
