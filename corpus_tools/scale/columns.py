"""The tables of a build in Arrow: what type each column has, and rows as columns of those types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd

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


def strings(values: Sequence[str | None]) -> Any:
    """Return texts as an Arrow column; half of a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([value and _whole(value) for value in values], pa.string())


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _array(values: Sequence[Any], kind: Any) -> Any:
    return strings(values) if kind == pa.string() else pa.array(values, kind)
