"""Print, as Markdown, how well restoration undoes the damage that `corpus_tools.text.damage` does to clean texts.

``python scripts/measure_restoration.py FILE...`` takes UTF-8 files of clean Simplified Chinese.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from corpus_tools.text.damage import Site, damage
from corpus_tools.text.likelihood import load_model
from corpus_tools.text.readings import load_readings
from corpus_tools.text.restoration import restore
from corpus_tools.text.tracing import Traced

PASSAGE = 400
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
OUTCOMES = ("exact", "inferred, right", "inferred, wrong", "unresolved", "wrong, called exact", "wrong, unlabelled")


def table(size: int, seed: int) -> tuple[tuple[str, str], ...]:
    """Return annotations of frequent characters in an order of passes that the seed decides."""
    readings, counts = load_readings(), Counter[str]()
    for word, n in load_model().counts.items():
        counts.update({character: n for character in word if character in readings.converted})
    chosen = [readings.converted[character] for character, _ in counts.most_common(2 * size)]
    shuffled = random.Random(seed).sample(chosen, size)
    return tuple((character, readings.default[character]) for character in shuffled if character in readings.default)


def sites() -> dict[str, Site]:
    """Return the sites that the measurement simulates."""
    eating = Site(table=table(120, 1), punctuation=("。", "、"))
    dropping = Site(table=table(120, 2), punctuation=("？",), eats=False)
    return {
        "120 characters, 。、, eats": eating,
        "120 characters, ？, drops": dropping,
        "120 characters, ！，, eats": replace(eating, table=table(120, 3), punctuation=("！", "，")),
        "120 characters, ，。！？, drops": replace(dropping, table=table(120, 4), punctuation=("，", "。", "！", "？")),
        "400 characters, no marks": Site(table=table(400, 5)),
        "120 characters, 。，, visible comma": replace(eating, table=table(120, 6), punctuation=("。", "，"), prefix=b","),
        "120 characters, blank in the reading": replace(eating, table=table(120, 7), blank=" "),
    }


def passages(paths: list[Path]) -> Iterator[str]:
    """Yield passages of clean text that GBK can hold."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        text = text.encode("gbk", "ignore").decode("gbk").translate(WIDE)
        lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 20]
        passage = ""
        for line in lines:
            passage += line + "\n"
            if len(passage) >= PASSAGE:
                yield passage[: 3 * PASSAGE]
                passage = ""


def outcome(clean: str, site: Site) -> tuple[str, bool]:
    """Return the outcome of one round trip and whether a shift occurs in it."""
    raw = damage(clean, site)
    expected = damage(clean, replace(site, table=(), punctuation=()))
    shifted = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+ ?\)", "", raw) != expected
    changes = restore(raw)
    traced = Traced.from_raw(raw).apply("restoration", changes)
    labels = {change.certainty for change in changes}
    if traced.text == expected:
        return ("exact" if labels <= {"exact"} else "inferred, right"), shifted
    return _worst(traced, expected, changes), shifted


def _worst(traced: Traced, expected: str, changes: list) -> str:  # type: ignore[type-arg]
    worst = OUTCOMES.index("inferred, wrong")
    matcher = SequenceMatcher(None, traced.text, expected, autojunk=False)
    for tag, a, b, _, _ in matcher.get_opcodes():
        if tag == "equal":
            continue
        start, end = traced.raw_span(max(0, a - 1), min(len(traced.text), b + 1))
        labels = {c.certainty for c in changes if c.start < end and start < c.end}
        if "inferred" in labels:
            rank = 2
        elif "unresolved" in labels:
            rank = 3
        else:
            rank = 4 if "exact" in labels and any(c.start <= start and end <= c.end for c in changes) else 5
        worst = max(worst, rank)
    return OUTCOMES[worst]


def main() -> None:
    """Print one row for each site, for all texts and for those in which a shift occurs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    options = parser.parse_args()
    texts = list(passages(options.files))
    texts = random.Random(0).sample(texts, min(len(texts), options.limit))
    print("| site | texts | " + " | ".join(OUTCOMES) + " |")
    print("|---|---:|" + "---:|" * len(OUTCOMES))
    for name, site in sites().items():
        found = [outcome(text, site) for text in texts]
        for label, part in ((name, found), (f"{name}: shifted", [f for f in found if f[1]])):
            counts = Counter(result for result, _ in part)
            print(f"| {label} | {len(part)} | " + " | ".join(str(counts[o]) for o in OUTCOMES) + " |")


if __name__ == "__main__":
    main()
