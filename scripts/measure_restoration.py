"""Print, as Markdown, how well restoration undoes the damage that `corpus_tools.text.damage` does to clean texts.

``python scripts/measure_restoration.py`` builds passages from the sentences of ``tests/cases``;
``python scripts/measure_restoration.py FILE...`` takes UTF-8 files of clean Simplified Chinese instead.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from corpus_tools.text.damage import Site, damage
from corpus_tools.text.likelihood import load_model
from corpus_tools.text.readings import load_readings
from corpus_tools.text.restoration import restore
from corpus_tools.text.tracing import Change, Traced

CASES = Path(__file__).parents[1] / "tests" / "cases"
PATTERNS = ("values_*.jsonl", "slogans_*.jsonl", "pages_*.jsonl")
PASSAGE = 150
NEW_LINE = 0.3
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
OUTCOMES = (
    "exact",
    "inferred, right",
    "byte lost, inferred",
    "inferred, wrong",
    "unresolved",
    "wrong, called exact",
    "wrong, unlabelled",
)


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
        "120 characters, ！, drops": replace(dropping, table=table(120, 4), punctuation=("！",)),
        "120 characters, ，。！？, drops (harsh)": replace(
            dropping, table=table(120, 8), punctuation=("，", "。", "！", "？")
        ),
        "400 characters, no marks": Site(table=table(400, 5)),
        "120 characters, 。，, visible comma": replace(
            eating, table=table(120, 6), punctuation=("。", "，"), prefix=b","
        ),
        "120 characters, blank in the reading": replace(eating, table=table(120, 7), blank=" "),
    }


def sentences_of_cases() -> list[str]:
    """Return the different sentences of the annotated cases that nothing was done to, in order."""
    found: dict[str, None] = {}
    for pattern in PATTERNS:
        for path in sorted(CASES.glob(pattern)):
            for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
                case = json.loads(line)
                text = case.get("clean") or case.get("text", "")
                found.update(dict.fromkeys(sentences(text)))
    return list(found)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that GBK can hold, with full-width marks and with the quotation they end."""
    text = text.encode("gbk", "ignore").decode("gbk").translate(WIDE)
    parts = (part.strip() for part in re.findall("[^。！？\\n]+[。！？]*[”）]*", text))
    return [
        part
        for part in parts
        if len(part) > 12 and re.search("[一-鿿]{4}", part) and not re.search("[āáǎàēéěèīíǐìōóǒòūúǔù]", part)
    ]


def passages(texts: list[str], number: int) -> list[str]:
    """Return passages of some sentences each, drawn at random in rounds that use every sentence once."""
    generator, found, waiting = random.Random(0), [], list[str]()
    while len(found) < number:
        passage = ""
        while len(passage) < PASSAGE:
            waiting = waiting or generator.sample(texts, len(texts))
            passage += waiting.pop() + ("\n" if generator.random() < NEW_LINE else "")
        found.append(passage)
    return found


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


def _worst(traced: Traced, expected: str, changes: list[Change]) -> str:
    worst = 0
    for tag, a, b, c, d in SequenceMatcher(None, traced.text, expected, autojunk=False).get_opcodes():
        if tag != "equal":
            start, end = traced.raw_span(max(0, a - 1), min(len(traced.text), b + 1))
            near = [change for change in changes if change.start < end and start < change.end]
            labels = {change.certainty for change in near if change.after or change.certainty != "exact"}
            only_lost = traced.text[a:b] == "?" and d - c == 1
            worst = max(worst, OUTCOMES.index(_label(labels, only_lost=only_lost)))
    return OUTCOMES[worst]


def _label(labels: set[str], *, only_lost: bool) -> str:
    if "inferred" in labels:
        return "byte lost, inferred" if only_lost else "inferred, wrong"
    if "unresolved" in labels:
        return "unresolved"
    return "wrong, called exact" if "exact" in labels else "wrong, unlabelled"


def main() -> None:
    """Print one row for each site, for all texts and for those in which a shift occurs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--passages", type=int, default=250, help="the number of passages for each site")
    options = parser.parse_args()
    read = [sentence for path in options.files for sentence in sentences(path.read_text(encoding="utf-8"))]
    texts = passages(read or sentences_of_cases(), options.passages)
    print("| site | texts | " + " | ".join(OUTCOMES) + " |")
    print("|---|---:|" + "---:|" * len(OUTCOMES))
    for name, site in sites().items():
        found = [outcome(text, site) for text in texts]
        for label, part in ((name, found), (f"{name}: shifted", [f for f in found if f[1]])):
            counts = Counter(result for result, _ in part)
            print(f"| {label} | {len(part)} | " + " | ".join(str(counts[o]) for o in OUTCOMES) + " |")


if __name__ == "__main__":
    main()
