"""How right the machine is: tables held against annotated cases, field by field, with intervals."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from corpus_tools.text.corpus import Corpus, document_from_text

Row = dict[str, Any]
Pair = tuple[Row | None, Row | None]
VALUE_FIELDS = ["value", "approx", "unit", "noun", "noun_head", "as_of", "all"]
SLOGAN_FIELDS = ["numbers", "members", "items", "consistent", "all"]
_SIGNS = dict.fromkeys(map(ord, "“”‘’\"'《》 　"))


def read_cases(path: str | Path) -> list[Row]:
    """Return the annotated cases of a JSON Lines file."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def read_passages(path: str | Path, kind: str, *, part: str | None = None) -> tuple[Corpus, list[Row]]:
    """Return annotated passages as a corpus, and their annotations as cases.

    Parameters
    ----------
    path
        A file of passages: id, part, damage, published_on, text, and the annotations under `kind`.
    kind
        ``values`` or ``slogans``.
    part
        Read only the passages of this part (tune, measured).
    """
    passages = [passage for passage in read_cases(path) if part in (None, passage["part"])]
    texts = tuple(document_from_text(p["text"], doc_id=p["id"], published_on=p["published_on"]) for p in passages)
    about = [{"doc_id": p["id"], "damage": p["damage"]} for p in passages]
    cases = [where | case for where, passage in zip(about, passages, strict=True) for case in passage[kind]]
    return Corpus(texts), cases


def judge_values(values: pd.DataFrame, cases: Iterable[Row]) -> pd.DataFrame:
    """Hold reported values against annotated ones.

    An annotated and a found value belong together if their raw spans overlap, those of equal number first. Cases of
    the tier ``minor`` count neither as missed nor as false.

    Parameters
    ----------
    values
        The table of `reported_values`.
    cases
        Annotated values with doc_id, quote, value, value_max, approx, unit, noun, as_of, raw_start, raw_end, tier;
        `noun_also` lists nouns that are as good.

    Returns
    -------
    pandas.DataFrame
        doc_id, quote (as annotated, else as found), outcome (right, wrong, missed, false), and one column a field
        for what is annotated and found: value, approx, unit, noun, noun_head, as_of, all.
    """
    pairs = _pairs(_rows(values), cases, _overlap, _value_verdict, "value")
    return _judged(pairs, _value_verdict, VALUE_FIELDS)


def judge_slogans(slogans: pd.DataFrame, cases: Iterable[Row]) -> pd.DataFrame:
    """Hold numbered slogans against annotated ones; the parameters and the table are those of `judge_values`.

    The fields are numbers, members (asked only where the text lists them all), consistent, all.
    """
    return _judged(paired_slogans(slogans, cases), slogan_verdict, SLOGAN_FIELDS)


def paired_slogans(slogans: pd.DataFrame, cases: Iterable[Row]) -> Iterator[Pair]:
    """Yield each annotated slogan with the found one, or either alone.

    They belong together by their words (`slogan`, or one of `variants`) or by their spans, once a document. A found
    one that is told twice, that is a mere counted list, or a part of another that is annotated, is not false.
    """
    cases = list(cases)
    for case, row in _pairs(_rows(slogans), cases, is_slogan, slogan_verdict, "numbers"):
        if case or (row and _is_false(row, cases)):
            yield case, row


def _is_false(row: Row, cases: list[Row]) -> bool:
    """Return whether a slogan that no case is paired with is false."""
    is_part = any(one["doc_id"] == row["doc_id"] and one["slogan"] == row["part_of"] for one in cases)
    return row["kind"] != "counted_list" and not is_part and not any(is_slogan(one, row) for one in cases)


def scores(judged: pd.DataFrame) -> pd.DataFrame:
    """Summarise what was judged.

    Returns
    -------
    pandas.DataFrame
        field (precision and recall first, then the fields, of what was found), right, of, share, and low and high: the
        95 % interval of the share after Wilson (1927).
    """
    found, annotated = judged["outcome"].ne("missed"), judged["outcome"].ne("false")
    both = judged[found & annotated]
    rows = [("precision", int((found & annotated).sum()), int(found.sum()))]
    rows += [("recall", int((found & annotated).sum()), int(annotated.sum()))]
    fields = [column for column in judged.columns if column not in ("doc_id", "quote", "outcome")]
    rows += [(field, int(both[field].eq(True).sum()), int(both[field].notna().sum())) for field in fields]
    return pd.DataFrame(
        [(*row, *wilson(*row[1:])) for row in rows], columns=["field", "right", "of", "share", "low", "high"]
    )


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float | None, float | None, float | None]:
    """Return a share and its 95 % score interval (Wilson 1927, JASA 22: 209); all null of none.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(95, 100)]
    [0.95, 0.888, 0.978]
    """
    if not of:
        return None, None, None
    share = right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return share, max(0.0, middle - half), min(1.0, middle + half)


