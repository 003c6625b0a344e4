"""The sections of a report: numbered headings, heading lines, run-in headings and 一是 … 二是 …."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.claims.formulas import value_of

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Document

CN = "[一二三四五六七八九十]{1,3}"
STYLES = {
    "part": rf"第({CN})(?:部分|章|篇)[、，,：: 　]?",
    "heading": rf"({CN})[、.．]",
    "subheading": rf"[（(]({CN})[）)][、.．]?",
    "number": r"(\d{1,2})(?:[、．]|\.(?!\d))",
    "item": r"[（(](\d{1,2})[）)][、.．]?|([①-⑳])",
}
AT_LINE = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in STYLES.items()))
RUN_IN_NUMBER = re.compile(rf"(?:(?<=[。；;：:，,！!”])|^)\s*(?:({CN})([\u4e00-\u9fff])|(第)({CN})[，,、])")
END_OF_HEADING = "。：:！!？?\n"
LONGEST = 40


class Mark(NamedTuple):
    """The start of a section: where its heading stands, its style, its ordinal (0 if it has none), its words."""

    start: int
    end: int
    style: str
    ordinal: int
    heading: str


RANK = {
    "part": 1,
    "line": 2,
    "heading": 3,
    "subheading": 4,
    "number": 5,
    "item": 6,
    "opening": 7,
    "listed": 8,
    "run-in": 9,
}


def marks(text: str) -> list[Mark]:
    """Return the headings and enumerators of a text in order of place.

    Examples
    --------
    >>> [(m.style, m.ordinal, m.heading) for m in marks("一、抓责任\\n压实责任。一是强化领导，成立专班。二是细化分工。")]
    [('heading', 1, '抓责任'), ('listed', 1, '强化领导'), ('listed', 2, '细化分工')]
    """
    found: list[Mark] = []
    lines = list(_lines(text))
    for index, (start, line) in enumerate(lines):
        following = lines[index + 1][1] if index + 1 < len(lines) else ""
        found += _at_line(start, line, following)
        found += _inside(start, line)
    return sorted(set(found))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer("[^\n]+", text):
        line = match[0].lstrip(" 　\t")
        if line.strip():
            yield match.end() - len(line), line


def _at_line(start: int, line: str, following: str) -> Iterator[Mark]:
    match = AT_LINE.match(line)
    if match:
        style = next(name for name in STYLES if match[name])
        numeral = next(group for group in match.groups()[1:] if group and group != match[style])
        heading = _heading(line[match.end() :])
        yield Mark(start, start + match.end() + len(heading), style, _ordinal(numeral), heading.strip(" 　"))
    elif (
        len(line) <= 30
        and len(following) > 2 * len(line)
        and re.search("[\u4e00-\u9fff]{2}", line)
        and not re.search("[。！!？?；;：:，,、…）)]$|^[（(“]|[。；;]", line)
    ):
        yield Mark(start, start + len(line.rstrip()), "line", 0, line.strip())


def _heading(rest: str) -> str:
    end = re.search(f"[{END_OF_HEADING}]", rest)
    heading = rest[: end.start()] if end else rest
    if len(heading) > LONGEST:
        heading = re.split("[，,；;]", heading)[0]
    return heading


def _ordinal(numeral: str) -> int:
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    return value_of(numeral)


def _inside(start: int, line: str) -> Iterator[Mark]:
    found: dict[str, list[Mark]] = {}
    for match in RUN_IN_NUMBER.finditer(line):
        heading = re.split("[，,。；;：:！!]", line[match.end() : match.end() + LONGEST], maxsplit=1)[0]
        at = start + (match.start(1) if match[1] else match.start(3))
        ordinal = value_of(match[1] or match[4])
        mark = Mark(at, start + match.end() + len(heading), "listed", ordinal, heading.strip())
        found.setdefault(match[2] or match[3], []).append(mark)
    for verb, run in found.items():
        if verb in "是要第" or [mark.ordinal for mark in run[:2]] == [1, 2]:
            yield from run
    yield from _run_in(start, line)


def _run_in(start: int, line: str) -> Iterator[Mark]:
    """Short sentences of one make in one paragraph: 机关返程调度线。 … 行业排查调度线。 …"""
    sentences = [(m.start(), m[0]) for m in re.finditer("[^。！!？?]+[。！!？?]?", line)]
    short = [
        (at, s.rstrip("。"))
        for at, s in sentences[:-1]
        if s.endswith("。") and 4 <= len(s) <= 17 and not re.search("[，,；;：:]", s)
    ]
    tails: dict[str, int] = {}
    for _, sentence in short:
        tails[sentence[-2:]] = tails.get(sentence[-2:], 0) + 1
    for at, sentence in short:
        if tails[sentence[-2:]] > 1:
            yield Mark(start + at, start + at + len(sentence), "run-in", 0, sentence.strip())
    if (
        sentences
        and 4 <= len(sentences[0][1]) <= 30
        and len(line) > 3 * len(sentences[0][1])
        and sentences[0][1].endswith("。")
    ):
        if not AT_LINE.match(line) and (0, sentences[0][1].rstrip("。")) not in short:
            yield Mark(start, start + len(sentences[0][1]) - 1, "opening", 0, sentences[0][1].rstrip("。").strip())


def sections(document: Document) -> pd.DataFrame:
    """Return the section tree of a document, one row a section.

    Parameters
    ----------
    document
        The document.

    Returns
    -------
    pandas.DataFrame
        doc_id, section (0 is the whole text), parent (null for the whole), level, heading, start, end (of the section in
        ``doc.text``: from its heading to the next one of its level or above).

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> tree = sections(document_from_text("一、抓责任\\n一是强化领导。二是细化分工。\\n二、抓落实\\n加强督查。"))
    >>> tree[["section", "level", "heading"]].values.tolist()
    [[0, 0, ''], [1, 1, '抓责任'], [2, 2, '强化领导'], [3, 2, '细化分工'], [4, 1, '抓落实']]
    """
    import pandas as pd

    text = document.text
    rows = [[document.doc_id, 0, None, 0, document.title or "", 0, len(text)]]
    stack: list[tuple[int, int]] = [(0, 0)]
    for number, mark in enumerate(marks(text), 1):
        while stack[-1][0] >= RANK[mark.style]:
            rows[stack.pop()[1]][6] = mark.start
        rows.append([document.doc_id, number, stack[-1][1], len(stack), mark.heading, mark.start, len(text)])
        stack.append((RANK[mark.style], number))
    table = pd.DataFrame(rows, columns=["doc_id", "section", "parent", "level", "heading", "start", "end"])
    return table.astype({"parent": "Int64"})


def section_at(starts: list[int], position: int) -> int:
    """Return the index of the last section that starts at or before a position."""
    return bisect_right(starts, position) - 1
