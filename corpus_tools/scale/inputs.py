"""What is to be read, cut into parts that depend on nothing but the files: their names, order and sizes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from corpus_tools.scale.storage import is_address
from corpus_tools.text.sources import REGISTRY, Entry, Source, find_entries, read_entry
from corpus_tools.text.tables import TABLES

PART_REPORTS = 512
TABLE_BYTES = 16 << 20


class Part(NamedTuple):
    """A stretch of a corpus for one call of the map: files to read, or rows of a table that is too large for one.

    With an `address`, the files are fetched from there by whoever reads them.
    """

    number: int
    items: tuple[Entry | Source, ...]
    size: int
    address: str | None = None


class Listing(NamedTuple):
    """What all the files together are: how many, how large, and a hash of their names, sizes and times."""

    files: int
    size: int
    digest: str


def list_inputs(source: str | Path) -> Listing:
    """Return how many files there are, their bytes and their hash, without reading them."""
    digest, files, total = sha256(), 0, 0
    with _local(source) as folder:
        for entry in find_entries(folder):
            size, changed = _stat(entry.file)
            digest.update(f"{entry.path}\0{size}\0{changed}\n".encode("utf-8", "surrogateescape"))
            files, total = files + 1, total + size
    return Listing(files, total, digest.hexdigest())


def parts(source: str | Path) -> Iterator[Part]:
    """Cut a corpus into parts of 512 reports; a table of reports is a part of its own if it is small.

    The rows of a large table are read here and handed out, so that many workers can share them.
    """
    address = str(source) if is_address(source) else None
    with _local(source) as folder:
        for number, (items, size) in enumerate(_groups(find_entries(folder), address)):
            yield Part(number, tuple(items), size, address)


def sources(part: Part) -> Iterator[Source]:
    """Read the reports of a part; what cannot be read comes out with its reason."""
    for item in part.items:
        if isinstance(item, Source):
            yield item
        else:
            yield from _read(item, part.address)


def _groups(found: Iterable[Entry], address: str | None) -> Iterator[tuple[list[Entry | Source], int]]:
    files: list[Entry | Source] = []
    total = 0
    for entry in found:
        size, _ = _stat(entry.file)
        is_table = entry.file.suffix.lower() in TABLES
        if files and (is_table or len(files) == PART_REPORTS):
            yield files, total
            files, total = [], 0
        if not is_table:
            files.append(entry)
            total += size
        elif size <= TABLE_BYTES:
            yield [entry], size
        else:
            yield from _row_groups(_read(entry, address))
    if files:
        yield files, total


def _row_groups(rows: Iterator[Source]) -> Iterator[tuple[list[Entry | Source], int]]:
    while group := list(islice(rows, PART_REPORTS)):
        yield list(group), sum(len((row.raw or "").encode("utf-8", "surrogatepass")) for row in group)


def _stat(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _read(entry: Entry, address: str | None) -> Iterator[Source]:
    if address is None or entry.error:
        yield from read_entry(entry)
        return
    with tempfile.TemporaryDirectory() as folder:
        fetched = Path(folder, entry.file.name)
        filesystem, root = _reach(address)
        with suppress(OSError):
            filesystem.get_file(_remote_path(filesystem, root, entry.path), str(fetched))
        yield from read_entry(replace(entry, file=fetched))


@contextmanager
def _local(source: str | Path) -> Iterator[Path]:
    """Give the folder itself, or for an address a copy of its tree, the files with their sizes but no content."""
    if not is_address(source):
        yield Path(source)
        return
    filesystem, root = _reach(str(source))
    if not filesystem.exists(root):
        raise FileNotFoundError(f"{source}: no such file or folder; expected a folder of reports, a report or a table")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, root.rsplit("/", 1)[-1])
        for path, facts in filesystem.find(root, detail=True).items():
            _stand_in(copy / path.removeprefix(root).lstrip("/"), facts["size"] or 0)
        if filesystem.exists(f"{root}/{REGISTRY}"):
            filesystem.get_file(f"{root}/{REGISTRY}", str(copy / REGISTRY))
        yield copy


def _stand_in(file: Path, size: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        stream.truncate(size)
    os.utime(file, (0, 0))


def _reach(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    filesystem, root = url_to_fs(address)
    return filesystem, root.rstrip("/")


def _remote_path(filesystem: Any, root: str, path: str) -> str:
    return root if filesystem.isfile(root) else f"{root}/{path}"
