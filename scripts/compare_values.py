"""Compare reported values with what Recognizers-Text, cn2an and jionlp find in the same text; prints a Markdown table.

The peers need versions that the notebook's lock does not: install them elsewhere (``pip install recognizers-text-suite
"emoji<2" cn2an jionlp`` in a fresh environment) and give its interpreter with --peers.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

Found = dict[str, Any]
NUMBER = re.compile(r"[0-9０-９.]*[0-9０-９〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
TOLERANCE = 1e-6


def recognizers(text: str) -> Iterator[Found]:
    """Yield the numbers, percentages and dimensions of Recognizers-Text."""
    number = importlib.import_module("recognizers_number")
    unit = importlib.import_module("recognizers_number_with_unit")
    finders = [number.recognize_number, number.recognize_percentage]
    finders += [unit.recognize_dimension, unit.recognize_currency]
    for find in finders:
        for hit in find(text, "zh-cn"):
            value = str((hit.resolution or {}).get("value") or "").rstrip("%")
            yield {"start": hit.start, "end": hit.end + 1, "value": value, "unit": _unit(hit)}


UNITS = {"Chinese yuan": "元", "Ton": "吨", "Mu": "亩", "Kilometer": "公里", "Meter": "米", "Kilogram": "公斤"}


def _unit(hit: Any) -> str | None:
    printed = hit.resolution.get("unit")
    return "%" if "percentage" in hit.type_name else UNITS.get(printed, printed)


def cn2an(text: str) -> Iterator[Found]:
    """Yield the strings of number signs that cn2an can convert."""
    convert = importlib.import_module("cn2an").cn2an
    for hit in NUMBER.finditer(text):
        try:
            yield {"start": hit.start(), "end": hit.end(), "value": str(convert(hit[0], "smart")), "unit": None}
        except ValueError:
            continue


def jionlp(text: str) -> Iterator[Found]:
    """Yield the sums of money of jionlp, its only reading of numbers in running text."""
    for hit in importlib.import_module("jionlp").ner.extract_money(text, with_parsing=True):
        value = hit["detail"]["num"]
        value = value[0] if isinstance(value, list) else value
        yield {"start": hit["offset"][0], "end": hit["offset"][1], "value": str(value), "unit": hit["detail"]["case"]}


PEERS: dict[str, Callable[[str], Iterator[Found]]] = {
    "Recognizers-Text": recognizers,
    "cn2an": cn2an,
    "jionlp": jionlp,
}


def answer() -> None:
    """Read texts as JSON from the standard input and write what each peer finds: the part that runs under --peers."""
    texts = json.load(sys.stdin)
    answers = {name: [list(find(text)) for text in texts] for name, find in PEERS.items()}
    sys.__stdout__.write("\n" + json.dumps(answers) + "\n")  # type: ignore[union-attr]


def annotated() -> Iterator[tuple[str, list[Found], list[Found]]]:
    """Yield clean text, annotated values and our values of the seeds and of the measured passages."""
    import measure_values as measure

    import corpus_tools as ct
    from corpus_tools.validation import read_cases

    cases = read_cases(measure.CASES / "values_seeds.jsonl")
    for document in measure.dated_seeds():
        gold = [case for case in cases if case["doc_id"] == document.doc_id]
        yield document.text, located(document.text, gold), ct.reported_values(document).to_dict("records")
    for case in read_cases(measure.CASES / "values_passages.jsonl"):
        if case["part"] == "measured":
            document = ct.document_from_text(case["clean"], published_on=case["published_on"])
            table = ct.reported_values(document)
            yield document.text, located(document.text, case["values"]), table.to_dict("records")


def located(text: str, values: list[Found]) -> list[Found]:
    """Return annotated values with the places of their quotes in a clean text."""
    found, position = [], 0
    for value in values:
        start = max(text.find(value["quote"], position), 0) or max(text.find(value["quote"]), 0)
        position = start + 1
        found.append({**value, "raw_start": start, "raw_end": start + len(value["quote"])})
    return found


def score(gold: list[list[Found]], found: list[list[Found]]) -> list[str]:
    """Return values found of those annotated, precision, and how many of them have their unit and noun."""
    hits = units = nouns = 0
    for values, others in zip(gold, found, strict=True):
        for value in values:
            near = [one for one in others if one["start"] < value["raw_end"] and value["raw_start"] < one["end"]]
            same = [one for one in near if _equal(one["value"], value["value"])]
            hits += bool(same)
            units += any(one.get("unit") and one["unit"] == value["unit"] for one in same)
            names = [value["noun"], *value.get("noun_also", [])]
            nouns += any(one.get("noun") and one["noun"] in names for one in same)
    total, all_found = sum(map(len, gold)), sum(map(len, found))
    return [f"{hits} of {total}", f"{min(hits / max(all_found, 1), 1):.2f}", str(units), str(nouns)]


def _equal(one: object, other: float) -> bool:
    try:
        return abs(float(str(one).replace(",", "")) - other) <= TOLERANCE * max(1, abs(other))
    except ValueError:
        return False


def merged(found: list[Found]) -> list[Found]:
    """Return the findings of one peer without those inside a longer one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one["start"], -one["end"], one["unit"] is None)):
        if not kept or one["end"] > kept[-1]["end"]:
            kept.append(one)
    return kept


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=sys.executable, help="the interpreter of an environment with the peers")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer()
        return
    texts, gold, ours = (list(column) for column in zip(*annotated(), strict=True))
    run = subprocess.run(
        [options.peers, __file__, "--answer"], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    answers = json.loads(run.stdout.strip().splitlines()[-1])
    lines = [["", "values found", "precision", "units", "nouns"], ["---"] * 5]
    lines += [[name, *score(gold, [merged(one) for one in found])] for name, found in answers.items()]
    lines += [["corpus_tools", *score(gold, ours)]]
    sys.stdout.write("\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n")


if __name__ == "__main__":
    main()
