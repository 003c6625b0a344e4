"""Run notebooks from top to bottom and store them so that a second run gives the same bytes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from corpus_tools.writing import write_whole

CELL_TIMEOUT_SECONDS = 900


class NotebookError(RuntimeError):
    """A notebook did not run through; the message names notebook, cell and error."""


def execute(notebook: Path, target: Path, *, parameters: Mapping[str, str] | None = None) -> None:
    """Execute one notebook and store it, with outputs, as `target`.

    Parameters
    ----------
    notebook
        The notebook to run; its own folder is the working directory.
    target
        Where the executed notebook is stored, whole or not at all.
    parameters
        Values for the assignments in the cell tagged ``parameters``, by variable name.

    Raises
    ------
    NotebookError
        If a cell raises.
    """
    content = nbformat.read(notebook, as_version=4)
    _set_parameters(content, parameters or {})
    client = NotebookClient(
        content,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        last = max((cell.execution_count or 0) for cell in content.cells if cell.cell_type == "code")
        raise NotebookError(f"{notebook.name}, code cell {last}: {error.ename}: {error.evalue}\n{error}") from error
    content.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    write_whole({target: f"{nbformat.writes(content)}\n".encode()})


def numbered(folder: Path) -> list[Path]:
    """Return the notebooks of a folder whose names begin with a digit, in order."""
    return sorted(folder.glob("[0-9]*.ipynb"))


def _set_parameters(content: Any, parameters: Mapping[str, str]) -> None:
    for cell in content.cells:
        if "parameters" in cell.metadata.get("tags", []):
            lines = cell.source.splitlines()
            cell.source = "\n".join(_assignment(line, parameters) for line in lines)


def _assignment(line: str, parameters: Mapping[str, str]) -> str:
    name = line.partition(" = ")[0]
    return f"{name} = {parameters[name]!r}" if name in parameters else line


def main(arguments: list[str] | None = None) -> None:
    """Execute the numbered notebooks of a folder in place, showing progress."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    notebooks = numbered(parser.parse_args(arguments).folder)
    for position, notebook in enumerate(notebooks, 1):
        sys.stdout.write(f"   {position}/{len(notebooks)} {notebook.name}\n")
        sys.stdout.flush()
        try:
            execute(notebook, notebook)
        except NotebookError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
