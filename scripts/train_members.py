"""Learn which list holds the members of a slogan from the annotated passages; writes data/member_weights.tsv."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Iterator

import numpy as np
from measure_slogans import CASES, DEVELOPED, passages
from train_nouns import Choice, learn

from corpus_tools.claims.formula import Formula
from corpus_tools.claims.formulas import formulas
from corpus_tools.claims.lexicon import weights, words
from corpus_tools.claims.members import context_of, options
from corpus_tools.claims.parts import forget
from corpus_tools.claims.sections import Mark, marks
from corpus_tools.claims.slogans import asides_with_slogans
from corpus_tools.claims.weighing import Option
from corpus_tools.claims.wrapping import unwrap_lines
from corpus_tools.text.corpus import Document, document_from_text
from corpus_tools.validation import Row, is_slogan, plain, read_cases

TABLE = CASES.parents[1] / "corpus_tools" / "data" / "member_weights.tsv"
PENALTY, SMALL, ROUNDS = 1.0, 0.02, 2
"""The first round weighs the parts of compounds by nothing, the second by what the first has learnt."""
FRAMES = ("县里部署“{0}”工作。{1}", "{1}全市扎实推进“{0}”，成效明显。", "{2}，擦亮“{0}”品牌。")
"""A slogan without members beside the list of another: none of it is to be taken."""
HEADER = (
    "# weight of each trait that tells whether a list holds the members of a slogan; learnt by "
    "scripts/train_members.py from the annotated passages of tests/cases, MIT, {day}"
)


def annotated() -> Iterator[tuple[str, Document, list[Row]]]:
    """Yield name, document and cases of each passage that may be learnt from."""
    yield from _developed()
    for case in read_cases(CASES / "slogans_members.jsonl"):
        document = document_from_text(case["text"], doc_id=case["text"])
        at = case["text"].find(case["slogan"])
        place = {"raw_start": at, "raw_end": at + len(case["slogan"]), "source": "body", "complete": True}
        yield "worked", document, [case | place | {"doc_id": document.doc_id}]
    for line in (CASES / "slogans_unlisted.txt").read_text(encoding="utf-8").splitlines():
        yield "worked", *_unlisted(line, [one.text for one in formulas(line)])
    for k, (text, name) in enumerate(_lists_of_others()):
        for frame in (FRAMES[k % len(FRAMES)], FRAMES[(k + 1) % len(FRAMES)]):
            yield "others", *_unlisted(frame.format(name, text, text.rstrip("。")), [name])


def _developed() -> Iterator[tuple[str, Document, list[Row]]]:
    for part in ("seeds", *DEVELOPED):
        corpus, cases = passages(part)
        for document in corpus:
            yield part, document, [case for case in cases if case["doc_id"] == document.doc_id]


def _unlisted(text: str, slogans: list[str]) -> tuple[Document, list[Row]]:
    where = {"doc_id": text, "members": [], "complete": False, "source": "body", "raw_start": 0, "raw_end": 0}
    return document_from_text(text, doc_id=text), [where | {"slogan": slogan} for slogan in slogans]


def _lists_of_others() -> Iterator[tuple[str, str]]:
    """Yield the passages with a slogan that lists its members, and one of as many of another passage."""
    told = [(document.text, case) for _, document, cases in _developed() for case in cases if len(case["members"]) > 1]
    names: dict[int, list[str]] = {}
    for _, case in told:
        if len(case["numbers"]) == 1:
            names.setdefault(case["numbers"][0], []).append(case["slogan"])
    for k, (text, case) in enumerate(told):
        others = names.get(len(case["members"]), [])
        foreign = (others[(7 * k + i) % len(others)] for i in range(len(others)))
        if name := next((name for name in foreign if not {*name[1:]} & {*text}), None):
            yield text, name


def choices() -> Iterator[Choice]:
    """Yield a choice for each mention of an annotated slogan, unless the right list is not among its options."""
    for part, document, cases in annotated():
        readings = list(_readings(document))
        for case in cases:
            lists = [
                options(context_of(text, mention, mentions, outline))
                for text, mentions, outline, rows in readings
                for mention, row in zip(mentions, rows, strict=False)
                if is_slogan(case, row)
            ]
            yield from _of_slogan(f"{part}:{document.doc_id}", case, lists)


def _readings(document: Document) -> Iterator[tuple[str, list[Formula], list[Mark], list[Row]]]:
    """Yield the texts in which members are looked for: with all mentions, headings, and the rows of the first mentions.

    They are the body with a row a mention, and each title before the body with a row a mention of the title.
    """
    unwrapped = unwrap_lines(document.text)
    mentions = formulas(unwrapped.text)
    spans = [document.raw_span(*unwrapped.original(one.start, one.end)) for one in mentions]
    rows = [_row(document, one, span, "body") for one, span in zip(mentions, spans, strict=True)]
    yield unwrapped.text, mentions, marks(unwrapped.text), rows
    for aside, page, mentions in asides_with_slogans(document):
        own = [one for one in mentions if one.end <= len(aside.text)]
        rows = [_row(document, one, (aside.raw_start, aside.raw_end), "furniture") for one in own]
        yield page, mentions, marks(page), rows


def _row(document: Document, mention: Formula, span: tuple[int, int], source: str) -> Row:
    where = {"doc_id": document.doc_id, "raw_start": span[0], "raw_end": span[1], "source": source}
    return {"slogan": mention.text, **where}


def _of_slogan(name: str, case: Row, mentions: list[list[Option]]) -> Iterator[Choice]:
    good = [[plain(item) for item in case[key]] for key in ("members", "members_also") if case.get(key)]
    said = [[[plain(item) for item in one.listing.members] for one in lists] for lists in mentions]
    right = [
        [members in good and case["complete"] != one.listing.is_open for members, one in zip(texts, lists, strict=True)]
        for texts, lists in zip(said, mentions, strict=True)
    ]
    if case["complete"] and not any(map(any, right)):
        return
    for lists, texts, is_right in zip(mentions, said, right, strict=True):
        is_best = is_right if any(is_right) else [not members for members in texts]
        words = ["、".join(members) for members in texts]
        yield Choice(
            name, [one.traits for one in lists], words, np.array(is_best), ("、".join(good[0]) if good else "",)
        )


def cross_validate(data: list[Choice], *, by_part: bool = False, folds: int = 10) -> dict[str, Counter[str]]:
    """Return what is right in each part, each passage judged by weights learnt on other passages, or other parts."""
    names = sorted({choice.passage for choice in data})
    random.Random(20261127).shuffle(names)
    groups = [set(names[k::folds]) for k in range(folds)]
    if by_part:
        parts = {name.split(":")[0] for name in names}
        groups = [{name for name in names if name.split(":")[0] == part} for part in sorted(parts)]
    tally: dict[str, Counter[str]] = {}
    for group in groups:
        weights = learn([choice for choice in data if choice.passage not in group], PENALTY)
        for choice in data:
            if choice.passage in group:
                points = [sum(weights.get(trait, 0.0) for trait in one) for one in choice.traits]
                best, kind = int(np.argmax(points)), "none" if choice.right[-1] else "list"
                tally.setdefault(choice.passage.split(":")[0], Counter()).update(
                    {kind: 1, f"{kind} right": int(choice.right[best])}
                )
    return tally


def main() -> None:
    """Learn from all passages and write the table; with --check, print the cross-validated tally instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="cross-validate over passages and over parts, write nothing"
    )
    if parser.parse_args().check:
        data = list(choices())
        for by_part in (False, True):
            tally = cross_validate(data, by_part=by_part)
            for part, counts in sorted(tally.items()):
                sys.stdout.write(f"{part}: {dict(sorted(counts.items()))}\n")
            sys.stdout.write(f"all: {dict(sorted(sum(tally.values(), Counter()).items()))}\n\n")
        return
    before = TABLE.read_text(encoding="utf-8")
    try:
        _train()
    except BaseException:
        TABLE.write_text(before, encoding="utf-8")
        raise


def _train() -> None:
    """Learn the table from nothing, in rounds: the weights of one decide on the parts of compounds in the next."""
    _write({})
    for _ in range(ROUNDS):
        data = list(choices())
        _write({trait: weight for trait, weight in learn(data, PENALTY).items() if abs(weight) >= SMALL})
        sys.stdout.write(f"{len(data)} choices, {len(weights(TABLE.name))} weights in {TABLE.name}\n")


def _write(learnt: dict[str, float]) -> None:
    """Write the table and let it be read anew."""
    lines = [f"{weight:.2f}\t{trait}" for trait, weight in sorted(learnt.items())]
    TABLE.write_text("\n".join([HEADER.format(day=dt.date.today().isoformat()), *lines]) + "\n", encoding="utf-8")
    for table in (weights, words):
        table.cache_clear()
    forget()


if __name__ == "__main__":
    main()
