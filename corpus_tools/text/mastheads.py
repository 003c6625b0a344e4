"""Names of media and of accounts as they stand for themselves: 恩施日报, 桐梓县融媒体中心, 掌上桐梓, 砚山发布."""

from __future__ import annotations

import re

from corpus_tools.text.gazetteer import mentions

MEDIUM = (
    r"(?:日报|晚报|早报|时报|晨报|都市报|商报|青年报|法[治制]报|农民报|工人报|新闻网|在线|融媒体?中心|融媒|发布|客户端|电视台|新华社|新华网"
    r"|人民网|中新网|中新社|澎湃新闻|观察|头条|之声|政务网|政府网|网|报|社)"
)
APP = (
    r"(?P<outlet>(?:云上|掌上|今日|智慧|美丽|美好|指尖|爱上|发现|大美|醉美|幸福|魅力|生态|平安|文明|青春|[微爱看潮最新阅云])"
    r"(?P<place>[\u4e00-\u9fff]{2,5}?))"
)
_LOCAL_ACCOUNT = re.compile(rf"{APP}$")
_EDITION = r"(?:[\s·]?(?:数字报(?:刊|纸)?(?:平台)?|电子报|电子版))?"
OWN_LINE = re.compile(rf"(?P<outlet>[\u4e00-\u9fff·]{{2,12}}?{MEDIUM}){_EDITION}$")


def local_medium(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the account or the medium of a place that fills ``text[start:end]``.

    Examples
    --------
    >>> [local_medium(line, 0, len(line)) for line in ("掌上桐梓", "砚山发布", "权威发布", "掌上办事")]
    [(0, 4), (0, 4), None, None]
    """
    account = _LOCAL_ACCOUNT.match(text, start, end)
    if account and any(mention.end == account.end() for mention in mentions(text, *account.span("place"))):
        return account.span("outlet")
    medium = OWN_LINE.match(text, start, end)
    return medium.span("outlet") if medium and any(mentions(text, *medium.span("outlet"))) else None
