"""Chinese personal names by their shape: a known family name and one or two characters more."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_HAN = re.compile(r"[\u3400-\u9fff]+")
_ONE = r"[\u4e00-\u4e27\u4e29-\u9fff]"  # 丨 is a bar
SPACED = rf"{_ONE}(?:\s|\u3000\u3000)(?:{_ONE}\s{_ONE}(?!\s{_ONE}(?!{_ONE}))|{_ONE}{{1,2}})(?!{_ONE})"
_SPACED_OR_WORD = re.compile(rf"{SPACED}|[^\s、，,/]+")
_NO_NAME = re.compile(
    r"来源|编辑|责任|责编|时间|日期|发布|发表|浏览|阅读|点击|访问|审核|摄影|校对|单位|部门|字号|字体|文字|本报|本网|图片|报道|今天|获悉|昨日|从|采访|了解|看到|来到|走进|摄$"
    r"|原创|管理|小编|关注|订阅|实习|见习|联系|电话|阅读|先锋|融媒|头条|客户端|记者|通讯员|作者|撰稿|供稿|撰文|采写|[报网社部办局委会站处台中室]$|语音|索引|文号|[初复终编一二三]审|^[全我本][市县区省州]|分享|打印|关闭|大中小|小字|星期"
    r"|公告|公示|通知|通告|启事|声明|新闻|要闻|时政|专题|动态|公开|服务|互动|概况|党建|乡村|中国|平安|江苏|山东|河北"
)


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    lines = files("corpus_tools").joinpath("data", "surnames.txt").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset("".join(lines[:-1])), frozenset(lines[-1].split())


def is_no_name(word: str) -> bool:
    """Tell whether a word belongs to a dateline or an office, so that it is not a name, whatever its length."""
    return bool(_NO_NAME.search(word))


def is_name(word: str) -> bool:
    """Tell whether a word has the shape of a Chinese personal name.

    Examples
    --------
    >>> [word for word in ("陈玲", "诸葛明亮", "非遗江苏", "扩大") if is_name(word)]
    ['陈玲', '诸葛明亮']
    """
    single, double = _surnames()
    word = "".join(word.split())
    if not ((2 <= len(word) <= 3 and word[0] in single) or (3 <= len(word) <= 4 and word[:2] in double)):
        return False
    return not (is_no_name(word) or not _HAN.fullmatch(word) or (len(word) > 2 and word[-1] in "镇乡"))


def are_names(text: str) -> bool:
    """Tell whether a text consists of personal names only: 张三 李四、王五, or with blanks inside: 陈　玲.

    Examples
    --------
    >>> are_names("周勇军 李飞、姜 鸿"), are_names("乡村振兴 产业先行")
    (True, False)
    """
    words = _SPACED_OR_WORD.findall(text)
    return 0 < len(words) <= 8 and all(map(is_name, words))
