"""Measure everything that the package claims to be right, and write docs/accuracy.md from it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

INTRODUCTION = """# Accuracy

Measured, not claimed: each table below is what its command prints, and `python3 tasks.py measure` writes this page.
The cases lie in `tests/cases/`, whose README tells who annotated them and how they were split. Of the tables of values
and slogans, *wild*, *unseen* (values), *natural* (slogans) and *measured* tell of new text, of those of pages *blind*:
nobody has read their errors. They were written by readers who knew neither rules nor results; the totals of *measured*
were seen some twenty times while rules were written, those of the others a few times. *wild* and *blind* follow the
structure of pages that were looked up, and are harder than texts written from memory.
All other parts were read or learnt from: they are no measure of new text. All
passages are invented in the manner of such reports; the five seeds are real.
"""


PEERS = "## Reported values beside other tools"
PEERS_READING = (
    "The five seeds as the package reads them, and the measured passages before damage. *Values found*: annotated "
    "numbers whose place and worth are right; *precision*: these among all that is found; *units*, *nouns*: those "
    "of them that are right. The peers read numbers and were never made to tell what is counted; they need an "
    "environment of their own."
)


class Measure(NamedTuple):
    """One script and what a reader must know to read its table."""

    title: str
    script: str
    reading: str


MEASURES = (
    Measure(
        "Restoration of damaged bytes",
        "measure_restoration.py",
        "Clean Chinese is run through the forward model of a site and restored. `wrong and called exact` must be 0.",
    ),
    Measure(
        "Metadata and page furniture",
        "measure_metadata.py",
        "Share of pages with the right answer for each field; *gone* and *stay*: furniture strings that are gone from "
        "the text and body strings that are still in it.",
    ),
    Measure(
        "Reported values",
        "measure_values.py",
        "A value counts as found if its words overlap with an annotated value. Each field is a share of the annotated "
        "values; `all` asks for value with its bound and range, unit, head of the noun and date at once.\n\n"
        "At first look: *unseen* all fields 356 of 395; *last* all fields 262 of 326, *dates* 298 "
        "of 348, *blind* 249 of 289, *modelled* 565 of 676, *modelled2* 357 of 440. *modelled*, *modelled2* and *wild* "
        "are made after the structure of pages that were looked up; *wild* is blind but for its totals (507 of 580 "
        "by the rules before these three). The nouns of all parts but *unseen*, *wild*, *measured*, *fresh* are learnt "
        "from (`scripts/train_nouns.py`); the errors of *fresh* have been read.",
    ),
    Measure(
        "Numbered slogans",
        "measure_slogans.py",
        "`members` asks only where the text lists them in full, for their very words; `items` for as many of them, "
        "each lying in the annotated one or holding it. A slogan belongs to an annotated one by its words or "
        "its span, once a document. Which list holds the members is learnt from all parts but *anew*, *wild*, "
        "*natural*, *measured* and *fresh* (`scripts/train_members.py`). A part of an annotated compound that is told "
        "by itself is neither a hit nor a miss.\n\n"
        "*anew*, *wild*, and the parts from *offices* to *experience* are made after the structure of pages that were "
        "looked up. At first look, members: *wild*, which is blind, 74 of 100; *offices* to *speeches*, learnt from "
        "since, 473 of 642; then *health* to *party*, learnt from since, 406 of 507; by rules mended on these *anew*, "
        "which is blind, 77 of 90, and *press* to *experience*, learnt from since, 368 of 446.\n\n"
        "At first look, before any rule was changed: *natural*, which is blind, precision 82 of 84, recall 82 of 84, "
        "members 50 of 59; *general* precision 126 of 128, recall 126 of 129, members 85 of 94; *campaigns* precision "
        "120 of 122, recall 120 of 131, members 76 of 89. By the rules before these: *unseen* precision 74 of 75, "
        "recall 74 of 75, members 38 of 54; "
        "*last* precision 50 of 51, recall 50 of 52, members 32 of 39; *dev* precision 91 of 99, recall 91 of 94, "
        "members 36 of 56; *dev2*, written to be hard, precision 81 of 82, recall 81 of 84, members 37 of 66.",
    ),
    Measure(
        "Word statistics",
        "simulate_keyness.py",
        "What is called significant where nothing is, and how often intervals hold the truth.",
    ),
)


def section(measure: Measure) -> str:
    """Return the section of one measure: its command, how to read it, and what the command prints."""
    command = ["scripts/" + measure.script]
    printed = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return f"## {measure.title}\n\n`.venv/bin/python {command[0]}`\n\n{measure.reading}\n\n{printed.strip()}\n"


def peers(interpreter: str | None, page: str) -> str:
    """Return the section on peers, measured by their interpreter, or as it stands in the page where there is none."""
    if interpreter is None:
        return PEERS + page.partition(PEERS)[2].partition("\n## ")[0].rstrip() + "\n"
    command = [sys.executable, "scripts/compare_values.py", "--peers", interpreter]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    shown = "`.venv/bin/python scripts/compare_values.py --peers PYTHON`"
    return "\n\n".join([PEERS, shown, PEERS_READING, printed.strip()]) + "\n"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="the interpreter of an environment with the peers, to measure them, too")
    target = ROOT / "docs" / "accuracy.md"
    beside = peers(parser.parse_args().peers, target.read_text(encoding="utf-8"))
    sections = [section(measure) for measure in MEASURES]
    page = "\n".join([INTRODUCTION, *sections[:3], beside, *sections[3:]])
    target.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
