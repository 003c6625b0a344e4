"""What a paper says of its corpus and methods, written from the run: methods paragraph and bibliography."""

from __future__ import annotations

import csv
import platform
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from corpus_tools.charts.labels import Lang
from corpus_tools.latex import escape

if TYPE_CHECKING:
    from corpus_tools.text.corpus import Corpus

LIBRARIES = ("jieba", "OpenCC", "numpy", "pandas", "scipy")
ENGINES = ("jieba", "rjieba")
REPAIRS = ("mojibake", "restoration")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Sentence(NamedTuple):
    """A sentence in both languages, and the columns by which the table that it tells of is known."""

    columns: frozenset[str]
    zh: str
    en: str


def methods_paragraph(*tables: pd.DataFrame, corpus: Corpus, lang: Lang = "zh") -> str:
    """Describe how the tables of a paper were made: corpus, repairs, segmenter, lists, units, tests, seeds, versions.

    Only what the tables and their settings (``attrs``) tell is said; what was not done is not mentioned.

    Parameters
    ----------
    *tables
        Tables as the functions of the package returned them; filtered ones keep their settings, merged ones do not.
    corpus
        The corpus that they were made of.
    lang
        ``"zh"`` or ``"en"``.

    Raises
    ------
    ValueError
        If a table is none of the package, or has lost a setting; the message says which.

    Examples
    --------
    >>> from corpus_tools.text.corpus import Corpus, document_from_text
    >>> from corpus_tools.words.frequency import term_frequencies
    >>> from corpus_tools.words.segmentation import segment
    >>> corpus = Corpus((document_from_text("汕尾市党员带头值守。", doc_id="a"),))
    >>> table = term_frequencies(segment(corpus), bootstrap=0)
    >>> methods_paragraph(table, corpus=corpus).split("。")[3]
    '词频按每万词计，分母为该组全部词次（单位：段落；停用词表：无；只有一个单位故不给区间的组：汕尾市）'
    """
    segmenters = {_segmenter(table.attrs, lang) for table in tables if "engine" in table.attrs}
    said = [*_about_corpus(corpus, lang)]
    if len(segmenters) == 1:
        said.append(_say("segmenter", lang, **dict(segmenters.pop())))
    said += [_about_table(place, table, lang, bool(segmenters)) for place, table in enumerate(tables, 1)]
    libraries = ("、" if lang == "zh" else ", ").join(f"{name} {version(name)}" for name in LIBRARIES)
    versions = {"corpus_tools": version("corpus-tools"), "python": platform.python_version(), "libraries": libraries}
    said.append(_say("software", lang, **versions))
    return "".join(said) if lang == "zh" else " ".join(said)


