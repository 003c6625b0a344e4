"""Lists in running text: where the items part, what governs the first, what trails the last."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_tools.claims.wording import NUMBER, any_of, value_of

OPENERS, CLOSERS = "（(《“‘「『", "）)》”’」』"
JOINT = "以及|和(?![谐平气睦解])|及(?![时格第])|与(?![会时])"
STOPS = "。！？!?\n"
ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[是要、]|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳]|第[一二三四五六七八九十][步个条招点项]?[，,、：:是]|首先是?|其次是?|再次是?|最后是?|以及|和(?![谐平气睦解])|及(?![时格])|并(?![行举重]))\s*"
)


NAMED_SO = re.compile(
    r"(?:(?:[（(，,]|——)(?:即|就是|也就是|简称|统称|合称|以下简称|概括为)[^（(，,。、]{0,12}"
    r"|[，,][^，,。、]{0,8}(?:称之为|称为|叫做|叫作|称作|概括为|总结为|归纳为)|[（(]|——)$"
)
HELD_BY = re.compile(
    "等?(?:组成|构成)的?$|等?(?:为主|为(?:主要|基本)?(?:内容|核心|重点|抓手|目标|主题|载体|支撑|基础))的$"
)


SUMMED_UP = (
    "共同(?:包|负责|参与|组成|构成|承担|联系)|未经|不得|无处|得到|得以|有序|活起来|动起来|全部|全都|均|各司其职|各尽|"
    "逐[一个户人村项家处日月]|齐头|齐抓|齐上|齐发力|缺一|一起抓|同向|共同发力|一体推进|环环|相互|相辅|有机|分别"
)
TRAILING = f"的|等|工作|活动|都|各|齐|并|成为|为|同步|让|使|是|同时|一并|{SUMMED_UP}"
SAID_OF = re.compile("(?:，|,)?(?:是|为|成为|作为|都是|正是)[^，,、。；;是]{0,14}的$")
GOVERNING = "^.$|[在以把将对要须应靠用能得]$|[队组员局院部会办县镇乡村区校们]$"
"""How the words end that stand before a list and are no attribute of its first item: a verb, an office or a place."""


class Listing(NamedTuple):
    """Members in the order of the text; `is_open` if the text says there are more; `basis`: how they were found."""

    members: tuple[str, ...] = ()
    is_open: bool = False
    basis: str = ""


def cut(run: str, separators: str) -> list[str]:
    """Return the parts of a run between separators that stand in no bracket and no quotation marks."""
    if not any(separator in run for separator in separators):
        return [run]
    items, depth, behind = [], 0, 0
    for match in _signs(separators).finditer(run):
        at, char = match.start(), match[0]
        depth = max(0, depth + (char in OPENERS) - (char in CLOSERS))
        if char in separators and not depth:
            items.append(run[behind:at])
            behind = at + 1
    return [*items, run[behind:]]


@cache
def _signs(separators: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(separators + OPENERS + CLOSERS)}]")


def split(run: str, number: int | None = None) -> list[str]:
    """Return the items of a list, cut at the separator that gives the number, else at the highest one.

    Examples
    --------
    >>> split("不串门、不集会；带头消毒", 2)
    ['不串门、不集会', '带头消毒']
    >>> split("早发现、早报告和早隔离", 3)
    ['早发现', '早报告', '早隔离']
    """
    run = unwrap(run.replace("”“", "”、“"))
    found = [_cleaned(cut(run, separators)) for separators in ("；;", "，,", "、", "+＋", "/", "—–→", " 　")]
    found.append(_cleaned(run.split("加")))
    found = [items for items in found if len(items) > 1]
    paired = [
        joined for items in (*found, [run]) for joined in (with_last_pair(items, number), _rejoined(items, number))
    ]
    mixed = _cleaned(cut(run, "、，,；;"))
    for items in (*found, *paired, mixed):
        if len(items) == number:
            return _unpaired(_uncounted(items))
    return found[0] if found else _cleaned([run])


def _unpaired(items: list[str]) -> list[str]:
    """Take 既 … 又 … off a pair."""
    if items[0][0] == "既" and all(item[0] in "又也还更" for item in items[1:]):
        return [item[1:] for item in items]
    return items


def _rejoined(items: list[str], number: int | None) -> list[str]:
    """Return the items parted at every 、 and 和, if that gives the number: 清垃圾、清污水和建机制、建队伍."""
    parts = _cleaned([part for item in items for part in re.split(f"、|{JOINT}", item)])
    return parts if len(parts) == number else []


def _uncounted(items: list[str]) -> list[str]:
    """Take running numerals off: 一看房、二看粮."""
    numerals = "一二三四五六七八九十"
    is_counted = all(item[0] == numeral and len(item) > 1 for item, numeral in zip(items, numerals, strict=False))
    if len(items) <= len(numerals) and is_counted:
        return [item[1:] for item in items]
    return items


def _cleaned(items: list[str]) -> list[str]:
    return [item for item in map(clean, items) if item]


def with_last_pair(items: list[str], number: int | None) -> list[str]:
    """Return the items with the last one parted at 和, 以及 …, if that gives the number, else none."""
    if number is None or not items or len(items) != number - 1:
        return []
    for joint in ("以及", "的同时", f"{JOINT}|并(?!行|举|重)"):
        parts = _cleaned(re.split(joint, items[-1], maxsplit=1))
        if len(parts) == 2:
            return [*items[:-1], *parts]
    return []


def unwrap(run: str) -> str:
    """Return a run without the pair of quotation marks around the whole of it."""
    run = run.strip(" 　\n")
    if len(run) > 1 and (run[0] + run[-1]) in ("“”", "‘’", "「」", "『』") and not set(run[1:-1]) & {run[0], run[-1]}:
        return run[1:-1]
    return run


@lru_cache(maxsize=1 << 12)
def clean(item: str) -> str:
    """Return an item without its enumerator, quotation marks around the whole, and what closes a list."""
    item = ENUMERATOR.sub("", item.strip(" 　\n。；;，,、：:"))
    return unwrap(re.sub(r"(?<=.)等$", "", item)).strip(" 　。；;，,、：:")


def trim(items: list[str]) -> list[str]:
    """Take the words that govern a list off its first item, and those that follow it off its last.

    Examples
    --------
    >>> trim(["全面开展扫村", "扫楼", "扫户"]), trim(["推动指挥", "协调", "督导的格局"])
    (['扫村', '扫楼', '扫户'], ['指挥', '协调', '督导'])
    """
    if len(items) < 2:
        return items
    first, *rest = _trim_first(_trim_last(items))
    return [re.sub("^[了着过](?=..)", "", first), *rest]


def _trim_first(items: list[str]) -> list[str]:
    first, rest = aligned(items), items[1:]
    if first != items[0]:
        return [first, *rest]
    if "“" in first and first.endswith("”") and not any("“" in item for item in rest):
        return [unwrap(first[first.index("“") :]), *rest]
    lengths, shared = {len(item) for item in rest}, os.path.commonprefix(rest) if len(rest) > 1 else ""
    if shared and first.startswith(shared):
        return items
    for head in (shared, shared[:1]):
        if head and (at := first.rfind(head)) >= 0 and len(first) - at > 1:
            return [first[at:], *rest]
    if first[0] in "由从以把将对在为" and lengths == {len(first) - 1}:
        return [first[1:], *rest]
    is_verbal = any(re.match(any_of("lead"), item) for item in rest)
    if len(first) <= min(map(len, rest)) + is_verbal:
        return items
    ends = _governing_ends(first, min(map(len, rest)))
    surplus = len(first) - len(rest[0])
    if len(rest) > 1 and len(lengths) == 1 and surplus > 1 and surplus not in ends:
        residue = 0 if rest[0][-2:] == first[-2:] else surplus - max((end for end in ends if end < surplus), default=0)
        if residue > 2:
            return [first[surplus:], *rest]
    if len(lengths) == 1 and (surplus in ends or (surplus > 1 and first[surplus - 1] in "以把将对用由让使从")):
        return [first[surplus:], *rest]
    return [first[max(ends, default=0) :], *rest]


def aligned(items: list[str]) -> str:
    """Return the first item cut so that it is made as the others, which are of one length and share a middle or an end.

    Examples
    --------
    >>> aligned(["贵在沉得住气", "弯得下腰", "迈得开腿"]), aligned(["工作队吃住在村", "工作在村", "服务在村"])
    ('沉得住气', '吃住在村')
    """
    first, *rest = items
    sizes, surplus = {len(item) for item in rest}, len(first) - len(rest[0])
    if len(rest) < 2 or len(sizes) > 1 or surplus < 1:
        return first
    shared = {at for at, chars in enumerate(zip(*rest, strict=True)) if len({*chars}) == 1}
    head, tail = first[:surplus], first[surplus:]
    if not re.search(GOVERNING, head):
        return first
    return tail if shared - {0} and all(tail[at] == rest[0][at] for at in shared) else first


def _governing_ends(first: str, shortest: int) -> list[int]:
    """Return the places where a word that may govern a list ends, unless too little would be left."""
    ends, behind = [], 0
    for match in re.finditer(any_of("lead") + "好?", first):
        if len(first) - match.end() >= min(shortest, max(shortest - 2, 2)) and (
            match.start() == behind or match.end() - match.start() > 1
        ):
            ends.append(match.end())
            behind = match.end()
    return ends


def ungoverned(first: str) -> str:
    """Return the first item of a list without the words that govern the list."""
    return first[max(_governing_ends(first, 4), default=0) :]


def without_verb(item: str) -> str:
    """Return an item without the verb in front of it, if more than one character is left: 做强共治圈."""
    return re.sub(f"^{any_of('lead')}(?=..)", "", item)


def _trim_last(items: list[str]) -> list[str]:
    *rest, last = items
    last = re.sub("(?<=[^平同高中初对])等(?![级待候])[^等、]{0,8}$", "", last)
    last = cut(last, "，,。；;")[0] if not any("，" in item or "," in item for item in rest) else last
    lengths, tails = {len(item) for item in rest}, {item[-1] for item in rest}
    if len(lengths) == 1 and len(last) > (size := lengths.pop()) and re.match(TRAILING, last[size:]):
        return [*rest, last[:size]]
    if len(rest) > 1 and len(tails) == 1 and (tail := rest[0][-1]) in last[1:-1] and last[-1] != tail:
        return [*rest, last[: last.rindex(tail) + 1]]
    last = re.sub(f"(?<=..)(?:{SUMMED_UP}).*$", "", last)
    shared = os.path.commonprefix(rest)
    has_own_head = len(rest) > 1 < len(shared) and shared in last and not re.search(f"的{any_of('head')}", last)
    if "的" in last[2:] and not has_own_head and not any("的" in item for item in rest):
        last = last[: last.index("的", 2)]
    return [*rest, clean(last)]


def is_parallel(items: list[str]) -> bool:
    """Return whether the items of a list are of one make: the same head, the same tail, or the same length."""
    return is_alike(items) or len({len(item) for item in items[1:] or items}) == 1


def is_alike(items: list[str]) -> bool:
    """Return whether the items of a list begin or end with the same character."""
    rest = items[1:] or items
    same_head = len({item[0] for item in rest}) == 1 and rest[0][0] in items[0]
    return same_head or len({item[-1] for item in items}) == 1


def list_before(text: str, start: int, number: int) -> Listing | None:
    """Return the list that ends where ``text[start]`` begins: A、B、C“三X”, A、B等5个X, A+B+C三位一体.

    Examples
    --------
    >>> list_before("成立考察识别、监督问责等5个工作组", 12, 5)
    Listing(members=('考察识别', '监督问责'), is_open=True, basis='before')
    """
    window = text[max(0, start - 300) : start].rsplit("\n", 1)[-1]
    called = NAMED_SO.search(window)
    window = SAID_OF.sub("", NAMED_SO.sub("", window))
    window = _to_count(window, number) if called and called[0][0] in "，," else window
    window = re.sub("(?<=[^、，,])(?:列|定|视|归纳|设定|确定)[为成]$", "", window)
    window = re.sub("(?<=”)[，,]$", "", window).replace("”“", "”、“")
    is_open = bool(re.search("等(?:的|这)?$", window))
    window = re.sub("(?:等|的|这)+$", "", HELD_BY.sub("", window))
    window = without_count(window, number)
    if quoted := re.search("“([^“”]*[、；;+＋，,—–→][^“”]*)”$", window):
        items = split(quoted[1], number)
        if len(items) == number or not window[: quoted.start()].endswith("、"):
            return _before(items, number, is_open)
    single = re.search(f"(?<![”、])“([^“”]{{{number}}})”$", window)
    if single and not re.search("”[^，,。；;]*$", window[: single.start()]):
        if re.search(NUMBER, single[1]):
            return None
        return Listing(tuple(single[1]), False, "before")
    sentence = cut_last(window, f"{STOPS}；;：:（(")
    clause = cut(sentence, "，,")[-1]
    for separators in ("、", "+＋"):
        items = _cleaned(cut(clause, separators))
        if listing := _closing(items, number, is_open):
            return listing
    items = _cleaned(cut(sentence, "，,"))
    if items and (is_open or ("以及" in clause and number > 3)):
        paired = with_last_pair(items[1 - number :], number) if "以及" in items[-1] else []
        items = paired or items[-number:]
        if len(items) == number:
            return Listing((ungoverned(items[0]), *items[1:]), False, "before")
    return None


def without_count(window: str, number: int) -> str:
    """Take a count of the same size off the end: 纪检、组织、宣传三部门“三方会审”."""
    noun = "(?:部门|方面|方|家|类|者|项|级|[项个类种条]?[\u4e00-\u9fff]{2,4})"
    count = re.search(f"({NUMBER})[个大]?{noun}$", window)
    return window[: count.start()] if count and value_of(count[1]) == number else window


def _to_count(window: str, number: int) -> str:
    """Return a window up to a count of the size in its last clause: 托幼、养老、就医三项全部办结，称为“三件事”."""
    clause = cut_last(window, "，," + STOPS)
    counts = [match for match in re.finditer(f"({NUMBER})[个大类项种]", clause) if value_of(match[1]) == number]
    return window[: len(window) - len(clause) + counts[-1].start()] if counts and "、" in clause else window


def cut_last(window: str, stops: str) -> str:
    """Return what stands behind the last stop that is in no bracket and no quotation marks."""
    depth = 0
    for at in range(len(window) - 1, -1, -1):
        char = window[at]
        if char in stops and depth <= 0:
            return window[at + 1 :]
        depth += (char in CLOSERS) - (char in OPENERS)
    return window


def _closing(items: list[str], number: int, is_open: bool) -> Listing | None:
    paired = with_last_pair(items, number)
    items = paired or items
    if len(items) > number and is_parallel(items[-number:]):
        items = items[-number:]
    others = max(map(len, items[:-1]), default=0)
    is_predicate = others and len(items[-1]) > 1 + others and re.search("[了过]$|获评$|荣获$", items[-1])
    if len(items) > 2 and (is_predicate or len(items[-1]) > 4 + max(map(len, items[1:-1]))):
        return None
    if len(items) == number and number > 1:
        return _before(trim_head(items), number, is_open)
    return _before(trim_head(items), number, True) if is_open and 1 < len(items) < number else None


def trim_head(items: list[str]) -> list[str]:
    """Take the words that govern a list off its first item."""
    return _trim_first(items) if len(items) > 1 else items


def _before(items: list[str], number: int, is_open: bool) -> Listing | None:
    return Listing(tuple(items), is_open and len(items) != number, "before") if len(items) > 1 else None


def echoes(text: str) -> list[tuple[int, int, int]]:
    """Return the counts that may close a list: start, end and value of 6项举措, 8种情形, 八大责任岗."""
    pattern = rf"(?<![\d第.])({NUMBER})[个项条种类大支道][\u4e00-\u9fff]{{0,6}}?{any_of('list')}"
    return [(*match.span(), value_of(match[1])) for match in re.finditer(pattern, text)]
