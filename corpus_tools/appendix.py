"""Evidence tables as the appendix of a paper: xlsx, docx, tex or csv, each quote looked up in the raw text first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_tools.appendix_files import WORDS, WRITERS, Appendix
from corpus_tools.charts.labels import Lang
from corpus_tools.writing import write_whole

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Corpus

SOURCE_COLUMNS = ["doc_id", "title", "outlet", "authors", "published_on", "path", "sha256"]
ADDED_COLUMNS = ["outlet", "published_on"]
_NOT_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def export_appendix(
    table: pd.DataFrame,
    path: str | Path,
    *,
    corpus: Corpus | None = None,
    caption: str | None = None,
    lang: Lang = "zh",
) -> Path:
    """Write a table of evidence as an appendix; the ending of `path` says how: .xlsx, .docx, .tex or .csv.

    Spreadsheets hold all columns, pages those that a reader needs. No text acts as a formula or a command, and
    characters that cannot be printed are named (〈U+0007〉). The same table gives the same bytes.

    Parameters
    ----------
    table
        Any table of the package; at its best one with `doc_id`, `raw_start`, `raw_end`.
    path
        The file to write, whole or not at all.
    corpus
        The corpus of the table: each quote is compared with the raw text, quotes and sources are added.
    caption
        The title of the appendix.
    lang
        Language of headings: ``"zh"`` or ``"en"``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If the ending is another, a document is not in the corpus, or a quote is not what the raw text says there.

    Examples
    --------
    >>> import tempfile
    >>> table = pd.DataFrame({"city": ["汕尾市"], "quote": ["=1+1"], "raw_start": [5], "raw_end": [9]})
    >>> path = export_appendix(table, Path(tempfile.mkdtemp()) / "appendix.csv")
    >>> print(path.read_text("utf-8-sig").rstrip())
    city,quote,raw_start,raw_end
    汕尾市,'=1+1,5,9
    """
    path = Path(path)
    if path.suffix.lower() not in WRITERS:
        raise ValueError(f"{path}: found the ending {path.suffix!r}, expected one of {', '.join(WRITERS)}.")
    write_whole({path: WRITERS[path.suffix.lower()](_appendix(table, corpus, caption, lang))})
    return path


def _appendix(table: pd.DataFrame, corpus: Corpus | None, caption: str | None, lang: Lang) -> Appendix:
    note, sources = WORDS["note"][lang == "en"], None
    if corpus is not None:
        note = f"{note} {WORDS['corpus'][lang == 'en'].format(hash=corpus.hash)}"
        documents = corpus.documents().loc[lambda rows: rows["error"].isna(), SOURCE_COLUMNS]
        sources = documents
        if "doc_id" in table:
            _check_documents(table, documents)
            sources = documents[documents["doc_id"].isin(table["doc_id"])]
            table = _with_sources(_with_quotes(table, corpus), documents)
    return Appendix(caption or WORDS["caption"][lang == "en"], note, _visible(table), _visible(sources), lang)


def _check_documents(table: pd.DataFrame, documents: pd.DataFrame) -> None:
    strange = sorted(set(table["doc_id"].dropna()) - set(documents["doc_id"]))
    if strange:
        raise ValueError(f"the table cites {', '.join(strange[:3])}, which the corpus lacks; pass the corpus it is of.")


def _with_quotes(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Compare the quotes with the raw text; a table of spans without any words gets them."""
    if not {"raw_start", "raw_end"} <= set(table):
        return table
    spans = table[["doc_id", "raw_start", "raw_end"]].itertuples(index=False)
    raw = [corpus[doc_id].raw[int(start) : int(end)] for doc_id, start, end in spans]
    if not {"quote", "raw_quote", "node"} & set(table):
        return table.assign(quote=raw)
    stated = table["raw_quote"] if "raw_quote" in table else table.get("quote")
    for place, (found, row) in enumerate(zip(raw, table.to_dict("records"), strict=True)):
        quote = found if stated is None else stated.iloc[place]
        if quote != found and quote != _in_text(corpus, row):
            raise ValueError(
                f"{row['doc_id']}, raw characters {row['raw_start']}:{row['raw_end']}: found {found[:40]!r}, expected"
                f" the quote {quote[:40]!r} (row {place}). Make the table anew from this corpus."
            )
    return table


def _in_text(corpus: Corpus, row: dict[Any, Any]) -> str | None:
    return corpus[row["doc_id"]].text[row["start"] : row["end"]] if {"start", "end"} <= set(row) else None


def _with_sources(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    added = [name for name in ADDED_COLUMNS if name not in table]
    known = documents.set_index("doc_id")
    return table.assign(**{name: table["doc_id"].map(known[name]) for name in added})


def _visible(table: pd.DataFrame | None) -> Any:
    """Name the characters that no page can show, and make lists text."""
    return None if table is None else table.rename(columns=str).map(_visible_cell)


def _visible_cell(cell: object) -> object:
    if isinstance(cell, (list, tuple)):
        cell = "、".join(map(str, cell))
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_PRINTED.sub(lambda found: f"〈U+{ord(found[0]):04X}〉", text)
