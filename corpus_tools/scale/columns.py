"""The tables of a build in Arrow: what type each column has, and rows as columns of those types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_tools.text.decoding import whole_characters

if TYPE_CHECKING:
    import pandas as pd

EPOCH = date(1970, 1, 1).toordinal()

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("start", "end", "raw_start", "raw_end", "paragraph", "sentence", "position"), pa.int64()),
    **dict.fromkeys(("raw_characters", "characters", "paragraphs", "tokens"), pa.int64()),
    **dict.fromkeys(("value", "value_max", "part_of"), pa.float64()),
    **dict.fromkeys(("published_on", "as_of", "since"), pa.date32()),
    **dict.fromkeys(("complete", "consistent"), pa.bool_()),
    "numbers": pa.list_(pa.int64()),
    "members": pa.list_(pa.string()),
}


def schema_of(columns: Iterable[str]) -> pa.Schema:
    """Return the Arrow schema of a table with these columns; a column is text unless it is known as something else."""
    return pa.schema([pa.field(name, _TYPES.get(name, pa.string())) for name in columns])


def from_rows(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Return rows, each with a value for every column, as a table."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([_array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)


def from_frame(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a DataFrame as a table; whatever pandas takes for missing is null."""
    columns = (frame[name].astype(object).where(frame[name].notna(), None) for name in schema.names)
    arrays = [_array(column.tolist(), field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


# Arrow's own conversion loads pandas, which takes longer than a thousand reports; these columns need none.


MARK = "\0"  # stands between texts that become a column together


def strings(values: Sequence[str | None]) -> Any:
    """Return texts as an Arrow column; half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    present = _present(values)
    texts = cast(Sequence[str], values) if present is None else [value or "" for value in values]
    joined = MARK.join([*texts, ""])
    if joined.count(MARK) == len(texts):
        return parted(joined, present)
    encoded = [_encoded(text) for text in texts]
    ends = np.cumsum([len(data) for data in encoded])
    return _texts(np.frombuffer(b"".join(encoded), np.uint8), ends, present)


def parted(joined: str, present: Any = None) -> Any:
    """Return texts, each followed by the mark, as an Arrow column."""
    encoded = _encoded(joined)
    marks = np.flatnonzero(np.frombuffer(encoded, np.uint8) == 0)
    data = np.frombuffer(encoded.translate(None, MARK.encode()), np.uint8)
    return _texts(data, marks - np.arange(len(marks)), present)


def _texts(data: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], present: Any) -> Any:
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.Array.from_buffers(pa.string(), len(ends), [present, pa.py_buffer(offsets), pa.py_buffer(data)])


def numbers(values: npt.NDArray[Any], kind: Any, present: Any = None) -> Any:
    """Return numbers as an Arrow column of a type that stores them as they are."""
    return pa.Array.from_buffers(kind, len(values), [present, pa.py_buffer(np.ascontiguousarray(values))])


def as_numpy(column: Any) -> npt.NDArray[Any]:
    """Return the numbers of an Arrow column that has no null, without a copy if it is in one piece."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kind = np.dtype(str(array.type).replace("double", "float64"))
    return np.frombuffer(array.buffers()[1], kind, len(array), array.offset * kind.itemsize)


def _array(values: Sequence[Any], kind: Any) -> Any:
    if kind == pa.string():
        return strings(values)
    if kind == pa.int64():
        return numbers(np.array([value or 0 for value in values], dtype=np.int64), kind, _present(values))
    if kind == pa.date32():
        days = [0 if value is None else value.toordinal() - EPOCH for value in values]
        return numbers(np.array(days, dtype=np.int32), kind, _present(values))
    return pa.array(values, kind)


def _present(values: Sequence[Any]) -> Any:
    """Return the bits that tell what is not null; None if nothing is."""
    if None not in values:
        return None
    return pa.py_buffer(np.packbits([value is not None for value in values], bitorder="little"))


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return whole_characters(text).encode()
