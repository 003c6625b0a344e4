"""Files that appear whole or not at all, in a local folder or in any store that fsspec reaches."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

UNFINISHED = "unfinished"


class BuildError(RuntimeError):
    """A build cannot go on; the message names the place, what was found and what to do."""


@dataclass(frozen=True)
class Store:
    """A folder that holds the tables of a build: a path of this machine, or an address such as ``s3://bucket/tables``."""

    root: str
    inner: str = ""

    @classmethod
    def at(cls, place: str | Path) -> Store:
        """Return the store at a path or an address."""
        return cls(str(place).rstrip("/") if is_address(place) else str(Path(place).resolve()))

    def within(self, folder: str) -> Store:
        """Return the store of a folder of this one."""
        return replace(self, inner=f"{folder}/")

    @cached_property
    def _reached(self) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        filesystem, path = url_to_fs(self.root)
        return filesystem, path.rstrip("/")

    def path(self, name: str) -> str:
        """Return the path of a file as its filesystem knows it."""
        return f"{self._reached[1]}/{self.inner}{name}"

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder of that name."""
        return bool(self._reached[0].exists(self.path(name)))

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, sorted; none if there is no such folder."""
        filesystem = self._reached[0]
        if not self.exists(folder):
            return []
        found = (path.rsplit("/", 1)[-1] for path in filesystem.ls(self.path(folder), detail=False))
        return sorted(found)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file that takes its name only when everything is in it.

        Raises
        ------
        BuildError
            If the store is full, read-only or gone; nothing half-written is left.
        """
        filesystem, target = self._reached[0], self.path(name)
        partial = f"{self._reached[1]}/{UNFINISHED}/partial/{secrets.token_hex(8)}"
        try:
            filesystem.makedirs(partial.rpartition("/")[0], exist_ok=True)
            filesystem.makedirs(target.rpartition("/")[0], exist_ok=True)
            try:
                with filesystem.open(partial, "wb") as stream:
                    yield stream
                filesystem.mv(partial, target)
            except BaseException:
                _remove(filesystem, partial)
                raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise BuildError(
                f"{target}: cannot be written ({reason}). Make room or choose another folder; "
                "the same command then goes on where this one stopped."
            ) from error

    def write_json(self, name: str, content: object) -> None:
        """Store something as JSON."""
        with self.writing(name) as stream:
            stream.write(json.dumps(content, ensure_ascii=False, indent=1).encode())

    def read_json(self, name: str) -> Any:
        """Return what a JSON file holds."""
        return json.loads(self._reached[0].cat_file(self.path(name)))

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        stream: IO[bytes] = self._reached[0].open(self.path(name), "rb")
        return stream

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other builds out of the store, where the system can lock a folder; a kill ends the lock.

        Raises
        ------
        BuildError
            If another build is at work in the folder.
        """
        folder = self._lockable()
        if folder is None:
            yield
            return
        try:
            _lock(folder, self.root)
            yield
        finally:
            os.close(folder)

    def _lockable(self) -> int | None:
        """Open the folder if it is of this machine; one that cannot be made is named by what writes into it."""
        if fcntl is None or "file" not in self._reached[0].protocol:
            return None
        try:
            Path(self.root).mkdir(parents=True, exist_ok=True)
            return os.open(self.root, os.O_RDONLY)
        except OSError:
            return None

    def move(self, folder: str, target: str) -> None:
        """Move a folder of files: at once where the files are of this machine, else one by one."""
        filesystem = self._reached[0]
        if "file" in filesystem.protocol:
            Path(self.path(folder)).replace(self.path(target))
            return
        for name in self.names(folder):
            filesystem.mv(self.path(f"{folder}/{name}"), self.path(f"{target}/{name}"))

    def remove(self, folder: str) -> None:
        """Remove a folder and what is in it."""
        if self.exists(folder):
            self._reached[0].rm(self.path(folder), recursive=True)


def _lock(folder: int, name: str) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BuildError(
            f"{name}: another build is at work in this folder. Wait until it has ended, or choose another one."
        ) from None


def is_address(place: str | Path) -> bool:
    """Whether a place is an address such as ``s3://bucket/reports`` and not a path."""
    return "://" in os.fspath(place)


def _remove(filesystem: Any, path: str) -> None:
    try:
        filesystem.rm_file(path)
    except OSError:
        return
