"""Throw nasty bytes and texts at all that reads them: `python scripts/fuzz.py --cases 20000 --seed 1`.

Every case must give what is promised and raise nothing but a ValueError of ours, within three seconds of computing; a
find is cut down to the smallest text that still shows it. The digest over all results is the same in every process: run
the command under two values of PYTHONHASHSEED and compare.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus_tools.claims import numerals, reported, sections, slogans
from corpus_tools.claims.series import time_series
from corpus_tools.explorer import Explorer
from corpus_tools.text import furniture, mojibake, script
from corpus_tools.text.corpus import Corpus, Document, document_from_text
from corpus_tools.text.decoding import decode
from corpus_tools.text.metadata import read_metadata
from corpus_tools.text.tracing import Traced
from corpus_tools.words.concordance import concordance

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases"
SECONDS = 3.0
MEMORY = 4 << 30
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "latin-1")
PATTERNS = (
    *("(a+)+$", ".*", "(?:.|\\s)*?党", "[一-", "(?<=员", "\\", "(?P<a>.)(?P=a)", "x{9999999999}", "(?i)Ｄ", "^"),
    *("\\b", "(?r).", "(?:.{999}){99}", "(?:.{9999}){9999}", "(.*)*(.*)*党$", "(?e)(?:党员){e<9}"),
)
DAYS = (None, date(2020, 2, 25), date(1900, 1, 1), date(2099, 12, 31), date(2024, 2, 29))


class Target(NamedTuple):
    """What is tried: how a case is made, and how its promises are checked; the check returns what it found."""

    make: Callable[[random.Random], Any]
    check: Callable[[Any], object]


@cache
def pieces(name: str) -> tuple[str, ...]:
    """Return the fragments of one list."""
    return tuple(json.loads((CASES / f"fuzz_{name}.json").read_text("utf-8")))


@cache
def real_texts() -> tuple[str, ...]:
    """Return the texts of all cases and seeds."""
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n")]
    cases = [json.loads(line) for line in lines if line and not line.startswith("#")]
    texts = [case.get(key) for case in cases for key in ("text", "raw")]
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return tuple(text for text in [*texts, *seeds] if text)


def nasty_text(rng: random.Random, fragments: Sequence[str]) -> str:
    """Return fragments in any order, or a real text that was cut, spliced, repeated and sprinkled with fragments."""
    if rng.random() < 0.5:
        return "".join(rng.choices(fragments, k=rng.randrange(1, 30)))
    text = _stretch(rng, 400)
    for _ in range(rng.randrange(1, 8)):
        i, k = sorted(rng.choices(range(len(text) + 1), k=2))
        ways = (
            text[:i] + rng.choice(fragments) + text[i:],
            text[:i] + text[k:],
            text[:k] + text[i : min(k, i + 60)] * rng.randrange(1, 4) + text[k:],
            text[:i] + _stretch(rng, 60) + text[k:],
        )
        text = rng.choice(ways)
    return text[:2000]


def _stretch(rng: random.Random, most: int) -> str:
    text = rng.choice(real_texts())
    start = rng.randrange(max(1, len(text) - most)) if rng.random() < 0.5 else 0
    return text[start : start + rng.randrange(1, most)]


def of_pages(rng: random.Random) -> str:
    """Return a text with fragments of pages and of damage."""
    return nasty_text(rng, pieces("pieces"))


def of_claims(rng: random.Random) -> str:
    """Return a text with fragments of figures, dates, slogans and lists."""
    return nasty_text(rng, pieces("claims"))


def of_bytes(rng: random.Random) -> tuple[bytes, dict[str, str | None]]:
    """Return a text in some encoding with some bytes broken, and what is declared of it."""
    data = bytearray(of_pages(rng).encode(rng.choice(ENCODINGS), "replace"))
    for _ in range(rng.randrange(4) if data else 0):
        data[rng.randrange(len(data))] = rng.randrange(256)
    declared, hint = rng.choice((None, None, "gbk", "utf-8", "x\0", "")), rng.choice((None, "gb2312", "rot13"))
    return bytes(data), {"declared": declared, "hint": hint}


def of_queries(rng: random.Random) -> tuple[str, str, str]:
    """Return a text, a query and how it is meant."""
    text = of_pages(rng)
    start = rng.randrange(len(text) + 1)
    query = rng.choice((text[start : start + rng.randrange(4)], rng.choice(PATTERNS), rng.choice(pieces("pieces"))))
    return text, query, rng.choice(("phrase", "word", "regex"))


def check_bytes(case: tuple[bytes, dict[str, str | None]]) -> object:
    """Decode and encode again, or get an error that says what to do."""
    data, given = case
    try:
        text, name = decode(data, **given)
    except ValueError as error:
        if len(str(error)) < 20:
            raise AssertionError("an error that says nothing") from error
        return str(error)
    assert data.decode(name, "replace") == text
    return text


def check_steps(text: str) -> object:
    """Hold each step of the text to its own promise; every visible character has a label."""
    traced = Traced.from_raw(text)
    for step in (mojibake.repair, script.normalise_characters, script.simplify):
        changes = step(traced.text)
        traced = traced.apply(step.__name__, changes)
        if step is script.normalise_characters:
            assert not script.normalise_characters(traced.text), "normalising twice"
        if step is script.simplify:
            assert all(len(change.after) == 1 == change.end - change.start for change in changes)
    page, behind = traced.text, 0
    blocks = furniture.label_lines(page)
    for block in [*blocks, None]:
        start = block.start if block else len(page)
        assert behind <= start, "labels overlap"
        assert not page[behind:start].strip().strip("|｜").strip(), "something visible has no label"
        if block:
            assert start < block.end <= len(page)
            assert "\n" not in page[start : block.end]
            behind = block.end
    found = read_metadata(page, blocks)
    assert all(0 <= start < end <= len(page) for start, end in found.evidence.values())
    return page, sorted(found.evidence.items())


def check_document(text: str) -> object:
    """Add up the ledger, hold receipts against the raw text, and lead every character back to it."""
    document = document_from_text(text)
    text = document.raw
    assert sum(document.traced.ledger().values()) == len(text)
    assert all(text[receipt.raw_start : receipt.raw_end] == receipt.before for receipt in document.traced.receipts)
    assert not any(line != line.strip() for line in document.paragraphs if line.strip()), "white space at an edge"
    behind = 0
    for i in range(len(document.text)):
        start, end = document.raw_span(i, i + 1)
        assert 0 <= start < end <= len(text), "a raw span out of bounds"
        assert behind <= start, "raw spans out of order"
        behind = start
    return document.text, document.traced.receipts, document.read


def check_numerals(text: str) -> object:
    """Find numerals in order, within the text, with finite values."""
    behind, found = 0, numerals.scan(text)
    for numeral in found:
        assert behind <= numeral.start < numeral.end <= len(text), "numerals overlap"
        assert numeral.value.is_finite()
        assert numeral.value_max is None or numeral.value_max > numeral.value
        behind = numeral.start
    return found


def check_values(text: str) -> object:
    """Find values that quote the raw text, stand in order, and have no date behind the publication."""
    day = DAYS[len(text) % len(DAYS)]
    document = document_from_text(text, published_on=day and day.isoformat())
    table = reported.reported_values(document)
    _check_quotes(document, table, "quote")
    assert table["start"].is_monotonic_increasing
    assert table["value"].notna().all()
    assert day is None or all(found <= day for found in table["as_of"].dropna()), "a date after the publication"
    series = time_series(table)
    assert series["mentions"].sum() <= len(table)
    return table.to_csv(), series.to_csv()


def check_slogans(text: str) -> object:
    """Find slogans where they say they stand, with numbers; sections lie within the text."""
    document = document_from_text(text)
    table, tree = slogans.slogans(document), sections.sections(document)
    for row in table.itertuples():
        assert 0 <= row.raw_start < row.raw_end <= len(text)
        assert row.numbers
        assert all(row.members)
        assert not row.complete or row.consistent == (len(row.members) in _sizes(row.numbers)) or len(row.numbers) > 1
    assert (tree["start"] <= tree["end"]).all()
    assert tree["start"].is_monotonic_increasing
    assert (tree["end"] <= len(document.text)).all()
    return table.to_csv(), tree.to_csv()


def _sizes(numbers: Sequence[int]) -> tuple[int, ...]:
    return (sum(numbers), len(numbers))


def check_query(case: tuple[str, str, str]) -> object:
    """See in a concordance what was asked for; the explorer tells what is wrong with a query and raises nothing."""
    text, query, mode = case
    document = document_from_text(text)
    explorer = Explorer(Corpus((document,)), seconds=0.3)
    table = explorer.search(query, mode=mode)  # type: ignore[arg-type]
    assert len(table) or explorer.view.message
    try:
        lines = concordance(document, query, regex=mode == "regex", timeout=0.3)
    except (ValueError, TimeoutError) as error:
        return str(error) if isinstance(error, ValueError) else "too long"
    for row in lines.itertuples():
        assert document.text[row.start : row.end] == row.node
        assert 0 <= row.raw_start < row.raw_end <= len(text)
    return lines.to_csv()


def _check_quotes(document: Document, table: Any, column: str) -> None:
    for row in table.itertuples():
        assert 0 <= row.start < row.end <= len(document.text)
        assert 0 <= row.raw_start < row.raw_end <= len(document.raw)
        assert document.raw[row.raw_start : row.raw_end] == getattr(row, column)


TARGETS = {
    "bytes": Target(of_bytes, check_bytes),
    "steps": Target(of_pages, check_steps),
    "document": Target(of_pages, check_document),
    "numerals": Target(of_claims, check_numerals),
    "values": Target(of_claims, check_values),
    "slogans": Target(of_claims, check_slogans),
    "query": Target(of_queries, check_query),
}


def is_fine(target: Target, case: Any) -> bool:
    """Say whether a case keeps its promises in good time."""
    started = time.process_time()
    try:
        target.check(case)
    except Exception:
        return False
    return time.process_time() - started < SECONDS


def smallest(target: Target, case: Any) -> Any:
    """Cut what is not needed for a failure; a text alone can be cut."""
    size = len(case) // 2 if isinstance(case, str) else 0
    while size:
        for i in range(0, len(case), size):
            shorter = case[:i] + case[i + size :]
            if not is_fine(target, shorter):
                case = shorter
                break
        else:
            size //= 2
    return case


def fuzz(name: str, *, cases: int, seed: int, most_finds: int = 5) -> tuple[list[str], str]:
    """Try cases of one target; return what was found and the digest over all results."""
    target, rng = TARGETS[name], random.Random(f"{name} {seed}")
    finds, digest = [], hashlib.sha256()
    for number in range(cases):
        case, started = target.make(rng), time.process_time()
        try:
            digest.update(re.sub(r"0x[0-9a-f]+", "", repr(target.check(case))).encode("utf-8", "surrogatepass"))
            reason = f"took over {SECONDS} s" if time.process_time() - started > SECONDS else ""
        except Exception:
            reason = traceback.format_exc(limit=-2)
        if reason:
            finds.append(f"{name}, seed {seed}, case {number}: {smallest(target, case)!r}\n{reason}")
        if len(finds) >= most_finds:
            break
    return finds, digest.hexdigest()


def main() -> int:
    """Run the cases; return 1 after a find."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=[*TARGETS, "all"], default="all")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    failed = False
    for name in TARGETS if args.target == "all" else [args.target]:
        started = time.perf_counter()
        finds, digest = fuzz(name, cases=args.cases, seed=args.seed)
        failed |= bool(finds)
        print("\n".join(finds), end="\n" if finds else "")
        seconds = time.perf_counter() - started
        print(
            f"{name}: {args.cases} cases, seed {args.seed}, {len(finds)} finds, {seconds:.0f} s, {digest[:16]}",
            flush=True,
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
