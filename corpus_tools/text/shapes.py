"""What the shape of one line of a page tells: breadcrumb, dateline, controls, caption, footer, signature, paragraph.

The phrases are data (`data/page_furniture.csv`): `whole` lines consist of nothing else, `start` lines begin with one,
`label` phrases stand before a colon.
"""

from __future__ import annotations

import re
from collections import defaultdict
from csv import DictReader
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from corpus_tools.text.credits import are_credits
from corpus_tools.text.dates import FULL_DATE, is_clock
from corpus_tools.text.names import are_names

Kind = (
    Literal["title", "breadcrumb", "dateline", "controls", "editor", "byline", "lead"]
    | Literal["caption", "related", "footer", "navigation", "break", "heading", "body"]
)

_NAME = r"[\u4e00-\u9fff]{2,4}"
HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z\u3400-\u9fff]")
CRUMB = re.compile(r"\s*(?:>+|»|›|→|＞+|/|\||(?<=首页)\s?[-—]+|\s[-—·•\\]+(?=\s))\s*")
_SENTENCE_ENDS = tuple("。！？!?；;…")
_CLOSERS = "”’』」）)》\"'"
_COMMA = re.compile(r"[，,、；;。]")
_POSITION = re.compile(r"[\s\[【>]*(?:[您你]的?)?(?:现在|目前|当前|所在|所处)*的?位置\s*(?:是|为)?\s*[:：]?\s*\S")
_PAGE_NUMBER = re.compile(
    r"[-－—–―·•]+\s*\d{1,3}\s*[-－—–―·•]+$|第\s*\d{1,3}\s*页(?:\s*[/，,]?\s*共\s*\d{1,3}\s*页)?$|\d{1,3}\s*/\s*\d{1,3}$|\d{16,}$|\+1$"
)
IMAGES = re.compile(r"(?:[!！]\[[^\]\n]{0,200}\][(（][^)）\n]{0,300}[)）]\s*)+")
_BUTTON = re.compile(
    r"\W{0,4}(?:请|可)?(?:点击|轻触|长按|扫码|扫描|(?:左右|上下|向左|向右)?滑动)[^。，；：]{0,14}"
    r"(?:视频|音频|图片|大图|原图|回放|观看|查看|播放|收听|进入|下载|链接|二维码|海报|详情|全文)\W{0,4}$"
)
_FOLLOW = re.compile(r"(?:请|欢迎)?关注[\w“”]{2,12}(?:网|报|发布|号|微信|客户端|频道)[，,！!\s]?\w{0,8}[！!]?$")
_RULE = re.compile(r"[-－—–―_=*＊·•●○◆◇■□★☆~～\s]{3,}$")
_LINK = re.compile(
    r"[【\[（(《]?(?:延伸|拓展|扩展|推荐|相关|更多|深度|往期)(?:阅读|新闻|报道|链接|推荐|文章|信息|稿件|内容)\s*[】\]）)》:：]+\s*\w"
)
_ADDRESS = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}(?:链接|地址|网址|(?i:URL)|来源)\s*[:：]\s*)?(?i:(?:https?://|www\.)[!-~]+)$"
)
_SPEECH = re.compile(r"[（(]\s*\d{4}年[^。]{4,50}(?:会议|大会)上?\s*[）)]$")
_SPEAKER = re.compile(
    r"[\u4e00-\u9fff]{0,24}(?:[省市州县区镇乡盟旗]长|主席|主任|院长|检察长|局长|厅长|书记)\s+"
    rf"(?:{_NAME}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])$"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_ACCOUNT = re.compile(r"[\u4e00-\u9fff]{2,20}官方(?:微信|微博)?(?:公众号|账号|帐号|微信|微博|抖音号)$")
_PAPER_PAGE = re.compile(
    r"第?\s*[A-Z]?\d{1,5}\s*版(?:\s*[:：]\s*[\w·]{2,10})?(?:\s|$)|[A-D]\d{1,2}\s*[:：]?\s*[\u4e00-\u9fff]{2,4}$"
)
_SHORT_DATE = re.compile(r"(?:\d{1,2}[-/.]\d{1,2}|\d{1,2}月\d{1,2}日)?\s*\d{1,2}:\d{2}(?::\d{2})?$")
_FROM = re.compile(r"(?:来自|发表于|发布于|IP属地)\s*[:：]?\s*[\u4e00-\u9fff]{2,8}$")
_CARD = re.compile(
    r"(?:索\s*引\s*号|[发制]文机[关构]|发布机[关构]|发文字号|(?:成文|发文|生成|公开)日期|文\s*号|(?:主题|组配|信息|体裁)分类)\s+[^\s:：]"
)
_PUBLIC = re.compile(r"(?:信息)?公开(?:方式|属性|类别|形式|选项)\s*[:：]\s*[\u4e00-\u9fff]{2,8}$")
_OPEN_DOCUMENT = re.compile(r"[（(]\s*(?:此件|该件|本件)[\u4e00-\u9fff]{2,8}[)）]$")
_FILE = re.compile(
    r"[^。！？]{1,60}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|rar|zip|ofd)\s*(?:[（(\[【].{0,12})?$", re.IGNORECASE
)
_DISTRIBUTED = re.compile(
    r"(?:主送|抄送|抄报|分送|报送|呈报|呈送|印送|报|送|发)(?:单位|机关)?\s*[:：][^。！？]{2,}$|[（(]?\s*共?印(?:发|制)?\s*\d+\s*份\s*[）)]?$"
)
_CONTACT_NOTE = re.compile(r"[（(]\s*(?:联系人|(?:联系|咨询)电话)\s*[:：][^。！？]{2,50}[）)]$")
_HEAD = re.compile(r"\W?\w{2,10}\s*[:：】\]]")
_PATH = re.compile(r">|＞|»|›|首页\s*→|^(?:网站)?首页\s*\S")
_SECTION = re.compile(
    r"(?:\S{2,14}\s+){1,5}(?:查看内容|正文|(?:信息|新闻|文章|详细|查看)(?:内容|正文|详情)|(?:浏览|阅读|查看)(?:文章|信息))$"
)
_SECTIONS = ("内容", "正文", "详情", "文章", "信息")
_LOGO = re.compile(r"\S{2,20}\s?LOGO$", re.IGNORECASE)
_SITE_MENU = re.compile(r"(?:网站)?首页(?:\s+[\u4e00-\u9fff]{2,8})+$")
_PHOTO = re.compile(
    rf"(?:[\s/　）)。\-—]{_NAME}[\s\-—]{{0,3}}|[\s/）)])(?:摄|供图|图)[）)]?$"
    r"|(?:资料图片?|图片?来源[:：]?[^。]{0,12})[）)]?$"
)
_WRITTEN = re.compile(r"文\s*[/／、]\s*图|[/／]\s*文(?![\u4e00-\u9fff])")
_PHOTO_SIZE = 20  # characters: no credit that _PHOTO finds is longer
_IMAGE = re.compile(r"[\w.\-—()（）]{1,60}\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"ICP备|公网安备|网安备|网站标识码|版权所有|版权均属|版权归|版权与免责|免责声明|不得转载|文责自负|不代表本[站网报社平公]|联系(?:我们)?删除|我们[^。，]{0,6}删除|仅为传播更多信息|侵权[^。]{0,6}(?:联系|告知|通知)|如需转载|转载请|请注明出处|技术支持[:：]"
    r"|国内统一(?:连续出版物|刊)号|All Rights Reserved|Copyright|Powered by|©"
)
_WELCOME = re.compile(
    r"(?:您好|你好)?\W{0,2}欢迎您?(?:访问|光临|来到|登录|浏览|进入|使用)[^。，,]{2,24}(?:网站?|门户|论坛|平台|频道)(?:\W|$)"
    r"|(?:您好|你好|游客)\W{0,2}(?:欢迎(?:您|光临)?|请)\s*(?:登录|[^。，,]{0,12}(?:登录|注册))"
)
_COUNTDOWN = re.compile(
    r"距离?[^，,。]{2,20}(?:还有|还剩|仅剩|倒计时)\s*[:：]$|(?:今天是|现在是|当前时间)\s*[:：]?$|0[0\s:：天时分秒]{4,}$"
)
_MENU_BARS = re.compile(r"\|?\s*\w{2,8}(?:\s*\|\s*\w{2,8})+\s*\|?$")
_MENU_ITEM = re.compile("首页|联系|留言|简介|地图|关于我|论坛|视频|登录|设为|收藏|招聘|邮箱|投稿|广告|帮助|友情")
_CONTACT = re.compile(r"(?:电话|热线|传真|邮编|地址|邮箱|E-mail|信箱|投稿)\s*[:：]", re.IGNORECASE)
_SIGNED = re.compile(r"[（(](?P<inside>[^（）()\n]{2,40})[)）]\s*$")
_SENTENCE_OR_NOTHING = re.compile(r"^$|[。！？!?；;…”.]\s*$")
_SIGNING = re.compile(
    r"记者|通讯员|供稿|来源|摄影|文/|图/|作者|编辑|撰稿|报社|日报|晚报|时报|网信办|宣传部|融媒|电视台|发布|委组织部$|办公室$"
)
_NAMES = re.compile(rf"{_NAME}(?:[\s、，,/]+{_NAME}){{0,5}}$")
_EDITORS = ("编辑", "责编", "审核", "校对", "主编", "监制")
_EDITOR = re.compile(rf"[\u4e00-\u9fff]{{0,8}}(?:{'|'.join(_EDITORS)})(?:\s*[:：]|\s+{_NAME}(?:\s|$))")
_BUTTONS = re.compile(r"^(?:[【\[][^】\]:：]{2,6}[】\]]\s*|[【\[（(]\s*)+")
_ORIGINAL_TITLE = ("原标题：", "原标题:", "原题：", "原题:")
_REPRINT = re.compile(
    r"[（(]?(?:以下文章|本文|文章|内容|转载)?(?:来源于|转载自|转自)\s*[:：]?\s*[\u4e00-\u9fff]{2,16}[）)]?(?:\s*[，,]\s*作者.{2,16})?$"
)
_SITE_NAME = (
    r"[\u4e00-\u9fff·]{1,18}(?:网|网站|门户|平台|频道|在线|日报|晚报|晨报|时报|早报|都市报|报社|新闻|资讯|政府|委员会|组织部|客户端|融媒体?|发布"
    r"|(?:[省市州县区旗]|人民|教育|公安|卫健|统计|水利|农业|财政|民政)[局厅委办])"
)
_SITE = re.compile(
    rf"(?:\s*_\s*[^_|\n]{{2,20}}|\s+[-－—|]\s+[^_|\s]{{2,20}})+$|(?:\s*(?:[-－—–|｜_]+|--)\s*(?:[\u4e00-\u9fff]{{2,8}}[-－—–|｜_]+)?{_SITE_NAME})$"
)
_DATED_TITLE = re.compile(r"(?!星期|来源|作者|记者|发布|发表|编辑|第)[\u4e00-\u9fff]{5,}(?<![报网社台])$")
_TOLD = re.compile(r"[。，！？“《]|大会|会议")
_STOP = re.compile(r"[。！？!?]")
_NUMERIC_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")


@cache
def _phrases() -> dict[tuple[str, str], list[str]]:
    table: dict[tuple[str, str], list[str]] = defaultdict(list)
    with files("corpus_tools").joinpath("data", "page_furniture.csv").open(encoding="utf-8") as lines:
        next(lines)
        for row in DictReader(lines):
            table[row["kind"], row["match"]].append(row["phrase"])
    return {key: sorted(phrases, key=len, reverse=True) for key, phrases in table.items()}


@cache
def _shape(kind: str, match: str) -> re.Pattern[str]:
    spaced = r"\s*" if match == "label" else ""
    phrases = _phrases()[kind, match]
    firsts = "".join(sorted({re.escape(phrase[0]) for phrase in phrases}))
    either = f"(?=[{firsts}])(?:{'|'.join(spaced.join(map(re.escape, phrase)) for phrase in phrases)})"
    if match == "whole":
        return re.compile(rf"(?>{either}|[\s\d|｜/、,，:：\[\]【】〖〗()（）·•»>▲▼◀▶\-—+.。…！!]+)+$", re.IGNORECASE)
    if match == "label":
        return re.compile(rf"(?:^|[\s|｜(（【\[;；>丨/]){either}\s*[:：]|^{either}\s*[|｜丨]", re.IGNORECASE)
    return re.compile(rf"[\s\[【(（>]*{either}", re.IGNORECASE)


@cache
def _ends_of_labels() -> re.Pattern[str]:
    """Return what every line has that holds a label: the last character of one, and a colon or bar."""
    lasts = {phrase[-1] for (_, match), phrases in _phrases().items() if match == "label" for phrase in phrases}
    return re.compile(rf"[{re.escape(''.join(sorted(lasts)))}]\s*[:：|｜丨]", re.IGNORECASE)


def kind_anywhere(text: str) -> Kind | None:
    """Return the kind of a line whose shape alone tells it, wherever on the page it stands.

    Examples
    --------
    >>> [kind_anywhere(line) for line in ("首页 > 要闻 > 正文", "【字体：大 中 小】 打印", "全县上下齐心协力。")]
    ['breadcrumb', 'controls', None]
    """
    if text.endswith("。"):
        return _kind_of_sentence(text)
    size = len(text)
    if (size <= 40 and _is_break(text)) or (text[0] in "!！" and IMAGES.fullmatch(text)):
        return "break"
    if size <= 60 and _DIGIT.search(text) and (kind := _kind_by_figures(text)):
        return kind
    if (size <= 300 and _ADDRESS.match(text)) or (size <= 40 and _PUBLIC.match(text)):
        return "footer"
    if size <= 30 and (_ACCOUNT.match(text) or (text[0] in "距今现当0" and _COUNTDOWN.match(text))):
        return "navigation"
    if size <= 80 and ((text[0] in "欢您你游" and _WELCOME.match(text)) or ("|" in text and is_menu(text))):
        return "navigation"
    if size <= 24 and text[-1] in "Oo" and _LOGO.match(text):
        return "navigation"
    if size <= 60 and text[-1] not in "，,、" and _WORD.search(text) and _shape("controls", "whole").match(text):
        return "controls"
    if size <= 120 and text.startswith(_ORIGINAL_TITLE):
        return "title"
    if size <= 60 and (_REPRINT.match(text) or _FROM.match(text)):
        return "dateline"
    if size <= 120 and _is_breadcrumb(text):
        return "breadcrumb"
    if size <= 160 and _is_caption(text):
        return "caption"
    if size <= 200 and (_RIGHTS.search(text) or _has_contacts(text)):
        return "footer"
    if size <= 60 and _shape("controls", "open").match(text) and not ends_sentence(text):
        return "controls"
    if size <= 80 and _LINK.match(text) and not ends_sentence(text):
        return "related"
    if size <= 120 and text[0] in "索发制成生公文主组信体" and _CARD.match(text):
        return "dateline"
    return _kind_by_label(text) if size <= 120 else None


def is_menu(text: str) -> bool:
    """Tell the links of a site side by side; a row of a table has other words.

    Examples
    --------
    >>> is_menu("| 医院简介| 联系方式| 在线留言|"), is_menu("| 乡镇 | 户数 | 面积 |"), is_menu("秦州 | 春耕忙")
    (True, False, False)
    """
    return text.count("|") > 1 and bool(_MENU_BARS.match(text) and _MENU_ITEM.search(text))


def _kind_by_figures(text: str) -> Kind | None:
    """Return the kind of a short line that shows a clock, the page of a paper, or an hour without a year."""
    if is_clock(text) or (len(text) <= 30 and _PAPER_PAGE.match(text)):
        return "navigation"
    return "dateline" if len(text) <= 40 and _SHORT_DATE.match(text) else None


def _is_break(text: str) -> bool:
    """Tell a page number, a rule of dashes, an advertisement or a picture that stands between two lines of a text."""
    is_phrase = _shape("break", "whole").match(text) and _WORD.search(text)
    return bool(is_phrase or (len(text) <= 24 and _BUTTON.match(text)) or _PAGE_NUMBER.match(text) or _RULE.match(text))


def _kind_of_sentence(text: str) -> Kind | None:
    """Return the kind of a line that ends with a full stop, as few kinds do."""
    size = len(text)
    if size > 200:
        return None
    if size <= 120 and text.startswith(_ORIGINAL_TITLE):
        return "title"
    if size <= 60 and _REPRINT.match(text):
        return "dateline"
    if size <= 120 and _POSITION.match(text) and _is_breadcrumb(text):
        return "breadcrumb"
    if size <= 160 and _shape("caption", "start").match(text):
        return "caption"
    return "footer" if _RIGHTS.search(text) or _has_contacts(text) else None


def _has_contacts(text: str) -> bool:
    return text.count("：") + text.count(":") > 1 and len(_CONTACT.findall(text)) > 1


def _is_caption(text: str) -> bool:
    if _shape("caption", "start").match(text) or _IMAGE.match(text):
        return True
    is_photo = _PHOTO.search(text, max(0, len(text) - _PHOTO_SIZE)) and not text.startswith(("（", "("))
    return bool(is_photo and not _WRITTEN.search(text, max(0, len(text) - _PHOTO_SIZE)))


def _is_breadcrumb(text: str) -> bool:
    if _POSITION.match(text):
        return bool(CRUMB.search(text) or len(text) <= 30)
    if len(text) <= 60 and text.endswith(_SECTIONS) and _SECTION.match(text):
        return True
    if ends_sentence(text) or not _PATH.search(text) or ":" in text or "：" in text:
        return False
    if text.count(">") < 2 and _YEAR.search(text):
        return False
    parts = [part for part in (text.split() if _SITE_MENU.match(text) else CRUMB.split(text)) if part]
    return all(len(part) <= 24 for part in parts) and len(parts) > 1


def _kind_by_label(text: str) -> Kind | None:
    """Read `label: value` lines by their labels; a sentence is none of them."""
    if not _ends_of_labels().search(text) or _STOP.search(text):
        return None
    if _shape("dateline", "label").search(text):
        return "dateline"
    found = [
        (match.start(), kind)
        for kind in ("editor", "byline", "controls", "navigation")
        if (match := _shape(kind, "label").search(text)) and match.start() < 12
    ]
    return cast(Kind, min(found)[1]) if found else None


def kind_in_tail(text: str) -> Kind | None:
    """Return the kind that a line has only behind the text of a report."""
    size = len(text)
    is_sentence = text.endswith("。") and not _HEAD.match(text)
    if size <= 100 and not is_sentence and _shape("related", "start").match(text):
        return "related"
    if _shape("footer", "start").match(text) or (text.endswith(("主办", "承办")) and text[-3:-2].isspace()):
        return "footer"
    if size <= 60 and not is_sentence and (_shape("controls", "start").match(text) or _FOLLOW.match(text)):
        return "controls"
    if _EDITOR.match(_BUTTONS.sub("", text) if text[:1] in "【[（(" else text):
        return "editor"
    if size <= 100 and any(shape.match(text) for shape in (_FILE, _DISTRIBUTED, _CONTACT_NOTE)):
        return "footer"
    is_signed = not text.endswith("。") and (signature(text) == size or are_credits(text))
    return "byline" if is_signed else None


def signature(text: str) -> int:
    """Return how many characters at the end of a line are a signature in parentheses.

    Examples
    --------
    >>> signature("群众满意。(平顶山市委网信办 孙聪利供稿)"), signature("召开常委会（扩大）"), signature("（陈玲）")
    (16, 0, 4)
    """
    signed = _SIGNED.search(text[-60:]) if text.rstrip().endswith((")", "）")) else None
    if not signed or not _SENTENCE_OR_NOTHING.search(text[: len(text) - len(signed[0])]):
        return 0
    inside = signed["inside"].strip()
    is_signed = _SIGNING.search(inside) or _NAMES.match(inside) or are_names(inside) or are_credits(inside)
    return len(signed[0]) if is_signed and not _OPEN_DOCUMENT.match(signed[0]) else 0


def is_byline(text: str) -> bool:
    """Tell a line that only names authors: `记者 张三 通讯员 李四`."""
    if _SPEAKER.match(text):
        return len(text) <= 40
    return are_credits(text) or (len(text) <= 36 and are_names(text))


def is_paragraph(text: str) -> bool:
    """Tell running text from titles, labels and links: it ends like a sentence, or is long and has commas.

    Examples
    --------
    >>> is_paragraph("各位代表："), is_paragraph("群众满意，成效明显。"), is_paragraph("平顶山在抗疫大考中彰显组工担当")
    (True, True, False)
    """
    if text[-1] in "）)" and 0 < (signed := signature(text)) < len(text):
        text = text[:-signed].rstrip()
    size = len(text)
    if size >= 30 and text[-1] == "。":
        return True
    if text[-1] in "：:":
        return size >= 5
    if ends_sentence(text):
        return size >= 30 or (size >= 8 and bool(_COMMA.search(text)))
    return size >= 45 and bool(_COMMA.search(text))


def is_venue(text: str) -> bool:
    """Tell the line below a title that says when and where a report was given: （2022年1月11日在…会议上）."""
    return bool(_SPEECH.match(text))


def site_suffix(title: str) -> int:
    """Return how many characters at the end of the title of a page are the name of its site.

    Examples
    --------
    >>> [site_suffix(title) for title in ("三年培训农民-中新网", "各地春耕忙_要闻_秦州区政府网", "“互联网-党建”模式")]
    [4, 10, 0]
    """
    found = _SITE.search(title)
    return len(title) - found.start() if found and found.start() > 3 else 0


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends with the end of a sentence."""
    return (text.rstrip(_CLOSERS) if text[-1:] in _CLOSERS else text).endswith(_SENTENCE_ENDS) or text.endswith("...")


def is_bare_dateline(text: str) -> bool:
    """Tell `恩施日报 2021-05-20 07:58:03`: a full date and little else."""
    found = (FULL_DATE.search(text) or _NUMERIC_DATE.search(text)) if len(text) <= 120 else None
    rest = text[: found.start()] + text[found.end() :] if found else ""
    if found and found[0].endswith("日") and _DATED_TITLE.match(text, found.end()):
        return False
    return bool(found) and len(HAN.findall(rest)) <= 24 and not _TOLD.search(rest)
