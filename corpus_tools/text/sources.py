"""Find and read files: folders, single files and tables of reports, in any encoding of Chinese.

Nothing is lost on the way. What cannot be read comes out as a `Source` without text, with the reason in `error`.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import TYPE_CHECKING

from corpus_tools.text.declarations import check_days
from corpus_tools.text.decoding import decode
from corpus_tools.text.formats import read_file
from corpus_tools.text.guards import read_bytes
from corpus_tools.text.tables import TABLES, Row, read_table

if TYPE_CHECKING:
    import pandas as pd

REGISTRY = "registry.csv"
REGISTRY_COLUMNS = (
    *("file", "sha256", "encoding", "doc_id", "title", "city", "province", "adcode", "outlet", "authors"),
    *("published_on", "year", "url", "origin", "accessed_on", "rights", "licence", "curated", "why", "note"),
)
_NOT_DECLARED = ("file", "sha256", "encoding", "doc_id")


@dataclass(frozen=True, slots=True)
class Source:
    """One report as it was found.

    Attributes
    ----------
    doc_id : str
        The stem of the file or the identifier in the table, made unique.
    path : str
        Relative to the folder that was read, with ``/``; for a row of a table ``reports.csv#7``, counted from 1.
    sha256 : str or None
        Of the bytes of the file; of a row, of its text in UTF-8.
    encoding : str or None
        What the bytes were decoded with.
    raw : str or None
        The text with its own line ends; None if it could not be read.
    error : str or None
        Why there is no text: place, what was found, what was expected, what to do.
    declared : mapping
        What a registry or table says of the report (city, published_on, outlet, title ...), and what an HTML page says
        of itself (html_title, html_date, html_outlet, html_authors). All values are strings.
    """

    doc_id: str
    path: str
    sha256: str | None = None
    encoding: str | None = None
    raw: str | None = None
    error: str | None = None
    declared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was found and not yet read; small, and fit to be sent to another process."""

    doc_id: str
    path: str
    file: Path
    listed: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def read_sources(path: str | Path, *, registry: str | Path | pd.DataFrame | None = None) -> Iterator[Source]:
    """Yield the reports of a folder, a file or a table, one at a time and always in the same order.

    Parameters
    ----------
    path : str or Path
        A folder (read with its subfolders; hidden files and ``registry.csv`` are passed over), a file (txt, html,
        docx, pdf) or a table (csv, tsv, jsonl, json, xlsx, parquet) with one report a row.
    registry : str, Path or DataFrame, optional
        What is known of the files, one row a file: ``file`` (relative to the folder) and any of `REGISTRY_COLUMNS`.
        Default is ``registry.csv`` in the folder, if there is one.

    Yields
    ------
    Source
        Also for what could not be read, and for files that the registry lists and the folder does not have.

    Raises
    ------
    FileNotFoundError
        If `path` does not exist.
    ValueError
        If the registry has no column ``file``, a column that is not known, or a file twice.
    """
    taken: set[str] = set()
    for entry in find_entries(path, registry=registry):
        for source in read_entry(entry):
            yield replace(source, doc_id=_unique(source.doc_id, taken))


def find_entries(path: str | Path, *, registry: str | Path | pd.DataFrame | None = None) -> Iterator[Entry]:
    """Yield the files that `read_sources` would read, in its order, without reading them; ``doc_id`` is unique."""
    root = Path(path)
    if not root.exists():
        raise FileNotFoundError(f"{path}: no such file or folder; expected a folder of reports, a report or a table")
    if registry is None and (root / REGISTRY).is_file():
        registry = root / REGISTRY
    known = {} if registry is None else read_registry(registry)
    taken: set[str] = set()
    seen: set[str] = set()
    for file, inside, error in _walk(root) if root.is_dir() else [(root, root.name, None)]:
        name = _shown(inside)
        seen.add(name)
        yield Entry(_unique(PurePosixPath(name).stem, taken), name, file, known.get(name, {}), error)
    if root.is_dir():
        for name in sorted(known.keys() - seen):
            error = f"{name}: listed in the registry, but not in the folder. Add the file or delete its row."
            yield Entry(_unique(PurePosixPath(name).stem, taken), name, root / name, known[name], error)


def read_entry(entry: Entry) -> Iterator[Source]:
    """Yield the report of one file, or the reports of one table; errors of reading become their `error`."""
    declared = {key: value for key, value in entry.listed.items() if key not in _NOT_DECLARED}
    source = Source(entry.listed.get("doc_id") or entry.doc_id, entry.path, declared=declared)
    if entry.error:
        yield replace(source, error=entry.error)
    elif entry.file.suffix.lower() in TABLES:
        yield from _read_rows(entry, source)
    else:
        yield _read_one(entry, source)


