"""What is compared: each side is one function over a folder of reports, run in a process of its own.

python benchmarks/sides.py naive /tmp/reports /tmp/out
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

DOCUMENTS_AND_TERMS = ("documents", "terms")


def naive(source: Path, out: Path) -> None:
    """Do what users do today: all texts in memory, jieba, a blank between the words, a document-term matrix."""
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [file.read_text(encoding="utf-8") for file in sorted(source.rglob("*.txt"))]
    cut = [" ".join(jieba.lcut(text)) for text in texts]
    matrix = TfidfVectorizer().fit_transform(cut)
    out.mkdir(parents=True)
    (out / "shape.txt").write_text(str(matrix.shape), encoding="utf-8")


def rjieba(source: Path, out: Path) -> None:
    """Read and cut, and nothing else: the limit of what a build can reach."""
    import rjieba as engine

    tokenizer = engine.Jieba()
    tokens = sum(len(tokenizer.cut(file.read_text(encoding="utf-8"))) for file in sorted(source.rglob("*.txt")))
    out.mkdir(parents=True)
    (out / "tokens.txt").write_text(str(tokens), encoding="utf-8")


def build_terms(source: Path, out: Path) -> None:
    """Documents and terms, in this process."""
    _build(source, out, DOCUMENTS_AND_TERMS, workers=1)


def build_terms_2(source: Path, out: Path) -> None:
    """Documents and terms, two processes."""
    _build(source, out, DOCUMENTS_AND_TERMS, workers=2)


def build_terms_dask(source: Path, out: Path) -> None:
    """Documents and terms, a Dask cluster of two workers on this machine."""
    _build(source, out, DOCUMENTS_AND_TERMS, workers=2, scheduler="local")


def build_default(source: Path, out: Path) -> None:
    """All tables but tokens, in this process."""
    _build(source, out, None, workers=1)


def build_all(source: Path, out: Path) -> None:
    """All six tables, in this process."""
    from corpus_tools.scale import TABLES

    _build(source, out, TABLES, workers=1)


def _build(
    source: Path, out: Path, tables: tuple[str, ...] | None, *, workers: int, scheduler: str | None = None
) -> None:
    from corpus_tools.scale import build

    build(source, out, tables=tables, workers=workers, scheduler=scheduler)


SIDES: dict[str, Callable[[Path, Path], None]] = {
    side.__name__: side
    for side in (naive, rjieba, build_terms, build_terms_2, build_terms_dask, build_default, build_all)
}


if __name__ == "__main__":
    SIDES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
