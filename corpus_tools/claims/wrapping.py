"""Sentences that a line break cuts: where the text goes on, so that a list is read across it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

GOES_ON = re.compile(r"[，,、（(“‘《+＋]$")
UNFINISHED = re.compile("[。；;：:！!？?][^。；;：:！!？?]*[\u4e00-\u9fff“”》）)\\d]$")
NUMERAL = r"[一二三四五六七八九十\d]{1,3}"
STARTS_ANEW = re.compile(
    rf"[ 　]{{2}}|\s*(?:{NUMERAL}[、.．是]|[（(]{NUMERAL}[）)]|[①-⑳●•◆■★▲—]|[^，,。；;：:]{{1,12}}[：:])"
)
RUN_ON = re.compile(r"(?<=[^\s。])[ 　]+(?=[一二三四五六七八九十](?:是|、)|[（(][一二三四五六七八九十]{1,3}[）)])")
"""The blanks between two paragraphs that a page has put in one line."""
HEADLESS = 22


class Unwrapped(NamedTuple):
    """A text without the breaks inside sentences; `breaks` are the places in it where one was."""

    text: str
    breaks: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text with its breaks."""
        return start + bisect_right(self.breaks, start), end + bisect_right(self.breaks, end - 1)


def unwrap_lines(text: str) -> Unwrapped:
    r"""Join the lines that break inside a sentence, and part paragraphs that stand in one line.

    Examples
    --------
    >>> unwrap_lines("严守“两个不”：不发\n生事故；不失一人。\n一、抓责任")
    Unwrapped(text='严守“两个不”：不发生事故；不失一人。\n一、抓责任', breaks=[10])
    >>> unwrap_lines("四个到位抓好秋粮收购 一是资金到位").text
    '四个到位抓好秋粮收购\n一是资金到位'
    """
    text = RUN_ON.sub(lambda blanks: "\n".ljust(len(blanks[0])), text)
    first, *rest = text.split("\n")
    parts, breaks, length, line = [first], list[int](), len(first), first
    for following in rest:
        if _goes_on(line, following):
            breaks.append(length)
        else:
            parts.append("\n")
            length += 1
        parts.append(following)
        length += len(following)
        line = following
    return Unwrapped("".join(parts), breaks)


def _goes_on(line: str, following: str) -> bool:
    if not line.strip() or not following.strip() or STARTS_ANEW.match(following):
        return False
    if GOES_ON.search(line) or line.count("“") > line.count("”"):
        return True
    is_sentence = len(line) >= HEADLESS and re.search("[，,]", line) and not STARTS_ANEW.match(line)
    return bool(UNFINISHED.search(line) or (is_sentence and re.search("[\u4e00-\u9fff”]$", line)))
