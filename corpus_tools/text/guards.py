"""What keeps a file from doing harm: limits of size, and errors of libraries told as what was found and expected."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO, TypeVar
from zipfile import ZipFile

MOST_BYTES = 100_000_000  # of one report, of a JSON array, of an Office file unpacked
_T = TypeVar("_T")


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a file that is to be held in memory as a whole.

    Raises
    ------
    ValueError
        If it is larger than any report.
    """
    with file.open("rb", buffering=0) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > MOST_BYTES:
            raise ValueError(
                f"{size:,} bytes; expected at most {MOST_BYTES:,}. Split it, or make it a csv or jsonl table with one "
                "report a row."
            )
        return stream.read()


def optional(module: str, package: str) -> Any:
    """Import a library that not everybody has."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ValueError(f"reading this format needs {package}: pip install {package}") from error


@contextmanager
def readable(expected: str) -> Iterator[None]:
    """Turn whatever a library raises on a broken file into a ValueError that says what was expected."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise ValueError(f"not {expected} that can be read ({error}). Open it and save it again.") from error


def check_unpacked(file: io.BytesIO | Path, expected: str) -> None:
    """Refuse an Office file that unpacks to more than any report has, before any of it is unpacked."""
    with readable(expected), ZipFile(file) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > MOST_BYTES:
        raise ValueError(f"unpacks to {size:,} bytes; expected at most {MOST_BYTES:,}. Save its text as txt or csv.")


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yield lines of bearable length."""
    for line in iter(lambda: stream.readline(MOST_BYTES), ""):
        if len(line) == MOST_BYTES:
            raise ValueError(f"a line of {MOST_BYTES:,} characters or more; expected one report. Split the file.")
        yield line


def each(records: Iterable[_T], expected: str) -> Iterator[_T]:
    """Yield records; what a library raises between two of them is told as by `readable`."""
    with readable(expected):
        yield from records
