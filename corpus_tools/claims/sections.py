"""The sections of a report: numbered headings, heading lines, run-in headings, bullets and 一是 … 二是 …."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.claims.wording import value_of

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Document

NUMERAL = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
STYLES = {
    "part": re.compile(rf"第({NUMERAL})(?:部分|章|篇)[、，,：: 　]?"),
    "heading": re.compile(rf"({NUMERAL})[、.．]"),
    "subheading": re.compile(rf"[（(]({NUMERAL})[）)][、.．]?"),
    "number": re.compile(r"(\d{1,2})(?:[、．]|\.(?!\d))"),
    "item": re.compile(r"(?:[（(](\d{1,2})[）)]|([①-⑳]))[、.．]?"),
    "bullet": re.compile(r"——|--|[●•◆■★▲]"),
}
RANK = {
    **{"part": 1, "line": 2, "heading": 3, "subheading": 4, "number": 5, "item": 6, "bullet": 6},
    **{"opening": 7, "listed": 8, "counted": 8, "run-in": 9},
}
LISTED = re.compile(
    rf"(?:(?<=[。；;：:，,！!”])|^)\s*(?:({NUMERAL})([\u4e00-\u9fff])|第({NUMERAL})[^\W天年月次届名代\d]?(?:[，,、]|就?是)"
    "|(首先|其次|再次|最后)是?[，,]?)"
)
INLINE_ITEM = re.compile(r"(?<=[。；;：:，,])\s*(?:[（(](\d{1,2})[）)]|([①-⑳])|(\d{1,2})(?:[、．]|\.(?!\d)))")
CLAUSE_END = re.compile("[，,。；;：:！!？?]")
NO_HEADING_LINE = re.compile("[。！!？?；;：:，,、…）)]$|^[（(“]|[。；;]|^[^\u4e00-\u9fff]*$")
LONGEST = 40


class Mark(NamedTuple):
    """The start of a section: where its heading stands, its style, its ordinal (0 if it has none), its words."""

    start: int
    end: int
    style: str
    ordinal: int
    heading: str


def marks(text: str) -> list[Mark]:
    """Return the headings and enumerators of a text in order of place.

    Examples
    --------
    >>> text = "一、抓责任"  "。一是强化领导，成立专班。二是细化分工。"
    >>> [(mark.style, mark.ordinal, mark.heading) for mark in marks(text)]
    [('heading', 1, '抓责任'), ('listed', 1, '强化领导'), ('listed', 2, '细化分工')]
    """
    lines = [
        (match.end() - len(line), line)
        for match in re.finditer("[^\n]+", text)
        if (line := match[0].lstrip(" 　\t\xa0")).strip()
    ]
    found: set[Mark] = set()
    for (start, line), (_, following) in zip(lines, [*lines[1:], (0, "")], strict=False):
        at_line = _numbered(start, line) or _heading_line(start, line, following)
        found |= {at_line} if at_line else set(_opening(start, line))
        found.update([*_listed(start, line), *_inline_items(start, line), *_run_in(start, line)])
    return _with_bullets_counted(sorted(found))


def _numbered(start: int, line: str) -> Mark | None:
    for style, pattern in STYLES.items():
        if match := pattern.match(line):
            rest = line[match.end() :]
            heading = re.split("[。：:！!？?]", rest, maxsplit=1)[0]
            heading = heading if len(heading) <= LONGEST else CLAUSE_END.split(heading, maxsplit=1)[0]
            ordinal = _ordinal(*match.groups())
            return Mark(start, start + match.end() + len(heading), style, ordinal, heading.strip(" 　"))
    return None


def _ordinal(*groups: str | None) -> int:
    numeral = next(filter(None, groups), "")
    if not numeral:
        return 0
    return ord(numeral) - ord("①") + 1 if "①" <= numeral <= "⑳" else value_of(numeral)


def _heading_line(start: int, line: str, following: str) -> Mark | None:
    """Return a short line without punctuation at its end, before a sentence."""
    line = line.rstrip()
    is_short = 3 < len(line) <= 30 and not NO_HEADING_LINE.search(line)
    if is_short and (len(following) > 2 * len(line) or re.search("[。！!？?；;”]\\s*$", following)):
        return Mark(start, start + len(line), "line", 0, line)
    return None


def _opening(start: int, line: str) -> Iterator[Mark]:
    """Yield the short first sentence of a long paragraph: 强化政治担当，周密安排部署。 but no statement."""
    first = re.match("[^。！!？?；;：:“”是了]{4,30}(?=。)", line)
    if first and len(line) > 3 * len(first[0]):
        sizes = {len(clause) for clause in re.split("[，,、 ]", first[0])}
        if max(sizes) - min(sizes) < 2 and not re.search("如下|以下|[两三四五六七八九十几][个件点条项]", first[0]):
            yield Mark(start, start + first.end(), "opening", 0, first[0].strip())


def _listed(start: int, line: str) -> Iterator[Mark]:
    """Yield 一是 … 二是 …, 第一， … and any 一念 … 二念 … that counts on."""
    runs: dict[str, list[Mark]] = {}
    for match in LISTED.finditer(line):
        heading = CLAUSE_END.split(line[match.end() : match.end() + LONGEST], maxsplit=1)[0]
        at, end = start + match.end() - len(match[0].lstrip()), start + match.end() + len(heading)
        run = runs.setdefault(match[2] or ("先" if match[4] else "第"), [])
        numeral = match[1] or match[3]
        ordinal = value_of(numeral) if numeral else 1 if match[4] == "首先" else len(run) + 1
        run.append(Mark(at, end, "listed", ordinal, heading.strip()))
    for verb, run in runs.items():
        if verb in "是要第先":
            yield from run
        elif [mark.ordinal for mark in run[:2]] == [1, 2]:
            yield from (mark._replace(style="counted", heading=verb + mark.heading) for mark in run)


def _inline_items(start: int, line: str) -> Iterator[Mark]:
    for match in INLINE_ITEM.finditer(line):
        heading = CLAUSE_END.split(line[match.end() : match.end() + LONGEST], maxsplit=1)[0]
        at = start + match.end() - len(match[0].lstrip())
        yield Mark(at, start + match.end() + len(heading), "item", _ordinal(*match.groups()), heading.strip())


def _run_in(start: int, line: str) -> Iterator[Mark]:
    """Yield short sentences of one make in one paragraph: 机关返程调度线。 … 行业排查调度线。 …."""
    found = [
        (match.start(1), match[1]) for match in re.finditer("(?<![^。！!？?])([^。！!？?，,；;：:]{4,16})。", line)
    ]
    for index, (at, sentence) in enumerate(found):
        if any(_is_alike(sentence, other) for _, other in found[:index][-20:] + found[index + 1 :][:20]):
            yield Mark(start + at, start + at + len(sentence), "run-in", 0, sentence.strip())


def _is_alike(one: str, other: str) -> bool:
    return one != other and abs(len(one) - len(other)) < 3 and (one[-1] == other[-1] or one[:2] == other[:2])


def _with_bullets_counted(found: list[Mark]) -> list[Mark]:
    counted, ordinal = [], 0
    for mark in found:
        if mark.style == "bullet":
            ordinal += 1
            mark = mark._replace(ordinal=ordinal)
        elif RANK[mark.style] < RANK["bullet"]:
            ordinal = 0
        counted.append(mark)
    return counted


def sections(document: Document) -> pd.DataFrame:
    """Return the section tree of a document, one row a section.

    Parameters
    ----------
    document
        The document.

    Returns
    -------
    pandas.DataFrame
        doc_id, section (0 is the whole text), parent (null for the whole), level, heading, start, end (of the section
        in ``doc.text``: from its heading to the next one of its level or above).

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> document = document_from_text("一、抓责任。一是强化领导，成立专班。二是细化分工，压实责任。")
    >>> sections(document)[["section", "level", "heading"]].values.tolist()
    [[0, 0, ''], [1, 1, '抓责任'], [2, 2, '强化领导'], [3, 2, '细化分工']]
    """
    import pandas as pd

    text = document.text
    rows: list[list[object]] = [[document.doc_id, 0, None, 0, document.title or "", 0, len(text)]]
    stack = [(0, 0)]
    for number, mark in enumerate(marks(text), 1):
        while stack[-1][0] >= RANK[mark.style]:
            rows[stack.pop()[1]][6] = mark.start
        rows.append([document.doc_id, number, stack[-1][1], len(stack), mark.heading, mark.start, len(text)])
        stack.append((RANK[mark.style], number))
    table = pd.DataFrame(rows, columns=["doc_id", "section", "parent", "level", "heading", "start", "end"])
    return table.astype({"parent": "Int64"})
