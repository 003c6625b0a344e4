"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


class WriteError(OSError):
    """A file cannot be written; the message names it, says why and what to do."""


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files beside their places, then move them there; their folders are made.

    Raises
    ------
    WriteError
        If the disk is full, the folder read-only or the name taken by a folder; what was begun is removed.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole({folder / "new" / "a.txt": b"1", folder / "b.txt": b"2"})
    >>> sorted(path.name for path in folder.rglob("*.txt"))
    ['a.txt', 'b.txt']
    """
    begun = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    path = None
    try:
        for path, part in begun.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(contents[path])
        for path, part in begun.items():
            part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(f"{path}: cannot be written ({reason}). Make room or choose another folder.") from error
    finally:
        for part in begun.values():
            _remove(part)


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the folder could not be made, or is gone
        return