def read_registry(registry: str | Path | pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what a registry says of each file, without its empty cells.

    Raises
    ------
    ValueError
        If there is no column ``file``, a column that is not known, or a file twice.
    """
    name, columns, rows = _registry_rows(registry)
    if "file" not in columns:
        raise ValueError(f"{name}: no column 'file'; found {', '.join(columns)}. Name the files in a column 'file'.")
    for column in columns:
        if column not in REGISTRY_COLUMNS:
            raise ValueError(f"{name}: unknown column {column!r}; {_suggestion(column)}")
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        if row["file"] in known:
            raise ValueError(f"{name}, line {number}: {row['file']} is listed twice. Keep one of the rows.")
        known[row["file"]] = {key: value for key, value in row.items() if value}
    return known


def _registry_rows(registry: str | Path | pd.DataFrame) -> tuple[str, list[str], list[dict[str, str]]]:
    if not isinstance(registry, str | Path):
        columns = [str(column) for column in registry.columns]
        cells = registry.astype("object").where(registry.notna(), "").to_numpy().tolist()
        rows = [dict(zip(columns, (str(cell).strip() for cell in row), strict=True)) for row in cells]
        return "registry", columns, rows
    text, _ = decode(Path(registry).read_bytes())
    reader = csv.DictReader(line for line in io.StringIO(text, newline="") if not line.startswith("#"))
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    return Path(registry).name, list(reader.fieldnames or []), rows


def _suggestion(column: str) -> str:
    close = difflib.get_close_matches(column.lower(), REGISTRY_COLUMNS, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"expected {', '.join(REGISTRY_COLUMNS)}. Rename it, or keep it in 'note'."


def _walk(root: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Yield every file below a folder, its own before those of subfolders, with its path within the folder.

    The third is the reason not to read it, if there is one.
    """
    home = root.resolve()
    failed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failed.append):
        place = Path(folder)
        inside = "" if place == root else f"{place.relative_to(root).as_posix()}/"
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (place / name).is_symlink()]
        for name in sorted(names + links):
            if not name.startswith((".", "~$")) and inside + name != REGISTRY:
                file = place / name
                yield file, inside + name, _refusal(file, home)
    for error in failed:
        place = Path(error.filename)
        yield place, place.relative_to(root).as_posix(), _reason(_shown(place.name) or ".", error)


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def _shown(name: str) -> str:
    """Return a file name fit for tables: a name in GBK is read as such, control characters are escaped."""
    if name.isprintable():
        return name
    if any("\ud800" <= character <= "\udfff" for character in name):
        name = os.fsencode(name).decode("gb18030", "backslashreplace")
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), name)


def _refusal(file: Path, home: Path) -> str | None:
    with suppress(OSError):
        if S_ISREG(file.lstat().st_mode):
            return None
    name = _shown(file.name)
    if not file.is_symlink():
        is_odd = file.exists() and not file.is_file()
        return f"{name}: neither a file nor a folder; expected a file. Take it out of the folder." if is_odd else None
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return f"{name}: a symbolic link that leads nowhere. Put the file itself into the folder."
    if not target.is_relative_to(home):
        return (
            f"{name}: a symbolic link that leads out of the folder; not followed. Put the file itself into the folder."
        )
    return f"{name}: a symbolic link to a folder; not followed." if target.is_dir() else None


def _unique(doc_id: str, taken: set[str]) -> str:
    """Return the identifier, with -2, -3 ... if it is taken, and take it."""
    candidate, number = doc_id, 2
    while candidate in taken:
        candidate, number = f"{doc_id}-{number}", number + 1
    taken.add(candidate)
    return candidate


def _read_one(entry: Entry, source: Source) -> Source:
    sha256 = None
    try:
        data = read_bytes(entry.file)
        sha256 = hashlib.sha256(data).hexdigest()
        _check_hash(sha256, entry.listed)
        page = read_file(data, entry.file.suffix, declared=entry.listed.get("encoding"))
    except (OSError, ValueError) as error:
        return replace(source, sha256=sha256, error=_reason(entry.path, error))
    said = {**page.said, **source.declared}
    return _if_dated(Source(source.doc_id, source.path, sha256, page.encoding, page.text, declared=said))


def _if_dated(source: Source) -> Source:
    """Return a source whose declared day and year can be read; else one without text, with the reason."""
    try:
        check_days(source.declared, source.path)
    except ValueError as error:
        return replace(source, raw=None, error=str(error))
    return source


def _check_hash(found: str, listed: Mapping[str, str]) -> None:
    expected = listed.get("sha256", found)
    if found != expected:
        raise ValueError(f"sha256 is {found}, the registry says {expected}. Restore the file or correct the registry.")


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{path}: cannot be read ({error.strerror or error}). Check that the file is there and may be read."
    place = f"{path}, {error}" if str(error).startswith("byte ") else f"{path}: {error}"
    return place.replace("declared as", "the registry says") if "there if that is" in place else place


def _read_rows(entry: Entry, source: Source) -> Iterator[Source]:
    number = 0
    try:
        for number, row in enumerate(read_table(entry.file, declared=entry.listed.get("encoding")), 1):
            yield _row_source(source, number, row)
    except (OSError, ValueError) as error:
        reason = _reason(entry.path, error) + (f" (after row {number})" if number else "")
        yield replace(source, path=f"{entry.path}#{number + 1}" if number else entry.path, error=reason)


def _row_source(source: Source, number: int, row: Row) -> Source:
    said = dict(row.declared)
    source = replace(
        source,
        doc_id=said.pop("doc_id", f"{source.doc_id}-{number}"),
        path=f"{source.path}#{number}",
        declared={**source.declared, **said},
    )
    if row.text is None:
        return replace(source, error=f"{source.path}: {row.error}")
    sha256 = hashlib.sha256(row.text.encode("utf-8", errors="surrogatepass")).hexdigest()
    return _if_dated(replace(source, raw=row.text, sha256=sha256, encoding=row.encoding))
