"""Reported values: what the reports claim in numbers, each with its words and its place in the raw text."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from corpus_tools.claims.asof import Frame, day_of, frames
from corpus_tools.claims.figures import Reading
from corpus_tools.claims.formulas import formulas
from corpus_tools.claims.quantities import Quantity, quantities
from corpus_tools.claims.readings import NEAR, read_sentence
from corpus_tools.claims.scope import goes_on, heading, is_item

if TYPE_CHECKING:
    import pandas as pd


@runtime_checkable
class Report(Protocol):
    """What a document must offer to be read: its text, its raw text, and where the one lies in the other."""

    @property
    def doc_id(self) -> str:
        """The name of the document."""
        ...

    @property
    def city(self) -> str | None:
        """The reporting place."""
        ...

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication."""
        ...

    @property
    def text(self) -> str:
        """The clean text."""
        ...

    @property
    def raw(self) -> str:
        """The raw text."""
        ...

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` lies in the raw text."""
        ...


@dataclass(frozen=True, slots=True)
class Value:
    """One reported value of a text; offsets are of the text."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    approx: str
    unit: str | None
    noun: str | None
    verb: str | None = None
    as_of: dt.date | None = None
    as_of_basis: str | None = None
    since: dt.date | None = None
    place: str | None = None
    part_of: Decimal | None = None
    per: str | None = None
    change: str | None = None


_CUT_OFF = re.compile(r"\?\.?$")
SENTENCE = re.compile(r"(?:[^。！？!?\n…]|(?<=[；;])\n(?![（(]?[一二三四五六七八九十\d]))+[。！？!?\n…]*")


def reported_values(source: Report | Iterable[Report]) -> pd.DataFrame:
    """Return what one document or a corpus claims in numbers, one row a value.

    Parameters
    ----------
    source
        A document, or a corpus or any other iterable of documents.

    Returns
    -------
    pandas.DataFrame
        doc_id, city, quote (the stated words in the raw text), value and value_max (float, the stated number scaled:
        575.45万元 is 5754500.0; value_max for ranges), approx (exact, more_than, about, less_than), unit (null where
        none is printed), noun, verb, as_of (`datetime.date`, never after the publication), as_of_basis (explicit,
        publication, since, event, window), since, place, part_of (the value that 其中 divides), per, change (+, -, x),
        start, end (in ``doc.text``), raw_start, raw_end, published_on. Ordered as in the text; missing is null.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> document = document_from_text("截至8月15日，已设立观察点64个。", published_on="2021-08-20")
    >>> reported_values(document)[["quote", "value", "unit", "noun", "as_of"]].values.tolist()
    [['观察点64个', 64.0, '个', '观察点', datetime.date(2021, 8, 15)]]
    """
    import pandas as pd

    documents = [source] if isinstance(source, Report) else source
    records = [record for document in documents for record in _records(document)]
    table = pd.DataFrame(records, columns=COLUMNS, dtype=object)
    return table.astype(DTYPES)


COLUMNS = [
    *(
        "doc_id",
        "city",
        "quote",
        "value",
        "value_max",
        "approx",
        "unit",
        "noun",
        "verb",
        "as_of",
        "as_of_basis",
        "since",
    ),
    *("place", "part_of", "per", "change", "start", "end", "raw_start", "raw_end", "published_on"),
]
DTYPES = {
    **dict.fromkeys(["value", "value_max", "part_of"], "float64"),
    **dict.fromkeys(["start", "end", "raw_start", "raw_end"], "int64"),
    **dict.fromkeys(["doc_id", "quote", "approx"], "str"),
}


def _records(document: Report) -> Iterator[dict[str, object]]:
    for found in find_values(document.text, document.published_on, year=getattr(document, "year", None)):
        raw_start, raw_end = document.raw_span(found.start, found.end)
        yield {
            **{field.name: getattr(found, field.name) for field in fields(found)},
            "doc_id": document.doc_id,
            "city": document.city,
            "quote": document.raw[raw_start:raw_end],
            "raw_start": raw_start,
            "raw_end": raw_end,
            "published_on": document.published_on,
        }


def find_values(text: str, published_on: dt.date | None = None, *, year: int | None = None) -> list[Value]:
    """Return the reported values of a clean text in order; `year` dates a text without a day of publication.

    A figure behind a narrow ``?``, which stands for a character lost to damage, may lack a digit: it has no value.

    Examples
    --------
    >>> [(found.value, found.unit, found.noun) for found in find_values("发现隐患77处，整改69处。")]
    [(Decimal('77'), '处', '隐患'), (Decimal('69'), '处', '隐患')]
    """
    found: list[Value] = []
    pending = [
        quantity
        for quantity in _without_slogans(text, quantities(text))
        if not _CUT_OFF.search(text, max(0, quantity.start - 2), quantity.start)
    ]
    position = 0
    last: dt.date | None = None
    times: list[Frame] = []
    headed: Frame | None = None
    readings: list[Reading] = []
    for sentence in SENTENCE.finditer(text):
        inside = []
        while position < len(pending) and pending[position].start < sentence.end():
            inside.append(pending[position])
            position += 1
        kept = times[-1:] if goes_on(sentence[0]) else [headed] if headed and is_item(sentence[0]) else []
        times = [frame._replace(start=0, end=0) for frame in kept] + frames(sentence[0], published_on, year, last=last)
        headed = heading(sentence[0], times) or (headed if kept else None)
        days = (day_of(frame) for frame in reversed(times) if frame.basis in ("event", "since"))
        last = next(filter(None, days), last)
        if inside:
            readings = read_sentence(text, *sentence.span(), inside, readings)
            found += [_value(reading, sentence.start(), times) for reading in readings]
    return found


def _without_slogans(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """Return the quantities that lie in no numbered slogan (三件大事)."""
    if not numbers:
        return []
    spans = [formula.outer for formula in formulas(text)]
    starts = [start for start, _ in spans]
    inside = [bisect_right(starts, number.numeral.core) - 1 for number in numbers]
    return [one for one, k in zip(numbers, inside, strict=True) if k < 0 or spans[k][1] <= one.numeral.core]


def _value(reading: Reading, start: int, times: list[Frame]) -> Value:
    quantity, lead = reading.quantity, reading.lead
    numeral = quantity.numeral
    frame = _frame_of(quantity.start - start, times)
    return Value(
        start=reading.start,
        end=max(reading.end, quantity.end),
        value=quantity.value,
        value_max=numeral.value_max,
        approx="more_than" if lead.at_least and numeral.approx == "exact" else numeral.approx,
        unit=quantity.unit,
        noun=reading.noun,
        verb=reading.verb,
        as_of=frame and frame.as_of,
        as_of_basis=frame and frame.basis,
        since=frame and frame.since,
        place=reading.place,
        part_of=reading.part_of,
        per=lead.per,
        change=lead.change,
    )


def _frame_of(position: int, times: list[Frame]) -> Frame | None:
    """Return the last time phrase before a figure; a length of time (3天内) does not undo a date."""
    i = bisect_left(times, position, key=attrgetter("start"))
    behind = times[max(0, i - NEAR) : i]
    dates = [frame for frame in behind if frame.basis != "window"]
    last = dates[-1] if dates else behind[-1] if behind else None
    return last if last and last.basis != "closed" else None
