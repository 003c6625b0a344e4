"""The README of a replication package, in the order that the data editors of the social sciences ask for."""

from __future__ import annotations

import csv
import json
import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus_tools.charts.publish import LIBRARIES

TEMPLATE = Path(__file__).parent / "data" / "replication_readme.md"
TABLES = {
    "documents": "the texts and what is known about them",
    "edits": "every change made to the texts",
    "events": "dated statements",
    "ledger": "raw characters by fate",
    "series": "reported values as observations",
    "slogans": "numbered slogans and their members",
    "terms": "term frequencies",
    "values": "reported values with their quotes",
}
ABSENT = "The texts are not in the package; the outlets below hold them. A copy is checked by its hash."
FETCH = "Put the texts into `inputs/` under the names of `inputs.csv` and check their hashes. Then, beside this file:"


class About(NamedTuple):
    """What a reader must be told that no run knows; licence is that of figures and tables, minutes those of the run."""

    title: str = "Replication package of a corpus of Chinese reports"
    authors: Sequence[str] = ()
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    date: str | None = None
    minutes: float | None = None


def readme(stage: Path, about: About, source: str | Path | None) -> str:
    """Return the README of the package that lies in the folder `stage`; `source` is what the report read."""
    inputs = rows(stage / "inputs.csv")
    given = {row["path"] for row in inputs if (stage / "inputs" / row["path"]).is_file()}
    whole = len(given) == len(inputs)
    facts = {
        "title": about.title,
        "authors": ", ".join(about.authors) or "Authors: to be named.",
        "licence": about.licence,
        "documents": len(inputs),
        "minutes": _run_time(about.minutes),
        "availability": "All texts are in `inputs/`." if whole else ABSENT,
        "instructions": "Beside this file:" if whole else FETCH,
        "source": "inputs" if source is None or Path(source).is_dir() else f"inputs/{Path(source).name}",
        "inputs": _table(_input(row, given) for row in inputs),
        "tables": _table(_tables(stage)),
        "figures": _table(_figures(stage)),
        "unmade": _unmade(stage),
        "python": platform.python_version(),
        "version": version("corpus-tools"),
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES[1:]),
    }
    return TEMPLATE.read_text(encoding="utf-8").partition("\n")[2].format(**facts)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def makers(stage: Path) -> dict[str, list[str]]:
    """Return, for each executed notebook, the figures that it saves."""
    known = {path.stem for path in (stage / "figures").glob("*.svg")}
    return {
        path.name: sorted(known & set(re.findall(r"[\"']([^\"'\n]+)[\"']", _code(path))))
        for path in sorted((stage / "notebooks").glob("*.ipynb"))
    }


def _code(notebook: Path) -> str:
    """Return the source of the cells that save a figure."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n".join(source for source in sources if "save_figure" in source)


def _run_time(minutes: float | None) -> str:
    """Say how long the run takes, rounded up so that two runs say the same."""
    if minutes is None:
        return "The run time depends on the corpus: five texts take about two minutes of one processor core."
    bound = next((bound for bound in (5, 15, 30, 60, 120, 240, 480) if minutes <= bound), None)
    return f"The run takes under {bound} minutes." if bound else f"The run takes about {minutes / 60:.0f} hours."


def _table(lines: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    """Return a text that stands in one cell of a Markdown table and is no markup."""
    flat = " ".join(text.split())
    return re.sub(r"([\\|<>\[\]*])", r"\\\1", flat)


def _input(row: dict[str, str], given: set[str]) -> list[str]:
    return [row["path"], row["sha256"], row["outlet"], row["published_on"], "yes" if row["path"] in given else "no"]


def _tables(stage: Path) -> Iterator[list[str]]:
    for path in sorted((stage / "tables").glob("*.csv")):
        yield [f"`tables/{path.name}`", TABLES.get(path.stem, path.stem), "`software/corpus_tools/reporting.py`"]


def _figures(stage: Path) -> Iterator[list[str]]:
    for notebook, names in makers(stage).items():
        for name in names:
            caption = json.loads((stage / "figures" / f"{name}.json").read_text(encoding="utf-8"))["caption"]
            yield [f"`figures/{name}.svg`", caption.get("en") or caption.get("zh", ""), f"`notebooks/{notebook}`"]


def _unmade(stage: Path) -> str:
    outcome = json.loads((stage / "report.json").read_text(encoding="utf-8"))
    ended = [f"- `{name}` ended early: {reason}" for name, reason in outcome.items() if reason]
    return "\n".join(["Not every figure could be made of this corpus:", "", *ended]) if ended else ""
