"""Throw nasty text and bytes at the reading of pages: `python tests/text/fuzz_text.py --cases 20000 --seed 1`.

Exits with 1 and prints the smallest input found if anything but a ValueError of `decode` is raised or a promise breaks.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from pathlib import Path

from corpus_tools.text import furniture, mojibake, script
from corpus_tools.text.corpus import document_from_text
from corpus_tools.text.decoding import decode
from corpus_tools.text.metadata import read_metadata
from corpus_tools.text.tracing import Traced

CASES = Path(__file__).parents[1] / "cases"
PIECES = json.loads((CASES / "fuzz_pieces.json").read_text("utf-8"))


def pages() -> list[str]:
    """Return the invented pages of all cases."""
    lines = (line for path in sorted(CASES.glob("pages_*.jsonl")) for line in path.read_text("utf-8").split("\n"))
    return [json.loads(line)["text"] for line in lines if line]


def nasty_text(rng: random.Random, real: list[str]) -> str:
    """Return fragments in any order, or a real page that was cut, spliced, repeated and sprinkled with fragments."""
    if rng.random() < 0.6:
        return "".join(rng.choices(PIECES, k=rng.randrange(1, 30)))
    text = rng.choice(real)[: rng.randrange(20, 500)]
    for _ in range(rng.randrange(1, 8)):
        i, k = sorted(rng.choices(range(len(text) + 1), k=2))
        way = rng.randrange(4)
        if way == 0:
            text = text[:i] + rng.choice(PIECES) + text[i:]
        elif way == 1:
            text = text[:i] + text[k:]
        elif way == 2:
            text = text[:k] + text[i : min(k, i + 60)] + text[k:]
        else:
            text = text[:i] + rng.choice(real)[:60] + text[k:]
    return text


def check_bytes(rng: random.Random, real: list[str]) -> None:
    """Decode a text in some encoding with some bytes broken."""
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
    data = bytearray(nasty_text(rng, real).encode(encoding, "replace"))
    for _ in range(rng.randrange(4)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    given = {
        "declared": rng.choice([None, None, "gbk", "utf-8", "x\0", ""]),
        "hint": rng.choice([None, "gb2312", "rot13"]),
    }
    try:
        text, name = decode(bytes(data), **given)
    except ValueError as error:
        if len(str(error)) < 20:
            raise AssertionError("an error that says nothing") from error
        return
    assert bytes(data).decode(name, "replace") == text


def check_text(text: str) -> None:
    """Hold every step to what it promises for a text."""
    traced = Traced.from_raw(text)
    for step in (mojibake.repair, script.normalise_characters, script.simplify):
        changes = step(traced.text)
        traced = traced.apply(step.__name__, changes)
        if step is script.normalise_characters:
            assert not script.normalise_characters(traced.text), "normalising twice"
        if step is script.simplify:
            assert all(len(change.after) == 1 == change.end - change.start for change in changes)
    page = traced.text
    blocks = furniture.label_lines(page)
    behind = 0
    for block in blocks:
        assert behind <= block.start < block.end <= len(page)
        assert not page[behind : block.start].strip().strip("|｜").strip(), "something visible has no label"
        assert "\n" not in page[block.start : block.end]
        behind = block.end
    assert not page[behind:].strip().strip("|｜").strip()
    found = read_metadata(page, blocks)
    assert all(0 <= start < end <= len(page) for start, end in found.evidence.values())
    document = document_from_text(text)
    assert sum(document.traced.ledger().values()) == len(text)
    assert not any(line != line.strip() for line in document.paragraphs if line.strip()), "white space at an edge"


def smallest(text: str) -> str:
    """Cut what is not needed for a failure."""
    size = len(text) // 2
    while size:
        for i in range(0, len(text), size):
            shorter = text[:i] + text[i + size :]
            try:
                check_text(shorter)
            except Exception:
                text = shorter
                break
        else:
            size //= 2
    return text


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the cases; return 1 after a find."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--bytes", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9)
    args = parser.parse_args()
    rng, real, start, finds = random.Random(args.seed), pages(), time.perf_counter(), 0
    for _ in range(args.bytes):
        check_bytes(rng, real)
    say(f"{args.bytes} byte strings in {time.perf_counter() - start:.0f} s")
    for number in range(args.cases):
        text = nasty_text(rng, real)
        if time.perf_counter() - start > args.seconds:
            break
        try:
            check_text(text)
        except Exception:
            finds += 1
            say(f"case {number}: {smallest(text)!r}\n{traceback.format_exc(limit=-2)}")
            if finds > 5:
                break
    say(f"{number + 1} texts, {finds} finds in {time.perf_counter() - start:.0f} s")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
