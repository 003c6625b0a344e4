"""Tables of reports, one report a row: csv, tsv, jsonl, json, xlsx, parquet."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from corpus_tools.text.decoding import decode, whole_characters
from corpus_tools.text.guards import MOST_BYTES, check_unpacked, each, lines_of, optional, read_bytes, readable


class Row(NamedTuple):
    """One report of a table: its text or the reason why there is none, and its other known columns."""

    text: str | None
    error: str | None
    encoding: str | None
    declared: Mapping[str, str]


_TEXT_NAMES = ("text", "正文", "content", "内容", "body", "全文", "raw", "fulltext")
_COLUMN_NAMES = {
    "doc_id": ("doc_id", "id", "编号", "文档编号"),
    "city": ("city", "城市", "地市"),
    "province": ("province", "省份"),
    "adcode": ("adcode", "行政区划代码"),
    "published_on": ("published_on", "date", "publish_date", "pubdate", "日期", "发布日期", "发布时间", "时间"),
    "outlet": ("outlet", "source", "media", "来源", "媒体"),
    "title": ("title", "标题", "题名"),
    "authors": ("authors", "author", "作者", "记者"),
    "url": ("url", "link", "链接", "网址"),
}
_LOOKED_AT = 100

Record = Mapping[str, Any]


def read_table(file: Path, *, declared: str | None = None) -> Iterator[Row]:
    """Yield the reports of a table, one a row, without holding more of it in memory than a few rows.

    The text is in the column ``text`` (or 正文, content ...), else in the one with the longest strings.

    Raises
    ------
    ValueError
        If no column holds text, the format is broken or needs a library that is not installed.
    """
    for encoding, records in TABLES[file.suffix.lower()](file, declared):
        head = list(itertools.islice(records, _LOOKED_AT))
        text = _text_column(head)
        names = _declared_columns(head, text)
        for record in itertools.chain(head, records):
            yield _row(record, text, names, encoding)


def _text_column(records: list[Record]) -> str:
    columns = list(dict.fromkeys(column for record in records for column in record if column))
    for name in _TEXT_NAMES:
        for column in columns:
            if column.strip().lower() == name:
                return column
    lengths = {column: sum(len(str(record.get(column) or "")) for record in records) for column in columns}
    longest = max(columns, key=lambda column: lengths[column], default=None)
    if longest is None and records:
        raise ValueError(str(records[0][""]))
    if longest is None or lengths[longest] < 20 * len(records):
        raise ValueError(f"no column holds text; found {', '.join(columns) or 'none'}. Name the column 'text'.")
    return longest


def _declared_columns(records: list[Record], text: str) -> dict[str, str]:
    columns = {column.strip().lower(): column for record in records for column in record if column and column != text}
    found = {
        key: next((columns[name] for name in names if name in columns), None) for key, names in _COLUMN_NAMES.items()
    }
    return {key: column for key, column in found.items() if column is not None}


def _row(record: Record, text: str, names: Mapping[str, str], encoding: str | None) -> Row:
    declared = {key: _cell(record.get(column)) for key, column in names.items()}
    declared = {key: value for key, value in declared.items() if value}
    if "" in record:
        return Row(None, str(record[""]), encoding, declared)
    value = record.get(text)
    if not isinstance(value, str) or not value.strip():
        return Row(None, f"column {text!r} is empty or no text. Fill it or delete the row.", encoding, declared)
    return Row(whole_characters(value), None, encoding, declared)


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    return (value.isoformat().removesuffix("T00:00:00") if hasattr(value, "isoformat") else str(value)).strip()


def _encoding_of(file: Path, declared: str | None) -> str:
    with file.open("rb") as stream:
        return decode(stream.read(1 << 20), declared=declared)[1]


def _delimited(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    encoding = _encoding_of(file, declared)
    csv.field_size_limit(MOST_BYTES)
    with file.open(encoding=encoding, newline="", errors="strict" if declared else "replace") as stream:
        lines = lines_of(stream)
        header = next(lines, "")
        delimiter = max("\t,;|", key=header.count)
        columns = next(csv.reader([header], delimiter=delimiter), [])
        reader = csv.DictReader(lines, columns, delimiter=delimiter, restkey="")
        yield encoding, (_whole(record, len(columns)) for record in each(reader, "a table"))


def _whole(record: Record, width: int) -> Record:
    if "" not in record:
        return record
    return {**record, "": f"{width + len(record[''])} fields where the header has {width}. Put quotes around the text."}


def _json_lines(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    encoding = _encoding_of(file, declared)
    with file.open(encoding=encoding, newline="\n", errors="strict" if declared else "replace") as stream:
        yield encoding, (_json_record(line) for line in lines_of(stream) if line.strip())


def _json_record(line: str) -> Record:
    try:
        return _as_record(json.loads(line))
    except (ValueError, RecursionError) as error:
        return {"": f"no valid JSON ({error}). One object a line is expected."}


def _as_record(record: object) -> Record:
    return record if isinstance(record, dict) else {"": f"found {type(record).__name__}; expected a JSON object."}


def _json_array(file: Path, declared: str | None) -> Iterator[tuple[str, Iterator[Record]]]:
    text, encoding = decode(read_bytes(file), declared=declared)
    with readable("JSON"):
        records = json.loads(text)
    if not isinstance(records, list):
        raise ValueError(f"found a JSON {type(records).__name__}; expected an array of objects or a jsonl file")
    yield encoding, (_as_record(record) for record in records)


def _parquet(file: Path, _: str | None) -> Iterator[tuple[None, Iterator[Record]]]:
    parquet = optional("pyarrow.parquet", "pyarrow")
    with readable("a Parquet file"):
        batches = parquet.ParquetFile(file).iter_batches(batch_size=256)
    yield None, (record for batch in each(batches, "a Parquet file") for record in batch.to_pylist())


def _workbook(file: Path, _: str | None) -> Iterator[tuple[None, Iterator[Record]]]:
    openpyxl = optional("openpyxl", "openpyxl")
    check_unpacked(file, "an xlsx file")
    with file.open("rb") as stream:
        with readable("an xlsx file"):
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = each(sheet.iter_rows(values_only=True), "an xlsx file")
            columns = [str(cell or "") for cell in next(rows, ())]
            if any(columns):
                found = (row for row in rows if any(cell is not None for cell in row))
                yield None, (dict(zip(columns, row, strict=False)) for row in found)


Reader = Callable[[Path, "str | None"], Iterator[tuple["str | None", Iterator[Record]]]]
TABLES: dict[str, Reader] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json_array,
    ".parquet": _parquet,
    ".xlsx": _workbook,
}