def _judged(pairs: Iterable[Pair], verdict: Callable[[Row, Row], Row], fields: list[str]) -> pd.DataFrame:
    rows = []
    for case, row in pairs:
        one = case or row or {}
        words = {"doc_id": one["doc_id"], "quote": one.get("quote") or one["slogan"]}
        right = verdict(case, row) if case and row else {}
        outcome = ("right" if right["all"] else "wrong") if right else "missed" if case else "false"
        rows.append(words | {"outcome": outcome} | right)
    judged = pd.DataFrame(rows, columns=["doc_id", "quote", "outcome", *fields])
    return judged.astype(dict.fromkeys(fields, "boolean"))


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def _pairs(
    found: list[Row],
    cases: Iterable[Row],
    belongs: Callable[[Row, Row], bool],
    verdict: Callable[[Row, Row], Row],
    first: str,
) -> Iterator[Pair]:
    """Pair what belongs together, what agrees first; a case of tier minor is left out with what belongs to it."""
    left, waiting = list(found), list(cases)
    for must_agree in (True, False):
        for case in list(waiting):
            hits = [row for row in left if belongs(case, row) and (not must_agree or verdict(case, row)[first])]
            if hits:
                waiting.remove(case)
                left.remove(hits[0])
                if case.get("tier") != "minor":
                    yield case, hits[0]
    yield from ((case, None) for case in waiting if case.get("tier") != "minor")
    yield from ((None, row) for row in left)


def _overlap(case: Row, row: Row) -> bool:
    lies_on: bool = row["raw_start"] < case["raw_end"] and case["raw_start"] < row["raw_end"]
    return case["doc_id"] == row["doc_id"] and lies_on


def is_slogan(case: Row, row: Row) -> bool:
    """Return whether a found slogan is the annotated one, by its words or its span."""
    names = map(plain, (case["slogan"], *case.get("variants", ())))
    if case["doc_id"] != row["doc_id"]:
        return False
    return plain(row["slogan"]) in names or (_overlap(case, row) and row["source"] == case["source"] == "body")


def plain(words: object) -> str:
    """Return words without quotation marks and blanks, whatever their width."""
    return unicodedata.normalize("NFKC", words).translate(_SIGNS) if isinstance(words, str) else ""


def _value_verdict(case: Row, row: Row) -> Row:
    nouns = [plain(noun) for noun in (case["noun"], *case.get("noun_also", ()))]
    noun = plain(row["noun"])
    as_of: str | None = None if pd.isna(row["as_of"]) else str(row["as_of"])[:10]
    right: Row = {
        "value": _number(row["value"]) == _number(case["value"])
        and _number(row["value_max"]) == _number(case.get("value_max")),
        "approx": row["approx"] == case["approx"],
        "unit": (None if pd.isna(row["unit"]) else row["unit"]) == case["unit"],
        "noun": noun in nouns,
        "noun_head": any(noun == one or (noun and one and (one.endswith(noun) or noun.endswith(one))) for one in nouns),
        "as_of": as_of == case["as_of"],
    }
    return right | {"all": all(right[field] for field in ("value", "approx", "unit", "noun_head", "as_of"))}


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(f"{float(value):.9g}")


def slogan_verdict(case: Row, row: Row) -> Row:
    """Return what is right about a slogan that was found, field by field.

    `members` asks for the very words of each member, `items` for as many members that each lie in the annotated one or
    hold it, wherever they begin and end.
    """
    listings = [_all_plain(case["members"]), _all_plain(case.get("members_also") or case["members"])]
    found = _all_plain(row["members"])
    right: Row = {
        "numbers": list(row["numbers"]) == list(case["numbers"]),
        "members": found in listings if case["complete"] else None,
        "consistent": _truth(row["consistent"]) == case["consistent"],
    }
    items = any(_are_same_items(found, listing) for listing in listings) if case["complete"] else None
    return right | {"items": items, "all": all(verdict is not False for verdict in right.values())}


def _are_same_items(found: Sequence[str], annotated: Sequence[str]) -> bool:
    return len(found) == len(annotated) and all(a in b or b in a for a, b in zip(found, annotated, strict=True))


def _all_plain(words: Sequence[str]) -> list[str]:
    return [plain(word) for word in words]


def _truth(value: Any) -> bool | None:
    return None if pd.isna(value) else bool(value)
