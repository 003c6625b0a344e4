"""Kinds of policy instrument: sort slogans and headings by an editable coding table, and show who uses what."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

TABLE = Path(__file__).parents[1] / "data" / "instruments.csv"
INSTRUMENTS = (
    *("organisation", "mobilisation", "responsibility", "incentive"),
    *("discipline", "assessment", "supply", "publicity"),
)
COLUMNS = ["city", "instrument", "doc_id", "source", "evidence", "rule", "start", "end"]


class Rule(NamedTuple):
    """One line of the coding table: a word, what it stands for, and where it counts (name or any)."""

    word: str
    instrument: str
    where: str


class Coding(NamedTuple):
    """A kind of instrument and the word that decided."""

    instrument: str
    rule: str


@cache
def load_coding(path: str | Path = TABLE) -> tuple[Rule, ...]:
    """Return the rules of a coding table, in the order in which they are tried.

    Raises
    ------
    ValueError
        If a line names an instrument that there is not, or another place than name or any.
    """
    with Path(path).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    for number, row in enumerate(rows, 3):
        if row["instrument"] not in (*INSTRUMENTS, "-") or row["where"] not in ("name", "any"):
            found = f"{row['word']},{row['instrument']},{row['where']}"
            expected = f"one of {', '.join(INSTRUMENTS)} or -, and name or any"
            raise ValueError(f"{path}, line {number}: found {found!r}, expected {expected}. Correct the line.")
    rules = [Rule(row["word"], row["instrument"], row["where"]) for row in rows]
    return tuple(sorted(rules, key=lambda rule: -len(rule.word)))


def instrument_of(name: str, members: Sequence[str] = (), *, coding: str | Path = TABLE) -> Coding | None:
    """Return the kind of instrument of a slogan or heading and the word that decided, or None: uncoded stays uncoded.

    Parameters
    ----------
    name
        The slogan or the heading.
    members
        Its members, asked if no word of the table is in the name: the kind that most of them share.
    coding
        The coding table.

    Examples
    --------
    >>> instrument_of("6个严禁"), instrument_of("三位一体", ["督查督办", "执纪问责", "组织考核"])
    (Coding(instrument='discipline', rule='严禁'), Coding(instrument='assessment', rule='督查'))
    >>> instrument_of("三三制") is None
    True
    """
    rules = load_coding(coding)
    own = _first(rules, name)
    if own and own.instrument != "-":
        return own
    found = [code for member in members if (code := _first(rules, member, {"any"})) and code.instrument != "-"]
    counts = [(sum(code.instrument == other.instrument for other in found), code) for code in found]
    most, best = max(counts, key=lambda pair: pair[0], default=(0, None))
    return best if 2 * most >= len(members) else None


def _first(rules: Sequence[Rule], text: str, where: set[str] | None = None) -> Coding | None:
    matching = (rule for rule in rules if rule.word in text and (where is None or rule.where in where))
    rule = next(matching, None)
    return Coding(rule.instrument, rule.word) if rule else None


def instruments(
    slogans: pd.DataFrame, sections: pd.DataFrame | None = None, *, coding: str | Path = TABLE
) -> pd.DataFrame:
    """Return the evidence for each instrument of each city: one row a slogan or heading that is coded.

    Parameters
    ----------
    slogans
        The slogans table.
    sections
        Section tables of the same documents (concatenated), if headings are to count.
    coding
        The coding table, a CSV file with the columns word, instrument, where.

    Returns
    -------
    pandas.DataFrame
        city, instrument, doc_id, source (slogan, heading), evidence (its words), rule (the word that decided), start,
        end (in ``doc.text``, null in furniture).

    Raises
    ------
    ValueError
        If the coding table names an instrument that there is not.

    Examples
    --------
    >>> from corpus_tools.claims.slogans import slogans
    >>> from corpus_tools.text.corpus import document_from_text
    >>> found = slogans(document_from_text("严守“六个严禁”，落实“五包”责任制。", city="汕尾市"))
    >>> instruments(found)[["city", "instrument", "evidence", "rule"]].values.tolist()
    [['汕尾市', 'responsibility', '五包', '五包'], ['汕尾市', 'discipline', '六个严禁', '严禁']]
    """
    import pandas as pd

    cities = dict(zip(slogans["doc_id"], slogans["city"], strict=True))
    named: list[tuple[str, str, str, Sequence[str], object, object]] = [
        (doc_id, "slogan", name, members, start, end)
        for doc_id, name, members, start, end in slogans[["doc_id", "slogan", "members", "start", "end"]].to_numpy()
    ]
    if sections is not None:
        headings = sections.loc[sections["level"].gt(0), ["doc_id", "heading", "start", "end"]].to_numpy()
        named += [(doc_id, "heading", name, (), start, end) for doc_id, name, start, end in headings]
    coded = [(row, instrument_of(row[2], row[3], coding=coding)) for row in named]
    rows = [
        (cities.get(doc_id), code.instrument, doc_id, source, name, code.rule, start, end)
        for (doc_id, source, name, _, start, end), code in coded
        if code
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"start": "Int64", "end": "Int64"})
    order = {name: place for place, name in enumerate(INSTRUMENTS)}
    table["place"] = table["instrument"].map(order)
    return (
        table.sort_values(["city", "place", "doc_id", "start"], kind="stable")
        .drop(columns="place")
        .reset_index(drop=True)
    )


def instrument_matrix(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix of cities and instruments: how many slogans and headings stand behind each cell.

    Parameters
    ----------
    evidence
        The table of `instruments`, which has the evidence of each cell.

    Returns
    -------
    pandas.DataFrame
        One row a city, one column an instrument (all of them, in the order of the coding table), counts.
    """
    counts = evidence.groupby(["city", "instrument"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(INSTRUMENTS), fill_value=0).rename_axis(index="city", columns="instrument")
