"""Print how often the metadata and the furniture of the annotated pages are right, as a Markdown table.

python scripts/measure_metadata.py [--failures SET]
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from corpus_tools.text.corpus import document_from_text
from corpus_tools.text.formats import read_file

CASES = Path(__file__).parents[1] / "tests" / "cases"
WIDE = str.maketrans(",:;?!()", "，：；？！（）", " \n\u3000")
FIELDS = ("title", "outlet", "authors", "date", "city", "province", "adcode", "gone", "stay")


def read(page: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what was expected and what was found, by field; `gone` and `stay` list the strings that are wrong."""
    data = page["text"].encode(page.get("encoding", "utf-8"))
    found = document_from_text(read_file(data, page.get("suffix", ".txt"), declared=page.get("encoding")).text)
    body = found.text.translate(WIDE)
    published = found.published_on.isoformat() if found.published_on else None
    values = (found.title, found.outlet, list(found.authors), published, found.city, found.province, found.adcode)
    pairs = {field: (page[field], value) for field, value in zip(FIELDS, values, strict=False)}
    pairs["title"] = (alike(page["title"]), alike(found.title))
    pairs["gone"] = ([], [words for words in page["gone"] if words.translate(WIDE) in body])
    pairs["stay"] = ([], [words for words in page["stay"] if words.translate(WIDE) not in body])
    return pairs


def alike(title: str | None) -> str | None:
    """Return a title with wide punctuation, for some annotations have it as the page prints it."""
    return title and title.translate(WIDE)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", help="also print what is wrong in this set")
    options = parser.parse_args()
    print("| set | pages | " + " | ".join(FIELDS) + " |")
    print("|---" * (len(FIELDS) + 2) + "|")
    for path in sorted(CASES.glob("pages_*.jsonl")):
        name = path.stem.removeprefix("pages_")
        pages = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        results = {page["id"]: read(page) for page in pages}
        right = Counter(field for pairs in results.values() for field in FIELDS if pairs[field][0] == pairs[field][1])
        cells = (f"{right[field]} ({right[field] / len(pages):.0%})" for field in FIELDS)
        print(f"| {name} | {len(pages)} | " + " | ".join(cells) + " |")
        if name == options.failures:
            for page, pairs in results.items():
                for field, (expected, value) in pairs.items():
                    if expected != value:
                        print(f"    {page} {field}: expected {expected}, found {value}")


if __name__ == "__main__":
    main()
