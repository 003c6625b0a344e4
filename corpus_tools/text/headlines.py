"""Where the title of a page stands among the lines of its head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus_tools.text.layout import cuts_a_phrase
from corpus_tools.text.shapes import CRUMB, HAN, Kind, ends_sentence, is_byline, is_venue

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．](?!\d)|第[一二三四五六七八九十]+[章节条部步])"
)
_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,20}(?:人民政府|门户网站|(?:政府|新闻|政务|党建|信息|日报|门户)网|委员会|日报|晚报|频道|客户端)"
    r"|[\u4e00-\u9fff]{0,18}(?:数字报[刊纸]?(?:平台)?|电子[报版])"
    r"|[\u4e00-\u9fff]{1,8}(?:网|局|厅|报|在线|中心|平台|发布)"
    r"|[\u4e00-\u9fff]{2,16}(?:局|政府|委员会|办公室|厅|部)(?:公告|文件|令))(?:网站|平台)?$"
)
_BETWEEN_OFFICES = re.compile(r"\s*[\s·|｜丨—-]\s*")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\d+号$")
DECREE = re.compile(r"(?:通知|通告|公告|公示|决定|意见|批复|函|令)$")
_ISSUER = re.compile(
    r"[\u4e00-\u9fff、]{4,40}(?:政府|办公室|委员会|指挥部|领导小组|[大支总中]队|[局厅委部处院会所站])$"
)
_ISSUE = re.compile(r"[（(]?\s*(?:\d{4}\s*年\s*)?总?第?\s*[\d一二三四五六七八九十]+\s*期")
_MENU = re.compile(r"[^|｜]*[|｜][^|｜]*[|｜]|(?:\S{1,6}\s+){4,12}\S{1,6}$")
_PLACE_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2,5}(?:省|市|州|县|区|旗|镇|乡|街道|村|社区)){2,4}$")
_NO_TITLE = re.compile(
    r"^.{0,4}关注|@|^第?\d+版|[部委办局厅院会室]编印?$|旗下媒体\s*[:：]|\s(?:主办|承办)$|[。；;：:，,、]$|^(?:问|答|记者|主持人)\s*[:：]"
    r"|^(?:截[至止]到?)?\d{1,2}月\d{1,2}日[^，,。]{0,6}[，,]"
)
_RUNS_ON = re.compile(r"^(?:今年|近日|日前|近期|连日|截至|截止|为了?[^民何])|[，,、；;].*[，,、；;]|\d[多余万亿]?$")
_FOUR_HAN = re.compile(rf"(?:[^{HAN.pattern[1:]}*{HAN.pattern}){{4}}")
_SHORT_TITLE = re.compile(r"(?:公\s*[告示报]|通\s*[知告]|启\s*事|声\s*明|讣\s*告|倡\s*议\s*书|公\s*开\s*信)$")


@dataclass(slots=True)
class Line:
    """A line ``text[start:end]`` of a page; `text` is without bullets, `key` without blanks, `signed` is how much of it
    is a signature.
    """

    start: int
    end: int
    text: str
    key: str
    is_paragraph: bool
    kind: Kind | None = None
    signed: int = 0

    @property
    def is_text(self) -> bool:
        """Whether it is a paragraph of the report, as far as is known."""
        return self.kind is None and self.is_paragraph


def find_title(head: list[Line], crumbs: list[int], datelines: list[int], *, paragraph: str | None) -> int | None:
    """Return the index of the title: below the breadcrumb, above the dateline, else below it, else at the top.

    `paragraph` is the first one of the body, which stands below the head.
    """
    parts = {part for i in crumbs for part in CRUMB.split(head[i].text)}
    start = crumbs[-1] + 1 if crumbs else 0
    found = _candidates(head, parts)
    if crumbs and not found:
        found = _candidates(head, {part for part in parts if len(part) < 8})
    if datelines:
        above = [i for i in found if start <= i < datelines[-1]] or [i for i in found if i < datelines[-1]]
        below = [i for i in found if i > datelines[-1]] if paragraph else []
        found = above or below[:1]
    elif paragraph:
        found = [i for i in found if i >= start]
    elif len(head) < 2 or not is_byline(head[1].text):
        found = []
    if not crumbs and not datelines:
        named = [i for i, line in enumerate(head) if line.kind is None and not _is_letterhead(line.text)]
        first = next(iter(named), None)
        following = [line.text for line in head[1:]] + [paragraph or ""]
        found = [i for i in found if i == first and not _runs_on(head[i].text, following[i])]
    found = [i for i in found if not _PLACE_ALONE.match(head[i].text)] or found
    return max(found, key=lambda i: (min(len(head[i].text), 10), -i), default=None)


def _candidates(head: list[Line], crumbs: set[str]) -> list[int]:
    free = (i for i, line in enumerate(head) if line.kind is None and _may_be_title(line.text, crumbs))
    named = [i for i in free if len(head[i].text) > 4 or not is_value(head, i)]
    return [i for i in named if i + 1 == len(head) or not _ISSUE.match(head[i + 1].text)] or named


def _is_letterhead(text: str) -> bool:
    """Tell the office and the number that stand above the title of a document."""
    return bool(_DOCUMENT_NUMBER.match(text)) or _is_office(text)


def _is_office(text: str) -> bool:
    return all(map(_OFFICE.match, _BETWEEN_OFFICES.split(text)))


def _may_be_title(text: str, crumbs: set[str]) -> bool:
    if text in crumbs or not (4 < len(text) <= 80 and _FOUR_HAN.match(text)):
        return bool(_SHORT_TITLE.match(text))
    return (
        not (
            _is_office(text)
            or _MENU.match(text)
            or _ISSUE.match(text)
            or _NO_TITLE.search(text)
            or NUMBERED.match(text)
        )
        and not is_subtitle(text)
        and not is_byline(text)
    )


def _runs_on(line: str, below: str) -> bool:
    return bool(_RUNS_ON.search(line)) or cuts_a_phrase(line, below)


def lines_of_title(head: list[Line], title: int | None) -> list[int]:
    r"""Return where the title stands: in one line, or in two, if its issuer has one for itself.

    Examples
    --------
    >>> lines = ["秦州区人民政府办公室", "关于做好春耕备耕工作的通知", "各镇人民政府："]
    >>> lines_of_title([Line(0, 0, line, line, False) for line in lines], 0)
    [0, 1]
    """
    if title is None:
        return []
    number, above, here, below = (head[i].text if 0 <= i < len(head) else "" for i in range(title - 2, title + 2))
    if goes_on(here, below):
        return [title, title + 1]
    return [title - 1, title] if goes_on(above, here) and _DOCUMENT_NUMBER.match(number) else [title]


def goes_on(title: str, below: str) -> bool:
    """Tell whether the title of a document goes on in the next line: 县政府办公室⏎关于…, 关于印发…⏎…的通知.

    Examples
    --------
    >>> goes_on("秦州区人民政府", "关于春耕的通知"), goes_on("秦州区关于印发", "春耕方案的通知")
    (True, True)
    """
    if below.startswith("关于"):
        return bool(_ISSUER.match(title))
    return "关于" in title and bool(DECREE.search(below)) and not DECREE.search(title)


def is_value(lines: list[Line], i: int) -> bool:
    """Tell a line below a label that stands alone."""
    return i > 0 and lines[i - 1].kind == "dateline" and lines[i - 1].text.endswith((":", "："))


def is_subtitle(text: str) -> bool:
    """Tell a second line of a title: behind a dash, where a report was given, the number of a document."""
    is_second = text.startswith(("—", "－", "--")) and not ends_sentence(text)
    return bool(is_second or is_venue(text) or _DOCUMENT_NUMBER.match(text))
