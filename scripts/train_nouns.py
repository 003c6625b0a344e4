"""Learn which noun a number counts from the annotated passages; writes corpus_tools/data/noun_weights.tsv."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

import corpus_tools as ct
from corpus_tools.claims.choosing import take
from corpus_tools.claims.figures import Reading
from corpus_tools.claims.nouns import EARLIER, Candidate, candidates, cut
from corpus_tools.claims.quantities import Quantity, quantities
from corpus_tools.claims.readings import bare_readings
from corpus_tools.claims.reported import SENTENCE
from corpus_tools.claims.traits import names, view
from corpus_tools.claims.weights import hundredths
from corpus_tools.text.corpus import Document
from corpus_tools.validation import read_cases

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
TABLE = ROOT / "corpus_tools" / "data" / "noun_weights.tsv"
PENALTY, RARE, SMALL, WORTH = 1.0, 2, 0.02, 5
"""Ridge penalty; choices that a trait must occur in; weights left out below this; worth of a worked example."""
HEADER = (
    "# weight of each trait that tells which noun a number counts; learnt by scripts/train_nouns.py from the annotated "
    "passages of tests/cases, MIT, {day}"
)
_FOLD = str.maketrans("（），：", "(),:", '“”"‘’《》 \n')


class Answer(NamedTuple):
    """An annotated value: where its number stands in the text, whether it is a borderline count, its good nouns."""

    start: int
    end: int
    minor: bool
    nouns: tuple[str, ...]


class Choice(NamedTuple):
    """A figure to be learnt from: the traits of each candidate, and which candidates are right."""

    passage: str
    traits: list[frozenset[str]]
    words: list[str]
    right: np.ndarray
    nouns: tuple[str, ...]


def folded(words: str | None) -> str:
    """Return words without quotation marks and blanks, with ASCII punctuation."""
    return (words or "").translate(_FOLD)


def annotated() -> Iterator[tuple[str, str, list[Answer]]]:
    """Yield name, clean text and answers of each passage that may be learnt from."""
    for name in ("passages", "more", "nouns", "blind", "dates", "last", "modelled", "modelled2"):
        for case in read_cases(CASES / f"values_{name}.jsonl"):
            if case["part"] == "tune" or name in ("blind", "last", "modelled2"):
                yield case["id"], *_from_case(case)
    for case in read_cases(CASES / "values_negative.jsonl"):
        yield case["text"], case["text"], []
    for case in [*read_cases(CASES / "values_spec.jsonl"), *read_cases(CASES / "values_probes.jsonl")] * WORTH:
        yield case["text"], case["text"], _in_order(case)
    values = read_cases(CASES / "values_seeds.jsonl")
    for document in ct.read_corpus(ROOT / "seeds"):
        yield document.doc_id, document.text, _located(document, [v for v in values if v["doc_id"] == document.doc_id])
    for path in sorted(CASES.glob("nouns_*.txt")):
        for i, (text, answers) in enumerate(compact(path)):
            yield f"{path.stem}:{i}", text, answers


def _from_case(case: dict[str, Any]) -> tuple[str, list[Answer]]:
    document = ct.document_from_text(case["text"], published_on=case["published_on"])
    return document.text, _located(document, case["values"])


def _located(document: Document, values: list[dict[str, Any]]) -> list[Answer]:
    """Return the annotated values of a document with their places in its clean text."""
    answers = []
    for value in values:
        places = [k for k in range(len(document.text)) if _lies_in(document.raw_span(k, k + 1), value)]
        if places:
            nouns = tuple(folded(noun) for noun in [value["noun"], *(value.get("noun_also") or [])])
            answers.append(Answer(places[0], places[-1] + 1, value.get("tier") == "minor", nouns))
    return answers


def _in_order(case: dict[str, Any]) -> list[Answer]:
    """Return the values of a worked example: its numbers in order, found by what they are worth where that is said."""
    numbers, answers = iter(quantities(case["text"])), []
    for value in case.get("values") or [{"noun": noun} for noun in case["nouns"]]:
        worth = Decimal(str(value["value"])) if "value" in value else None
        number = next((one for one in numbers if worth in (None, one.value)), None)
        if number:
            answers.append(Answer(number.start, number.end, False, (folded(value["noun"]),)))
    return answers


def _lies_in(span: tuple[int, int], value: dict[str, Any]) -> bool:
    return bool(span[0] >= value["raw_start"] and span[1] <= value["raw_end"] and span[0] < span[1])


def compact(path: Path) -> Iterator[tuple[str, list[Answer]]]:
    """Yield text and answers of the passages of a file in the compact form that tests/cases/README.md describes."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        head, *lines = block.strip().split("\n")
        if not head.startswith("# "):
            continue
        text, position, answers = head.partition("\t")[2], 0, []
        for line in lines:
            number, *nouns = line.split("\t")
            start = text.find(number.lstrip("? "), position)
            if start < 0:
                sys.exit(
                    f"{path.name}: {number!r} is not in {text[:40]!r} behind what stands before it; mend the line."
                )
            position = start + len(number.lstrip("? "))
            good = tuple("" if noun.strip() == "-" else folded(noun) for noun in nouns)
            answers.append(Answer(start, position, number.startswith("?"), good or ("",)))
        yield text, answers