@cache
def _sentences() -> dict[str, Sentence]:
    lines = (Path(__file__).parent / "data" / "methods_sentences.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["key"]: Sentence(frozenset(row["columns"].split()), row["zh"], row["en"]) for row in rows}


def _say(key: str, lang: Lang, **facts: object) -> str:
    sentence = _sentences()[key]
    return (sentence.zh if lang == "zh" else sentence.en).format(**facts)


def _about_corpus(corpus: Corpus, lang: Lang) -> Iterator[str]:
    known = sorted(document.published_on for document in corpus if document.published_on)
    dates = {"undated": len(corpus) - len(known)}
    span = _say("dates", lang, first=known[0], last=known[-1], **dates) if known else _say("undated", lang)
    yield _say(
        "corpus",
        lang,
        documents=len(corpus),
        cities=len({document.city for document in corpus} - {None}),
        dates=span,
        raw_characters=sum(len(document.raw) for document in corpus),
        characters=sum(len(document.text) for document in corpus),
        hash=corpus.hash[:16],
    )
    if corpus.unreadable:
        yield _say("unreadable", lang, unreadable=len(corpus.unreadable))
    found = Counter(
        receipt.certainty for document in corpus for receipt in document.traced.receipts if receipt.step in REPAIRS
    )
    certainties = {name: found[name] for name in ("exact", "inferred", "unresolved")}
    yield _say("repair", lang, repairs=found.total(), opencc=version("OpenCC"), **certainties)


def _about_table(place: int, table: pd.DataFrame, lang: Lang, own_segmenter: bool) -> str:
    columns = set(table.columns)
    kind = next((key for key, known in _sentences().items() if known.columns and known.columns <= columns), None)
    if kind is None:
        raise ValueError(
            f"table {place} has the columns {', '.join(map(str, table))}; expected a table that corpus_tools made."
        )
    facts = _counts(table) | {str(name): value for name, value in table.attrs.items()}
    try:
        return _say(kind, lang, **facts, settings=_settings(facts, lang, own_segmenter))
    except KeyError as setting:
        raise ValueError(
            f"table {place} ({kind}) has lost its setting {setting}; pass it as the function returned it."
        ) from None


def _counts(table: pd.DataFrame) -> dict[str, Any]:
    return {
        "rows": len(table),
        "undated_rows": int(table["as_of"].isna().sum()) if "as_of" in table else 0,
        "conflicts": int(table["conflict"].sum()) if "conflict" in table else 0,
        "with_members": int(table["members"].map(bool).sum()) if "members" in table else 0,
    }


def _settings(facts: dict[str, Any], lang: Lang, own_segmenter: bool) -> str:
    """Return the clauses on unit, lists, tests and seed that apply to one table."""
    clauses = [_say("own_segmenter", lang, **dict(_segmenter(facts, lang)))] if own_segmenter else []
    if "unit" in facts:
        clauses.append(_say("unit", lang, unit=_say(facts["unit"], lang)))
    if "stop_words" in facts:
        clauses.append(_say("stop_words", lang, stop_words=_list_name(facts["stop_words"], lang)))
    resampled = [name for name in ("bootstrap", "permutations") if facts.get(name)]
    clauses += [_say(name, lang, **facts) for name in resampled]
    if facts.get("no_interval"):
        clauses.append(_say("no_interval", lang, no_interval="、".join(map(str, facts["no_interval"]))))
    if resampled:
        clauses.append(_say("seed", lang, **facts))
    return ("；" if lang == "zh" else "; ").join(clauses)


def _segmenter(facts: Mapping[Any, Any], lang: Lang) -> tuple[tuple[str, str], ...]:
    engine = facts["engine"]
    tool = f"{engine} {version(engine)}" if engine in ENGINES else engine
    return ("tool", tool), ("dictionary", _list_name(facts["dictionary"], lang))


def _list_name(fingerprint: str, lang: Lang) -> str:
    return _say("none", lang) if fingerprint == "none" else _say("hash", lang, hash=fingerprint)


def corpus_citation(corpus: Corpus, *, title: str = "中文报告语料") -> str:
    r"""Return BibTeX entries of the corpus and of each of its documents, named by their hashes.

    Parameters
    ----------
    title
        What the corpus is called in the bibliography.

    Examples
    --------
    >>> from corpus_tools.text.corpus import Corpus, document_from_text
    >>> document = document_from_text("汕尾市召开会议。", doc_id="a", published_on="2020-02-25")
    >>> print(corpus_citation(Corpus((document,))).splitlines()[7])
    @misc{a,
    """
    years = sorted({document.published_on.year for document in corpus if document.published_on})
    entry = {
        "title": f"{{{escape(title)}}}",
        "year": "--".join(map(str, dict.fromkeys([*years[:1], *years[-1:]]))),
        "note": f"{len(corpus)} texts; SHA-256 {corpus.hash}",
        "language": "chinese",
    }
    entries = [_entry(f"corpus-{corpus.hash[:8]}", entry)]
    used: Counter[str] = Counter()
    for document in corpus:
        key = re.sub(r"[^0-9A-Za-z_.-]+", "-", document.doc_id).strip("-") or "text"
        used[key] += 1
        entries.append(_entry(key if used[key] == 1 else f"{key}-{used[key]}", _fields(document)))
    return "\n".join(entries)


def _fields(document: Any) -> dict[str, str]:
    day = document.published_on
    opening = document.text.partition("\n")[0][:20]
    return {
        "author": " and ".join(f"{{{escape(name)}}}" for name in document.authors),
        "title": f"{{{escape(document.title or f'[{opening}…]')}}}",
        "publisher": f"{{{escape(document.outlet)}}}" if document.outlet else "",
        "year": str(day.year) if day else "",
        "month": MONTHS[day.month - 1] if day else "",
        "note": "; ".join(filter(None, [day and str(day), document.sha256 and f"SHA-256 {document.sha256}"])),
        "language": "chinese",
    }


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {text if name == 'month' else f'{{{text}}}'},\n" for name, text in fields.items() if text]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"
