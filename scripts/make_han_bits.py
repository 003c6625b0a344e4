"""Make corpus_tools/data/han_bits.tsv: how rare each Chinese character is, in bits, by the counts of jieba."""

import math
from collections import Counter
from pathlib import Path

import jieba
import opencc

TARGET = Path(__file__).parent.parent / "corpus_tools" / "data" / "han_bits.tsv"
ORIGIN = (
    "# origin: word frequencies of jieba 0.42.1 (dict.txt, MIT licence), counted by character, "
    "Traditional forms by OpenCC 1.4 (Apache-2.0), made by scripts/make_han_bits.py; 2026-11"
)


def character_counts() -> Counter[str]:
    """Count each character of jieba's dictionary in its Simplified and, where it differs, its Traditional form."""
    converters = [opencc.OpenCC(config).convert for config in ("s2t", "s2tw", "s2hk")]
    counts: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split()
        forms = {word} | {convert(word) for convert in converters}
        for character in set("".join(forms)):
            counts[character] += int(frequency) * max(form.count(character) for form in forms)
    return Counter({character: n for character, n in counts.items() if "\u3400" <= character <= "\u9fff"})


def main() -> None:
    """Write one line a band of rarity, most frequent characters first."""
    counts = character_counts()
    total = counts.total()
    bands: dict[int, list[str]] = {}
    for character, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        bands.setdefault(min(20, round(-math.log2(n / total))), []).append(character)
    rows = [f"{bits}\t{''.join(characters)}" for bits, characters in sorted(bands.items())]
    TARGET.write_text("\n".join([ORIGIN, "bits\tcharacters", *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