def choices() -> Iterator[Choice]:
    """Yield a choice for each figure that the annotations decide."""
    for name, text, answers in annotated():
        pending = quantities(text)
        earlier: list[Reading] = []
        for sentence in SENTENCE.finditer(text):
            inside = [number for number in pending if sentence.start() <= number.start < sentence.end()]
            if inside:
                readings = bare_readings(text, sentence.start(), inside)
                yield from _of_sentence(name, text, sentence.span(), readings, answers, earlier)
                earlier = [reading for reading in readings if not reading.silent][-EARLIER:]


def _of_sentence(
    name: str,
    text: str,
    span: tuple[int, int],
    readings: Sequence[Reading],
    answers: list[Answer],
    earlier: Sequence[Reading],
) -> Iterator[Choice]:
    words = cut(text, *span, readings, earlier)
    for i, reading in enumerate(readings):
        answer = _answer(reading.quantity, answers)
        options = candidates(text, words, readings, i)
        if answer:
            right = [one.place != "silent" and folded(one.words) in answer.nouns for one in options]
        else:
            right = [one.place == "silent" for one in options]
        take(reading, words, i, _best_known(options, right, answer))
        if answer and answer.minor:
            continue
        seen = view(hundredths(), words, readings, i)
        sets = [names(seen, one) for one in options]
        said = [one.words if one.place != "silent" else "?" for one in options]
        yield Choice(name, sets, said, np.array(right), answer.nouns if answer else ("?",))


def _best_known(options: Sequence[Candidate], right: list[bool], answer: Answer | None) -> Candidate:
    """Return the candidate that stands for the annotation while the figures behind it are read."""
    good = [one for one, is_right in zip(options, right, strict=True) if is_right]
    first = [one for one in good if answer and folded(one.words) == answer.nouns[0]]
    return next(iter(first or good), Candidate("none", answer.nouns[0] if answer else ""))


def _answer(number: Quantity, answers: list[Answer]) -> Answer | None:
    near = [one for one in answers if one.start < number.end and number.start < one.end]
    return near[0] if near else None


def learn(data: Sequence[Choice], penalty: float = PENALTY) -> dict[str, float]:
    """Return the weights that make the right candidates likeliest, with a ridge penalty."""
    data = [choice for choice in data if choice.right.any()]
    seen = Counter(trait for choice in data for trait in frozenset().union(*choice.traits))
    names = sorted(trait for trait, count in seen.items() if count >= RARE)
    column = {trait: k for k, trait in enumerate(names)}
    rows = [sorted(column[trait] for trait in one if trait in column) for choice in data for one in choice.traits]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(names)))
    sizes = np.array([len(choice.traits) for choice in data])
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    right = np.concatenate([choice.right for choice in data]).astype(float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = table @ weights
        odds = np.exp(score - np.maximum.reduceat(score, starts)[owner])
        whole = np.add.reduceat(odds, starts)
        good = np.add.reduceat(odds * right, starts) + 1e-300
        slope = table.T @ (odds / whole[owner] - odds * right / good[owner])
        return float(np.log(whole / good).sum() + penalty / 2 * weights @ weights), slope + penalty * weights

    start = np.zeros(len(names))
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return dict(zip(names, weights.tolist(), strict=True))


def judge(data: Sequence[Choice], weights: dict[str, float]) -> Counter[str]:
    """Count the choices that the weights get right: silence, noun, head of the noun."""
    tally: Counter[str] = Counter()
    for choice in data:
        scores = [sum(weights.get(trait, 0.0) for trait in one) for one in choice.traits]
        best = int(np.argmax(scores))
        word = folded(choice.words[best])
        kind = "silent" if choice.nouns == ("?",) else "noun"
        tally[kind] += 1
        tally[f"{kind} right"] += bool(choice.right[best])
        if kind == "noun":
            close = any(
                word == noun or (word and noun and (noun.endswith(word) or word.endswith(noun)))
                for noun in choice.nouns
            )
            tally["noun head right"] += close
            tally["noun missed"] += word == "?"
    return tally


def is_close(word: str, noun: str) -> bool:
    """Say whether two nouns have the same head: one ends with the other."""
    return word == noun or bool(word and noun and (noun.endswith(word) or word.endswith(noun)))


def cross_validate(data: list[Choice], folds: int = 5) -> Counter[str]:
    """Return the tally over folds of passages, each judged by weights learnt on the others."""
    names = sorted({choice.passage for choice in data})
    random.Random(20261127).shuffle(names)
    total: Counter[str] = Counter()
    for k in range(folds):
        left_out = set(names[k::folds])
        weights = learn([choice for choice in data if choice.passage not in left_out])
        total += judge([choice for choice in data if choice.passage in left_out], weights)
    return total


def main() -> None:
    """Learn from all passages and write the table; with --check, print the cross-validated tally instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate over passages and write nothing")
    data = list(choices())
    if parser.parse_args().check:
        sys.stdout.write(f"{dict(sorted(cross_validate(data).items()))}\n")
        return
    kept = {trait: weight for trait, weight in learn(data).items() if abs(weight) >= SMALL}
    lines = [f"{weight:.2f}\t{trait}" for trait, weight in sorted(kept.items())]
    TABLE.write_text("\n".join([HEADER.format(day=dt.date.today().isoformat()), *lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(data)} choices, {len(lines)} weights in {TABLE.name}\n")


if __name__ == "__main__":
    main()
