"""Who wrote a report, read from a line of credits: 遵义日报记者 甲 通讯员 乙丙 摄影报道, 文/甲 图/乙, （县林业局 甲）.

A line of credits is a row of roles, names and offices. The words are data (`data/credits.csv`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from csv import DictReader
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from corpus_tools.text.gazetteer import find_unit
from corpus_tools.text.names import SPACED, is_name, is_no_name

Span = tuple[int, int]
Kind = Literal[
    "author", "behind", "shot", "other", "source", "field", "name", "given", "office", "nobody", "figure", "unknown"
]

_VALUED = (
    r"(?:发布|发表|更新|发稿|成文|印发|生成|公开|发文|刊发|上传)?(?:时间|日期)|字[号体]|查看|评论|分享"
    r"|(?:浏览|阅读|点击|访问)(?:量|数|率|次数|人数)?"
)
FIELD_NAMES = rf"(?:责任|网络|版面|值班)?编辑|责编|审核|校对|摄影|[初复终一二三]审|发布(?:人|者|单位|机构)|{_VALUED}"
_COLON = r"\s*[:：/／丨|｜]"
_HAN = r"[\u4e00-\u4e27\u4e29-\u9fff]"  # 丨 stands for a colon
_WORD = re.compile(
    rf"(?P<spaced>{SPACED})|(?P<label>{_HAN}{{2,10}}\s?[:：])|(?P<dotted>{_HAN}{{1,14}}(?:[·•‧・]{_HAN}{{1,14}}){{1,3}})"
    rf"|(?P<word>(?>{_HAN}+))(?![-_]\w|[〔\[])|(?P<figure>[\d\-:：./年月日]+)|[^\W丨]+"
)
_OPENS = "等来稿信文图发表更成印生公刊上时日字查评分浏阅点访摄/／供作记原责网版值编审校初复终一二三特执"
_SIGN = re.compile(
    r"[记作笔]\s*者|[讯信]员|[实见]习生|稿|撰|采[写编]|执笔|报道|原创\s|文\s*[/／、:：丨|｜图]|[/／]\s*文|图\s*[/、]?\s*文|文字\s"
)
_LAST_WORD = re.compile(r"\s[\u4e00-\u9fff]{1,4}[)）\s]*$")
_FOLLOWS = re.compile(r"[\s、，,/和]*")
_SENTENCE = re.compile(r"[。！？!?“”]")
LONGEST_CREDITS = 60


class Credit(NamedTuple):
    """A word ``text[start:end]`` of a line of credits and what it is; `given` has the shape of a name only where one
    is expected.
    """

    kind: Kind
    start: int
    end: int


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Return the words of `data/credits.csv` by kind, longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    with files("corpus_tools").joinpath("data", "credits.csv").open(encoding="utf-8") as lines:
        next(lines)
        for row in DictReader(lines):
            table[row["kind"]].append(row["word"])
    return {kind: tuple(sorted(found, key=len, reverse=True)) for kind, found in table.items()}


@cache
def _roles() -> re.Pattern[str]:
    """Return the shape of a role with its ranks and its colon; one behind a slash or 报道 looks back at its names."""
    either = {kind: "|".join(map(re.escape, words()[kind])) for kind in ("role", "other", "rank")}
    rank, role, other = either["rank"], either["role"], either["other"]
    opens = "".join(sorted({word[0] for kind in either for word in words()[kind]} | set(_OPENS)))
    return re.compile(
        rf"(?=[{opens}])(?:(?P<figure>等(?!{_HAN}))|(?P<field>(?:{_VALUED})\s*[:：])"
        r"|(?P<source>(?:信息|稿件|文章|图文)?[来稿]\s*源(?:单位)?\s*[:：])"
        rf"|(?P<behind>(?:(?:摄影|图文|文图)?报道|[/／]\s*文)(?!{_HAN}|[/／]))"
        rf"|(?P<shot>(?:[/／]\s*[图摄]|摄影?|供图)(?!{_HAN}|{_COLON}|\s+{_HAN}))"
        rf"|(?P<author>(?:{rank})*(?:{role}|作\s+者|记\s+者|原创(?=\s)|文\s*[/、]\s*图|图\s*[/、]\s*文"
        rf"|(?:文图|图文)(?={_COLON}|\s|$)|文字(?={_COLON}|\s)|(?:(?<!{_HAN})|(?<=[报网社台心]))文(?={_COLON}))"
        rf"(?![站节团协组队])(?:{_COLON})?)"
        rf"|(?P<other>(?:{FIELD_NAMES})\s*[:：]|(?:{other}){_COLON}|(?<!{_HAN})(?:图片?|供图){_COLON}"
        rf"|(?<!{_HAN})(?:特约|责任|执行|图片)?(?:{other})(?!{_HAN})))"
    )


@cache
def _endings() -> re.Pattern[str]:
    either = {kind: "|".join(words()[kind]) for kind in ("office", "rank")}
    return re.compile(
        rf"(?:(?=.{{3}})[\u4e00-\u9fff·]*?(?:{either['office']})(?:{either['rank']})*|(?:{either['rank']})+)$"
    )


def read_credits(text: str, start: int, end: int) -> Iterator[Credit]:
    """Yield the words of a line of credits.

    Examples
    --------
    >>> line = "遵义日报全媒体记者田茂林通讯员冉霞龚学文摄"
    >>> [(word.kind, line[word.start : word.end]) for word in read_credits(line, 0, len(line))]
    [('office', '遵义日报'), ('author', '全媒体记者'), ('name', '田茂林'), ('author', '通讯员'), ('name', '冉霞'),
     ('name', '龚学文'), ('shot', '摄')]
    """
    position, is_expected = start, False
    for role in _roles().finditer(text, start, end):
        begin, stop = role.span()
        if position < begin:
            is_rank = role.lastgroup == "author" and text[stop - 1] in "者员生人" and not is_expected
            for word in _words_between(text, position, begin, is_expected=is_expected):
                is_office = is_rank and word.end == begin and word.kind == "name"
                yield word._replace(kind="office") if is_office else word
        yield Credit(cast(Kind, role.lastgroup), begin, stop)
        position, is_expected = stop, role.lastgroup == "author"
    yield from _words_between(text, position, end, is_expected=is_expected)


def _words_between(text: str, start: int, end: int, *, is_expected: bool) -> Iterator[Credit]:
    """Yield the words between two roles; behind 记者 and no blank, two names may be run together, too."""
    is_glued = is_expected and text[start - 1] > "\u4dff"
    for match in _WORD.finditer(text, start, end):
        word, (begin, stop) = match[0], match.span()
        if match.lastgroup == "label":
            kind = _kind(bare := word.rstrip(":： "))
            is_first = is_expected and not text[start:begin].strip()
            is_value = kind == "office" or (kind == "name" and is_first)
            yield Credit(kind if is_value else "other", begin, begin + len(bare))
        elif match.lastgroup == "figure":
            yield Credit("figure", begin, stop)
        elif match.lastgroup is None:
            yield Credit("unknown", begin, stop)
        elif match.lastgroup == "word" and is_glued and begin == start and (size := _size_of_first(word)):
            yield from (Credit("name", begin, begin + size), Credit("name", begin + size, stop))
        else:
            kind = _kind(word)
            is_sentence = kind == "given" and is_glued and begin == start and len(word) > 4
            yield Credit("unknown" if is_sentence else kind, begin, stop)


@lru_cache(maxsize=1 << 10)
def _kind(word: str) -> Kind:
    if word in words()["nobody"]:
        return "nobody"
    parts, word = re.split("[·•‧・]", word), "".join(word.split())
    if is_name(word):
        return "name"
    if any(map(_endings().match, parts)):
        return "given" if len(word) == 3 and word[-1] in "中会台镇乡" and is_name(word[:2]) else "office"
    if is_no_name(word):
        return "unknown"
    return "name" if len(parts) > 1 else "given" if 2 <= len(word) <= 5 and word[0] > "\u4dff" else "unknown"


def _size_of_first(word: str) -> int:
    """Return how long the first of two names is that are run together: 冉霞龚学文; 0 if they are none."""
    if not 5 <= len(word) <= 6 or is_name(word) or _endings().match(word):
        return 0
    sizes = (size for size in (3, 2) if 2 <= len(word) - size <= 3)
    return next((size for size in sizes if is_name(word[:size]) and is_name(word[size:])), 0)


def credited(text: str, start: int, end: int, *, bare: bool = False) -> list[Span]:
    """Return the spans of the authors in a line of credits: beside their role, and, if `bare`, without one, too.

    Examples
    --------
    >>> lines = ("田茂林 桐梓日报记者 冉霞 摄影报道", "撰稿：田茂林 摄影：冉霞", "田茂林/文 冉霞/图", "责编：田茂林")
    >>> [[line[slice(*span)] for span in credited(line, 0, len(line))] for line in lines]
    [['田茂林', '冉霞'], ['田茂林'], ['田茂林'], []]
    """
    if not bare and not _SIGN.search(text, start, end):
        return []
    found: list[Span] = []
    waiting: list[Span] = []
    role, behind, first = "none", start, 0
    for kind, begin, stop in read_credits(text, start, end):
        if kind in ("author", "behind"):
            waiting = [] if text[stop - 1] in ":：" and not bare else waiting
            first = len(found) + len(waiting)
            found, waiting, role, behind = found + waiting, [], "author" if kind == "author" else "none", stop
        elif role == "field":
            role = "none"
        elif role == "author" and kind in ("name", "given") and _is_next(text, found, behind, begin, kind):
            found.append((begin, stop))
            behind = stop
        elif role in ("none", "source") and kind == "name" and (bare or not find_unit(text[begin:stop])):
            waiting.append((begin, stop))
        elif kind == "shot":
            waiting = []
            if len(found) > first + 1 and found[-1][1] == begin:
                found.pop()
        elif kind in ("office", "figure") or (kind in ("given", "unknown") and bare and role == "none"):
            role = "none" if role == "source" or (kind == "figure" and bare) else role
            waiting = waiting if bare or kind == "office" else []
        else:
            found += waiting if role == "source" and len(waiting) > 1 else []
            waiting = waiting if bare and role == "none" else []
            role = kind if kind in ("source", "field") else "none" if role == "source" else "other"
    return found + (waiting if bare and (role == "none" or len(waiting) > 1) else [])


def _is_next(text: str, found: list[Span], behind: int, begin: int, kind: Kind) -> bool:
    """Tell whether a name belongs to a role: it follows it, or the name before it, or is the first one behind it."""
    is_first = not (found and found[-1][1] == behind)
    return (kind == "name" and is_first) or _FOLLOWS.fullmatch(text, behind, begin) is not None


def are_credits(text: str) -> bool:
    """Tell words that are roles, offices and names of authors, or an office and names.

    Examples
    --------
    >>> lines = ("特约记者 田茂林 摄影报道", "（县林业局 田茂林）", "一等奖：田茂林 冉霞", "记者在现场看到")
    >>> [are_credits(line) for line in lines]
    [True, True, False, False]
    """
    return len(text) <= LONGEST_CREDITS and _are_credits(text)


@lru_cache(maxsize=1 << 10)
def _are_credits(text: str) -> bool:
    if _SENTENCE.search(text) or not (_SIGN.search(text) or _LAST_WORD.search(text)):
        return False
    found = list(read_credits(text, 0, len(text)))
    kinds = [credit.kind for credit in found]
    if any(credit.kind == "given" and text[credit.start - 1] > "\u4dff" for credit in found if credit.start):
        return False
    if set(kinds) == {"office", "name"}:
        return kinds[0] == "office" and kinds.count("office") == 1
    first = kinds.index("author") if "author" in kinds else 0
    if {"unknown", "given"} & set(kinds[:first]):
        return len(text) <= 36 and "name" in kinds and set(kinds[first:]) <= {"author", "behind", "shot", "name"}
    is_given = kinds.count("given") <= sum(kind in ("author", "other") for kind in kinds) + 1
    return is_given and not {"unknown", "nobody", "source"} & set(kinds) and bool(credited(text, 0, len(text)))
