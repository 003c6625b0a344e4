"""Measure how the time of each step grows with the nastiest texts: `python scripts/measure_growth.py --most 1000000`.

One line a step and kind: CPU seconds at the largest size that fits, and by how much the last doubling made it longer;
what is linear gives 2. Sizes double until a run takes longer than `--seconds`. Exits with 1 if any doubling in the
measurable range costs more than three times.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from corpus_tools.claims.events import events
from corpus_tools.claims.numerals import scan
from corpus_tools.claims.reported import reported_values
from corpus_tools.claims.sections import sections
from corpus_tools.claims.slogans import slogans
from corpus_tools.text.corpus import Document, document_from_text
from corpus_tools.text.tracing import Traced
from corpus_tools.words.concordance import concordance
from corpus_tools.words.segmentation import segment

KINDS = {
    "nested brackets": "(",
    "nested wide brackets": "（一（",
    "closing brackets": "）",
    "digits": "1234567890",
    "digits and commas": "1,234,",
    "Chinese numerals": "三千四百五十六万",
    "numerals of one sign": "一",
    "lists": "党员、",
    "lists of figures": "5个、",
    "annotations": "會(huì)",
    "half annotations": "?huì)",
    "lone marks": "?",
    "no punctuation": "全市党员干部群众",
    "one figure a clause": "全市共有党员5500名其中",
    "line breaks": "\n",
    "line breaks of old systems": "\r",
    "empty paragraphs": "\n　　",
    "short lines": "党员\n",
    "enumerators": "一是抓党建，二是促发展，",
    "same enumerator": "一是抓",
    "headings": "一、抓党建\n",
    "opening quotes": "“",
    "quotes": "“三个一”",
    "closing quotes": "”",
    "as-of phrases": "截至2月",
    "as-of dates": "截至2月3日，",
    "since phrases": "自3月以来",
    "slogans": "“四个一”工作法：",
    "entities": "&amp;",
    "half entities": "&",
    "tags": "<p>",
    "open tags": "<",
    "white space": " ",
    "wide white space": "　",
    "UTF-8 read as Latin": "ä¸­å›½",
    "replacement characters": "\ufffd",
    "dashes": "—",
    "dots": "…",
    "sums": "1+",
    "percentages": "增长5.5%，",
    "levels": "市县乡",
    "captions": "（记者 张三 摄）\n",
    "breadcrumbs": "首页 > ",
    "bylines": "来源：日报 ",
    "addresses": "http://a.cn/",
    "dates": "2020年2月25日",
    "half times": "2月",
    "titles": "《",
    "of which": "其中，5名",
    "full stops": "。",
    "and": "和",
    "idioms": "一心一意",
}


class Growth(NamedTuple):
    """The largest size that was run, its CPU seconds, and the factor of the last doubling that could be measured."""

    size: int
    seconds: float
    factor: float


def of_text(step: Callable[[str], object]) -> Callable[[str], Callable[[], object]]:
    """Return what readies a step that takes a text."""
    return lambda text: lambda: step(text)


def of_document(step: Callable[[Any], object]) -> Callable[[str], Callable[[], object]]:
    """Return what readies a step that takes a document whose running text is the text itself."""

    def ready(text: str) -> Callable[[], object]:
        bare = document_from_text("", published_on="2020-02-25", city="汕尾市")
        document = Document(bare.doc_id, Traced.from_raw(text), bare.read, declared=bare.declared)
        return lambda: step(document)

    return ready


STEPS = {
    "document": of_text(lambda text: document_from_text(text).ledger()),
    "numerals": of_text(scan),
    "values": of_document(reported_values),
    "slogans": of_document(slogans),
    "sections": of_document(sections),
    "events": of_document(events),
    "concordance": of_document(lambda document: concordance(document, document.text[:2])),
    "segment": of_document(segment),
}


def seconds_of(step: str, kind: str, size: int) -> float:
    """Return the CPU seconds of one step on a text of one kind."""
    text = (KINDS[kind] * (size // len(KINDS[kind]) + 1))[:size]
    run = STEPS[step](text)
    started = time.process_time()
    run()
    return time.process_time() - started


def growth(step: str, kind: str, *, least: int = 1000, most: int = 1_000_000, seconds: float = 5.0) -> Growth:
    """Double the size until the largest is reached or a run takes too long."""
    seconds_of(step, kind, 100)
    size, before, now, factor = least, 0.0, seconds_of(step, kind, least), 0.0
    while 2 * size <= most and now < seconds:
        size, before = 2 * size, now
        now = seconds_of(step, kind, size)
        factor = now / before if before > 0.02 else 0.0
    return Growth(size, now, factor)


def main() -> int:
    """Measure and print; return 1 if something grows faster than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--step", choices=STEPS, action="append")
    parser.add_argument("--kind", choices=KINDS, action="append")
    args = parser.parse_args()
    is_bad = False
    for step in args.step or STEPS:
        for kind in args.kind or KINDS:
            found = growth(step, kind, most=args.most, seconds=args.seconds)
            is_bad |= (grows := found.factor > 3)
            mark = "  <-- faster than linear" if grows else ""
            print(f"{step:12} {kind:28} {found.size:9,} {found.seconds:8.2f} s  x{found.factor:.1f}{mark}", flush=True)
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
